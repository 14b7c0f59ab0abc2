/** Small worlds for the rules of PRODUCT 3: one pair of n offices, its acts, and a story told in one list. */
import type { AssignmentAct, AssignmentFact } from '#domain/assignment.ts';
import type { Edict, Evidence, Staffing } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import { addDays } from '#domain/civil-date.ts';
import type { RecipientStock, RolloutStock, RolloutTerms } from '#domain/rollout.ts';
import type { Template, TemplateRung } from '#domain/template.ts';
import type { AdjustmentAnswer, CivilDate, FiledStep, Instant } from '#domain/vocabulary.ts';
import type { StepKind, Tier } from '#domain/vocabulary.ts';
import { laiChauWorkingCalendar, publishedCalendar } from './calendar-oracle.ts';

export const [A, B, C] = ['police', 'union', 'youth'] as const;
export const AGENCIES: readonly string[] = [A, B, C];
const calendar: WorkingCalendar = laiChauWorkingCalendar();

/** A Monday. Tiếp nhận is due on the Wednesday; 1-4 September 2023 were days off. */
export const OPENED_ON = '2023-08-07';
export const DUE: Readonly<Record<StepKind, CivilDate>> = {
  acknowledgement: '2023-08-09',
  plan: '2023-08-21',
  conference: '2023-08-28',
  report: '2023-09-08',
};
const KEYS: Readonly<Record<StepKind, string>> = {
  acknowledgement: 'C1',
  plan: 'C2',
  conference: 'C3',
  report: 'C4',
};
export const keyOf = (kind: StepKind) => KEYS[kind];

/** Two in the afternoon at +07:00: inside the civil date, after the reminders of the morning. */
export const afternoon = (on: CivilDate): Instant => `${on}T07:00:00.000Z`;
/** Seven in the morning at +07:00, when reminders fall due. */
export const morning = (on: CivilDate): Instant => `${on}T00:00:00.000Z`;
export const OPENED_AT: Instant = morning(OPENED_ON);

/** Staffed from an instant on, until further notice. */
export const since = (from: Instant): Staffing[] => [{ from, to: null }];
/** Stood in for from the first to the last of these days. */
export const standIn = (first: CivilDate, last: CivilDate): Staffing => ({
  from: `${addDays(first, -1)}T17:00:00.000Z`,
  to: `${last}T17:00:00.000Z`,
});

export type World = {
  readonly n?: number;
  readonly steps?: readonly StepKind[];
  readonly checked?: boolean;
  /** '' = no conference above to wait for. */
  readonly above?: CivilDate | null;
  readonly vacant?: readonly string[];
  /** Not staffed from the start for good, but in these times. */
  readonly staffed?: Readonly<Record<string, readonly Staffing[]>>;
};

/** The terms of one commune's assignment; by default two staffed offices, four steps and a check. */
export function world(w: World = {}): AssignmentTerms {
  const kinds = w.steps ?? ['acknowledgement', 'plan', 'conference', 'report'];
  return {
    openedAt: OPENED_AT,
    steps: kinds.map((kind) => ({
      key: KEYS[kind],
      kind,
      dueOn: DUE[kind],
      ...(kind === 'report' ? { after: { kind: 'conference', within: 5 } as const } : {}),
    })),
    checked: w.checked ?? true,
    lines: AGENCIES.slice(0, w.n ?? 2).map((agency) => ({
      agency,
      staffed: w.vacant?.includes(agency) === true ? [] : (w.staffed?.[agency] ?? since(OPENED_AT)),
    })),
    conferenceAbove: w.above === undefined ? '' : w.above,
    content: null,
    acknowledgeWithin: 2,
    answerWithin: 3,
    mendWithin: 2,
    insteadAfter: 5,
    calendar,
    edicts: [],
  };
}

const DOCUMENT = { number: '01/KH', on: OPENED_ON };
const PLAN: Evidence = {
  step: 'plan',
  plan: {
    documents: [{ ...DOCUMENT, agency: A }],
    localItems: ['Tổ tự quản'],
    unchangedCopy: false,
  },
};
const REPORT: Evidence = { step: 'report', report: { document: DOCUMENT, remarks: null } };

