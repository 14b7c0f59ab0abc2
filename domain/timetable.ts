/**
 * A rollout's dates, planned backward: the last step's date is typed, every other stands its offset
 * of working days before the next one that remains. Steps of a tier the tree does not have fall
 * away and the chain closes over them. An acknowledgement has no place in the chain: its limit runs
 * from the opening of its gate.
 */
import { addWorkingDays, answering } from './calendar.ts';
import type { WorkingCalendar } from './calendar.ts';
import { deadlineBefore, deadlineWithin, typedDeadline } from './deadline.ts';
import type { Deadline, DeadlineRefused } from './deadline.ts';
import { rungsOf } from './ladder.ts';
import type { Template, TemplateStep } from './template.ts';
import { TIERS } from './vocabulary.ts';
import type { CivilDate, Tier } from './vocabulary.ts';

export type Timetable = {
  readonly ok: true;
  /** By step key: every dated step of the tiers present. */
  readonly steps: Readonly<Record<string, Deadline>>;
  /**
   * By step key: when an acknowledgement is due if its gate opens on the planned date. For preview
   * only.
   */
  readonly acknowledgements: Readonly<Record<string, Deadline>>;
};

/**
 * The deadlines of a checked template for a given end. The reminders of each must find a year too.
 */
export function planTimetable(input: {
  readonly template: Template;
  readonly tiers: readonly Tier[];
  readonly closeOn: CivilDate;
  readonly calendar: WorkingCalendar;
}): Timetable | DeadlineRefused {
  const { template, tiers, closeOn, calendar } = input;
  return answering((): Timetable | DeadlineRefused => {
    const last = typedDeadline(calendar, closeOn);
    if (!last.ok) return last;
    const chain = chainOf(template, tiers);
    const dates: [string, Deadline][] = [];
    for (const step of chain.toReversed()) {
      const next = dates[0];
      const deadline = next
        ? deadlineBefore(calendar, { key: next[0], deadline: next[1] }, offsetOf(step))
        : last.deadline;
      // For its refusal alone: a reminder in a year without a calendar could never be recorded as
      // sent.
      rungsOf(template.ladder, deadline.on, calendar);
      dates.unshift([step.key, deadline]);
    }
    const steps = Object.fromEntries(dates);
    return { ok: true, steps, acknowledgements: expected(input, chain, steps) };
  });
}

/** The reverse: the last step's date for a first step on `issueOn`. */
export function closeOnFor(
  template: Template,
  tiers: readonly Tier[],
  issueOn: CivilDate,
  calendar: WorkingCalendar,
): { readonly ok: true; readonly closeOn: CivilDate } | DeadlineRefused {
  const first = typedDeadline(calendar, issueOn);
  if (!first.ok) return first;
  const days = chainOf(template, tiers)
    .slice(0, -1)
    .reduce((sum, step) => sum + offsetOf(step), 0);
  return answering(() => ({ ok: true as const, closeOn: addWorkingDays(calendar, issueOn, days) }));
}

export const TEMPLATE_PROBLEMS = [
  'template.key_twice',
  'template.kind_twice',
  'template.issue_not_first',
  'template.last_has_offset',
  'template.offset_missing',
  'template.offset_misplaced',
  'template.within_missing',
  'template.within_misplaced',
  'template.after_unknown',
  'template.rung_twice',
  'template.days_not_whole',
] as const;
/** `at` is the key of the step or rung, or the name of the field. */
export type TemplateProblem = {
  readonly code: (typeof TEMPLATE_PROBLEMS)[number];
  readonly at: string;
};

/**
 * What is wrong with a template, in reading order; nothing may be planned with one that has any.
 */
