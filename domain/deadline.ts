/**
 * A due date and the reason for it. The reason is plain JSON, stored beside the date: the rule,
 * what it was applied to, the calendar's version and what in that calendar shifted it. Replaying it
 * gives the same date.
 *
 * "d - n" is the n-th working day before d; a limit of n working days after an event does not count
 * the event's day (calendar.ts). All dates end at 24:00 (+07:00).
 */
import {
  addWorkingDays,
  answering,
  countWorkingDays,
  isProvisional,
  isWorkingDay,
  neighbours,
  nextWorkingDay,
  shiftsBetween,
} from './calendar.ts';
import type { NoYear, Shift, WorkingCalendar } from './calendar.ts';
import { addDays } from './civil-date.ts';
import type { CivilDate } from './vocabulary.ts';

/** What a limit may run from. The first four are the steps of an assignment. */
export const DEADLINE_EVENTS = [
  'acknowledgement',
  'plan',
  'conference',
  'report',
  'opening',
  'version',
  'reinstatement',
  'filing',
  'adjustmentRequest',
  'return',
  'cutOff',
] as const;
export type DeadlineEvent = (typeof DEADLINE_EVENTS)[number];

/** The days a date rests on: where one of them is unconfirmed, the date is provisional. */
export type Stretch = { readonly from: CivilDate; readonly to: CivilDate };

type Grounds = {
  /** Version of the calendar it was reckoned with. */
  readonly calendar: number;
  readonly stretch: Stretch;
  readonly shifts: readonly Shift[];
};

export type DeadlineReason = Grounds &
  (
    | { readonly rule: 'typed'; readonly on: CivilDate }
    /** `days` working days before the date of another step. */
    | {
        readonly rule: 'before';
        readonly days: number;
        readonly step: string;
        readonly stepOn: CivilDate;
      }
    /** `days` working days after an event. */
    | {
        readonly rule: 'within';
        readonly days: number;
        readonly event: DeadlineEvent;
        readonly eventOn: CivilDate;
      }
    /** The same, but never after `capOn`, the step's own date. */
    | {
        readonly rule: 'withinCapped';
        readonly days: number;
        readonly event: DeadlineEvent;
        readonly eventOn: CivilDate;
        readonly capOn: CivilDate;
      }
    /** A calendar published later made `from` a rest day; `was` is why it stood there. */
    | { readonly rule: 'moved'; readonly from: CivilDate; readonly was: DeadlineReason }
    /** As many working days later as the work was suspended. */
    | {
        readonly rule: 'paused';
        readonly days: number;
        readonly from: CivilDate;
        readonly was: DeadlineReason;
      }
    /** A limit counted anew on a calendar published later: `days` working days after `since`. */
    | {
        readonly rule: 'recounted';
        readonly days: number;
        readonly since: CivilDate;
        readonly from: CivilDate;
        readonly was: DeadlineReason;
      }
  );

export type Deadline = {
  readonly on: CivilDate;
  /** It rests on days of the calendar that nobody has announced yet. */
  readonly provisional: boolean;
  readonly reason: DeadlineReason;
};

/** A typed date is a rest day: the two working days to choose from. */
export type RestDay = {
  readonly code: 'deadline.rest_day';
  readonly on: CivilDate;
  readonly previous: CivilDate;
  readonly next: CivilDate;
};
export type DeadlineProblem = RestDay | NoYear;
export type DeadlineRefused = { readonly ok: false; readonly problem: DeadlineProblem };
export type DeadlineAnswer = { readonly ok: true; readonly deadline: Deadline } | DeadlineRefused;

/** A date set by a person; a rest day is refused with its neighbours, never moved in silence. */
export function typedDeadline(calendar: WorkingCalendar, on: CivilDate): DeadlineAnswer {
  return answering((): DeadlineAnswer => {
    if (!isWorkingDay(calendar, on)) {
      const problem = { code: 'deadline.rest_day' as const, on, ...neighbours(calendar, on) };
      return { ok: false, problem };
    }
    return { ok: true, deadline: setByPerson(on, calendar) };
  });
}

/** A date as a person set it, when it was judged to be a working day: it may have ceased to be one. */
export const setByPerson = (on: CivilDate, calendar: WorkingCalendar): Deadline =>
  dated(calendar, on, {
    rule: 'typed',
    on,
    calendar: calendar.version,
    stretch: { from: on, to: on },
    shifts: [],
  });

/**
 * The `days`-th working day before another step's date; that date's own uncertainty is inherited.
 */
export function deadlineBefore(
  calendar: WorkingCalendar,
  step: { readonly key: string; readonly deadline: Deadline },
  days: number,
): Deadline {
  const stepOn = step.deadline.on;
  const on = addWorkingDays(calendar, stepOn, -days);
  return dated(calendar, on, {
    rule: 'before',
    days,
    step: step.key,
    stepOn,
    calendar: calendar.version,
    stretch: joined({ from: on, to: stepOn }, step.deadline.reason.stretch),
    shifts: shiftsBetween(calendar, on, addDays(stepOn, -1)),
  });
}

