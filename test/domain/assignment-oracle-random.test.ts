/** Ten thousand random stories, fold and oracle side by side at every prefix. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssignmentAct, AssignmentFact } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { refusalOf } from '#domain/assignment-fold.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import { addDays } from '#domain/civil-date.ts';
import { objections, see } from '#test/support/assignment-oracle.ts';
import type { Past } from '#test/support/assignment-oracle.ts';
import * as acts from '#test/support/assignment-world.ts';
import type { World } from '#test/support/assignment-world.ts';

const SEED = 20230807;
const RUNS_EACH = 5_000;

const KINDS = [
  { weight: 5, arbitrary: fc.constant('acknowledge') },
  { weight: 5, arbitrary: fc.constant('file') },
  { weight: 10, arbitrary: fc.constant('confirm') },
  { weight: 4, arbitrary: fc.constant('accept') },
  { weight: 2, arbitrary: fc.constantFrom('ask', 'answer', 'answer') },
  { weight: 1, arbitrary: fc.constantFrom('designate', 'withdraw', 'differ') },
  { weight: 2, arbitrary: fc.constant('sendBack') },
] as const;

/** One thing that somebody does; `pick` chooses among what there is at that moment. */
const move = (n: number) =>
  fc.record({
    who: fc.nat({ max: n - 1 }),
    what: fc.oneof(...KINDS),
    pick: fc.nat({ max: 11 }),
    daysLater: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
    ),
  });
type Move = { who: number; what: string; pick: number; daysLater: number };

const anyWorld = (n: number): fc.Arbitrary<World> =>
  fc.record({
    n: fc.constant(n),
    steps: fc.constantFrom(
      ['acknowledgement'] as const,
      ['acknowledgement', 'plan'] as const,
      ['acknowledgement', 'conference', 'report'] as const,
      ['acknowledgement', 'plan', 'conference', 'report'] as const,
    ),
    checked: fc.boolean(),
    above: fc.constantFrom('', null, '2023-08-08', '2023-08-10'),
    vacant: fc.subarray([...acts.AGENCIES.slice(0, n)]),
  });

/** The pick-th latest, mostly the last one; 0 names nothing. */
const latest = (facts: readonly AssignmentFact[], pick: number) =>
  facts.toReversed()[pick < 8 ? 0 : pick - 8]?.seq ?? 0;

function actOf(move: Move, agency: string, past: Past, terms: AssignmentTerms): AssignmentAct {
  const { pick } = move;
  const filed = terms.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [] : [s.kind]));
  const step = filed[pick % filed.length] ?? 'plan';
  const version = 1 + past.filter(isAdjustment).length;
  const others = past.filter((f) => f.act.kind === 'filing' && f.agency !== agency);
  const asked = past.filter((f) => f.act.kind === 'adjustmentRequest' && f.agency === agency);
  switch (move.what) {
    case 'acknowledge':
      return acts.acknowledge(pick === 11 ? version - 1 : version);
    case 'file':
      return acts.file(step, pick < 6 ? '2023-08-10' : '2023-08-11');
    case 'confirm':
      return acts.confirm(latest(pick === 7 ? past : others, pick));
    case 'differ':
      return acts.differ(latest(others, pick));
    case 'ask':
      return acts.ask;
    case 'withdraw':
      return acts.withdraw(latest(asked, pick));
    case 'answer':
      return answerOf(latest(asked, pick), pick);
    case 'designate':
      return acts.designate();
    case 'accept':
      return acts.accept;
    default:
      return acts.sendBack(step);
  }
}

/** Some adjustments turn the order of the steps round. */
function answerOf(request: number, pick: number): AssignmentAct {
  if (pick % 3 === 0) return acts.answer(request, 'keep');
  if (pick % 3 === 1) return acts.answer(request, 'exempt');
  return acts.answer(request, 'adjust', { C2: pick < 6 ? '2023-08-29' : '2023-08-18' });
}

const isAdjustment = (f: AssignmentFact) =>
  f.act.kind === 'adjustmentAnswer' && f.act.answer === 'adjust';

const reached = new Map<string, number>();

/** Tells the story move by move and compares after each. */
function compare(terms: AssignmentTerms, moves: readonly Move[]): void {
  const facts: AssignmentFact[] = [];
  let past: Past = [];
  let on = acts.OPENED_ON;
  for (const move of moves) {
    on = addDays(on, move.daysLater);
    const at = acts.afternoon(on);
    const agency = acts.AGENCIES[move.who] ?? acts.A;
    const fact = { seq: facts.length + 1, at, agency, act: actOf(move, agency, past, terms) };
    const reasons = objections(terms, past, fact);
    const atTheDoor = refusalOf(terms, facts, fact);
    facts.push(fact);
    if (reasons.length === 0) past = [...past, fact];
    const view = viewAssignment(terms, facts, at);
    const told = view.notApplied.find((r) => r.seq === fact.seq)?.reason ?? null;
    expect(told).toBe(atTheDoor);
    expect(reasons.length === 0 ? [null] : reasons).toContain(told);
    const [fold, table] = [acts.project(view), see(terms, past, at)];
    if (JSON.stringify(fold) !== JSON.stringify(table)) expect(fold).toEqual(table);
    reached.set(view.state, (reached.get(view.state) ?? 0) + 1);
  }
}

test.for([2, 3])('random stories of %i agencies: the fold is the table at every prefix', (n) => {
  reached.clear();
  const story = fc.array(move(n), { minLength: 1, maxLength: 20, size: 'max' });
  fc.assert(
    fc.property(anyWorld(n), story, (w, moves) => compare(acts.world(w), moves)),
    { seed: SEED + n, numRuns: RUNS_EACH },
  );
  const counts = [...reached].map(([state, times]) => `${state} ${times}`).toSorted();
  console.log(`n = ${n}, seed ${SEED + n}, ${RUNS_EACH} stories: ${counts.join(', ')}`);
  // A walk that never gets anywhere proves nothing.
  expect(reached.size).toBe(7);
  expect(Math.min(...reached.values())).toBeGreaterThan(90);
});
