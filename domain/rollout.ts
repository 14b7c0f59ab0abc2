/**
 * What a coordinator has to do about its rollout, decided from the record alone: which assignments to write,
 * which tiers to open, whom to remind, what is complete. Asked again of its own result it asks for nothing.
 */
import type { AssignmentFact, AssignmentView, ConferenceSince, Edict } from './assignment.ts';
import type { Staffing, StepTerms } from './assignment.ts';
import type { Holding } from './assignment-holder.ts';
import type { AssignmentTerms } from './assignment-state.ts';
import { viewAssignment } from './assignment-view.ts';
import type { WorkingCalendar } from './calendar.ts';
import { localDate } from './civil-date.ts';
import { judgeDuties } from './duties.ts';
import type { DutyTerms, JudgedRung } from './duties.ts';
import { conferencesOf, historyOf, holderDays, holdingsSince } from './holder-days.ts';
import { contentInForce, datesInForce } from './rollout-dates.ts';
import type { Template } from './template.ts';
import { causesAt, wakeOf, type Wake, type WakeCause } from './wake.ts';
import { PAIR_STATES, TIERS } from './vocabulary.ts';
import type { CivilDate, Instant, PairState, Tier } from './vocabulary.ts';

/** A rollout as frozen at its issue, and what came into force after it. */
export type RolloutTerms = {
  readonly template: Template;
  /** Due dates by step key, planned backward from the closing (DESIGN 6). */
  readonly dates: Readonly<Record<string, CivilDate>>;
  readonly calendar: WorkingCalendar;
  /** In ledger order. */
  readonly edicts: readonly Edict[];
  /** Confirmed conferences at the top as they came and went. */
  readonly conferences?: readonly ConferenceSince[];
};

/** A frozen recipient under the coordinator's unit. `leads`: it has recipients of its own below. */
export type RecipientStock = {
  readonly unit: string;
  readonly tier: Tier;
  readonly leads: boolean;
};

export type OfficeStock = {
  readonly agency: string;
  readonly office: string;
  readonly staffed: readonly Staffing[];
  /** Its living superior offices in its own agency's tree, nearest first. */
  readonly superiors: readonly string[];
};

export type AssignmentStock = {
  readonly unit: string;
  readonly tier: Tier;
  readonly openedAt: Instant;
  /** Its opening's place in the ledger: edicts before it are in its first version. */
  readonly openedSeq: number;
  /** Those of the recipient above; null where its tier is the rollout's first. */
  readonly conferencesAbove?: readonly ConferenceSince[] | null;
  readonly offices: readonly OfficeStock[];
  readonly facts: readonly AssignmentFact[];
  readonly recorded: ReadonlySet<string>;
};

export type RestingStock = { readonly state: PairState; readonly wake: Wake | null };

/** A coordinator below: present from the moment its unit's gate opened. */
export type ChildStock = {
  readonly unit: string;
  readonly complete: boolean;
  readonly looked: boolean;
};

export type RolloutStock = {
  readonly terms: RolloutTerms;
  readonly conferenceAbove: CivilDate | null;
  readonly recipients: readonly RecipientStock[];
  /** Units whose tier below may receive before they have planned. */
  readonly openedEarly: readonly string[];
  /** Units of recipients that have an assignment, whether or not it is loaded. */
  readonly opened: ReadonlySet<string>;
  /** Those that are due, and the subjects of what is pending; the others stay as they are stored. */
  readonly assignments: readonly AssignmentStock[];
  /** What is stored of those that are not loaded now. */
  readonly resting: ReadonlyMap<string, RestingStock>;
  readonly children: readonly ChildStock[];
};

export type AssignmentDecision = {
  readonly unit: string;
  readonly view: AssignmentView;
  readonly judged: readonly JudgedRung[];
  /** Since when the present holder has it. */
  readonly heldSince: CivilDate | null;
  readonly holdings: readonly (Holding & { readonly since: CivilDate })[];
  readonly conferences: readonly ConferenceSince[];
  /** When its coordinator is to wake for it. */
  readonly wake: Wake | null;
  /** Before then only what happens to it can change anything: until then it need not be loaded. */
  readonly lookAt: Instant | null;
};

export type RolloutDecision = {
  /** Recipients whose receiving gate is open and who have no assignment yet. */
  readonly toOpen: readonly string[];
  readonly assignments: readonly AssignmentDecision[];
  /** Units whose communes may receive from now on: their coordinator is to be written. */
  readonly gatesToOpen: readonly string[];
  readonly complete: boolean;
  readonly totals: Readonly<Record<PairState, number>>;
  readonly nextAt: Instant | null;
  readonly wakesFor: readonly WakeCause[];
  /** Assignments that could not be judged: set aside for the operator while the others go on. */
  readonly troubles: readonly { readonly unit: string; readonly message: string }[];
};

/** The steps that a pair of this tier owes, in the template's order, with their dates. */
export function stepsOf(terms: Pick<RolloutTerms, 'template' | 'dates'>, tier: Tier): StepTerms[] {
  return terms.template.steps.flatMap((step): StepTerms[] => {
    if (step.tier !== tier) return [];
    const { key, kind } = step;
    if (kind === 'issue' || kind === 'summary' || kind === 'closing') return [];
    const dueOn = terms.dates[key] ?? '';
    return [
      step.after === undefined ? { key, kind, dueOn } : { key, kind, dueOn, after: step.after },
    ];
  });
}

