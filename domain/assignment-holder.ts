/** Who holds an assignment, and each of its open steps: offices of the pair, and those whose superior does. */
import type { Holder, LineView, StepView } from './assignment.ts';
import type { CivilDate, HolderClass, Instant, PairState, StepState } from './vocabulary.ts';
import type { AssignmentView } from './assignment.ts';

const NOBODY: Holder = { offices: [], superiorsOf: [] };
/** States in which nothing is open, or nothing may be asked of anybody. */
const HELD_BY_NOBODY: readonly PairState[] = [
  'recalled',
  'closedUnmet',
  'suspended',
  'notOpen',
  'done',
];

const heldBySuperior = (line: LineView) =>
  line.state === 'adjustmentRequested' || line.state === 'vacant';

/** Offices that can be asked to act: neither exempt nor waiting for their superior. */
export const able = (lines: readonly LineView[]) =>
  lines.filter((l) => l.state !== 'exempt' && !heldBySuperior(l)).map((l) => l.agency);

/** The offices that owe what the state is about, and the superiors who owe an answer, a check or a word. */
export function holderOf(
  state: PairState,
  lines: readonly LineView[],
  steps: readonly StepView[],
  now: Instant,
): Holder {
  if (HELD_BY_NOBODY.includes(state)) return NOBODY;
  // In the template's order: the report may fall due before its conference counts.
  const next = steps.find((s) => s.state === 'open' || s.state === 'notCounted');
  const waitsAbove = state === 'inProgress' && next?.state === 'notCounted';
  const silent = state === 'awaitingConfirmation' ? silentAt(steps, now) : new Set<string>();
  const superiors = lines.filter(
    (l) =>
      l.state !== 'exempt' &&
      (heldBySuperior(l) ||
        waitsAbove ||
        silent.has(l.agency) ||
        (state === 'reported' && l.acceptedOn === null)),
  );
  return {
    offices: officesOf(state, lines, steps, next, now),
    superiorsOf: superiors.map((l) => l.agency),
  };
}

/** Offices whose superior may confirm instead by now. */
const silentAt = (steps: readonly StepView[], now: Instant) =>
  new Set(steps.flatMap((s) => (isSilent(s, now) ? s.owedBy : [])));

const isSilent = ({ state, filing }: StepView, now: Instant) =>
  state === 'filed' && filing !== null && filing.insteadFrom <= now;

/** More than one step may be returned or filed at once, each by another office. */
function officesOf(
  state: PairState,
  lines: readonly LineView[],
  steps: readonly StepView[],
  next: StepView | undefined,
  now: Instant,
): string[] {
  const agencies = lines.map((l) => l.agency);
  const owing = (wanted: StepState) =>
    agencies.filter((a) =>
      steps.some((s) => s.state === wanted && s.owedBy.includes(a) && !isSilent(s, now)),
    );
  switch (state) {
    case 'returned':
    case 'disputed':
      return owing(state);
    case 'awaitingConfirmation':
      return owing('filed');
    case 'awaiting':
      return lines.filter((l) => l.state === 'issued').map((l) => l.agency);
    case 'inProgress':
      return next?.state === 'open' ? [...next.owedBy] : [];
    case 'recalled':
    case 'closedUnmet':
    case 'suspended':
    case 'notOpen':
    case 'done':
    case 'reported':
      return [];
  }
}

/** One agency alone, several (a superior among them or not), the superior, or nobody (PRODUCT 1, promise 2). */
export function holderClass({ offices, superiorsOf }: Holder): HolderClass {
  if (offices.length === 0) return superiorsOf.length === 0 ? 'nobody' : 'superior';
  return offices.length + superiorsOf.length === 1 ? 'office' : 'several';
}

/** A step that is owed now by an agency: by its office, or by that one's superior. */
export type Holding = {
  readonly step: string;
  /** The version whose tiếp nhận is owed; 0 for any other step. */
  readonly version: number;
  readonly agency: string;
  readonly bySuperior: boolean;
  /** It is overdue after this day: what was sent back may be mended until its own. */
  readonly dueOn: CivilDate;
};

/** What is owed step by step; a filed step is owed by nobody here, however it is confirmed (PRODUCT 2.4). */
export function holdingsOf({ state, lines, steps, versions }: AssignmentView): Holding[] {
  if (HELD_BY_NOBODY.includes(state)) return [];
  return steps.flatMap((step): Holding[] => {
    if (step.kind === 'acknowledgement') return acknowledgementsOwed(step, lines, versions);
    if (step.filedOn !== null) return [];
    const mendBy = step.returned?.mendBy ?? step.dueOn;
    const dueOn = mendBy > step.dueOn ? mendBy : step.dueOn;
    // Of an office that would owe it and waits for its superior, the superior holds it.
    const named = step.returned?.agency;
    const waiting = lines.filter((l) => heldBySuperior(l) && (named ?? l.agency) === l.agency);
    return [
      ...step.owedBy.map((agency) => ({ agency, bySuperior: false })),
      ...waiting.map(({ agency }) => ({ agency, bySuperior: true })),
    ].map((held) => ({ step: step.key, version: 0, dueOn, ...held }));
  });
}

/** The version that judges the pair. */
function askedOf({ basis }: StepView): number {
  let first = basis;
  while ('was' in first) first = first.was;
  return first.rule === 'version' ? first.n : 1;
}

/** Of who has received nothing, the pair's; of the others, that of the last version, beside the one there is. */
function acknowledgementsOwed(
  step: StepView,
  lines: readonly LineView[],
  versions: AssignmentView['versions'],
): Holding[] {
  const last = versions.at(-1)!;
  return lines.flatMap((line): Holding[] => {
    if (line.state === 'exempt' || line.receivedOn[last.n] !== undefined) return [];
    const never = Object.keys(line.receivedOn).length === 0;
    const owed = { step: step.key, agency: line.agency, bySuperior: heldBySuperior(line) };
    if (never) return [{ ...owed, version: askedOf(step), dueOn: step.dueOn }];
    return owed.bySuperior ? [] : [{ ...owed, version: last.n, dueOn: last.dueOn }];
  });
}
