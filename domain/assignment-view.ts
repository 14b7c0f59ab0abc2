/** What people see of a folded assignment: states by the binding tables of PRODUCT 3, first match wins. */
import type { AssignmentFact, AssignmentView, Holder, LineView, StepView } from './assignment.ts';
import { foldAssignment } from './assignment-fold.ts';
import { hasReceived, isRefuted, isReported, living, stepCounts } from './assignment-state.ts';
import { staffedAt, versionOf } from './assignment-state.ts';
import type { AssignmentFold, AssignmentTerms, LineFold, StepFold } from './assignment-state.ts';
import { addWorkingDays } from './calendar.ts';
import { localDate } from './civil-date.ts';
import type { CivilDate, Instant, LineState, PairState, StepState } from './vocabulary.ts';

/** The state of one assignment after all its facts (ledger order), with the staffing of the instant `now`. */
export function viewAssignment(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  now: Instant,
  isStaffed: typeof staffedAt = staffedAt,
): AssignmentView {
  const fold = foldAssignment(terms, facts);
  const staffed = new Set(
    terms.lines.filter((line) => isStaffed(line, now)).map((line) => line.agency),
  );
  const lines = fold.lines.map((line) => viewLine(line, staffed.has(line.agency)));
  const steps = viewSteps(fold, lines);
  const state = pairState(fold, steps);
  return {
    state,
    lines,
    steps,
    versions: fold.versions,
    holder: holderOf(state, lines, steps),
    notApplied: fold.notApplied,
    done: fold.doneOn === null ? null : { on: fold.doneOn, onTime: steps.every(isOnTime) },
    conference: viewConference(fold),
  };
}

/** A step is on time when its last side filed not after its date, whenever it was checked. */
const isOnTime = (step: StepView) => step.filedOn !== null && step.filedOn <= step.dueOn;

function lineState(line: LineFold, staffed: boolean): LineState {
  if (line.exempt) return 'exempt';
  if (line.request !== null) return 'adjustmentRequested';
  if (!hasReceived(line)) return staffed ? 'issued' : 'vacant';
  return line.post === null ? 'received' : 'assigned';
}

function viewLine(line: LineFold, staffed: boolean): LineView {
  return {
    agency: line.agency,
    state: lineState(line, staffed),
    receivedOn: line.received,
    assignedPost: line.post,
    request: line.request,
    acceptedOn: line.acceptedOn,
  };
}

/** Offices that can be asked to act: neither exempt nor waiting for their superior. */
const able = (lines: readonly LineView[]) =>
  lines.filter((l) => l.state !== 'exempt' && !heldBySuperior(l)).map((l) => l.agency);

const heldBySuperior = (line: LineView) =>
  line.state === 'adjustmentRequested' || line.state === 'vacant';

function viewSteps(fold: AssignmentFold, lines: readonly LineView[]): StepView[] {
  return fold.terms.steps.map((terms): StepView => {
    const { dueOn, setAt } = dueDate(fold, terms.key);
    const step = fold.steps.find((s) => s.kind === terms.kind);
    if (step === undefined) return viewAcknowledgement(fold, lines, terms.key);
    const state = stepState(fold, step);
    const settled = state === 'confirmed' || state === 'notCounted' || state === 'filed';
    return {
      key: terms.key,
      kind: terms.kind,
      state,
      dueOn,
      setAt,
      filing: step.filing,
      returned: step.returned,
      filedOn: settled ? (step.filing?.countsOn ?? null) : null,
      owedBy: owedBy(state, step, able(lines)),
    };
  });
}

function viewAcknowledgement(
  fold: AssignmentFold,
  lines: readonly LineView[],
  key: string,
): StepView {
  const version = versionOf(fold);
  const complete = living(fold).every(hasReceived);
  // The first version's date judges the pair; a later version's tiếp nhận is shown beside it.
  const asked = fold.versions[0]!;
  const first = living(fold).flatMap((l) => Object.values(l.received).slice(0, 1));
  const owing = living(fold).filter((l) => l.received[version] === undefined);
  return {
    key,
    kind: 'acknowledgement',
    state: complete ? 'confirmed' : 'open',
    dueOn: asked.acknowledgeBy,
    setAt: asked.madeAt,
    filing: null,
    returned: null,
    filedOn: complete ? first.reduce((a, b) => (a > b ? a : b), '') : null,
    owedBy: able(lines).filter((agency) => owing.some((l) => l.agency === agency)),
  };
}

function stepState(fold: AssignmentFold, step: StepFold): StepState {
  if (step.returned !== null) return 'returned';
  if (step.filing === null || isRefuted(fold, step)) return 'open';
  if (step.filing.dispute !== null) return 'disputed';
  if (step.confirmedAt === null) return 'filed';
  return stepCounts(fold, step) ? 'confirmed' : 'notCounted';
}

