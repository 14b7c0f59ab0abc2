import type { Fragment, Queryable, Sql } from '#db/driver.ts';
import type { FactKind } from '#domain/vocabulary.ts';

/** A fact about to be written, judged by `facts/`. */
export type NewFact = {
  readonly kind: FactKind;
  readonly programme: string;
  readonly rollout: string | null;
  readonly jointAct: string | null;
  readonly assignment: string | null;
  /** The office it is done for. */
  readonly office: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The rest of the ledger body, canonical and in natural keys; the date is set by the statement. */
  readonly body: string;
  readonly author: {
    readonly account: string;
    readonly office: string | null;
    readonly post: string;
  };
  readonly key: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
};

/** What may have changed since the standing was read, and what else the same statement writes. */
export type FactConditions = {
  /** A query that gives a row while the fact is still possible. */
  readonly open?: Fragment;
  /**
   * The rollout whose row is locked first, so that the ledger's order is that of the lock: with `latch` for an act
   * about the whole of it, which is not written once another has come first; without for what makes a version of one
   * assignment. Or all rollouts of a programme.
   */
  readonly lock?:
    | { readonly rollout: string; readonly latch?: number }
    | { readonly programme: string };
  /** Further common table expressions over `fact` (seq, at), each beginning with its name. */
  readonly also?: readonly Fragment[];
};

/**
 * Writes a fact in one statement and no explicit transaction: receipt, ledger row, fact and what follows it,
 * all or nothing. Null when nothing was written: the key was used before, the account was disabled meanwhile,
 * or the fact is no longer possible.
 */
export async function insertFact(
  sql: Sql,
  fact: NewFact,
  { open, lock, also = [] }: FactConditions = {},
): Promise<Readonly<Record<string, unknown>> | null> {
  const [row] = await sql<{ answer: Record<string, unknown> }[]>`
    with ${lock === undefined ? sql`` : locked(sql, lock)} present as materialized (
      select nextval('ledger_seq') as seq, programme_now(${fact.programme}) as at
      from ${lock === undefined ? sql`` : sql`locked,`} accounts ac where ac.id = ${fact.author.account} and ac.disabled_at is null
        ${open === undefined ? sql`` : sql`and exists (${open})`}),
    receipt as (
      insert into receipts (account_id, key, fingerprint, ledger_seq, status, answer)
      select ${fact.author.account}, ${fact.key}, ${fact.fingerprint}, seq, ${fact.status},
        ${sql.json(fact.answer as never)}::jsonb || jsonb_build_object('seq', seq, 'at', iso(at))
      from present on conflict do nothing returning ledger_seq, answer),
    fact as (
      insert into facts (seq, programme_id, kind, rollout_id, joint_act_id, assignment_id, office_id, payload,
        account_id, author_office_id, author_post, key, at, real_at)
      select p.seq, ${fact.programme}, ${fact.kind}, ${fact.rollout}, ${fact.jointAct}, ${fact.assignment},
        ${fact.office}, ${sql.json(fact.payload as never)}, ${fact.author.account}, ${fact.author.office},
        ${fact.author.post}, ${fact.key}, p.at, statement_timestamp()
      from present p join receipt r on r.ledger_seq = p.seq returning seq, at),
    entry as (
      insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
      select seq, ${fact.programme}, ${fact.kind}, ${fact.assignment}, at, statement_timestamp(),
        '{"on":"' || local_date(at) || '",' || ${fact.body.slice(1)}::text
      from fact)
    ${also.length === 0 ? sql`` : also.map((part) => sql`, ${part}`)}
    select answer from receipt`;
  return row?.answer ?? null;
}

function locked(sql: Sql, lock: NonNullable<FactConditions['lock']>): Fragment {
  // Whoever waited for the row has its condition judged on the row as it then is.
  if ('rollout' in lock && lock.latch !== undefined)
    return sql`locked as (update rollouts set latch = latch + 1
      where id = ${lock.rollout} and latch = ${lock.latch} returning id),`;
  return sql`locked as materialized (select count(*) from (select from rollouts
    ${'rollout' in lock ? sql`where id = ${lock.rollout} for share` : sql`where programme_id = ${lock.programme} for no key update`}) l),`;
}

/** The pending row that makes a coordinator consider one subject of the fact. */
export const alsoPending = (
  sql: Queryable,
  programme: string,
  coordinator: string,
  unit: string,
) => sql`
  subject as (insert into pending (programme_id, coordinator_id, unit_key, at)
    select ${programme}, ${coordinator}, ${unit}, at from fact)`;

/** Whether somebody can confirm changes who holds the office's open assignments: they are looked at again. */
export const alsoStaffed = (sql: Queryable, office: string) => sql`
  staffing as (insert into pending (programme_id, coordinator_id, unit_key, at)
    select a.programme_id, a.coordinator_id, a.unit_key, fact.at
    from fact, lines l join assignments a on a.id = l.assignment_id
    where l.office_id = ${office} and a.state <> 'done')`;

/** A fact about a whole rollout makes every coordinator of it consider everything. */
export const alsoPendingEverywhere = (sql: Queryable, programme: string, rollout: string) => sql`
  everywhere as (insert into pending (programme_id, coordinator_id, unit_key, at)
    select ${programme}, c.id, c.unit_key, fact.at from fact, coordinators c where c.rollout_id = ${rollout})`;

/**
 * An ordinary row (draft, account) with its receipt, in one statement. `inserts` are over `receipt`; `open` gives a row
 * while it is still possible.
 */
export async function insertRow(
  sql: Queryable,
  row: Pick<NewFact, 'author' | 'key' | 'fingerprint' | 'status' | 'answer'>,
  inserts: readonly Fragment[],
  open?: Fragment,
): Promise<Readonly<Record<string, unknown>> | null> {
  const [written] = await sql<{ answer: Record<string, unknown> }[]>`
    with receipt as (
      insert into receipts (account_id, key, fingerprint, ledger_seq, status, answer)
      select ac.id, ${row.key}, ${row.fingerprint}, null, ${row.status}, ${sql.json(row.answer as never)}
      from accounts ac where ac.id = ${row.author.account} and ac.disabled_at is null
        ${open === undefined ? sql`` : sql`and exists (${open})`}
      on conflict do nothing returning answer)
    ${inserts.map((part) => sql`, ${part}`)}
    select answer from receipt`;
  return written?.answer ?? null;
}
