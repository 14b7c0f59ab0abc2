/** The app with a database that fails as one does that is away: for what is decided before it is asked. */
import { createApp } from '#api/app.ts';
import type { Deps } from '#api/context.ts';
import type { Sql } from '#db/driver.ts';

/** Every statement is rejected with this. */
function failingSql(thrown: unknown): Sql {
  const statement = () => {
    const rejected = Promise.reject(thrown);
    // A fragment is made and never awaited.
    rejected.catch(() => {});
    return rejected;
  };
  return Object.assign(statement, { json: (value: unknown) => value }) as unknown as Sql;
}

export function appWithoutDatabase(
  rest: Partial<Deps> = {},
  thrown: unknown = new Error('secret'),
) {
  const sql = failingSql(thrown);
  return createApp({
    sql,
    reader: sql,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    ready: async () => ({ ready: false, why: 'no database' }),
    ...rest,
  });
}
