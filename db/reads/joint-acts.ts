import type { Queryable } from '#db/driver.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import type { Instant, JointActKind } from '#domain/vocabulary.ts';

/** The joint acts of a rollout, in the order in which they were drafted. */
export const readJointActs = (sql: Queryable, rollout: string) =>
  sql<{ id: string; n: number; terms: JointActTerms; openedAt: Instant }[]>`
    select id, n, terms, iso(created_at) as "openedAt" from joint_acts where rollout_id = ${rollout} order by id`;

/** Those of one kind, oldest first, with the fact that settled each. */
export const readJointActsOf = (sql: Queryable, rollout: string, kind: JointActKind) =>
  sql<{ id: string; n: number; settled: 'promulgation' | 'discard' | null }[]>`
    select j.id, j.n, (select f.kind from facts f where f.joint_act_id = j.id
      and f.kind in ('promulgation', 'discard')) as settled
    from joint_acts j where j.rollout_id = ${rollout} and j.kind = ${kind} order by j.n`;
