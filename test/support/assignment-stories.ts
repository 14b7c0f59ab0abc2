/** Random stories of one assignment: moves that are told apart only when it is known what has happened so far. */
import fc from 'fast-check';
import type { AssignmentAct, AssignmentFact, Edict } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { addDays } from '#domain/civil-date.ts';
import type { FiledStep, Instant } from '#domain/vocabulary.ts';
import { actsFor } from './assignment-candidates.ts';
import { objections } from './assignment-oracle-acts.ts';
import { versionsIn } from './assignment-oracle-dates.ts';
import { edictsOf, endOf, isEdict, isFact, isSuspended } from './assignment-oracle-past.ts';
import { plus } from './assignment-oracle-past.ts';
import type { Happening, Past } from './assignment-oracle-past.ts';
import * as acts from './assignment-world.ts';
import type { Decree, World } from './assignment-world.ts';

const KINDS = [
  { weight: 10, arbitrary: fc.constantFrom('acknowledge', 'file') },
  { weight: 10, arbitrary: fc.constant('confirm') },
  { weight: 5, arbitrary: fc.constant('accept') },
  { weight: 2, arbitrary: fc.constantFrom('ask', 'answer', 'answer') },
  { weight: 3, arbitrary: fc.constantFrom('designate', 'withdraw', 'differ', 'differ') },
  { weight: 3, arbitrary: fc.constantFrom('sendBack', 'reopen', 'correct') },
  { weight: 3, arbitrary: fc.constantFrom('decide', 'decide', 'instead') },
  { weight: 2, arbitrary: fc.constantFrom('exempt', 'reinstate', 'paper') },
  { weight: 20, arbitrary: fc.constant('fitting') },
  { weight: 2, arbitrary: fc.constantFrom('suspend', 'resume', 'amend', 'amend', 'calendar') },
] as const;
/** The end of a rollout is the end of a story: there is one only every so often. */
const ENDS = { weight: 1, arbitrary: fc.constantFrom('recall', 'close', 'amend', 'amend') };

/** One thing that somebody does; `pick` chooses among what there is at that moment. */
export const move = (n: number, daysAtMost = 6): fc.Arbitrary<Move> =>
  fc.record({
    who: fc.nat({ max: n - 1 }),
    what: fc.oneof(...KINDS, ENDS),
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
const latest = (past: Past, pick: number) => past.toReversed()[pick < 8 ? 0 : pick - 8]?.seq ?? 0;

const isFiled = (h: Happening) =>
  isFact(h) && (h.act.kind === 'filing' || h.act.kind === 'correction');

function actOf(
  move: Move,
  agency: string,
  past: Past,
  terms: AssignmentTerms,
  on: string,
): AssignmentAct {
  const { pick } = move;
  if (move.what === 'fitting') return fitting(move, agency, past, terms);
  const filed = terms.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [] : [s.kind]));
  const step: FiledStep = filed[pick % filed.length] ?? 'plan';
  const version = versionsIn(terms, past).length;
  const filings = past.filter(isFiled);
  const others = filings.filter((h) => isFact(h) && h.agency !== agency);
  const own = filings.filter((h) => isFact(h) && h.agency === agency);
  const asked = past.filter(
    (h) => isFact(h) && h.act.kind === 'adjustmentRequest' && h.agency === agency,
  );
  const heldOn = pick < 6 ? '2023-08-10' : '2023-08-11';
  const made: Readonly<Record<string, () => AssignmentAct>> = {
    acknowledge: () => acts.acknowledge(pick === 11 ? version - 1 : version),
    paper: () => acts.onPaper(addDays(on, -(pick % 3)), version - (pick % 2)),
    file: () => acts.file(step, heldOn),
    correct: () => acts.correct(latest(own, pick), stepOf(own, pick) ?? step, heldOn),
    confirm: () => acts.confirm(latest(pick === 7 ? past : others, pick)),
    instead: () => acts.instead(latest(others, pick), pick !== 3),
    differ: () => acts.differ(latest(others, pick)),
    decide: () => acts.decide(latest(filings, pick), pick % 3 > 0),
    ask: () => acts.ask,
    withdraw: () => acts.withdraw(latest(asked, pick)),
    answer: () => answerOf(latest(asked, pick), pick),
    exempt: () => acts.exempt,
    reinstate: () => acts.reinstate,
    designate: () => acts.designate(),
    accept: () => acts.accept,
    reopen: () => acts.reopen(step),
    sendBack: () => acts.sendBack(step),
  };
  return made[move.what]?.() ?? acts.accept;
}

/** One of the acts that have effect as things stand: stories get somewhere by them. */
function fitting({ pick }: Move, agency: string, past: Past, terms: AssignmentTerms) {
  const at = acts.afternoon(acts.OPENED_ON);
  const fit = actsFor(terms, past, agency, ['2023-08-10', '2023-08-11']).filter(
    (act) => USEFUL.includes(act.kind) && objections(terms, past, { at, agency, act }).length === 0,
  );
  return fit[pick % fit.length] ?? acts.accept;
}
const USEFUL = ['acknowledgement', 'filing', 'confirmation', 'disputeDecision', 'acceptance'];

