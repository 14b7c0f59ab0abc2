import type { Fragment, Queryable } from '#db/driver.ts';
import type { Instant } from '#domain/vocabulary.ts';

/** What `verify` names of one finding; the rest is told once by how many there are. */
export const FINDINGS_MAX = 1_000;

/** Null is every programme of the record. */
export type Scope = string | null;

export const within = (sql: Queryable, scope: Scope, column: Fragment) => sql`
  (${scope}::text is null or ${column} = ${scope})`;

/** A fact's natural name: rollout, unit, agency, kind, and its number in the record. */
const factName = (sql: Queryable) => sql`
  (select concat_ws(' ', ro.key, coalesce(a.unit_key, o.unit_key), o.agency, f.kind, '#' || f.seq)
    from (select 1) one left join assignments a on a.id = f.assignment_id
      left join rollouts ro on ro.id = coalesce(a.rollout_id, f.rollout_id)
      left join offices o on o.id = f.office_id)`;

export type UnpairedFact = {
  readonly subject: string;
  readonly inFacts: number;
  readonly inLedger: number;
  readonly inReceipts: number;
};

/** Numbers of the record that are not one fact, one ledger row and one receipt of the same account and key. */
export const readUnpairedFacts = (sql: Queryable, scope: Scope, kinds: readonly string[]) => sql<
  UnpairedFact[]
>`
  with f as (select seq, count(*)::int as n from facts where ${within(sql, scope, sql`programme_id`)} group by 1),
  l as (select seq, count(*)::int as n from ledger
    where kind = any(${[...kinds]}) and ${within(sql, scope, sql`programme_id`)} group by 1),
  r as (select q.ledger_seq as seq, count(*)::int as n from receipts q join accounts ac on ac.id = q.account_id
    where q.ledger_seq is not null and ${within(sql, scope, sql`ac.programme_id`)} group by 1),
  numbers as (select seq, coalesce(f.n, 0) as f, coalesce(l.n, 0) as l, coalesce(r.n, 0) as r
    from f full join l using (seq) full join r using (seq))
  select coalesce((select ${factName(sql)} from facts f where f.seq = n.seq limit 1), '#' || n.seq) as subject,
    n.f as "inFacts", n.l as "inLedger", n.r as "inReceipts"
  from numbers n where (n.f, n.l, n.r) is distinct from (1, 1, 1) order by n.seq limit ${FINDINGS_MAX}`;

export type KeyTrouble = {
  readonly subject: string;
  /** Facts under that account and key. */
  readonly facts: number;
  /** What its receipt names: number in the record, and the number it answers with. */
  readonly names: number | null;
  readonly answers: string | null;
};

/** Facts whose key does not find them, and them alone. */
export const readKeyTroubles = (sql: Queryable, scope: Scope) => sql<KeyTrouble[]>`
  with keyed as (select f.*, count(*) over (partition by account_id, key)::int as n from facts f
    where ${within(sql, scope, sql`programme_id`)})
  select ${factName(sql)} as subject, f.n as facts, r.ledger_seq as names, r.answer->>'seq' as answers
  from keyed f left join receipts r on r.account_id = f.account_id and r.key = f.key
  where f.n > 1 or r.ledger_seq is distinct from f.seq or r.answer->>'seq' is distinct from f.seq::text
  order by f.seq limit ${FINDINGS_MAX}`;

export type KeyFound = {
  readonly key: string;
  readonly account: string;
  readonly receipts: number;
  readonly facts: number;
};

/** What the record holds under the keys of a client's journal. */
export const readKeys = (sql: Queryable, scope: Scope, keys: readonly string[]) => sql<KeyFound[]>`
  select k.key, coalesce(k.account_id, '')::text as account, sum(k.r)::int as receipts, sum(k.f)::int as facts
  from (select key, account_id::text, 1 as r, 0 as f from receipts where key = any(${[...keys]})
    union all select key, account_id::text, 0, 1 from facts where key = any(${[...keys]})) k
    join accounts ac on ac.id::text = k.account_id
  where ${within(sql, scope, sql`ac.programme_id`)} group by 1, 2`;

export type GateTrouble = {
  readonly subject: string;
  /** The coordinator that should look after it; null where no gate has opened. */
  readonly coordinator: string | null;
  readonly recipient: boolean;
  readonly assignments: number;
  readonly elsewhere: boolean;
};

/** Suspended or over: what had not been opened by then is not opened. */
const isAtRest = (sql: Queryable) => sql`
  coalesce((select j.kind <> 'resume' from facts f join joint_acts j on j.id = f.joint_act_id
    where f.rollout_id = x.rollout and f.kind = 'promulgation' and j.kind in ('suspend', 'resume', 'recall', 'close')
    order by f.seq desc limit 1), false)`;

/** Recipients and assignments that do not match: per opened gate one assignment for each frozen recipient. */
export const readGateTroubles = (sql: Queryable, scope: Scope, busy: readonly string[]) => sql<
  GateTrouble[]