/** Heads present by agency; an agency that is not named sent nobody. */
export function conferenceOn(
  heldOn: CivilDate,
  present: Readonly<Record<string, number>> = { [A]: 10, [B]: 8 },
): Evidence {
  const attendance = { byAgency: present, others: 3 };
  return {
    step: 'conference',
    conference: {
      heldOn,
      form: 'inPerson',
      mode: 'joint',
      invited: attendance,
      present: attendance,
      chairPost: 'Chủ tịch UBND xã',
      minutes: DOCUMENT,
    },
  };
}

const HELD_ON = '2023-08-10';

export const acknowledge = (version = 1): AssignmentAct => ({ kind: 'acknowledgement', version });
export const designate = (post = 'Phó trưởng Công an xã'): AssignmentAct => ({
  kind: 'designation',
  post,
});
export const ask: AssignmentAct = { kind: 'adjustmentRequest', reason: 'deadline', text: 'Mưa lũ' };
export const withdraw = (request: number): AssignmentAct => ({
  kind: 'adjustmentWithdrawal',
  request,
});
export const answer = (
  request: number,
  how: AdjustmentAnswer,
  dates: Readonly<Record<string, CivilDate>> = {},
): AssignmentAct => ({
  kind: 'adjustmentAnswer',
  request,
  answer: how,
  consultedOn: OPENED_ON,
  document: DOCUMENT,
  dates,
});
export function file(step: FiledStep, heldOn: CivilDate = HELD_ON): AssignmentAct {
  return { kind: 'filing', evidence: evidenceOf(step, heldOn) };
}
function evidenceOf(step: FiledStep, heldOn: CivilDate): Evidence {
  if (step === 'conference') return conferenceOn(heldOn);
  return step === 'plan' ? PLAN : REPORT;
}
export const confirm = (filing: number): AssignmentAct => ({
  kind: 'confirmation',
  filing,
  agrees: true,
  differs: null,
});
export const differ = (filing: number): AssignmentAct => ({
  kind: 'confirmation',
  filing,
  agrees: false,
  differs: 'Có 20 người dự, không phải 18',
});
/** By the superior, when the office has been silent too long. */
export const instead = (filing: number, agrees = true): AssignmentAct => ({
  kind: 'confirmation',
  filing,
  agrees,
  differs: null,
  instead: true,
});
export function correct(
  filing: number,
  step: FiledStep,
  heldOn: CivilDate = HELD_ON,
): AssignmentAct {
  return { kind: 'correction', filing, evidence: evidenceOf(step, heldOn) };
}
export const decide = (filing: number, stands: boolean): AssignmentAct => ({
  kind: 'disputeDecision',
  filing,
  stands,
  document: DOCUMENT,
});
export const onPaper = (on: CivilDate, version = 1): AssignmentAct => ({
  kind: 'acknowledgement',
  version,
  paper: { number: '12/CV', on },
});
export const exempt: AssignmentAct = {
  kind: 'exemption',
  reason: 'Không có nhiệm vụ này',
  document: DOCUMENT,
};
export const reinstate: AssignmentAct = {
  kind: 'reinstatement',
  reason: 'Giao lại nhiệm vụ',
  document: DOCUMENT,
};
export const accept: AssignmentAct = { kind: 'acceptance' };
export const reopen = (step: FiledStep): AssignmentAct => ({
  kind: 'reopening',
  step,
  reason: 'Sai số người dự',
  field: 'present',
});
export const sendBack = (step: FiledStep): AssignmentAct => ({
  kind: 'return',
  step,
  reason: 'Thiếu số biên bản',
  field: 'minutes',
});

/** What happened, one line each: the day, for whom, what. The n-th line is the fact with seq n. */
export type Told = readonly [on: CivilDate, agency: string, act: AssignmentAct];

export const toFacts = (told: readonly Told[]): AssignmentFact[] =>
  told.map(([on, agency, act], i) => ({ seq: i + 1, at: afternoon(on), agency, act }));

/** The view after a story, at the instant of its last line or of a later day. */
export function after(terms: AssignmentTerms, told: readonly Told[], on?: CivilDate) {
  const facts = toFacts(told);
  const now = on === undefined ? (facts.at(-1)?.at ?? terms.openedAt) : afternoon(on);
  return viewAssignment(terms, facts, now);
}

/** The same day again and again: most rules have nothing to do with time. */
export const onOneDay = (
  on: CivilDate,
  acts: readonly (readonly [string, AssignmentAct])[],
): Told[] => acts.map(([agency, act]) => [on, agency, act]);

