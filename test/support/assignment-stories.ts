/** Random stories of one assignment: moves that are told apart only when it is known what has happened so far. */
import fc from 'fast-check';
import type { AssignmentAct, AssignmentFact } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { addDays } from '#domain/civil-date.ts';
import { objections } from './assignment-oracle.ts';
import type { Past } from './assignment-oracle.ts';
import * as acts from './assignment-world.ts';
import type { World } from './assignment-world.ts';

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
export const move = (n: number, daysAtMost = 6): fc.Arbitrary<Move> =>
  fc.record({
    who: fc.nat({ max: n - 1 }),
    what: fc.oneof(...KINDS),
    pick: fc.nat({ max: 11 }),
    early: fc.boolean(),
    daysLater: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: daysAtMost }) },
    ),
  });
export type Move = {
  readonly who: number;
  readonly what: string;
  readonly pick: number;
  readonly daysLater: number;
  readonly early: boolean;
};

export const anyWorld = (n: number): fc.Arbitrary<World> =>
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
    vacant: fc.subarray(acts.AGENCIES.slice(0, n)),
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

/** One more fact of the story, and every reason why it would have no effect. */
export type Telling = {
  readonly fact: AssignmentFact;
  readonly before: readonly AssignmentFact[];
  readonly past: Past;
  readonly reasons: readonly string[];
};

/** Tells the story move by move: each fact with what came before it. */
export function* tell(terms: AssignmentTerms, moves: readonly Move[]): Generator<Telling> {
  const facts: AssignmentFact[] = [];
  let past: Past = [];
  let on = acts.OPENED_ON;
  for (const move of moves) {
    on = addDays(on, move.daysLater);
    const last = facts.at(-1)?.at ?? '';
    // Some come at the very instant of a reminder, but never before what was told already.
    const at = move.early && acts.morning(on) > last ? acts.morning(on) : acts.afternoon(on);
    const agency = acts.AGENCIES[move.who] ?? acts.A;
    const fact = { seq: facts.length + 1, at, agency, act: actOf(move, agency, past, terms) };
    const reasons = objections(terms, past, fact);
    yield { fact, before: [...facts], past, reasons };
    facts.push(fact);
    if (reasons.length === 0) past = [...past, fact];
  }
}
