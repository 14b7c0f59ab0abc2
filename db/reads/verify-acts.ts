import type { Queryable } from '#db/driver.ts';
import { FINDINGS_MAX, within, type Scope } from './verify.ts';

export type ActTrouble = {
  readonly subject: string;
  /** Agencies whose signature is not there, or came after. */
  readonly missing: readonly string[];
  readonly promulgated: number;
  readonly discarded: number;
};

/** A promulgation, with what it puts in force and whose signatures come before it. */
const promulgations = (sql: Queryable, scope: Scope) => sql`
  promulgations as (
    select p.seq, p.joint_act_id, p.rollout_id, p.at, j.kind, j.n, ro.key, (
      select coalesce(array_agg(g.code order by g.ordinal), '{}') from agencies g
      where g.programme_id = ro.programme_id and g.signs and not exists (
        select from facts s join offices o on o.id = s.office_id
        where s.kind = 'signature' and s.joint_act_id = p.joint_act_id and s.seq < p.seq
          and o.agency = g.code and o.unit_key = ro.root_unit)) as missing
    from facts p left join joint_acts j on j.id = p.joint_act_id left join rollouts ro on ro.id = p.rollout_id
    where p.kind = 'promulgation' and ${within(sql, scope, sql`p.programme_id`)})`;

/** Joint acts put in force without an earlier signature of every agency that signs, twice, or though discarded. */
export const readActTroubles = (sql: Queryable, scope: Scope) => sql<ActTrouble[]>`
  with ${promulgations(sql, scope)},
  settled as (
    select p.joint_act_id, count(*)::int as promulgated, max(p.missing) as missing,
      concat_ws(' ', min(p.key), min(p.kind), min(p.n)) as subject, bool_or(p.kind is null) as unknown,
      (select count(*)::int from facts d where d.kind = 'discard' and d.joint_act_id = p.joint_act_id) as discarded
    from promulgations p group by 1)
  select subject, missing, promulgated, discarded from settled
  where promulgated > 1 or discarded > 0 or unknown or cardinality(missing) > 0 order by 1 limit ${FINDINGS_MAX}`;

/** Rollouts of which something was drawn although they were never issued, with what there is. */
export const readUnissued = (sql: Queryable, scope: Scope) => sql<
  { subject: string; recipients: number; coordinators: number; assignments: number }[]
>`
  with drawn as (
    select ro.key as subject, ro.id,
      (select count(*)::int from recipients where rollout_id = ro.id) as recipients,
      (select count(*)::int from coordinators where rollout_id = ro.id) as coordinators,
      (select count(*)::int from assignments where rollout_id = ro.id) as assignments
    from rollouts ro where ${within(sql, scope, sql`ro.programme_id`)} and not exists (
      select from facts f join joint_acts j on j.id = f.joint_act_id and j.kind = 'issue'
      where f.rollout_id = ro.id and f.kind = 'promulgation'))
  select subject, recipients, coordinators, assignments from drawn
  where recipients + coordinators + assignments > 0 order by 1 limit ${FINDINGS_MAX}`;

/** What only a joint act, or a published calendar, may have drawn: and there is none in force that does. */
export const readDrawnOfNothing = (sql: Queryable, scope: Scope) => sql<
  { subject: string; what: string; of: string }[]
>`
  with ${promulgations(sql, scope)},
  acts as (select rollout_id, kind, n, seq, at from promulgations where cardinality(missing) = 0),
  drawn as (
    select a.rollout_id, a.unit_key, 'version ' || v.n as what, 'amend' as of, null::int as n, v.made_at as at
      from versions v join assignments a on a.id = v.assignment_id where v.cause = 'amendment'
    union all
    select a.rollout_id, a.unit_key, 'state ' || a.state,
      case a.state when 'recalled' then 'recall' when 'suspended' then 'suspend' else 'close' end, null, null
      from assignments a where a.state in ('recalled', 'suspended', 'closedUnmet')
    union all
    select c.rollout_id, c.unit_key, 'end', 'close or recall', null, null from coordinators c where c.state = 'closed'
    union all
    select a.rollout_id, a.unit_key, 'notice of ' || m.rung || ' ' || m.n, m.rung, m.n, null
      from messages m join assignments a on a.id = m.assignment_id where m.kind = 'notice'
    union all
    select a.rollout_id, a.unit_key, 'rung ' || m.reason,
      case m.reason when 'recalled' then 'recall' when 'suspended' then 'suspend' else 'close' end, null, null
      from messages m join assignments a on a.id = m.assignment_id
      where m.reason in ('recalled', 'suspended', 'closed'))
  select concat_ws(' ', ro.key, d.unit_key) as subject, d.what, concat_ws(' ', d.of, d.n) as of
  from drawn d join rollouts ro on ro.id = d.rollout_id
  where ${within(sql, scope, sql`ro.programme_id`)} and case
    when d.of = 'calendar' then not exists (select from facts f where f.kind = 'calendar'
      and f.programme_id = ro.programme_id and f.payload->>'version' = d.n::text)
    when d.what = 'state suspended' then coalesce((select x.kind <> 'suspend' from acts x
      where x.rollout_id = d.rollout_id and x.kind in ('suspend', 'resume') order by x.seq desc limit 1), true)
    else not exists (select from acts x where x.rollout_id = d.rollout_id
      and (x.kind = d.of or (d.of = 'close or recall' and x.kind in ('close', 'recall')))
      and (d.n is null or x.n = d.n) and (d.at is null or x.at = d.at)) end
  group by 1, 2, 3 order by 1, 2 limit ${FINDINGS_MAX}`;
