/** Which dates a rollout may be drafted with, and how late it may still be issued. */
import type { DraftBasis } from '#db/reads/programmes.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { Deadline } from '#domain/deadline.ts';
import { Problem } from '#domain/problems.ts';
import type { Template } from '#domain/template.ts';
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
