/** The working state of one assignment while its facts are folded, and what can be asked of it. */
import type { Evidence, LineInput, NotApplied, StepTerms } from './assignment.ts';
import type { WorkingCalendar } from './calendar.ts';
import type { AdjustmentReason, CivilDate, FiledStep, Instant } from './vocabulary.ts';

/** Everything a fold needs besides the facts. */
export type AssignmentTerms = {
  readonly openedAt: Instant;
  readonly steps: readonly StepTerms[];
  readonly checked: boolean;
  readonly lines: readonly LineInput[];
  /** Confirmed conference of the tier above; null until there is one. */
  readonly conferenceAbove: CivilDate | null;
  readonly acknowledgeWithin: number;
  readonly answerWithin: number;
  readonly mendWithin: number;
  readonly calendar: WorkingCalendar;
};

/** Whether somebody may confirm for the office at that instant. */
export const staffedAt = ({ staffed }: LineInput, at: Instant) =>
  staffed.some(({ from, to }) => from <= at && (to === null || at < to));

/** The same just before it: an account made or disabled at that very instant came after what fell due then. */
export const staffedBefore = ({ staffed }: LineInput, at: Instant) =>
  staffed.some(({ from, to }) => from < at && (to === null || at <= to));

export type LineFold = {
  agency: string;
  received: Record<number, CivilDate>;
  post: string | null;
  request: {
    seq: number;
    reason: AdjustmentReason;
    text: string;
    askedOn: CivilDate;
    answerBy: CivilDate;
  } | null;
  exempt: boolean;
  acceptedOn: CivilDate | null;
};

export type StepFold = {
  kind: FiledStep;
  filings: number;
  filing: {
    seq: number;
    n: number;
    agency: string;
    on: CivilDate;
    /** The date that counts for "on time": a filing mended in time keeps the one it had. */
    countsOn: CivilDate;
    evidence: Evidence;
    confirmedBy: string[];
    dispute: { agency: string; differs: string | null } | null;
  } | null;
  confirmedAt: Instant | null;
  returned: { agency: string; mendBy: CivilDate; reason: string; field: string } | null;
};

export type AssignmentFold = {
  terms: AssignmentTerms;
  lines: LineFold[];
  steps: StepFold[];
  versions: {
    n: number;
    madeAt: Instant;
    acknowledgeBy: CivilDate;
    dates: Record<string, CivilDate>;
  }[];
  notApplied: { seq: number; reason: NotApplied }[];
  doneOn: CivilDate | null;
};

export const living = (fold: AssignmentFold) => fold.lines.filter((line) => !line.exempt);

export const versionOf = (fold: AssignmentFold) => fold.versions.length;

export const hasReceived = (line: LineFold) => Object.keys(line.received).length > 0;

/** A confirmed conference counts only after the one of the tier above (PRODUCT 3, Gates). */
export function stepCounts(fold: AssignmentFold, step: StepFold): boolean {
  if (step.confirmedAt === null) return false;
  const evidence = step.filing?.evidence;
  if (evidence?.step !== 'conference') return true;
  const above = fold.terms.conferenceAbove;
  return above !== null && above < evidence.conference.heldOn;
}

/** The tier above has met, and not before this conference: the step is open again. */
export function isRefuted(fold: AssignmentFold, step: StepFold): boolean {
  return (
    step.confirmedAt !== null && fold.terms.conferenceAbove !== null && !stepCounts(fold, step)
  );
}

export const isReported = (fold: AssignmentFold) =>
  fold.steps.every((step) => stepCounts(fold, step)) && living(fold).every(hasReceived);
