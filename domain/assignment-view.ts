/** What people see of a folded assignment: states by the binding tables of PRODUCT 3, first match wins. */
import type { AssignmentFact, AssignmentView, LineView, StepView } from './assignment.ts';
import { dueOf } from './assignment-due.ts';
import { foldAssignment } from './assignment-fold.ts';
import { able, holderOf } from './assignment-holder.ts';
import { hasReceived, isRefuted, isReported, living, stepCounts } from './assignment-state.ts';
import { staffedAt, versionOf } from './assignment-state.ts';
import type { AssignmentFold, AssignmentTerms, LineFold, StepFold } from './assignment-state.ts';
import type { Instant, LineState, PairState, StepState } from './vocabulary.ts';

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
  const doneOn = state === 'done' ? fold.doneOn : null;
  return {
    state,
    lines,
    steps,
    versions: fold.versions,
    holder: holderOf(state, lines, steps, now),
    notApplied: fold.notApplied,
    done: doneOn === null ? null : { on: doneOn, onTime: steps.every(isOnTime) },
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
    onPaper: line.onPaper,
    assignedPost: line.post,
    request: line.request,
    acceptedOn: line.acceptedOn,
  };
}

function viewSteps(fold: AssignmentFold, lines: readonly LineView[]): StepView[] {
  const lastMade = fold.versions.at(-1)!.madeAt;
  return fold.terms.steps.map((terms): StepView => {
    const step = fold.steps.find((s) => s.key === terms.key);
    if (step === undefined) return viewAcknowledgement(fold, lines, terms.key);
    const state = stepState(fold, step);
    const { on, setAt, basis } = dueOf(step);
    const settled = state === 'confirmed' || state === 'notCounted' || state === 'filed';
    return {
      key: terms.key,
      kind: terms.kind,
      state,
      dueOn: on,
      basis,
      // A new version has ladders of its own, even for dates that stay.
      setAt: setAt > lastMade ? setAt : lastMade,
      filing: step.filing,
      returned: step.returned,
      filedOn: settled ? (step.filing?.countsOn ?? null) : null,
      owedBy: fold.ended === null ? owedBy(state, step, able(lines)) : [],
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
  // One version's date judges the pair; a later one's tiếp nhận is shown beside it.
  const asked = fold.versions[fold.asked]!;
  const first = living(fold).flatMap((l) => Object.values(l.received).slice(0, 1));
  const owing = living(fold).filter((l) => l.received[version] === undefined);
  return {
    key,
    kind: 'acknowledgement',
    state: complete ? 'confirmed' : 'open',
    dueOn: fold.receiveBy.on,
    basis: fold.receiveBy.basis,
    setAt: asked.madeAt,
    filing: null,
    returned: null,
    filedOn: complete ? first.reduce((a, b) => (a > b ? a : b), '') : null,
    owedBy:
      fold.ended === null
        ? able(lines).filter((agency) => owing.some((l) => l.agency === agency))
        : [],
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

function pairState(fold: AssignmentFold, steps: readonly StepView[]): PairState {
  if (fold.ended !== null) return fold.ended;
  // What is done stays done: nothing of it is open that could be suspended.
  if (fold.pause !== null && !fold.over && fold.doneOn === null) return 'suspended';
  const any = (state: StepState) => steps.some((s) => s.state === state);
  if (any('returned')) return 'returned';
  if (any('disputed')) return 'disputed';
  if (any('filed')) return 'awaitingConfirmation';
  if (!living(fold).every(hasReceived)) return 'awaiting';
  if (fold.doneOn !== null) return 'done';
  return isReported(fold) ? 'reported' : 'inProgress';
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
