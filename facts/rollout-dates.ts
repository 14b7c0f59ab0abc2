/** Which dates a rollout may be drafted with, and how late it may still be issued. */
import type { DraftBasis } from '#db/reads/programmes.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';
import { answering, type WorkingCalendar } from '#domain/calendar.ts';
import { isCivilDate } from '#domain/civil-date.ts';
import { typedDeadline, type Deadline } from '#domain/deadline.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import { rungsOf } from '#domain/ladder.ts';
import { Problem } from '#domain/problems.ts';
import type { Template } from '#domain/template.ts';
import type { DatesInForce } from '#domain/rollout-dates.ts';
import { planTimetable } from '#domain/timetable.ts';
import type { CivilDate } from '#domain/vocabulary.ts';

/**
 * Planned backward, and all of it still to come: a draft that begins in the past could not be issued in time.
 *
 * @throws Problem `deadline.*`
 */
export function planDraft(
  { template, tiers, validFrom, validTo }: DraftBasis & { readonly template: Template },
  closeOn: CivilDate,
  calendar: WorkingCalendar,
  today: CivilDate,
): Readonly<Record<string, Deadline>> {
  const timetable = planTimetable({ template, tiers, closeOn, calendar });
  if (!timetable.ok) throw deadlineProblem(timetable.problem);
  if (closeOn < validFrom || closeOn > validTo)
    throw new Problem('deadline.out_of_order', { on: closeOn, from: validFrom, to: validTo });
  refusePast(timetable.steps, today);
  return timetable.steps;
}

/** @throws Problem `deadline.out_of_order` naming the earliest step that is not after today */
function refusePast(
  dates: Readonly<Record<string, { readonly on: CivilDate }>>,
  today: CivilDate,
): void {
  const past = Object.entries(dates)
    .filter(([, { on }]) => on <= today)
    .toSorted(([, a], [, b]) => (a.on < b.on ? -1 : 1))[0];
  if (past !== undefined)
    throw new Problem('deadline.out_of_order', { step: past[0], on: past[1].on, today });
}

function deadlineProblem(problem: { readonly code: string } & Record<string, unknown>): Problem {
  const { code, ...details } = problem;
  return new Problem(
    code === 'deadline.rest_day' ? 'deadline.rest_day' : 'deadline.no_year',
    details,
  );
}

/**
 * The issue itself may come late; what is asked after it may not be past from the start.
 *
 * @throws Problem `deadline.out_of_order`
 */
export function refuseLateIssue({ template, dates }: RolloutBase, today: CivilDate): void {
  const issue = template.steps.find(({ kind }) => kind === 'issue')?.key;
  const after = Object.entries(dates).filter(([key]) => key !== issue);
  refusePast(Object.fromEntries(after.map(([key, on]) => [key, { on }])), today);
}

/**
 * A date set by a person is a working day, in a year whose calendar also has its reminders.
 *
 * @throws Problem `deadline.*`
 */
export function checkTyped(
  calendar: WorkingCalendar,
  template: Template,
  step: string,
  on: CivilDate,
): void {
  const checked = answering(() => {
    rungsOf(template.ladder, on, calendar);
    return typedDeadline(calendar, on);
  });
  if (checked.ok) return;
  const { code, ...details } = checked.problem;
  throw new Problem(code === 'deadline.rest_day' ? code : 'deadline.no_year', { step, ...details });
}

/**
 * An amendment sets working days to come, keeps the order of the steps, changes something, and does not reach what
 * is past: the issue itself.
 *
 * @throws Problem `deadline.*`
 */
export function refuseAmendment(
  { template }: RolloutBase,
  { dates, calendar }: DatesInForce,
  { dates: amended, content }: Extract<JointActTerms, { kind: 'amend' }>,
  today: CivilDate,
): void {
  for (const [key, on] of Object.entries(amended)) {
    const step = template.steps.find((s) => s.key === key);
    if (step === undefined || step.kind === 'issue' || dates[key] === undefined)
      throw new Problem('deadline.no_step', { step: key });
    if (!isCivilDate(on) || on <= today)
      throw new Problem('deadline.out_of_order', { step: key, on, today });
    checkTyped(calendar, template, key, on);
  }
  const ordered = template.steps.flatMap(({ key }) => {
    const on = amended[key] ?? dates[key];
    return on === undefined ? [] : [{ key, on }];
  });
  const late = ordered.findIndex(({ on }, i) => i > 0 && on < ordered[i - 1]!.on);
  if (late > 0)
    throw new Problem('deadline.out_of_order', { step: ordered[late]!.key, dates: ordered });
  // Everybody would be asked for a fresh receipt of what they have.
  if (content === null && Object.entries(amended).every(([key, on]) => dates[key] === on))
    throw new Problem('deadline.unchanged', { dates: amended });
}
