/** Whom a joint act would reach: a rollout's recipients with all that each is judged by, or those of a draft. */
import type { Fragment, Queryable } from '#db/driver.ts';
import type { CivilDate, Tier } from '#domain/vocabulary.ts';
import { assignmentColumns, assignmentTables, type AssignmentRow } from './assignments.ts';
import type { RolloutBase } from './rollouts.ts';
import { comesAfter, tierRank, type UnitPosition } from './units.ts';

export type ReachedRow = {
  readonly unit: {
    readonly key: string;
    readonly code: string;
    readonly name: string;
    readonly tier: Tier;
    readonly parentKey: string;
  };
  /** Null before its receiving gate has opened. */
  readonly assignment: AssignmentRow | null;
};

/** A page of what lies in a scope. */
export type Page = {
  readonly scope: string;
  readonly today: CivilDate;
  readonly after: UnitPosition | null;
  readonly limit: number;
};

/** The frozen recipients of a rollout within a scope, in the official order of units. */
export const readReached = (sql: Queryable, rollout: string, { today, ...page }: Page) =>
  sql<ReachedRow[]>`
    select json_build_object('key', u.key, 'code', u.code, 'name', u.name, 'tier', u.tier,
        'parentKey', reached.parent_key) as unit,
      (select to_json(x) from (select ${assignmentColumns(sql, sql`${today}::date`)} from ${assignmentTables(sql)}
        where a.rollout_id = reached.rollout_id and a.unit_key = reached.unit_key) x) as assignment
    from recipients reached join units u on u.key = reached.unit_key
    where reached.rollout_id = ${rollout} and ${pageOf(sql, page)}`;

/** The units that its issue would freeze as recipients today. */
export const readToBeReached = (sql: Queryable, base: RolloutBase, { today, ...page }: Page) =>
  sql<ReachedRow[]>`
    with reached as (${reachedUnits(sql, base, sql`${today}::date`)})
    select json_build_object('key', u.key, 'code', u.code, 'name', u.name, 'tier', u.tier,
        'parentKey', coalesce(above.key, ${base.rootUnit})) as unit, null as assignment
    from reached join units u on u.key = reached.key left join reached above on above.key = u.parent_key
    where ${pageOf(sql, page)}`;

/** How many units of each tier that would be, and how many of them right below the root. */
export const countToBeReached = (
  sql: Queryable,
  base: RolloutBase,
  { scope, today }: Pick<Page, 'scope' | 'today'>,
) => sql<{ tier: Tier; of: number; atTop: number }[]>`
  with reached as (${reachedUnits(sql, base, sql`${today}::date`)})
  select u.tier, count(*)::int as "of", count(*) filter (where above.key is null)::int as "atTop"
  from reached join units u on u.key = reached.key left join reached above on above.key = u.parent_key
  where u.path >= ${scope} and u.path < left(${scope}, -1) || '0' group by u.tier`;

/** Units below the root that live on that day and have a living office of a signing agency. */
export function reachedUnits(sql: Queryable, base: RolloutBase, on: Fragment): Fragment {
  const tiers = base.template.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [s.tier] : []));
  return sql`select u.key, u.parent_key, u.tier from units r, units u, (select ${on} as day) d
    where r.key = ${base.rootUnit} and u.key <> r.key and u.path >= r.path and u.path < left(r.path, -1) || '0'
      and u.tier = any(${tiers}) and u.valid_from <= d.day and (u.valid_to is null or u.valid_to >= d.day)
      and exists (select from offices o where o.unit_key = u.key and o.programme_id = ${base.programme}
        and o.agency = any(${[...base.signing]}) and o.valid_from <= d.day
        and (o.valid_to is null or o.valid_to >= d.day))`;
}

const pageOf = (sql: Queryable, { scope, after, limit }: Omit<Page, 'today'>) => sql`
  u.path >= ${scope} and u.path < left(${scope}, -1) || '0'
    ${after === null ? sql`` : sql`and ${comesAfter(sql, after)}`}
  order by ${tierRank(sql, sql`u.tier`)}, u.code, u.key limit ${limit}`;