/** The `days`-th working day after an event. */
export function deadlineWithin(
  calendar: WorkingCalendar,
  event: DeadlineEvent,
  eventOn: CivilDate,
  days: number,
): Deadline {
  const on = addWorkingDays(calendar, eventOn, days);
  return dated(calendar, on, {
    rule: 'within',
    days,
    event,
    eventOn,
    calendar: calendar.version,
    stretch: { from: eventOn, to: on },
    shifts: shiftsBetween(calendar, addDays(eventOn, 1), on),
  });
}

/**
 * The `days`-th working day after an event, but never after the step's own date (C4 after the
 * conference).
 */
export function deadlineWithinCapped(
  calendar: WorkingCalendar,
  event: DeadlineEvent,
  eventOn: CivilDate,
  days: number,
  cap: Deadline,
): Deadline {
  const on = cappedDate(calendar, eventOn, days, cap.on);
  // An event after the cap counts for nothing: the date rests on the cap alone.
  const counted = { from: eventOn < on ? eventOn : on, to: on };
  return dated(calendar, on, {
    rule: 'withinCapped',
    days,
    event,
    eventOn,
    capOn: cap.on,
    calendar: calendar.version,
    stretch: on === cap.on ? joined(counted, cap.reason.stretch) : counted,
    shifts: eventOn < on ? shiftsBetween(calendar, addDays(eventOn, 1), on) : [],
  });
}

/**
 * A deadline under a calendar published after it was set: on a rest day it moves to the next
 * working day, else it stays where it is, with its reason, and may cease to be provisional. Two
 * steps may come to share a date.
 */
export function underNewCalendar(calendar: WorkingCalendar, deadline: Deadline): Deadline {
  const { on, reason } = deadline;
  if (isWorkingDay(calendar, on)) return dated(calendar, on, reason);
  const movedTo = nextWorkingDay(calendar, on);
  return dated(calendar, movedTo, {
    rule: 'moved',
    from: on,
    was: reason,
    calendar: calendar.version,
    stretch: joined({ from: on, to: movedTo }, reason.stretch),
    shifts: shiftsBetween(calendar, on, movedTo),
  });
}

/** A deadline after a suspension of so many working days. */
export const afterPause = (calendar: WorkingCalendar, was: Deadline, days: number): Deadline =>
  later(calendar, was, addWorkingDays(calendar, was.on, days), { rule: 'paused', days });

/** A limit of `days` working days after `since`, counted on a calendar that was published after it began. */
export const countedAnew = (
  calendar: WorkingCalendar,
  was: Deadline,
  since: CivilDate,
  days: number,
): Deadline =>
  later(calendar, was, addWorkingDays(calendar, since, days), { rule: 'recounted', since, days });

function later(
  calendar: WorkingCalendar,
  { on: from, reason: was }: Deadline,
  on: CivilDate,
  rule:
    | { readonly rule: 'paused'; readonly days: number }
    | { readonly rule: 'recounted'; readonly since: CivilDate; readonly days: number },
): Deadline {
  const since = rule.rule === 'paused' ? from : rule.since;
  return dated(calendar, on, {
    ...rule,
    from,
    was,
    calendar: calendar.version,
    stretch: joined({ from: since, to: on }, was.stretch),
    shifts: shiftsBetween(calendar, addDays(since, 1), on),
  });
}

/**
 * The date a reason stands for. With the calendar of its own version: the stored date. With a newer
 * one: what the same rule and inputs would give today, which is how a calendar's publication is
 * previewed.
 */
export function replay(reason: DeadlineReason, calendar: WorkingCalendar): CivilDate {
  switch (reason.rule) {
    case 'typed':
      return reason.on;
    case 'before':
      return addWorkingDays(calendar, reason.stepOn, -reason.days);
    case 'within':
      return addWorkingDays(calendar, reason.eventOn, reason.days);
    case 'withinCapped':
      return cappedDate(calendar, reason.eventOn, reason.days, reason.capOn);
    case 'moved':
      return nextWorkingDay(calendar, reason.from);
    case 'paused':
      return addWorkingDays(calendar, reason.from, reason.days);
    case 'recounted':
      return addWorkingDays(calendar, reason.since, reason.days);
  }
}

/** Counted up to the cap only, so that a cap at the calendar's end needs no year beyond it. */
function cappedDate(
  calendar: WorkingCalendar,
  eventOn: CivilDate,
  days: number,
  capOn: CivilDate,
): CivilDate {
  const room = countWorkingDays(calendar, eventOn, capOn);
  return room < days ? capOn : addWorkingDays(calendar, eventOn, days);
}

function dated(calendar: WorkingCalendar, on: CivilDate, reason: DeadlineReason): Deadline {
  const { from, to } = reason.stretch;
  return { on, provisional: isProvisional(calendar, from, to), reason };
}

function joined(a: Stretch, b: Stretch): Stretch {
  return { from: a.from < b.from ? a.from : b.from, to: a.to > b.to ? a.to : b.to };
}
