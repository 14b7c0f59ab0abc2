import type { Queryable } from '#db/driver.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import type { Scope } from './verify.ts';

/** A ledger row beside the fact of its number, with what its author is called in natural keys. */
export type LedgerRow = {
  readonly seq: number;
  readonly programme: string;
  readonly kind: string;
  readonly assignment: string | null;
  readonly at: Instant;
  readonly realAt: Instant;
  /** The programme's date of `at`. */
  readonly on: CivilDate;
  readonly body: string;
  /** Rollout and unit of its assignment. */
  readonly rollout: string | null;
  readonly unit: string | null;
  readonly fact: {
    readonly kind: string;
    readonly at: Instant;
    readonly realAt: Instant;
    readonly assignment: string | null;
    readonly payload: Readonly<Record<string, unknown>>;
    /** Of the office it was done for. */
    readonly agency: string | null;
    readonly unit: string | null;
    /** Of its joint act: kind, the how-manieth of it, and what it says. */
    readonly act: string | null;
    readonly n: number | null;
    readonly terms: unknown;
    readonly rollout: string | null;
    readonly by: Readonly<Record<string, string>>;
    /** Facts of its kind's subject up to the one it refers to: the place that natural keys tell. */
    readonly place: number | null;
    readonly standIn: string | null;
  } | null;
};

const PAGE = 2_000;

/** The whole ledger in pages of ascending number, beside its facts. */
export async function* readLedger(sql: Queryable, scope: Scope): AsyncGenerator<LedgerRow> {
  let after = 0;
  for (;;) {
    const rows = await readLedgerAfter(sql, scope, after);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.seq;
  }
}

const readLedgerAfter = (sql: Queryable, scope: Scope, after: number) => sql<LedgerRow[]>`
  select l.seq, l.programme_id as programme, l.kind, l.assignment_id as assignment, iso(l.at) as at,
    iso(l.real_at) as "realAt", local_date(l.at) as on, l.body, ro.key as rollout, a.unit_key as unit,
    case when f.seq is not null then json_build_object('kind', f.kind, 'at', iso(f.at), 'realAt', iso(f.real_at),
      'assignment', f.assignment_id, 'payload', f.payload, 'agency', o.agency, 'unit', o.unit_key,
      'act', j.kind, 'n', j.n, 'terms', j.terms, 'rollout', coalesce(ro.key, fr.key),
      'by', case when ao.id is null then json_build_object('role', ac.role)
        else json_build_object('agency', ao.agency, 'unit', ao.unit_key, 'post', f.author_post) end,
      'place', case
        when f.kind in ('adjustmentAnswer', 'adjustmentWithdrawal') then
          (select count(*) from facts q where q.assignment_id = f.assignment_id
            and q.kind = 'adjustmentRequest' and q.seq <= (f.payload->>'request')::bigint)
        when f.kind in ('confirmation', 'correction', 'disputeDecision') then
          (select count(*) from facts q where q.assignment_id = f.assignment_id and q.kind in ('filing', 'correction')
            and q.seq <= (f.payload->>'filing')::bigint and q.payload->'evidence'->>'step' =
              (select w.payload->'evidence'->>'step' from facts w where w.seq = (f.payload->>'filing')::bigint))
        when f.kind = 'rolloutConferenceConfirmation' then
          (select count(*) from facts q where q.rollout_id = f.rollout_id and q.kind = 'rolloutConference'
            and q.seq < f.seq) end,
      'standIn', so.unit_key) end as fact
  from ledger l left join facts f on f.seq = l.seq
    left join assignments a on a.id = l.assignment_id left join rollouts ro on ro.id = a.rollout_id
    left join rollouts fr on fr.id = f.rollout_id left join joint_acts j on j.id = f.joint_act_id
    left join offices o on o.id = f.office_id left join offices ao on ao.id = f.author_office_id
    left join accounts ac on ac.id = f.account_id
    left join offices so on f.kind = 'standIn' and so.id = (f.payload->>'standInOffice')::uuid
  where l.seq > ${after} and (${scope}::text is null or l.programme_id = ${scope})
  order by l.seq limit ${PAGE}`;

/** A consequence that stands in the record, and what the ledger must say of it. */
export type Consequence = {
  readonly kind: string;
  readonly rollout: string;
  readonly unit: string;
  /** Tells apart those of one unit: a version, a reason, a rung with the day its row bears (`rungs.ts`). */
  readonly detail: string;
};

/** Every consequence that the record's tables hold, one row each. */
export const readConsequences = (sql: Queryable, scope: Scope) => sql<Consequence[]>`
  with mine as (select a.id, a.unit_key as unit, a.state, ro.key as rollout from assignments a
    join rollouts ro on ro.id = a.rollout_id where (${scope}::text is null or a.programme_id = ${scope})),
  looked as (select c.unit_key as unit, c.complete, c.parent_id, ro.key as rollout from coordinators c
    join rollouts ro on ro.id = c.rollout_id where (${scope}::text is null or c.programme_id = ${scope}))
  select 'opened' as kind, rollout, unit, '' as detail from mine
  union all select state, rollout, unit, '' from mine where state in ('done', 'recalled', 'closedUnmet')
  union all select 'version', m.rollout, m.unit, v.n || '/' || v.cause from mine m join versions v on v.assignment_id = m.id
    where v.n > 1
  union all select case s.outcome when 'skipped' then 'rungSkipped' else s.kind end, m.rollout, m.unit,
    concat_ws('/', s.step, s.version, s.agency, s.rung, s.n, s.reason) || ' on ' ||
      case when s.outcome = 'sent' or s.reason = 'pastWhenSet' then local_date(s.at)
        else least(local_date(s.due_at), local_date(s.at)) end
    from mine m join messages s on s.assignment_id = m.id
  union all select 'notApplied', m.rollout, m.unit, f.kind || '/' || x.reason
    from mine m join facts f on f.assignment_id = m.id join not_applied x on x.seq = f.seq
  union all select 'gateOpened', rollout, unit, '' from looked where parent_id is not null
  union all select 'complete', rollout, unit, '' from looked where complete`;
