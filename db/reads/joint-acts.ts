import type { Queryable } from '#db/driver.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import type { Instant } from '#domain/vocabulary.ts';

/** The joint acts of a rollout, in the order in which they were drafted. */
export const readJointActs = (sql: Queryable, rollout: string) =>
  sql<{ id: string; n: number; terms: JointActTerms; openedAt: Instant }[]>`
    select id, n, terms, iso(created_at) as "openedAt" from joint_acts where rollout_id = ${rollout} order by id`;
