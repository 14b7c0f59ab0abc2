/** A pool that counts the statements it sends, those of its transactions included. */
import type { Sql, Transaction } from '#db/driver.ts';

export type Counted = {
  readonly sql: Sql;
  count(): number;
  reset(): void;
};

/** A query hands itself to its handler when it is sent; a part of another one never does. */
type Query = { handler?: (query: unknown) => unknown };

export function countStatements(sql: Sql): Counted {
  let sent = 0;
  const counting = <T extends object>(of: T): T =>
    new Proxy(of, {
      apply(target, self, args) {
        const query = Reflect.apply(target as never, self, args) as Query;
        const { handler } = query;
        if (handler !== undefined)
          query.handler = (sending) => {
            sent += 1;
            return handler(sending);
          };
        return query;
      },
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (name !== 'begin') return value;
        return async (act: (tx: Transaction) => Promise<unknown>) => {
          // BEGIN and COMMIT.
          sent += 2;
          return sql.begin((tx) => act(counting(tx)));
        };
      },
    });
  return {
    sql: counting(sql),
    count: () => sent,
    reset: () => {
      sent = 0;
    },
  };
}
