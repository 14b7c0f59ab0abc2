/**
 * The words everybody shares: closed lists and the types made of them. Labels in both languages are in
 * `labels.ts`; a word without a label does not compile.
 */

/**
 * Administrative tiers from the top down. A province's tree begins at its own tier; districts are lacking since
 * 2025-07-01 (Law 72/2025/QH15).
 */
export const TIERS = ['central', 'province', 'district', 'commune'] as const;
export type Tier = (typeof TIERS)[number];

/** `YYYY-MM-DD`, a legal date at +07:00. Never an instant. */
export type CivilDate = string;

/** ISO-8601 UTC, as Postgres gives it. Never a legal date. */
export type Instant = string;

/** A text in both languages of the product. */
export type Bilingual = { readonly vi: string; readonly en: string };
export type Language = keyof Bilingual;

/** What an assignment's step asks for. The order is the order in which a commune meets them. */
export const STEP_KINDS = ['acknowledgement', 'plan', 'conference', 'report'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** Steps that one office files and every other confirms; an acknowledgement each office files for itself. */
export const FILED_STEPS = ['plan', 'conference', 'report'] as const;
export type FiledStep = (typeof FILED_STEPS)[number];

/** One office's side of an assignment (PRODUCT 3, "Per office"). */
export const LINE_STATES = [
  'issued',
  'received',
  'assigned',
  'adjustmentRequested',
  'vacant',
  'exempt',
] as const;
export type LineState = (typeof LINE_STATES)[number];

/** A pair's assignment (PRODUCT 3, "Per pair"), in order of precedence; `notOpen` is shown before the row exists. */
export const PAIR_STATES = [
  'recalled',
  'closedUnmet',
  'suspended',
  'notOpen',
  'returned',
  'disputed',
  'awaitingConfirmation',
  'awaiting',
  'done',
  'reported',
  'inProgress',
] as const;
export type PairState = (typeof PAIR_STATES)[number];

export const STEP_STATES = [
  'open',
  'filed',
  'disputed',
  'returned',
  'confirmed',
  'notCounted',
] as const;
/** `notCounted`: a confirmed conference that waits for the one of the tier above. */
export type StepState = (typeof STEP_STATES)[number];

/** Who holds an open thing, judged at the end of a working day (PRODUCT 1, promise 2). */
export const HOLDER_CLASSES = ['office', 'several', 'superior', 'nobody'] as const;
export type HolderClass = (typeof HOLDER_CLASSES)[number];

/** Why an office asks for an adjustment. */
export const ADJUSTMENT_REASONS = [
  'deadline',
  'notOurFunction',
  'duplicate',
  'lackOfMeans',
  'other',
] as const;
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];

/** The superior's three answers: keep as is, amend this assignment alone (version n+1), exempt the office. */
export const ADJUSTMENT_ANSWERS = ['keep', 'adjust', 'exempt'] as const;
export type AdjustmentAnswer = (typeof ADJUSTMENT_ANSWERS)[number];

/** What made a version of an assignment; the later ones each ask for a fresh tiếp nhận. */
export const VERSION_CAUSES = ['opening', 'adjustment', 'amendment', 'reinstatement'] as const;
export type VersionCause = (typeof VERSION_CAUSES)[number];

export const CONFERENCE_FORMS = ['inPerson', 'online', 'hybrid'] as const;
export type ConferenceForm = (typeof CONFERENCE_FORMS)[number];

export const CONFERENCE_MODES = ['joint', 'separate', 'combined'] as const;
/** chung / riêng từng ngành / lồng ghép */
export type ConferenceMode = (typeof CONFERENCE_MODES)[number];

/** Acts of all agencies together: in force only with every signing agency's signature. */
export const JOINT_ACT_KINDS = ['issue', 'amend', 'recall', 'suspend', 'resume', 'close'] as const;
export type JointActKind = (typeof JOINT_ACT_KINDS)[number];

export const ROLLOUT_STATES = [
  'draft',
  'discarded',
  'issued',
  'suspended',
  'recalled',
  'closed',
] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];

/**
 * What an account is for (PRODUCT 1). Officers and planners act for their office; leaders and auditors read what lies
 * in its scope and act for nobody; an operator starts, watches and repairs the engine and sees no content.
 */
export const ROLES = ['officer', 'planner', 'leader', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** On what ground an account may confirm for its office; without one it prepares and files only. */
export const CONFIRMING_BASES = ['head', 'deputy', 'delegated'] as const;
export type ConfirmingBasis = (typeof CONFIRMING_BASES)[number];

/** How a session began: with a password, with the code that its password was set by, or by a click in a rehearsal. */
export const SESSION_ORIGINS = ['password', 'activation', 'rehearsal'] as const;
export type SessionOrigin = (typeof SESSION_ORIGINS)[number];

/** What an office is told: before a date, after it by way of its superior, or that a joint act changed something. */
export const MESSAGE_KINDS = ['reminder', 'reportUp', 'notice'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Acts about a whole rollout that every line of it is told of; a notice's `rung` is one of these. */
export const NOTICE_ACTS = ['amend', 'recall', 'suspend', 'resume', 'close', 'calendar'] as const;
export type NoticeAct = (typeof NOTICE_ACTS)[number];

/** Where a mail stands; a parked one waits for the operator. */
export const MAIL_STATES = ['waiting', 'sent', 'parked'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** Where a message stands: shown in the application only, or besides that in a mail. */
export const DELIVERY_STATES = ['inApp', ...MAIL_STATES] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Every kind of fact: something that happened, written once and never changed. */
export const FACT_KINDS = [
  // about a rollout
  'signature',
  'signatureCorrection',
  'promulgation',
  'discard',
  'rolloutConference',
  'rolloutConferenceConfirmation',
  'earlyOpening',
  // about one assignment
  'acknowledgement',
  'designation',
  'adjustmentRequest',
  'adjustmentWithdrawal',
  'adjustmentAnswer',
  'exemption',
  'reinstatement',
  'filing',
  'correction',
  'confirmation',
  'disputeDecision',
  'acceptance',
  'return',
  'reopening',
  // about an office
  'standIn',
  'delegation',
  // about a programme
  'calendar',
  'clock',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];