function owedBy(state: StepState, step: StepFold, agencies: readonly string[]): readonly string[] {
  switch (state) {
    case 'open':
    case 'disputed':
      return agencies;
    case 'returned':
      return agencies.filter((a) => a === step.returned?.agency);
    case 'filed':
      return agencies.filter(
        (a) => a !== step.filing?.agency && !step.filing?.confirmedBy.includes(a),
      );
    case 'confirmed':
    case 'notCounted':
      return [];
  }
}

/**
 * The last version that names the step sets its date. A report is also due so many working days after its
 * conference, counted from the day both sides agree that it was held: nobody is late for want of the other's
 * word (decision 0006).
 */
function dueDate(fold: AssignmentFold, key: string): { dueOn: CivilDate; setAt: Instant } {
  const version = fold.versions.findLast((v) => v.dates[key] !== undefined);
  const dueOn = version?.dates[key] ?? '';
  const setAt = fold.versions.at(-1)!.madeAt;
  const after = fold.terms.steps.find((s) => s.key === key)?.after;
  const anchor = fold.steps.find((s) => s.kind === after?.kind);
  const held = anchor?.filing?.evidence;
  // A conference that must be held again sets nobody a date.
  const confirmedAt = anchor && !isRefuted(fold, anchor) ? anchor.confirmedAt : null;
  if (after === undefined || confirmedAt === null || held?.step !== 'conference')
    return { dueOn, setAt };
  const agreedOn = localDate(confirmedAt);
  const from = agreedOn > held.conference.heldOn ? agreedOn : held.conference.heldOn;
  const follows = addWorkingDays(fold.terms.calendar, from, after.within);
  return follows < dueOn ? { dueOn: follows, setAt: confirmedAt } : { dueOn, setAt };
}

function pairState(fold: AssignmentFold, steps: readonly StepView[]): PairState {
  const any = (state: StepState) => steps.some((s) => s.state === state);
  if (any('returned')) return 'returned';
  if (any('disputed')) return 'disputed';
  if (any('filed')) return 'awaitingConfirmation';
  if (!living(fold).every(hasReceived)) return 'awaiting';
  if (fold.doneOn !== null) return 'done';
  return isReported(fold) ? 'reported' : 'inProgress';
}

/** The offices that owe what the state is about, and the superiors who owe an answer or a check. */
function holderOf(
  state: PairState,
  lines: readonly LineView[],
  steps: readonly StepView[],
): Holder {
  if (state === 'done' || state === 'notOpen') return { offices: [], superiorsOf: [] };
  // In the template's order: the report may fall due before its conference counts.
  const next = steps.find((s) => s.state === 'open' || s.state === 'notCounted');
  const waitsAbove = state === 'inProgress' && next?.state === 'notCounted';
  const superiors = lines.filter(
    (l) =>
      l.state !== 'exempt' &&
      (heldBySuperior(l) || waitsAbove || (state === 'reported' && l.acceptedOn === null)),
  );
  return {
    offices: officesOf(state, lines, steps, next),
    superiorsOf: superiors.map((l) => l.agency),
  };
}

/** More than one step may be returned or filed at once, each by another office. */
function officesOf(
  state: Exclude<PairState, 'done' | 'notOpen'>,
  lines: readonly LineView[],
  steps: readonly StepView[],
  next: StepView | undefined,
): string[] {
  const agencies = lines.map((l) => l.agency);
  const owing = (wanted: StepState) =>
    agencies.filter((a) => steps.some((s) => s.state === wanted && s.owedBy.includes(a)));
  switch (state) {
    case 'returned':
    case 'disputed':
      return owing(state);
    case 'awaitingConfirmation':
      return owing('filed');
    case 'awaiting':
      return lines.filter((l) => l.state === 'issued').map((l) => l.agency);
    case 'reported':
      return [];
    case 'inProgress':
      return next?.state === 'open' ? [...next.owedBy] : [];
  }
}

function viewConference(fold: AssignmentFold): AssignmentView['conference'] {
  const step = fold.steps.find((s) => s.kind === 'conference');
  const evidence = step?.filing?.evidence;
  if (step?.confirmedAt == null || evidence?.step !== 'conference') return null;
  const { heldOn, present } = evidence.conference;
  const agencies = Object.entries(present.byAgency).filter(([, heads]) => heads > 0);
  return {
    heldOn,
    counts: stepCounts(fold, step),
    present: agencies.map(([agency]) => agency).toSorted(),
  };
}