/** What one assignment of the rollout is judged by. */
export function assignmentTerms(
  terms: RolloutTerms,
  stock: Omit<AssignmentStock, 'unit' | 'facts' | 'recorded'>,
  conferenceAbove: CivilDate | null,
): AssignmentTerms {
  const { template } = terms;
  const received = template.steps.find(
    (s) => s.tier === stock.tier && s.kind === 'acknowledgement',
  );
  const waitsAbove = needsConferenceAbove(terms, stock.tier);
  const conferences = stock.conferencesAbove ?? terms.conferences;
  const before = terms.edicts.filter((e) => e.seq < stock.openedSeq);
  const { dates, calendar } = datesInForce(terms, before);
  return {
    openedAt: stock.openedAt,
    steps: stepsOf({ template, dates }, stock.tier),
    checked: template.checked,
    lines: stock.offices.map(({ agency, staffed }) => ({ agency, staffed })),
    conferenceAbove: waitsAbove ? conferenceAbove : '',
    ...(waitsAbove && conferences !== undefined ? { conferencesAbove: conferences } : {}),
    content: contentInForce(before),
    acknowledgeWithin: received?.within ?? 0,
    answerWithin: template.answerWithin,
    mendWithin: template.mendWithin,
    insteadAfter: template.insteadAfter,
    calendar,
    edicts: terms.edicts.filter((e) => e.seq > stock.openedSeq),
  };
}

/** Where no tier above plans a conference there is nothing to wait for: an empty date is before every other. */
const needsConferenceAbove = ({ template, dates }: RolloutTerms, tier: Tier) =>
  template.steps.some(
    (s) => s.kind === 'conference' && isAbove(s.tier, tier) && dates[s.key] !== undefined,
  );

const isAbove = (a: Tier, b: Tier) => TIERS.indexOf(a) < TIERS.indexOf(b);

/** Whether anything may be opened: a suspended rollout rests, one recalled or closed is over. */
const isRunning = (edicts: readonly Edict[]) => {
  const last = edicts.findLast((e) => e.kind !== 'amend' && e.kind !== 'calendar');
  return last === undefined || last.kind === 'resume';
};

/** All that is due at `now`. Ties break by unit order of the input, never by arrival. */
export function decideRollout(stock: RolloutStock, now: Instant): RolloutDecision {
  const { terms } = stock;
  const open = isRunning(terms.edicts);
  const toOpen = open ? stock.recipients.filter((r) => !stock.opened.has(r.unit)) : [];
  const troubles: { unit: string; message: string }[] = [];
  const assignments = stock.assignments.flatMap((assignment) => {
    try {
      return [decideAssignment(stock, assignment, now)];
    } catch (error) {
      troubles.push({ unit: assignment.unit, message: String(error) });
      return [];
    }
  });
  const views = new Map(assignments.map(({ unit, view }) => [unit, view]));
  const begun = new Set(stock.children.map((child) => child.unit));
  const mayReceive = (unit: string) =>
    stock.openedEarly.includes(unit) || gateBelowOpen(terms.template, views.get(unit));
  const gatesToOpen = stock.recipients.filter(
    (r) => open && r.leads && !begun.has(r.unit) && mayReceive(r.unit),
  );
  const stateOf = (unit: string) =>
    views.get(unit)?.state ?? stock.resting.get(unit)?.state ?? 'notOpen';
  const complete =
    stock.recipients.every((r) => stateOf(r.unit) === 'done') &&
    stock.recipients.every((r) => !r.leads || isComplete(stock.children, r.unit));
  const wakes = [...assignments, ...stock.resting.values()].map(({ wake }) => wake);
  const nextAt = least(wakes.map((wake) => wake?.at ?? null));
  return {
    toOpen: toOpen.map((r) => r.unit),
    assignments,
    gatesToOpen: gatesToOpen.map((r) => r.unit),
    complete,
    totals: count(stock.recipients.map((r) => stateOf(r.unit))),
    nextAt,
    wakesFor: causesAt(nextAt, wakes),
    troubles,
  };
}

function decideAssignment(
  stock: RolloutStock,
  assignment: AssignmentStock,
  now: Instant,
): AssignmentDecision {
  const { template } = stock.terms;
  const terms = assignmentTerms(stock.terms, assignment, stock.conferenceAbove);
  const superiors = assignment.offices.map((o) => [o.agency, o.superiors.length] as const);
  const duty: DutyTerms = {
    ladder: template.ladder,
    confirmWithin: template.confirmWithin,
    superiors: Object.fromEntries(superiors),
  };
  const { facts, recorded, unit } = assignment;
  const { judged, nextAt, lookAt } = judgeDuties(terms, duty, facts, recorded, now);
  const history = historyOf(terms, facts, now);
  const view = viewAssignment(terms, facts, now);
  const owesMessages = judged.some((rung) => rung.skipped === null);
  return {
    unit,
    view,
    judged,
    heldSince: holderDays(history, terms.calendar, localDate(now)).since,
    holdings: holdingsSince(history),
    conferences: conferencesOf(history),
    wake: wakeOf(view, nextAt, duty, terms.calendar),
    lookAt: owesMessages ? now : view.done === null ? lookAt : null,
  };
}

/** Receiving opens below when the plan of this tier is confirmed; a gate once open stays open (its row exists). */
function gateBelowOpen(template: Template, view: AssignmentView | undefined): boolean {
  if (template.receiving === 'atIssue') return true;
  const plan = view?.steps.find((s) => s.kind === 'plan');
  // A template without a plan at this tier has nothing to wait for.
  return view !== undefined && (plan === undefined || plan.state === 'confirmed');
}

const isComplete = (children: readonly ChildStock[], unit: string) =>
  children.some((child) => child.unit === unit && child.complete);

function count(states: readonly PairState[]): Record<PairState, number> {
  const totals = Object.fromEntries(PAIR_STATES.map((state) => [state, 0])) as Record<
    PairState,
    number
  >;
  for (const state of states) totals[state] += 1;
  return totals;
}

const least = (instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
