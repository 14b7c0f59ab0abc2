/** How often something may be tried: counted before it is tried, so that a hundred at once are no more than one after the other. */
import type { Fragment, Queryable, Sql } from '#db/driver.ts';
import type { AttemptRule } from '#domain/sign-in.ts';

export type Attempt = {
  readonly admitted: boolean;
  /** Refused: until it may be tried again. Admitted: until it may be tried once more; null: at once. */
  readonly waitSeconds: number | null;
};

/** The common table expressions `taken` (a row when admitted), over `asked` (key). */
export function takenParts(sql: Queryable, rule: AttemptRule): Fragment {
  const { free, waitSeconds, waitSecondsMost, withinSeconds } = rule;
  const isOld = sql`t.since <= statement_timestamp() - make_interval(secs => ${withinSeconds})`;
  return sql`
    taken as (
      insert into attempts as t (key, n, since) select key, 1, statement_timestamp() from asked
      on conflict (key) do update set
        n = case when ${isOld} then 1 else t.n + 1 end,
        since = case when ${isOld} then excluded.since else t.since end,
        until = case when t.n + 1 >= ${free}::int and not (${isOld}) then statement_timestamp()
          + make_interval(secs => least(${waitSecondsMost}::int, ${waitSeconds}::int * power(2, least(t.n + 1 - ${free}::int, 20)))) end
      where t.until is null or t.until <= statement_timestamp()
      returning until)`;
}

/** The columns of an `Attempt`, over `taken` and `asked`. */
export const takenColumns = (sql: Queryable) => sql`
  exists (select from taken) as admitted,
  ceil(extract(epoch from case when exists (select from taken) then (select until from taken)
    else (select a.until from attempts a join asked on asked.key = a.key) end - statement_timestamp()))::int
    as "waitSeconds"`;

/** Counts one attempt at something that has no account. */
export async function takeAttempt(sql: Sql, key: string, rule: AttemptRule): Promise<Attempt> {
  const [row] = await sql<Attempt[]>`
    with asked as (select ${key}::text as key), ${takenParts(sql, rule)}
    select ${takenColumns(sql)}`;
  return row!;
}

/** One of them was right: it is not counted. */
export const alsoUncount = (sql: Queryable, key: string, from: Fragment) => sql`
  uncounted as (update attempts set n = n - 1 where key = ${key} and n > 0 and exists (${from}))`;

/** Forgets what was tried on an account: it is known to be in the right hands. */
export const alsoForgive = (sql: Queryable, from: Fragment) => sql`
  forgiven as (delete from attempts where key in (select 'account ' || f.account_id from (${from}) f))`;

export const accountKey = (account: string) => `account ${account}`;
