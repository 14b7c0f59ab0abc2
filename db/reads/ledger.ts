import type { Queryable } from '#db/driver.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';

const PAGE = 2_000;

export type DigestRow = { readonly day: CivilDate; readonly rows: number; readonly digest: string };

/** The days that were hashed, in order. */
export const readDigests = (sql: Queryable) =>
  sql<DigestRow[]>`select day, rows, digest from ledger_digests order by day`;

/** What a digest is made of: every column. */
export type DigestedRow = {
  readonly seq: number;
  readonly programme: string;
  readonly kind: string;
  readonly assignment: string | null;
  readonly at: Instant;
  readonly realAt: Instant;
  readonly body: string;
};

/** The ledger rows of one legal day (+07:00) by the real clock, in the order of their numbers. */
export async function* readLedgerOfDay(
  sql: Queryable,
  day: CivilDate,
): AsyncGenerator<DigestedRow> {
  let after = 0;
  for (;;) {
    const rows = await sql<DigestedRow[]>`
      select seq, programme_id as programme, kind, assignment_id as assignment, iso(at) as at,
        iso(real_at) as "realAt", body
      from ledger where seq > ${after}
        and real_at >= (${day}::date - interval '7 hours') at time zone 'UTC'
        and real_at < (${day}::date + interval '17 hours') at time zone 'UTC'
      order by seq limit ${PAGE}`;
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.seq;
  }
}

/** The legal day that the real clock shows, how far the digest may go, and how far it has come. */
export type DigestFrontier = {
  /** The first day without a digest; null while there is nothing in the ledger. */
  readonly next: CivilDate | null;
  /** The last day that is surely over. */
  readonly last: CivilDate;
  readonly digest: string;
};

export async function readDigestFrontier(
  sql: Queryable,
  marginMinutes: number,
): Promise<DigestFrontier> {
  const [row] = await sql<DigestFrontier[]>`
    select coalesce((select max(day) + 1 from ledger_digests), (select local_date(min(real_at)) from ledger)) as next,
      local_date(statement_timestamp() - make_interval(mins => ${marginMinutes})) - 1 as last,
      coalesce((select digest from ledger_digests order by day desc limit 1), '') as digest`;
  return row!;
}
