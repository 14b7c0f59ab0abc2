/** What holds for every account and every way of standing to an object; case by case: test/access/matrix.csv. */
import { describe, expect, test } from 'vitest';
import { ACTIONS, can } from '#domain/can.ts';
import type { Actor, Relation } from '#domain/can.ts';
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

  test('who only reads does nothing, whatever else is said of its account', () => {
    const reads = ACTIONS.filter((action) => /\.(read|preview)$/.test(action));
    everything((a, r) => {
      if (a.role !== 'leader' && a.role !== 'auditor') return;
      for (const action of ACTIONS.filter((each) => !reads.includes(each)))
        expect(can(a, action, r), action).not.toBe('allowed');
    });
  });

  test('by ủy quyền nobody makes, changes or sees an account: it ends, and they do not', () => {
    everything((a, r) => {
      if (a.basis !== 'delegated' || a.role === 'operator' || a.role === 'auditor') return;
      for (const action of ['account.create', 'account.manage', 'account.read'] as const)
        expect(can(a, action, r), action).not.toBe('allowed');
    });
  });
});
