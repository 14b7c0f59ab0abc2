import type { Queryable } from '#db/driver.ts';
import type { Instant, Tier } from '#domain/vocabulary.ts';

/** What the record knows of a coordinator, whether or not its workflow can be reached. */
export type CoordinatorView = {
  readonly id: string;
  readonly unit: { readonly key: string; readonly name: string; readonly tier: Tier };
  readonly state: 'open' | 'closed';
  readonly complete: boolean;
  readonly lookedAt: Instant | null;
  readonly nextWakeAt: Instant | null;
  readonly stuckSince: Instant | null;
  readonly pending: number;
  readonly troubles: number;
};

/** A rollout's coordinators by id; `after` is the last one of the page before. */
export const readCoordinators = (
  sql: Queryable,
  find: { readonly rollout: string; readonly after: string | null; readonly limit: number },
) => sql<CoordinatorView[]>`
  select c.id, json_build_object('key', u.key, 'name', u.name, 'tier', u.tier) as unit, c.state, c.complete,
    iso(c.looked_at) as "lookedAt", iso(c.next_wake_at) as "nextWakeAt", iso(c.stuck_since) as "stuckSince",
    (select count(*)::int from pending q where q.coordinator_id = c.id) as pending,
    (select count(*)::int from troubles t where t.coordinator_id = c.id) as troubles
  from coordinators c join units u on u.key = c.unit_key
  where c.rollout_id = ${find.rollout} and (${find.after}::text is null or c.id > ${find.after})
  order by c.id limit ${find.limit}`;
