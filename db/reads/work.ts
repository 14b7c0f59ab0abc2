import type { Queryable } from '#db/driver.ts';
import type { RolloutFact } from '#domain/rollout-record.ts';
import type { JointActKind, Tier } from '#domain/vocabulary.ts';
import { assignmentColumns, assignmentTables, type AssignmentRow } from './assignments.ts';
import { rolloutFactsJson } from './rollouts.ts';

type UnitRef = { readonly key: string; readonly name: string; readonly tier: Tier };

export type WorkOffice = {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly unit: UnitRef;
};

/** A rollout that the office itself is at the root of, and that is not over. */
export type RootRollout = {
  readonly id: string;
  /** Settled ones are in force or discarded. */
  readonly acts: readonly {
    readonly id: string;
    readonly kind: JointActKind;
    readonly settled: boolean;
  }[];
  /** Recipients whose stored state is not done. */
  readonly undone: number;
};

/** Everything "Việc của tôi" of an account is made of. */
export type Work = {
  /** The account's own office, then those it stands in for on this day. */
  readonly offices: readonly WorkOffice[];
  /** Assignments of these offices. */
  readonly own: readonly AssignmentRow[];
  /** Assignments right below that wait, or may wait, for this office: reported, asked, not agreed on, or with news pending. */
  readonly below: readonly AssignmentRow[];
  /** Living offices right below in which nobody may confirm. */
  readonly vacant: readonly WorkOffice[];
  readonly root: readonly RootRollout[];
  /** Facts about every rollout named above. */
  readonly rolloutFacts: Readonly<Record<string, readonly RolloutFact[]>>;
};

/** All of it in one statement; a query over `me` (standing.ts). Nothing for an account without an office. */
export const workObject = (sql: Queryable) => sql`
  with recursive mine as (
    select me.office_id as id, 0 as n
    union all
    select distinct f.office_id, 1 from facts f
      where f.kind = 'standIn' and f.payload->>'standInOffice' = me.office_id::text
        and (f.payload->>'from')::date <= me.today and (f.payload->>'to')::date >= me.today),
  -- Its nearest living superior is this office: children, and children of children that have ended.
  under as (
    select o.id, o.agency, o.name, o.unit_key, ${livesToday(sql)} as living
    from offices o where o.parent_id = me.office_id
    union all
    select o.id, o.agency, o.name, o.unit_key, ${livesToday(sql)}
    from under join offices o on o.parent_id = under.id where not under.living),
  own as materialized (
    select ${assignmentColumns(sql, sql`me.today`)} from ${assignmentTables(sql)}
    where a.id in (select l.assignment_id from lines l join mine on mine.id = l.office_id)),
  below as materialized (
    select ${assignmentColumns(sql, sql`me.today`)} from ${assignmentTables(sql)}
    where a.id in (select l.assignment_id from lines l join under on under.id = l.office_id
        join assignments b on b.id = l.assignment_id
      where b.state in ('reported', 'disputed', 'awaitingConfirmation', 'returned')
        or l.state = 'adjustmentRequested' or exists (select from pending q
        where q.coordinator_id = b.coordinator_id and q.unit_key = b.unit_key))),
  root as materialized (
    select r.id,
      (select coalesce(json_agg(json_build_object('id', j.id, 'kind', j.kind, 'settled', exists (
          select from facts f where f.joint_act_id = j.id and f.kind in ('promulgation', 'discard'))) order by j.id), '[]')
        from joint_acts j where j.rollout_id = r.id) as acts,
      (select count(*)::int from recipients rc left join assignments a
          on a.rollout_id = rc.rollout_id and a.unit_key = rc.unit_key
        where rc.rollout_id = r.id and a.state is distinct from 'done') as undone
    from offices o join rollouts r on r.programme_id = me.programme_id and r.root_unit = o.unit_key
    where o.id = me.office_id and not exists (select from facts f join joint_acts j on j.id = f.joint_act_id
      where f.rollout_id = r.id and (f.kind = 'promulgation' and j.kind in ('close', 'recall')
        or f.kind = 'discard' and j.kind = 'issue')))
  select
    (select coalesce(json_agg(${office(sql)} order by mine.n, u.key), '[]')
      from mine join offices o on o.id = mine.id join units u on u.key = o.unit_key) as offices,
    (select coalesce(json_agg(to_json(own)), '[]') from own) as own,
    (select coalesce(json_agg(to_json(below)), '[]') from below) as below,
    (select coalesce(json_agg(to_json(root)), '[]') from root) as root,
    (select coalesce(json_agg(${office(sql)} order by u.key), '[]')
      from under o join units u on u.key = o.unit_key
      where o.living and office_staffed_since(o.id, me.today) is null) as vacant,
    (select coalesce(json_object_agg(x.id, ${rolloutFactsJson(sql, sql`x.id`)}), '{}')
      from (select rollout as id from own union select rollout from below union select id from root) x) as "rolloutFacts"
  from programmes p where p.id = me.programme_id`;

const livesToday = (sql: Queryable) =>
  sql`o.valid_from <= me.today and (o.valid_to is null or o.valid_to >= me.today)`;

const office = (
  sql: Queryable,
) => sql`json_build_object('id', o.id, 'agency', o.agency, 'name', o.name,
  'unit', json_build_object('key', u.key, 'name', u.name, 'tier', u.tier))`;
