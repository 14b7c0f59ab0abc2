/** The dates and the calendar that hold for what is opened now: as issued, and as edicts since then have it. */
import type { Edict } from './assignment.ts';
import { addWorkingDays, countWorkingDays, isWorkingDay, nextWorkingDay } from './calendar.ts';
import type { WorkingCalendar } from './calendar.ts';
import { addDays, localDate } from './civil-date.ts';
import type { CivilDate } from './vocabulary.ts';

export type DatesInForce = {
  readonly dates: Readonly<Record<string, CivilDate>>;
  readonly calendar: WorkingCalendar;
};

/** Edicts in ledger order, all from before what is asked about. */
export function datesInForce(issued: DatesInForce, edicts: readonly Edict[]): DatesInForce {
  let { dates, calendar } = issued;
  let suspendedOn: CivilDate | null = null;
  const each = (move: (on: CivilDate) => CivilDate) => {
    dates = Object.fromEntries(Object.entries(dates).map(([key, on]) => [key, move(on)]));
  };
  for (const edict of edicts) {
    const on = localDate(edict.at);
    if (edict.kind === 'amend') dates = { ...dates, ...edict.dates };
    if (edict.kind === 'suspend') suspendedOn ??= on;
    if (edict.kind === 'resume' && suspendedOn !== null) {
      const days = countWorkingDays(calendar, addDays(suspendedOn, -1), addDays(on, -1));
      if (days > 0) each((due) => addWorkingDays(calendar, due, days));
      suspendedOn = null;
    }
    if (edict.kind === 'calendar') {
      const published = edict.calendar;
      calendar = published;
      each((due) => (isWorkingDay(published, due) ? due : nextWorkingDay(published, due)));
    }
  }
  return { dates, calendar };
}