/** Mostly the step that was filed; now and then another one. */
function stepOf(filings: Past, pick: number): FiledStep | undefined {
  const filing = filings.find((h) => h.seq === latest(filings, pick));
  if (filing === undefined || !isFact(filing) || pick === 5) return undefined;
  return 'evidence' in filing.act ? filing.act.evidence.step : undefined;
}

/** Some adjustments turn the order of the steps round. */
function answerOf(request: number, pick: number): AssignmentAct {
  if (pick % 3 === 0) return acts.answer(request, 'keep');
  if (pick % 3 === 1) return acts.answer(request, 'exempt');
  return acts.answer(request, 'adjust', { C2: pick < 6 ? '2023-08-29' : '2023-08-18' });
}

/** What may come into force as the rollout stands. */
function decreeOf({ what, pick }: Move, past: Past): Decree | null {
  if (endOf(past) !== undefined) return null;
  switch (what) {
    case 'suspend':
      return isSuspended(past) ? null : { kind: 'suspend' };
    case 'resume':
      return isSuspended(past) ? { kind: 'resume' } : null;
    case 'recall':
      return { kind: 'recall' };
    case 'close':
      return { kind: 'close', unmet: 'Chấm dứt theo thông báo' };
    case 'calendar': {
      const version = 2 + edictsOf(past, 'calendar').length;
      return version > 3 ? null : { kind: 'calendar', version };
    }
    case 'amend':
      return AMENDMENTS[pick % AMENDMENTS.length]!;
    default:
      return null;
  }
}
const AMENDMENTS: readonly Decree[] = [
  { kind: 'amend', dates: { C2: '2023-08-30', D2: '2023-08-10' }, content: null },
  { kind: 'amend', dates: { C4: '2023-08-18' }, content: null },
  { kind: 'amend', dates: {}, content: 'Thêm một chuyên đề' },
  { kind: 'amend', dates: { D3: '2023-08-29' }, content: null },
];
const DECREES = ['suspend', 'resume', 'recall', 'close', 'calendar', 'amend'];
/** Something that an office or its superior does, not all agencies together. */
export const isAct = ({ what }: Move) => !DECREES.includes(what);

/** One more thing of the story, and every reason why it would have no effect. */
export type Telling = {
  readonly happening: Happening;
  readonly before: readonly Happening[];
  readonly past: Past;
  readonly reasons: readonly string[];
};

/** Tells the story move by move: each thing with what came before it. What may not come into force is left out. */
export function* tell(terms: AssignmentTerms, moves: readonly Move[]): Generator<Telling> {
  const told: Happening[] = [];
  let past: Past = [];
  let on = acts.OPENED_ON;
  for (const move of moves) {
    on = addDays(on, move.daysLater);
    const last = told.at(-1)?.at ?? '';
    // Some come at the very instant of a reminder, but never before what was told already.
    const at = move.early && acts.morning(on) > last ? acts.morning(on) : acts.afternoon(on);
    const happening = next(terms, move, past, { seq: told.length + 1, at, on });
    if (happening === null) continue;
    const reasons = isEdict(happening) ? [] : objections(terms, past, happening);
    yield { happening, before: [...told], past, reasons };
    told.push(happening);
    if (reasons.length === 0) past = plus(past, happening);
  }
}

function next(
  terms: AssignmentTerms,
  move: Move,
  past: Past,
  { seq, at, on }: { readonly seq: number; readonly at: Instant; readonly on: string },
): Happening | null {
  if (DECREES.includes(move.what)) {
    const decree = decreeOf(move, past);
    if (decree === null) return null;
    const same = past.filter((h) => isEdict(h) && h.kind === decree.kind);
    return acts.inForce(decree, seq, at, same.length + 1);
  }
  const agency = acts.AGENCIES[move.who] ?? acts.A;
  return { seq, at, agency, act: actOf(move, agency, past, terms, on) };
}

/** A whole story: the facts, and terms with the edicts that came into force meanwhile. */
export function storyOf(
  terms: AssignmentTerms,
  moves: readonly Move[],
): { readonly terms: AssignmentTerms; readonly facts: readonly AssignmentFact[] } {
  const happenings = [...tell(terms, moves)].map((t) => t.happening);
  return {
    terms: { ...terms, edicts: edictsAmong(happenings) },
    facts: factsAmong(happenings),
  };
}

export const edictsAmong = (happenings: readonly Happening[]): Edict[] =>
  happenings.filter(isEdict);
export const factsAmong = (happenings: readonly Happening[]): AssignmentFact[] =>
  happenings.filter(isFact);
