import type { Queryable } from '#db/driver.ts';
import type { RolloutFact } from '#domain/rollout-record.ts';
import type { CivilDate, PairState, Tier } from '#domain/vocabulary.ts';
import { rolloutFactsJson } from './rollouts.ts';

/** Recipients of one tier within the reader's scope, as stored. */
export type TierCounts = {
  readonly tier: Tier;
  readonly of: number;
  /** The pair is done and its conference counts (or its template asks for none). */
  readonly covered: number;
  readonly byState: Readonly<Partial<Record<PairState, number>>>;
};

/** Covered recipients at whose conference that agency was present. */
export type AgencyCounts = {
  readonly tier: Tier;
  readonly agency: string;
  readonly covered: number;
};

export type RolloutRow = {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly issueOn: CivilDate;
  readonly rolloutFacts: readonly RolloutFact[];
  readonly signing: readonly string[];
  readonly tiers: readonly TierCounts[];
  /** News from the reader's scope that its coordinators have not considered yet. */
  readonly beingProcessed: number;
};

export type RolloutSight = RolloutRow & {
  readonly rehearsal: boolean;
  /** It goes to the reader's unit or below it, or is rooted there. */
  readonly visible: boolean;
  readonly agencies: readonly AgencyCounts[];
};

/** The unit `ru` lies in the scope that `me` has. */
const reached = (sql: Queryable) => sql`
  (me.path is null or (ru.path >= me.path and ru.path < left(me.path, -1) || '0'))`;

/** Recipients of `r` within the scope that `me` has; an operator counts all of them. */
const inScope = (sql: Queryable, joined = sql``) => sql`
  recipients rc join units ru on ru.key = rc.unit_key
    left join assignments a on a.rollout_id = rc.rollout_id and a.unit_key = rc.unit_key
    cross join lateral (select a.state = 'done' and (a.conference_counts or not exists (
      select from jsonb_array_elements(r.template->'steps') s
      where s->>'kind' = 'conference' and s->>'tier' = rc.tier)) is true as covered) c
    ${joined}
  where rc.rollout_id = r.id
    and ${reached(sql)}`;

/** Who was there; where no conference is asked for, every agency counts as present. */
const present = (sql: Queryable) => sql`
  cross join lateral (select g.code as agency from agencies g where g.programme_id = r.programme_id and g.signs
    and (g.code = any(a.conference_present) or not a.conference_counts)) x`;

const columns = (sql: Queryable) => sql`
  r.id, r.key, r.title, r.issue_on as "issueOn", ${rolloutFactsJson(sql, sql`r.id`)} as "rolloutFacts",
  (select coalesce(json_agg(g.code order by g.ordinal), '[]') from agencies g
    where g.programme_id = r.programme_id and g.signs) as signing,
  (select count(*)::int from pending q join coordinators k on k.id = q.coordinator_id
      join units ru on ru.key = q.unit_key
    where k.rollout_id = r.id and ${reached(sql)}) as "beingProcessed",
  (select coalesce(json_agg(to_json(t)), '[]') from (
    select tier, sum(n)::int as "of", sum(covered)::int as covered, json_object_agg(state, n) as "byState" from (
      select rc.tier, coalesce(a.state, 'notOpen') as state, count(*)::int as n,
        count(*) filter (where c.covered)::int as covered
      from ${inScope(sql)} group by 1, 2) s
    group by tier) t) as tiers`;

/** Rooted in the reader's unit or below, or with a recipient there: a draft is its root's alone. */
const visible = (sql: Queryable) => sql`
  (me.path is null or root.path >= me.path and root.path < left(me.path, -1) || '0'
    or exists (select from recipients rc join units ru on ru.key = rc.unit_key where rc.rollout_id = r.id
      and ru.path >= me.path and ru.path < left(me.path, -1) || '0'))`;

/** One rollout with its counts; a query over `me` (standing.ts). */
export const rolloutSightObject = (sql: Queryable, id: string) => sql`
  select ${columns(sql)}, p.rehearsal, ${visible(sql)} as visible,
    (select coalesce(json_agg(to_json(g)), '[]') from (
      select rc.tier, x.agency, count(*)::int as covered
      from ${inScope(sql, present(sql))} and c.covered group by 1, 2) g) as agencies
  from rollouts r join units root on root.key = r.root_unit join programmes p on p.id = r.programme_id
  where r.id = ${id} and r.programme_id = me.programme_id`;

/** Newest first; `after` is the last one of the page before. A query over `me`, answered as one row. */
export const rolloutListObject = (
  sql: Queryable,
  { after, limit }: { readonly after: string | null; readonly limit: number },
) => sql`
  select coalesce(json_agg(to_json(x)), '[]') as rollouts from (
    select ${columns(sql)} from rollouts r join units root on root.key = r.root_unit
    where r.programme_id = me.programme_id and (${after}::uuid is null or r.id < ${after}) and ${visible(sql)}
    order by r.id desc limit ${limit}) x`;
