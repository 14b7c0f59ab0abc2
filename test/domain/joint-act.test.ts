/** An act of all agencies: which may follow which, and that nothing is in force without every signature. */
import { describe, expect, test } from 'vitest';
import { isSigned, refusalOfJointAct } from '#domain/joint-act.ts';
import type { NotNow } from '#domain/joint-act.ts';
import { JOINT_ACT_KINDS, ROLLOUT_STATES } from '#domain/vocabulary.ts';
import type { JointActKind, RolloutState } from '#domain/vocabulary.ts';
import { A, AGENCIES, B, C } from '#test/support/assignment-world.ts';

/** Row: the rollout's state. Column: the act. What keeps it from coming into force, '' for nothing. */
const TABLE: Readonly<Record<RolloutState, Readonly<Record<JointActKind, NotNow | ''>>>> = {
  draft: {
    issue: '',
    amend: 'notRunning',
    recall: 'notRunning',
    suspend: 'notRunning',
    resume: 'notRunning',
    close: 'notRunning',
  },
  discarded: {
    issue: 'discarded',
    amend: 'discarded',
    recall: 'discarded',
    suspend: 'discarded',
    resume: 'discarded',
    close: 'discarded',
  },
  issued: {
    issue: 'alreadyInForce',
    amend: '',
    recall: '',
    suspend: '',
    resume: 'notSuspended',
    close: '',
  },
  suspended: {
    issue: 'alreadyInForce',
    amend: '',
    recall: '',
    suspend: 'suspended',
    resume: '',
    close: '',
  },
  recalled: {
    issue: 'alreadyInForce',
    amend: 'notRunning',
    recall: 'notRunning',
    suspend: 'notRunning',
    resume: 'notRunning',
    close: 'notRunning',
  },
  closed: {
    issue: 'alreadyInForce',
    amend: 'notRunning',
    recall: 'notRunning',
    suspend: 'notRunning',
    resume: 'notRunning',
    close: 'notRunning',
  },
};

describe.for(ROLLOUT_STATES)('in a rollout that is %s', (state) => {
  test.for(JOINT_ACT_KINDS)('%s', (kind) => {
    expect(refusalOfJointAct(kind, state) ?? '').toBe(TABLE[state][kind]);
  });
});

describe.for([2, 3])('of %i agencies', (n) => {
  const signing = AGENCIES.slice(0, n);

  test('every one has to sign, in whatever order', () => {
    expect(isSigned(signing, signing.toReversed())).toBe(true);
    for (const missing of signing)
      expect(
        isSigned(
          signing,
          signing.filter((a) => a !== missing),
        ),
      ).toBe(false);
  });

  test('the signature of another one is none', () => {
    expect(isSigned([A, B], [A, C])).toBe(false);
  });
});
