/** A pool that counts the statements it sends, those of its transactions included. */
import type { Sql, Transaction } from '#db/driver.ts';

export type Counted = {
  readonly sql: Sql;
  count(): number;
  reset(): void;
};

type Sent = { then: (...args: never[]) => unknown };

export function countStatements(sql: Sql): Counted {
  let sent = 0;
  /** A query is sent when somebody waits for it; a part of another one never is. */
  const counting = <T extends object>(of: T): T =>
    new Proxy(of, {
      apply(target, self, args) {
        const query = Reflect.apply(target as never, self, args) as Sent;
        if (typeof query?.then !== 'function') return query;
        const then = query.then.bind(query);
        let known = false;
        query.then = (...given) => {
          if (!known) sent += 1;
          known = true;
          return then(...given);
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
