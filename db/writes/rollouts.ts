import type { Fragment, Queryable } from '#db/driver.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';

/** The id of the coordinator, and workflow, that looks after a rollout at one unit. */
const coordinatorId = (rollout: string, unit: string) => `rollout/${rollout}/${unit}`;

/**
 * What the issue writes with its fact: the recipients, frozen as the units that live on that day and have an
 * office of a signing agency, and the coordinator at the top, with everything still to consider.
 */
export function alsoIssue(sql: Queryable, base: RolloutBase): Fragment[] {
  const tiers = base.template.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [s.tier] : []));
  const coordinator = coordinatorId(base.id, base.rootUnit);
  return [
    sql`reached as (
      select u.key, u.parent_key, u.tier from fact, units r, units u
      where r.key = ${base.rootUnit} and u.key <> r.key and u.path >= r.path and u.path < left(r.path, -1) || '0'
        and u.tier = any(${tiers}) and u.valid_from <= local_date(fact.at)
        and (u.valid_to is null or u.valid_to >= local_date(fact.at))
        and exists (select from offices o where o.unit_key = u.key and o.programme_id = ${base.programme}
          and o.agency = any(${[...base.signing]}) and o.valid_from <= local_date(fact.at)
          and (o.valid_to is null or o.valid_to >= local_date(fact.at))))`,
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
