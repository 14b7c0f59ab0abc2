/**
 * When a step's reminders fall due, and since when it is overdue. Rungs stand at 07:00 (+07:00) of
 * working days, so rest days are quiet; a deadline passes at 24:00 of its day and is shown and told
 * from the next working day.
 */
import { addWorkingDays, countWorkingDays, nextWorkingDay } from './calendar.ts';
import type { WorkingCalendar } from './calendar.ts';
import { instantAt, localDate } from './civil-date.ts';
import type { TemplateRung } from './template.ts';
import type { CivilDate, Instant } from './vocabulary.ts';

/** Offices open at 07:00 or 07:30: the message is there when the day begins. */
const RUNG_HOUR = 7;

export type Rung = {
  readonly key: string;
  readonly days: number;
  readonly to: TemplateRung['to'];
  readonly dueOn: CivilDate;
  readonly dueAt: Instant;
};

/**
 * The rungs of a deadline in order of time: -1 is the working day before it, +1 the first one after
 * it, 0 the day itself. Throws `NoCalendarYear` past the calendar's end; `planTimetable` refuses
 * dates whose rungs would.
 */
export function rungsOf(
  ladder: readonly TemplateRung[],
  deadlineOn: CivilDate,
  calendar: WorkingCalendar,
): readonly Rung[] {
  return ladder
    .map(({ key, days, to }) => {
      const dueOn =
        days === 0
          ? nextWorkingDay(calendar, deadlineOn)
          : addWorkingDays(calendar, deadlineOn, days);
      return { key, days, to, dueOn, dueAt: instantAt(dueOn, RUNG_HOUR, 0) };
    })
    .sort((a, b) => a.days - b.days);
}

/** Whether it is shown and told as overdue: from the first working day after the deadline. */
export function isOverdue(deadlineOn: CivilDate, now: Instant, calendar: WorkingCalendar): boolean {
  return overdueDays(deadlineOn, now, calendar) > 0;
}

/**
 * Working days past the deadline, today included: 1 on the first working day after it, 0 until
 * then.
 */
export function overdueDays(
  deadlineOn: CivilDate,
  now: Instant,
  calendar: WorkingCalendar,
): number {
  return countWorkingDays(calendar, deadlineOn, localDate(now));
}