export function checkTemplate(template: Template): readonly TemplateProblem[] {
  const { steps, ladder, answerWithin, mendWithin, confirmWithin, insteadAfter } = template;
  const lastDated = steps.findLastIndex(isDated);
  const firstDated = steps.findIndex(isDated);
  const problems = steps.flatMap((step, i) => [
    ...found(step.key, {
      'template.key_twice': steps.findIndex(({ key }) => key === step.key) < i,
      'template.kind_twice': steps.slice(0, i).some(sameWork(step)),
      'template.issue_not_first': step.kind === 'issue' && i !== firstDated,
      'template.last_has_offset': i === lastDated && step.offset !== undefined,
      'template.offset_missing': isDated(step) && i !== lastDated && step.offset === undefined,
      'template.offset_misplaced': !isDated(step) && step.offset !== undefined,
      'template.within_missing': !isDated(step) && step.within === undefined,
      'template.within_misplaced': isDated(step) && step.within !== undefined,
      'template.after_unknown':
        step.after !== undefined &&
        !steps.slice(0, i).some(sameWork({ tier: step.tier, kind: step.after.kind })),
      'template.days_not_whole': [step.offset, step.within, step.after?.within].some(isNoLimit),
    }),
  ]);
  const rungs = ladder.flatMap((rung, i) =>
    found(rung.key, {
      'template.rung_twice': ladder.findIndex(({ key }) => key === rung.key) < i,
      'template.days_not_whole':
        !Number.isInteger(rung.days) || (rung.to !== 'office' && isNoLimit(rung.to.superior)),
    }),
  );
  const limits = Object.entries({ answerWithin, mendWithin, confirmWithin, insteadAfter }).flatMap(
    ([field, days]) => found(field, { 'template.days_not_whole': isNoLimit(days) }),
  );
  return [...problems, ...rungs, ...limits];
}

/** One tier does one kind of work once: an assignment's steps are told apart by their kind. */
function sameWork(step: Pick<TemplateStep, 'tier' | 'kind'>): (other: TemplateStep) => boolean {
  return (other) => other.tier === step.tier && other.kind === step.kind;
}

function found(
  at: string,
  checks: Partial<Record<TemplateProblem['code'], boolean>>,
): readonly TemplateProblem[] {
  return TEMPLATE_PROBLEMS.filter((code) => checks[code]).map((code) => ({ code, at }));
}

/** A limit of less than one whole working day would put two steps on one date. */
function isNoLimit(days: number | undefined): boolean {
  return days !== undefined && (!Number.isInteger(days) || days < 1);
}

function isDated(step: TemplateStep): boolean {
  return step.kind !== 'acknowledgement';
}

function chainOf(template: Template, tiers: readonly Tier[]): readonly TemplateStep[] {
  return template.steps.filter((step) => isDated(step) && tiers.includes(step.tier));
}

function offsetOf(step: TemplateStep): number {
  if (step.offset === undefined) throw new Error(`step ${step.key} of an unchecked template`);
  return step.offset;
}

/** A gate opens with the plan of the tier above, or with the issue (PRODUCT 3, "Gates"). */
function expected(
  { template, tiers, calendar }: Parameters<typeof planTimetable>[0],
  chain: readonly TemplateStep[],
  dates: Readonly<Record<string, Deadline>>,
): Readonly<Record<string, Deadline>> {
  const issue = chain.find(({ kind }) => kind === 'issue');
  const openings = template.steps
    .filter((step) => !isDated(step) && tiers.includes(step.tier))
    .flatMap((step): [string, Deadline][] => {
      const above = TIERS.slice(0, TIERS.indexOf(step.tier)).findLast((t) => tiers.includes(t));
      const plan = chain.find(({ tier, kind }) => tier === above && kind === 'plan');
      const opener = template.receiving === 'byTier' ? (plan ?? issue) : issue;
      const opensOn = opener && dates[opener.key]?.on;
      if (opensOn === undefined || step.within === undefined) return [];
      return [[step.key, deadlineWithin(calendar, 'opening', opensOn, step.within)]];
    });
  return Object.fromEntries(openings);
}
