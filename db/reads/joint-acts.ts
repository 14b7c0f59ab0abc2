import type { Queryable } from '#db/driver.ts';
import type { Instant, JointActKind } from '#domain/vocabulary.ts';

/** The joint acts of a rollout, in the order in which they were opened: one of a kind at most. */
export const readJointActs = (sql: Queryable, rollout: string) =>
  sql<{ id: string; kind: JointActKind; openedAt: Instant }[]>`
    select id, kind, iso(created_at) as "openedAt" from joint_acts where rollout_id = ${rollout} order by id`;
