import type { WorkingCalendar } from './calendar.ts';
import type { CivilDate, FiledStep, Instant, LineState, PairState } from './vocabulary.ts';
import type { AdjustmentAnswer, AdjustmentReason, ConferenceForm } from './vocabulary.ts';
import type { ConferenceMode, StepKind, StepState, VersionCause } from './vocabulary.ts';

/** What a document is known by here: number ("không số" is a number too) and date. No files are kept. */
export type DocumentRef = { readonly number: string; readonly on: CivilDate };

/** The plan of a pair: a number of each agency (or one joint number), and what is local about it. */
export type PlanEvidence = {
  readonly documents: readonly (DocumentRef & { readonly agency: string })[];
  readonly localItems: readonly string[];
  /** The template's text taken over word for word: allowed, and shown as such. */
  readonly unchangedCopy: boolean;
};

/** A conference held: numbers only, never names (PRODUCT 2.5). */
export type ConferenceEvidence = {
  readonly heldOn: CivilDate;
  readonly form: ConferenceForm;
  readonly mode: ConferenceMode;
  readonly invited: Attendance;
  readonly present: Attendance;
  readonly chairPost: string;
  readonly minutes: DocumentRef;
};
/** Heads by agency code; `others` for everybody else. */
export type Attendance = {
  readonly byAgency: Readonly<Record<string, number>>;
  readonly others: number;
};

/** A pair's report: what is not already said by the plan and the conference. */
export type ReportEvidence = { readonly document: DocumentRef; readonly remarks: string | null };

export type Evidence =
  | { readonly step: 'plan'; readonly plan: PlanEvidence }
  | { readonly step: 'conference'; readonly conference: ConferenceEvidence }
  | { readonly step: 'report'; readonly report: ReportEvidence };

/** What can happen to one assignment. `agency` is the line it is done for, whoever did it. */
export type AssignmentAct =
  | {
      readonly kind: 'acknowledgement';
      readonly version: number;
      /** On paper, entered by a superior of the same line: it counts from the paper's own date. */
      readonly paper?: DocumentRef;
    }
  | { readonly kind: 'designation'; readonly post: string }
  | { readonly kind: 'adjustmentRequest'; readonly reason: AdjustmentReason; readonly text: string }
  | { readonly kind: 'adjustmentWithdrawal'; readonly request: number }
  | {
      readonly kind: 'adjustmentAnswer';
      readonly request: number;
      readonly answer: AdjustmentAnswer;
      /** The day the other line was consulted (PRODUCT 3). */
      readonly consultedOn: CivilDate;
      readonly document: DocumentRef;
      /** With `adjust` only: new dates by step key; the others stay. */
      readonly dates: Readonly<Record<string, CivilDate>>;
    }
  /** Miễn thực hiện without a request, by the issuer of the office's own line. */
  | { readonly kind: 'exemption'; readonly reason: string; readonly document: DocumentRef }
  /** And back: the office owes a fresh tiếp nhận on a new version. */
  | { readonly kind: 'reinstatement'; readonly reason: string; readonly document: DocumentRef }
  | { readonly kind: 'filing'; readonly evidence: Evidence }
  /** One's own filing said rightly: it keeps its date, and every other side confirms anew. */
  | { readonly kind: 'correction'; readonly filing: number; readonly evidence: Evidence }
  | {
      readonly kind: 'confirmation';
      readonly filing: number;
      readonly agrees: boolean;
      /** What the other side says instead, when it does not agree. */
      readonly differs: string | null;
      /** By the superior of an office that has been silent too long. */
      readonly instead?: true;
    }
  /** A superior's word on a dispute: what was filed stands, or is to be mended. All must say the same. */
  | {
      readonly kind: 'disputeDecision';
      readonly filing: number;
      readonly stands: boolean;
      readonly document: DocumentRef;
    }
  | { readonly kind: 'acceptance' }
  /** A step of a pair that was done is sent back to the superior's own office. */
  | {
      readonly kind: 'reopening';
      readonly step: FiledStep;
      readonly reason: string;
      readonly field: string;
    }
  | {
      readonly kind: 'return';
      readonly step: FiledStep;
      readonly reason: string;
      readonly field: string;
    };
export type AssignmentActKind = AssignmentAct['kind'];

/** An act in the record: `seq` orders, `at` dates it, `agency` names the line it concerns. */
export type AssignmentFact = {
  readonly seq: number;
  readonly at: Instant;
  readonly agency: string;
  readonly act: AssignmentAct;
};

/**
 * What a joint act or the calendar does to every assignment that is open when it comes into force. `n` is the
 * how-manieth of its kind in the rollout.
 */
export type Edict = { readonly seq: number; readonly at: Instant; readonly n: number } & (
  | {
      readonly kind: 'amend';
      /** New dates by step key. */
      readonly dates: Readonly<Record<string, CivilDate>>;
      /** What changes besides dates; with none, only those whose dates change are touched. */
      readonly content: string | null;
    }
  | { readonly kind: 'recall' | 'suspend' | 'resume' }
  | { readonly kind: 'close'; readonly unmet: string | null }
  | { readonly kind: 'calendar'; readonly calendar: WorkingCalendar }
);
export type EdictKind = Edict['kind'];

/** The confirmed conference of a tier from an instant on; null: none. */
export type ConferenceSince = { readonly at: Instant; readonly on: CivilDate | null };

