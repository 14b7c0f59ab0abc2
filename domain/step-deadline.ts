/** Why a step of an assignment is due on its day: the reason beside the date, replayable (DESIGN 6). */
import type { AssignmentView, DueBasis, StepView } from './assignment.ts';
import type { AssignmentTerms } from './assignment-state.ts';
import { isWorkingDay, type WorkingCalendar } from './calendar.ts';
import { localDate } from './civil-date.ts';
import { afterPause, countedAnew, deadlineWithin, deadlineWithinCapped } from './deadline.ts';
import { setByPerson, underNewCalendar, type Deadline } from './deadline.ts';
import type { CivilDate } from './vocabulary.ts';

/** The newest calendar that an assignment knows of. */
export const calendarInForce = (terms: AssignmentTerms): WorkingCalendar =>
  calendarsOf(terms).at(-1)!;

/** The one that it was opened under, and those published since. */
const calendarsOf = ({ calendar, edicts }: AssignmentTerms): WorkingCalendar[] => [
  calendar,
  ...edicts.flatMap((edict) => (edict.kind === 'calendar' ? [edict.calendar] : [])),
];

/** The deadline of one step as the view has it; `planned` are those that held at its opening, by step key. */
export function stepDeadline(
  terms: AssignmentTerms,
  planned: Readonly<Record<string, Deadline>>,
  view: AssignmentView,
  step: StepView,
): Deadline {
  const told = tell({ terms, planned, view, step }, step.basis, step.dueOn);
  const latest = calendarInForce(terms);
  // It may have ceased to be provisional. A settled one stays, also on what has become a rest day.
  return isWorkingDay(latest, told.on) ? underNewCalendar(latest, told) : told;
}

type Telling = {
  readonly terms: AssignmentTerms;
  readonly planned: Readonly<Record<string, Deadline>>;
  readonly view: AssignmentView;
  readonly step: StepView;
};

function tell(telling: Telling, basis: DueBasis, on: CivilDate): Deadline {
  const before = () =>
    tell(telling, 'was' in basis ? basis.was : basis, 'was' in basis ? basis.from : on);
  const reckoned = (reckon: (calendar: WorkingCalendar) => Deadline) =>
    newestGiving(telling.terms, on, reckon);
  switch (basis.rule) {
    case 'version':
      return asMade(telling, basis.n, on);
    case 'after':
      return afterAnother(telling, basis, on);
    case 'paused':
      return reckoned((calendar) => afterPause(calendar, before(), basis.days));
    case 'moved':
      return reckoned((calendar) => underNewCalendar(calendar, before()));
    case 'recounted':
      return reckoned((calendar) => countedAnew(calendar, before(), basis.since, basis.days));
  }
}

/** Reckoned on the newest calendar that gives this date: a reason names one by which it can be replayed. */
function newestGiving(
  terms: AssignmentTerms,
  on: CivilDate,
  reckon: (calendar: WorkingCalendar) => Deadline,
): Deadline {
  const calendars = calendarsOf(terms).toReversed();
  for (const calendar of calendars) {
    const deadline = reckon(calendar);
    if (deadline.on === on) return deadline;
  }
  return reckon(calendars[0]!);
}

/** As its version set it: planned, typed, or so many working days after the version was made. */
function asMade({ terms, planned, view, step }: Telling, n: number, on: CivilDate): Deadline {
  const version = view.versions[n - 1]!;
  if (step.kind === 'acknowledgement') {
    const event =
      n === 1 ? 'opening' : version.cause === 'reinstatement' ? 'reinstatement' : 'version';
    return newestGiving(terms, on, (calendar) =>
      deadlineWithin(calendar, event, localDate(version.madeAt), terms.acknowledgeWithin),
    );
  }
  const plan = planned[step.key];
  if (n === 1 && plan?.on === on) return plan;
  return setByPerson(on, calendarInForce(terms));
}

/** So many working days after the conference was held and agreed, and within the step's own date. */
function afterAnother(
  telling: Telling,
  { from, within }: Extract<DueBasis, { rule: 'after' }>,
  on: CivilDate,
): Deadline {
  const { terms, view, step } = telling;
  const n = view.versions.findLast((v) => v.dates[step.key] !== undefined)?.n ?? 1;
  const own = asMade(telling, n, view.versions[n - 1]!.dates[step.key] ?? on);
  return newestGiving(terms, on, (calendar) => {
    const capped = deadlineWithinCapped(calendar, 'conference', from, within, own);
    // Its own date has been put off since: what was counted is no longer held back by it.
    return capped.on === on ? capped : deadlineWithin(calendar, 'conference', from, within);
  });
}
