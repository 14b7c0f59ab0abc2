/** Who may do what, written out by hand: each action, each way of standing to the object, each kind of account. */
import { describe, expect, test } from 'vitest';
import { ACTIONS, can, NO_RELATION } from '#domain/can.ts';
import type { Action, Actor, Relation, Verdict } from '#domain/can.ts';
import { CONFIRMING_BASES, ROLES } from '#domain/vocabulary.ts';
import type { ConfirmingBasis, Role } from '#domain/vocabulary.ts';

const OFFICE = { id: 'o1', agency: 'police', path: '1/' };
const actor = (
  role: Role,
  basis: ConfirmingBasis | null,
  office: Actor['office'] = OFFICE,
): Actor => ({
  account: 'a1',
  role,
  programme: 'p1',
  office,
  basis,
});

/** The columns of the table below. The operator belongs to no office. */
const ACTORS = {
  officer: actor('officer', null),
  head: actor('officer', 'head'),
  planner: actor('planner', null),
  operator: actor('operator', null, null),
} as const;

/** The rows of a block: a stranger, the office itself, another office in scope, its superiors. */
const RELATIONS: Readonly<Record<string, Relation>> = {
  stranger: NO_RELATION,
  own: { ...NO_RELATION, own: true, inScope: true },
  standIn: { ...NO_RELATION, own: true },
  inScope: { ...NO_RELATION, inScope: true },
  superior: { ...NO_RELATION, inScope: true, superior: true },
  nearest: { ...NO_RELATION, inScope: true, superior: true, nearestSuperior: true },
};

const WORDS: Readonly<Record<string, Verdict>> = {
  yes: 'allowed',
  no: 'forbidden',
  '404': 'notFound',
};

/** officer, head, planner, operator. */
const TABLE: Readonly<Record<Action, Readonly<Record<string, string>>>> = {
  'account.create': {
    stranger: '404 404 404 yes',
    own: 'no no no yes',
    standIn: '404 404 404 yes',
    inScope: 'no no no yes',
    superior: 'no yes no yes',
    nearest: 'no yes no yes',
  },
  'account.manage': {
    stranger: '404 404 404 yes',
    own: 'no no no yes',
    standIn: '404 404 404 yes',
    inScope: 'no no no yes',
    superior: 'no yes no yes',
    nearest: 'no yes no yes',
  },
  'assignment.confirm': {
    stranger: '404 404 404 no',
    own: 'no yes no no',
    standIn: 'no yes no no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no no no no',
  },
  'assignment.file': {
    stranger: '404 404 404 no',
    own: 'yes yes yes no',
    standIn: 'yes yes yes no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no no no no',
  },
  'assignment.check': {
    stranger: '404 404 404 no',
    own: 'no no no no',
    standIn: 'no no no no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no yes no no',
  },
  'assignment.read': {
    stranger: '404 404 404 no',
    own: 'yes yes yes no',
    standIn: 'yes yes yes no',
    inScope: 'yes yes yes no',
    superior: 'yes yes yes no',
    nearest: 'yes yes yes no',
  },
  'assignment.paper': {
    stranger: '404 404 404 no',
    own: 'no no no no',
    standIn: 'no no no no',
    inScope: 'no no no no',
    superior: 'no yes no no',
    nearest: 'no yes no no',
  },
  'calendar.publish': {
    stranger: '404 404 404 no',
    own: 'no no yes no',
    standIn: 'no no yes no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no no no no',
  },
  'clock.read': {
    stranger: 'yes yes yes yes',
    own: 'yes yes yes yes',
    standIn: 'yes yes yes yes',
    inScope: 'yes yes yes yes',
    superior: 'yes yes yes yes',
    nearest: 'yes yes yes yes',
  },
  'clock.set': {
    stranger: 'no no no yes',
    own: 'no no no yes',
    standIn: 'no no no yes',
    inScope: 'no no no yes',
    superior: 'no no no yes',
    nearest: 'no no no yes',
  },
  'engine.inspect': {
    stranger: 'no no no yes',
    own: 'no no no yes',
    standIn: 'no no no yes',
    inScope: 'no no no yes',
    superior: 'no no no yes',
    nearest: 'no no no yes',
  },
  'mail.manage': {
    stranger: 'no no no yes',
    own: 'no no no yes',
    standIn: 'no no no yes',
    inScope: 'no no no yes',
    superior: 'no no no yes',
    nearest: 'no no no yes',
  },
  'office.delegate': {
    stranger: '404 404 404 no',
    own: 'no yes no no',
    standIn: 'no yes no no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no no no no',
  },
  'office.standIn': {
    stranger: '404 404 404 no',
    own: 'no no no no',
    standIn: 'no no no no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no yes no no',
  },
  'registry.read': {
    stranger: 'yes yes yes yes',
    own: 'yes yes yes yes',
    standIn: 'yes yes yes yes',
    inScope: 'yes yes yes yes',
    superior: 'yes yes yes yes',
    nearest: 'yes yes yes yes',
  },
  'rollout.draft': {
    stranger: '404 404 404 no',
    own: 'no no yes no',
    standIn: 'no no yes no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no no no no',
  },
  'rollout.read': {
    stranger: '404 404 404 no',
    own: 'yes yes yes no',
    standIn: 'yes yes yes no',
    inScope: 'yes yes yes no',
    superior: 'yes yes yes no',
    nearest: 'yes yes yes no',
  },
  'rollout.sign': {
    stranger: '404 404 404 no',
    own: 'no no yes no',
    standIn: 'no no yes no',
    inScope: 'no no no no',
    superior: 'no no no no',
    nearest: 'no no no no',
  },
};

