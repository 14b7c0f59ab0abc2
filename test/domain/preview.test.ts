/** What a preview says is what the act does: the same fold, asked before and after. */
import { describe, expect, test } from 'vitest';
import type { AssignmentFact, Edict } from '#domain/assignment.ts';
import { edictsFelt } from '#domain/assignment-fold.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import { indexCalendar } from '#domain/calendar.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import { OUTCOMES, OUTCOME_LABELS, outcomeOf, previewAssignment } from '#domain/preview.ts';
import { previewRecipient, previewTop, previewTotals } from '#domain/preview.ts';
import { assignmentTerms, type RolloutTerms } from '#domain/rollout.ts';
import { PAIR_STATES, TIERS, type Tier } from '#domain/vocabulary.ts';
import { TEMPLATE } from '#test/support/tiny-programme.ts';

const calendar = indexCalendar({
  version: 1,
  days: [],
  years: [2023, 2024].map((year) => ({ year, confirmed: true, source: 'test' })),
});
const DATES = {
  P1: '2023-08-01',
  P2: '2023-08-15',
  D2: '2023-08-31',
  D3: '2023-09-18',
  C2: '2023-10-16',
  C3: '2023-11-29',
  C4: '2023-12-06',
  D4: '2023-12-13',
  P3: '2023-12-20',
  P4: '2023-12-29',
};
const rollout = (edicts: readonly Edict[] = []): RolloutTerms => ({
  template: TEMPLATE,
  dates: DATES,
  calendar,
  edicts,
});
const OPENED = '2023-08-01T01:00:00.000Z';
const NOW = '2023-08-08T01:00:00.000Z';
const terms = (tier: Tier, edicts: readonly Edict[] = []) =>
  assignmentTerms(
    rollout(edicts),
    {
      tier,
      openedAt: OPENED,
      openedSeq: 1,
      offices: ['police', 'union'].map((agency) => ({
        agency,
        office: agency,
        staffed: [{ from: OPENED, to: null }],
        superiors: ['above'],
      })),
    },
    null,
  );

const ACTS: readonly JointActTerms[] = [
  { kind: 'amend', reason: 'x', dates: { C2: '2023-10-20' }, content: null },
  { kind: 'amend', reason: 'x', dates: { P3: '2023-12-21' }, content: null },
  { kind: 'amend', reason: 'x', dates: {}, content: 'y' },
  { kind: 'recall', reason: 'x' },
  { kind: 'suspend', reason: 'x' },
  { kind: 'close', unmet: 'x' },
];
const received: AssignmentFact[] = ['police', 'union'].map((agency, i) => ({
  seq: 2 + i,
  at: OPENED,
  agency,
  act: { kind: 'acknowledgement', version: 1 },
}));

describe.for(ACTS)('%j', (act) => {
  test.for(['district', 'commune'] as const)('for a %s it foretells what comes', (tier) => {
    const before = terms(tier);
    const told = previewAssignment(rollout(), tier, before, received, act, NOW);
    if (act.kind === 'issue') throw new Error('an issue is no edict');
    const edict: Edict = { seq: 9, at: NOW, n: 1, ...act };
    const after = terms(tier, [edict]);
    const view = viewAssignment(after, received, NOW);
    expect(told.outcome !== 'unchanged').toBe(edictsFelt(after, received).length > 0);
    expect(told.version?.n ?? 1).toBe(view.versions.length);
    for (const step of told.steps) {
      const found = view.steps.find((s) => s.key === step.key)!;
      const isAsked = step.to !== null;
      expect(isAsked ? step.to : found.dueOn).toBe(found.dueOn);
      expect(isAsked).toBe(
        !['recalled', 'closedUnmet'].includes(view.state) || found.filedOn !== null,
      );
    }
  });
});

test('a resumption tells the dates that it puts off', () => {
  const suspended: Edict = { seq: 5, at: '2023-08-02T01:00:00.000Z', n: 1, kind: 'suspend' };
  const told = previewAssignment(
    rollout(),
    'commune',
    terms('commune', [suspended]),
    received,
    { kind: 'resume' },
    NOW,
  );
  expect(told).toMatchObject({ state: 'suspended', outcome: 'resumed', version: null });
  expect(told.steps.find((s) => s.key === 'C2')).toMatchObject({
    from: '2023-10-16',
    to: '2023-10-20',
  });
});

test('who has nothing yet is told the dates that it will be given', () => {
  const amend = ACTS[0]!;
  const told = previewRecipient(rollout(), 'commune', amend, NOW, false);
  expect(told).toMatchObject({ state: 'notOpen', outcome: 'opensLater' });
  expect(told.steps).toContainEqual({
    key: 'C2',
    kind: 'plan',
    from: '2023-10-16',
    to: '2023-10-20',
  });
  expect(previewRecipient(rollout(), 'district', amend, NOW, false).outcome).toBe('unchanged');
  const issue = previewRecipient(rollout(), 'district', { kind: 'issue' }, NOW, true);
  expect(issue.outcome).toBe('opens');
  expect(issue.steps.every((s) => s.from === null)).toBe(true);
  const recall = previewRecipient(rollout(), 'commune', ACTS[3]!, NOW, false);
  expect([recall.outcome, recall.steps.every((s) => s.to === null)]).toEqual(['neverOpens', true]);
});

test('totals add up to the recipients, whatever the act and the states', () => {
  const byState = Object.fromEntries(PAIR_STATES.map((state, i) => [state, i + 1]));
  const all = Object.values(byState).reduce((a, b) => a + b, 0);
  for (const act of [...ACTS, { kind: 'resume' } as const, { kind: 'issue' } as const]) {
    const tiers = TIERS.map((tier) => ({ tier, byState }));
    const totals = previewTotals(rollout(), act, tiers);
    expect(Object.values(totals).reduce((a, b) => a + b, 0)).toBe(TIERS.length * all);
    expect(outcomeOf(rollout(), act, 'commune', 'done')).toBe('unchanged');
  }
});

test('every outcome has a label in both languages', () => {
  for (const outcome of OUTCOMES) {
    const { vi, en } = OUTCOME_LABELS[outcome];
    expect([vi.length > 3, en.length > 3]).toEqual([true, true]);
  }
});

describe('of the rollout itself', () => {
  const top = (act: JointActTerms, edicts: readonly Edict[] = []) =>
    previewTop(rollout(edicts), 'province', act, NOW);

  test('an issue has all its dates, an amendment those it moves', () => {
    expect(top({ kind: 'issue' }).map(({ key, from }) => [key, from])).toEqual([
      ['P1', null],
      ['P2', null],
      ['P3', null],
      ['P4', null],
    ]);
    expect(top(ACTS[1]!)).toEqual([
      { key: 'P3', kind: 'summary', from: '2023-12-20', to: '2023-12-21' },
    ]);
    expect(top(ACTS[0]!)).toEqual([]);
  });

  test('after a suspension what is still to come is later, and the day of the issue has been', () => {
    const paused: Edict = {
      seq: 5,
      at: '2023-08-02T01:00:00.000Z',
      n: 1,
      kind: 'suspend',
    };
    const moves = top({ kind: 'resume' }, [paused]);
    expect(moves.map(({ key }) => key)).toEqual(['P2', 'P3', 'P4']);
    expect(moves.every(({ from, to }) => from! < to!)).toBe(true);
  });
});