>`
  with given as (select rollout_id, unit_key, count(*)::int as n, min(coordinator_id) as by from assignments
    where ${within(sql, scope, sql`programme_id`)} group by 1, 2),
  named as (select rc.rollout_id, rc.unit_key, rc.parent_key from recipients rc
    join rollouts ro on ro.id = rc.rollout_id where ${within(sql, scope, sql`ro.programme_id`)}),
  pairs as (select rollout_id as rollout, unit_key as unit, parent_key as parent, coalesce(n, 0) as n, by
    from named full join given using (rollout_id, unit_key))
  select concat_ws(' ', ro.key, x.unit) as subject, g.id as coordinator, x.parent is not null as recipient,
    x.n as assignments, x.n > 0 and x.by is distinct from g.id as elsewhere
  from pairs x left join rollouts ro on ro.id = x.rollout
    left join coordinators g on g.rollout_id = x.rollout and g.unit_key = x.parent
  where not coalesce(g.id = any(${[...busy]}), false)
    and (x.parent is null or x.n <> (g.id is not null)::int or (x.n > 0 and x.by is distinct from g.id))
    and not (x.n = 0 and ${isAtRest(sql)} and not exists (select from ledger l where l.kind = 'opened'
      and l.programme_id = ro.programme_id and l.body::jsonb->>'rollout' = ro.key and l.body::jsonb->>'unit' = x.unit))
  order by 1 limit ${FINDINGS_MAX}`;

export type LineTrouble = {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly expected: readonly string[];
};

/** Assignments whose lines are not one for each signing agency's office that lived when they were opened. */
export const readLineTroubles = (sql: Queryable, scope: Scope) => sql<LineTrouble[]>`
  select concat_ws(' ', ro.key, a.unit_key) as subject, l.agencies as lines, e.agencies as expected
  from assignments a join rollouts ro on ro.id = a.rollout_id
    cross join lateral (select coalesce(array_agg(agency order by agency), '{}') as agencies
      from lines where assignment_id = a.id) l
    cross join lateral (select coalesce(array_agg(o.agency order by o.agency), '{}') as agencies
      from offices o join agencies g on g.programme_id = o.programme_id and g.code = o.agency and g.signs
      where o.programme_id = a.programme_id and o.unit_key = a.unit_key
        and o.valid_from <= local_date(a.opened_at)
        and (o.valid_to is null or o.valid_to >= local_date(a.opened_at))) e
  where ${within(sql, scope, sql`a.programme_id`)} and l.agencies <> e.agencies
  order by 1 limit ${FINDINGS_MAX}`;

export type WaitingRow = {
  readonly id: number;
  readonly coordinator: string;
  readonly unit: string;
  readonly known: boolean;
  readonly at: Instant;
};

/** Everything that waits to be considered, oldest first. */
export const readWaiting = (sql: Queryable, scope: Scope) => sql<WaitingRow[]>`
  select q.id, q.coordinator_id as coordinator, q.unit_key as unit, c.id is not null as known, iso(q.at) as at
  from pending q left join coordinators c on c.id = q.coordinator_id
  where ${within(sql, scope, sql`q.programme_id`)} order by q.id`;

/** What was set aside for the operator. */
export const readTroubles = (sql: Queryable, scope: Scope) => sql<
  { subject: string; message: string }[]
>`
  select concat_ws(' ', coordinator_id, unit_key) as subject, message from troubles
  where ${within(sql, scope, sql`programme_id`)} order by id limit ${FINDINGS_MAX}`;

/** Coordinators to examine one after the other, with the instant of their last look. */
export type LookedCoordinator = {
  readonly id: string;
  readonly programme: string;
  readonly rollout: string;
  readonly unit: string;
  readonly parent: string | null;
  readonly state: 'open' | 'closed';
  readonly complete: boolean;
  readonly lookedAt: Instant | null;
  readonly nextWakeAt: Instant | null;
  /** Its programme's present. */
  readonly now: Instant;
  /** It should have looked by now: two minutes past its wake-up, or at once under a stepped clock. */
  readonly overslept: boolean;
};

export const readCoordinators = (sql: Queryable, scope: Scope) => sql<LookedCoordinator[]>`
  select c.id, c.programme_id as programme, c.rollout_id as rollout, c.unit_key as unit, c.parent_id as parent,
    c.state, c.complete, iso(c.looked_at) as "lookedAt", iso(c.next_wake_at) as "nextWakeAt", iso(programme_now(p.id)) as now,
    coalesce(c.state = 'open' and c.looked_at < c.next_wake_at and c.next_wake_at <= programme_now(p.id)
      - case when p.stepped_at is null then interval '2 minutes' else interval '0' end, false) as overslept
  from coordinators c join programmes p on p.id = c.programme_id
  where ${within(sql, scope, sql`c.programme_id`)} order by c.rollout_id, c.unit_key collate "C"`;
