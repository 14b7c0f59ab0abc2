import type { Fragment, Queryable } from '#db/driver.ts';
import { reachedUnits } from '#db/reads/preview.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';

/** The id of the coordinator, and workflow, that looks after a rollout at one unit. */
const coordinatorId = (rollout: string, unit: string) => `rollout/${rollout}/${unit}`;

/**
 * What the issue writes with its fact: the recipients, frozen as the units that live on that day and have an
 * office of a signing agency, and the coordinator at the top, with everything still to consider.
 */
export function alsoIssue(sql: Queryable, base: RolloutBase): Fragment[] {
  const coordinator = coordinatorId(base.id, base.rootUnit);
  return [
    sql`reached as (${reachedUnits(sql, base, sql`(select local_date(at) from fact)`)})`,
    sql`frozen as (
      insert into recipients (rollout_id, unit_key, parent_key, tier, leads)
      select ${base.id}, r.key, coalesce(p.key, ${base.rootUnit}), r.tier,
        exists (select from reached b where b.parent_key = r.key)
      from reached r left join reached p on p.key = r.parent_key)`,
    sql`top as (
      insert into coordinators (id, programme_id, kind, rollout_id, unit_key, parent_id, state, complete)
      select ${coordinator}, ${base.programme}, 'rollout', ${base.id}, ${base.rootUnit}, null, 'open', false
      from fact)`,
    sql`first as (
      insert into pending (programme_id, coordinator_id, unit_key, at)
      select ${base.programme}, ${coordinator}, ${base.rootUnit}, at from fact)`,
  ];
}