/** A step's terms for one assignment; the acknowledgement's date is set by the opening. */
export type StepTerms = {
  readonly key: string;
  readonly kind: StepKind;
  readonly dueOn: CivilDate;
  /** Also due so many working days after that step was held, never after its own date. */
  readonly after?: { readonly kind: StepKind; readonly within: number };
};

/** A time in which somebody may confirm for an office: by an account, or as its stand-in. */
export type Staffing = { readonly from: Instant; readonly to: Instant | null };

/** One office of the pair as the record knows it. */
export type LineInput = {
  readonly agency: string;
  /** All such times there ever were or are announced; outside of them: khuyết đầu mối. They may overlap. */
  readonly staffed: readonly Staffing[];
};

/** Why a fact that was accepted had no effect: shown to its author. */
export const NOT_APPLIED = [
  'alreadyDone',
  'alreadyReceived',
  'alreadyFiled',
  'alreadyConfirmed',
  'alreadyAccepted',
  'adjustmentPending',
  'answered',
  'disputed',
  'exempt',
  'lastLine',
  'notConfirmed',
  'notDisputed',
  'notDone',
  'notExempt',
  'notNamed',
  'notReceived',
  'notReported',
  'notSilent',
  'over',
  'ownFiling',
  'othersFiling',
  'noSuchStep',
  'returned',
  'superseded',
] as const;
export type NotApplied = (typeof NOT_APPLIED)[number];

export type Filing = {
  readonly seq: number;
  /** The how-manieth filing of this step, from 1: names it where ids may not. */
  readonly n: number;
  readonly agency: string;
  readonly on: CivilDate;
  readonly evidence: Evidence;
  readonly confirmedBy: readonly string[];
  readonly dispute: {
    readonly agency: string;
    readonly differs: string | null;
    /** What the superiors have said of it so far, by agency. */
    readonly decided: Readonly<Record<string, boolean>>;
  } | null;
  /** From then on the superior of a silent office may confirm instead of it. */
  readonly insteadFrom: Instant;
};

/** Where a date comes from. What a suspension or a calendar did to it comes last; `was` is what stood at `from`. */
export type DueBasis =
  | { readonly rule: 'version'; readonly n: number }
  /** So many working days after the step before it was held and agreed. */
  | { readonly rule: 'after'; readonly from: CivilDate; readonly within: number }
  /** Each suspended working day shifts an open date by one; `since` is when the suspension began. */
  | ({ readonly rule: 'paused'; readonly since: Instant; readonly days: number } & Before)
  /** A set date has become a rest day. */
  | ({ readonly rule: 'moved' } & Before)
  /** A limit of working days after `since` is counted anew. */
  | ({ readonly rule: 'recounted'; readonly since: CivilDate; readonly days: number } & Before);

type Before = { readonly from: CivilDate; readonly was: DueBasis };

export type StepView = {
  readonly key: string;
  readonly kind: StepKind;
  readonly state: StepState;
  readonly dueOn: CivilDate;
  readonly basis: DueBasis;
  readonly filing: Filing | null;
  /** The return that is to be mended: which office, by when. */
  readonly returned: {
    readonly agency: string;
    readonly on: CivilDate;
    readonly mendBy: CivilDate;
    readonly reason: string;
    readonly field: string;
  } | null;
  /** The day the last side filed; null while open. On time is judged by it. */
  readonly filedOn: CivilDate | null;
  /** When this date was last set: reminders that would have come before then are not made up for. */
  readonly setAt: Instant;
  /** Agencies of the pair that owe something for this step now. */
  readonly owedBy: readonly string[];
};

export type LineView = {
  readonly agency: string;
  readonly state: LineState;
  /** Day of tiếp nhận by version; a later version never moves the pair's state. */
  readonly receivedOn: Readonly<Record<number, CivilDate>>;
  /** Versions acknowledged on paper, with the paper. */
  readonly onPaper: Readonly<Record<number, DocumentRef>>;
  readonly assignedPost: string | null;
  readonly request: {
    readonly seq: number;
    readonly reason: AdjustmentReason;
    readonly text: string;
    readonly askedOn: CivilDate;
    readonly answerBy: CivilDate;
  } | null;
  readonly acceptedOn: CivilDate | null;
};

export type VersionView = {
  readonly n: number;
  readonly cause: VersionCause;
  readonly madeAt: Instant;
  /** As it was made; `dueOn` is what suspensions and calendars made of it. */
  readonly acknowledgeBy: CivilDate;
  readonly dueOn: CivilDate;
  readonly basis: DueBasis;
  readonly content: string | null;
  /** Due dates by step key that this version sets; the first holds them all. */
  readonly dates: Readonly<Record<string, CivilDate>>;
  /** What each of them was until then, as suspensions and calendars had moved it. */
  readonly replaced: Readonly<Record<string, CivilDate>>;
};

/** Who holds an open assignment: offices of the pair, and agencies whose superior does. */
export type Holder = {
  readonly offices: readonly string[];
  readonly superiorsOf: readonly string[];
};

export type AssignmentView = {
  readonly state: PairState;
  readonly lines: readonly LineView[];
  readonly steps: readonly StepView[];
  readonly versions: readonly VersionView[];
  readonly holder: Holder;
  readonly notApplied: readonly { readonly seq: number; readonly reason: NotApplied }[];
  /** Set when done: the day it became so, and whether every step was filed in time. */
  readonly done: { readonly on: CivilDate; readonly onTime: boolean } | null;
  /** The confirmed conference, whether or not it counts yet. */
  readonly conference: {
    readonly heldOn: CivilDate;
    readonly counts: boolean;
    readonly present: readonly string[];
  } | null;
};