/** Everything that a pair of two owes by default, done on one day; the check is still to come. */
export const everythingFiled = (on: CivilDate): Told[] =>
  onOneDay(on, [
    [A, acknowledge()],
    [B, acknowledge()],
    [A, file('plan')],
    [B, confirm(3)],
    [A, file('conference')],
    [B, confirm(5)],
    [B, file('report')],
    [A, confirm(7)],
  ]);

export const LADDER: readonly TemplateRung[] = [
  { key: 'before5', days: -5, to: 'office', mark: 'assumed' },
  { key: 'before1', days: -1, to: 'office', mark: 'assumed' },
  { key: 'after1', days: 1, to: { superior: 1 }, mark: 'assumed' },
  { key: 'after5', days: 5, to: { superior: 2 }, mark: 'assumed' },
];

const STEP_TIERS: readonly (readonly [string, Tier])[] = [
  ['D', 'district'],
  ['C', 'commune'],
];

/** Two tiers below a province: D1-D4 and C1-C4, or tiếp nhận alone. */
export function template(
  kinds: readonly StepKind[] = ['acknowledgement', 'plan', 'conference', 'report'],
  over: Partial<Template> = {},
): Template {
  const label = { vi: 'Bước', en: 'Step' };
  const steps = STEP_TIERS.flatMap(([letter, tier]) =>
    kinds.map((kind, i) => ({
      key: `${letter}${i + 1}`,
      tier,
      kind,
      label,
      ...(kind === 'acknowledgement' ? { within: 2 } : {}),
      ...(kind === 'report' ? { after: { kind: 'conference', within: 5 } as const } : {}),
      mark: 'assumed' as const,
    })),
  );
  return {
    key: 'test',
    title: label,
    rulesVersion: 1,
    receiving: 'byTier',
    checked: true,
    steps,
    ladder: LADDER,
    answerWithin: 3,
    mendWithin: 2,
    confirmWithin: 3,
    insteadAfter: 5,
    ...over,
  };
}

export function rolloutTerms(of: Template, closedAt: Instant | null = null): RolloutTerms {
  const dates = of.steps.map((s) => {
    const due = DUE[s.kind as StepKind];
    return [s.key, s.tier === 'district' ? addDays(due, -7) : due] as const;
  });
  return { template: of, dates: Object.fromEntries(dates), calendar, edicts: closing(closedAt) };
}

/** Closed at that instant, after everything else in the ledger. */
export const closing = (at: Instant | null): Edict[] =>
  at === null ? [] : [{ seq: 1_000, at, n: 1, kind: 'close', unmet: null }];

export const recipient = (unit: string, over: Partial<RecipientStock> = {}): RecipientStock => ({
  unit,
  tier: 'district',
  leads: true,
  ...over,
});

/** One coordinator's stock: nothing opened, nothing begun. */
export function stockOf(
  terms: RolloutTerms,
  recipients: readonly RecipientStock[],
  over: Partial<RolloutStock> = {},
): RolloutStock {
  return {
    terms,
    conferenceAbove: '2023-08-01',
    recipients,
    opened: new Set(),
    assignments: [],
    openedEarly: [],
    resting: new Map(),
    children: [],
    ...over,
  };
}

/** The offices of a pair as the record has them, staffed from the start, with superiors above. */
export const offices = (
  unit: string,
  n = 2,
  superiors = 2,
  staffed: readonly Staffing[] = since(OPENED_AT),
) =>
  AGENCIES.slice(0, n).map((agency) => ({
    agency,
    office: `${agency}@${unit}`,
    staffed,
    superiors: Array.from({ length: superiors }, (_, i) => `${agency}@above${i + 1}`),
  }));

/** What comes into force, without its place in the ledger; a calendar by the number it is published under. */
export type Decree =
  | { readonly kind: 'recall' | 'suspend' | 'resume' }
  | { readonly kind: 'close'; readonly unmet: string | null }
  | { readonly kind: 'calendar'; readonly version: number }
  | {
      readonly kind: 'amend';
      readonly dates: Readonly<Record<string, CivilDate>>;
      readonly content: string | null;
    };

const calendars = new Map<number, WorkingCalendar>();
/** `n`: the how-manieth of its kind; a calendar has its version instead. */
export function inForce(decree: Decree, seq: number, at: Instant, n = 1): Edict {
  if (decree.kind !== 'calendar') return { seq, at, n, ...decree };
  const { version } = decree;
  const published = calendars.get(version) ?? publishedCalendar(version);
  calendars.set(version, published);
  return { seq, at, n: version, kind: 'calendar', calendar: published };
}