describe.for(ACTIONS)('%s', (action) => {
  test.for(Object.entries(TABLE[action]))('as %s: %s', ([standing, expected]) => {
    const relation = RELATIONS[standing] ?? NO_RELATION;
    const verdicts = Object.values(ACTORS).map((a) => can(a, action, relation));
    expect(verdicts).toEqual(expected.split(' ').map((word) => WORDS[word]));
  });

  test('every way of standing has a row', () => {
    expect(Object.keys(TABLE[action])).toEqual(Object.keys(RELATIONS));
  });
});

const EVERY_RELATION: readonly Relation[] = Array.from({ length: 16 }, (_, i) => ({
  own: (i & 1) > 0,
  superior: (i & 2) > 0,
  nearestSuperior: (i & 4) > 0,
  inScope: (i & 8) > 0,
}));
const EVERY_ACTOR = ROLES.flatMap((role) =>
  [null, ...CONFIRMING_BASES].flatMap((basis) => [actor(role, basis), actor(role, basis, null)]),
);

describe('whoever asks', () => {
  const everything = (holds: (a: Actor, r: Relation) => void) => {
    for (const a of EVERY_ACTOR) for (const r of EVERY_RELATION) holds(a, r);
  };

  test('an agency instructs only its own line: without being its superior nobody checks or names', () => {
    everything((a, r) => {
      if (r.nearestSuperior) return;
      expect(can(a, 'assignment.check', r)).not.toBe('allowed');
      expect(can(a, 'office.standIn', r)).not.toBe('allowed');
    });
  });

  test('nobody acts for an office that is not its own', () => {
    everything((a, r) => {
      if (r.own) return;
      for (const action of ['assignment.confirm', 'assignment.file', 'rollout.sign'] as const)
        expect(can(a, action, r)).not.toBe('allowed');
    });
  });

  test('without a ground to confirm nobody confirms, checks or names a stand-in', () => {
    everything((a, r) => {
      if (a.basis !== null) return;
      for (const action of ['assignment.confirm', 'assignment.check', 'office.standIn'] as const)
        expect(can(a, action, r)).not.toBe('allowed');
    });
  });

  test('an account without an office sees no content', () => {
    everything((a, r) => {
      if (a.office !== null) return;
      for (const action of ['assignment.read', 'rollout.read', 'assignment.file'] as const)
        expect(can(a, action, r)).toBe('forbidden');
    });
  });

  test('what is out of scope is not found, so that nothing is learnt of it', () => {
    everything((a, r) => {
      if (a.office === null || r.inScope || r.own) return;
      for (const action of ['assignment.read', 'rollout.read', 'assignment.check'] as const)
        expect(can(a, action, r)).toBe('notFound');
    });
  });
});
