/** The working state of one assignment while its facts are folded, and what can be asked of it. */
import type { ConferenceSince, DocumentRef, DueBasis, Edict } from './assignment.ts';
import type { Evidence, LineInput } from './assignment.ts';
import type { NotApplied, StepTerms } from './assignment.ts';
import type { WorkingCalendar } from './calendar.ts';
import type { AdjustmentReason, CivilDate, FiledStep, Instant } from './vocabulary.ts';
import type { VersionCause } from './vocabulary.ts';

/** Everything a fold needs besides the facts. */
export type AssignmentTerms = {
  readonly openedAt: Instant;
  readonly steps: readonly StepTerms[];
  readonly checked: boolean;
  readonly lines: readonly LineInput[];
  /** Confirmed conference of the tier above; null until there is one. */
  readonly conferenceAbove: CivilDate | null;
  /** How it came to that; without it, as if it had always been so. */
  readonly conferencesAbove?: readonly ConferenceSince[];
  /** What amendments before its opening have added: part of its first version. */
  readonly content: string | null;
  readonly acknowledgeWithin: number;
  readonly answerWithin: number;
  readonly mendWithin: number;
  /** Working days of silence after which the superior may confirm instead. */
  readonly insteadAfter: number;
  /** As it was when the assignment was opened. */
  readonly calendar: WorkingCalendar;
  /** What came into force since then, in ledger order. */
  readonly edicts: readonly Edict[];
};

/** The terms as they were known at an instant, `holds` for what had happened by then. */
export const termsAsOf = (
  terms: AssignmentTerms,
  holds: (event: { readonly at: Instant }) => boolean,
): AssignmentTerms => ({
  ...terms,
  edicts: terms.edicts.filter(holds),
  // Whoever waited for the tier above then was not late, whatever that tier has entered since.
  ...(terms.conferencesAbove && {
    conferenceAbove: terms.conferencesAbove.findLast(holds)?.on ?? null,
  }),
});

/** Whether somebody may confirm for the office at that instant. */
export const staffedAt = ({ staffed }: LineInput, at: Instant) =>
  staffed.some(({ from, to }) => from <= at && (to === null || at < to));

/** The same just before it: an account made or disabled at that very instant came after what fell due then. */
export const staffedBefore = ({ staffed }: LineInput, at: Instant) =>
  staffed.some(({ from, to }) => from < at && (to === null || at <= to));

export type LineFold = {
  agency: string;
  received: Record<number, CivilDate>;
  onPaper: Record<number, DocumentRef>;
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

/** A date as it stands, since when, and why. */
export type Due = { on: CivilDate; setAt: Instant; basis: DueBasis };

export type FilingFold = {
  seq: number;
  n: number;
  agency: string;
  on: CivilDate;
  /** The date that counts for "on time": a filing corrected or mended in time keeps the one it had. */
  countsOn: CivilDate;
  evidence: Evidence;
  confirmedBy: string[];
  dispute: {
    agency: string;
    differs: string | null;
    decided: Record<string, boolean>;
  } | null;
  insteadFrom: Instant;
};

export type StepFold = {
  key: string;
  kind: FiledStep;
  filings: number;
  filing: FilingFold | null;
  confirmedAt: Instant | null;
  returned: {
    agency: string;
    on: CivilDate;
    mendBy: CivilDate;
    reason: string;
    field: string;
  } | null;
  /** As the last version that names it set it. */
  own: Due;
  /**
   * As the step it comes after sets it, while that one is certain: counted from a day. Its superior's answer to a
   * request about it overrules it.
   */
  after: (Due & { certainAt: Instant; filing: number; from: CivilDate; overruled: boolean }) | null;
};

export type VersionFold = {
  n: number;
  cause: VersionCause;
  madeAt: Instant;
  acknowledgeBy: CivilDate;
  dueOn: CivilDate;
  basis: DueBasis;
  content: string | null;
  dates: Record<string, CivilDate>;
  replaced: Record<string, CivilDate>;
};

export type AssignmentFold = {
  terms: AssignmentTerms;
  calendar: WorkingCalendar;
  lines: LineFold[];
  steps: StepFold[];
  versions: VersionFold[];
  /** The version whose tiếp nhận judges the pair: the first, or the one that took an office back in. */
  asked: number;
  /** By when: it moves only while somebody has received nothing, so that it stays what the pair is judged by. */
  receiveBy: Pick<Due, 'on' | 'basis'>;
  notApplied: { seq: number; reason: NotApplied }[];
  doneOn: CivilDate | null;
  /** The suspension in force, and the last day whose end has moved the open dates. */
  pause: { at: Instant; counted: CivilDate } | null;
  /** Nothing more can happen to it: the rollout was recalled or closed. */
  over: boolean;
  /** It was not done by then. */
  ended: 'recalled' | 'closedUnmet' | null;
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

/** Somebody of the pair still has to file it, or to file it again. */
export const isOwed = (fold: AssignmentFold, step: StepFold) =>
  step.filing === null ||
  step.returned !== null ||
  step.filing.dispute !== null ||
  isRefuted(fold, step);

export const isReported = (fold: AssignmentFold) =>
  fold.steps.every((step) => stepCounts(fold, step)) && living(fold).every(hasReceived);
