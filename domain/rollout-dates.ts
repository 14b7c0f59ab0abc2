/** The dates and the calendar that hold for what is opened now: as issued, and as edicts since then have it. */
import type { Edict } from './assignment.ts';
import { addWorkingDays, countWorkingDays, isWorkingDay, nextWorkingDay } from './calendar.ts';
import type { WorkingCalendar } from './calendar.ts';
import { addDays, localDate } from './civil-date.ts';
import { afterPause, setByPerson, underNewCalendar, type Deadline } from './deadline.ts';
import type { CivilDate } from './vocabulary.ts';

export type DatesInForce = {
  readonly dates: Readonly<Record<string, CivilDate>>;
  readonly calendar: WorkingCalendar;
};

/** Edicts in ledger order, all from before what is asked about. */
export const datesInForce = (
  { dates, calendar }: DatesInForce,
  edicts: readonly Edict[],
): DatesInForce =>
  inForce({ dates, calendar }, edicts, {
    amended: (on) => on,
    paused: (on, days, known) => addWorkingDays(known, on, days),
    published: (on, known) => (isWorkingDay(known, on) ? on : nextWorkingDay(known, on)),
  });

/** The same with the reason of each date. */
export const deadlinesInForce = (
  {
    deadlines,
    calendar,
  }: {
    readonly deadlines: Readonly<Record<string, Deadline>>;
    readonly calendar: WorkingCalendar;
  },
  edicts: readonly Edict[],
): Readonly<Record<string, Deadline>> =>
  inForce({ dates: deadlines, calendar }, edicts, {
    amended: setByPerson,
    paused: longerPause,
    published: (deadline, known) => underNewCalendar(known, deadline),
  }).dates;

/** What amendments have added besides dates, in their order: for what is opened now. */
export function contentInForce(edicts: readonly Edict[]): string | null {
  const added = edicts.flatMap((e) =>
    e.kind === 'amend' && e.content !== null ? [e.content] : [],
  );
  return added.length === 0 ? null : added.join('\n\n');
}

/** One suspension is told as one, also where something came into force in the middle of it. */
function longerPause(
  deadline: Deadline,
  days: number,
  calendar: WorkingCalendar,
  again: boolean,
): Deadline {
  const longer = afterPause(calendar, deadline, days);
  const { reason, provisional } = deadline;
  if (!again || reason.rule !== 'paused') return longer;
  const first = { on: reason.from, provisional, reason: reason.was };
  const whole = afterPause(calendar, first, reason.days + days);
  // A day off published in between may lie within what had passed by then.
  return whole.on === longer.on ? whole : longer;
}

type Moves<T> = {
  readonly amended: (on: CivilDate, calendar: WorkingCalendar) => T;
  /** `again`: by further days of a suspension that has moved it before. */
  readonly paused: (date: T, days: number, calendar: WorkingCalendar, again: boolean) => T;
  readonly published: (date: T, calendar: WorkingCalendar) => T;
};

function inForce<T>(
  issued: { readonly dates: Readonly<Record<string, T>>; readonly calendar: WorkingCalendar },
  edicts: readonly Edict[],
  { amended, paused, published }: Moves<T>,
): { readonly dates: Readonly<Record<string, T>>; readonly calendar: WorkingCalendar } {
  const dates: Record<string, T> = { ...issued.dates };
  let { calendar } = issued;
  /** The last day whose end, suspended, has moved the dates. */
  let counted: CivilDate | null = null;
  let again = false;
  const each = (move: (date: T) => T) => {
    for (const [key, date] of Object.entries(dates)) dates[key] = move(date);
  };
  for (const edict of edicts) {
    const eve = addDays(localDate(edict.at), -1);
    if (counted !== null) {
      const known = calendar;
      const days = countWorkingDays(known, counted, eve);
      const before = again;
      if (days > 0) each((date) => paused(date, days, known, before));
      again ||= days > 0;
      counted = eve;
    }
    if (edict.kind === 'amend')
      for (const [key, on] of Object.entries(edict.dates)) dates[key] = amended(on, calendar);
    if (edict.kind === 'suspend') counted ??= eve;
    if (edict.kind === 'resume') {
      counted = null;
      again = false;
    }
    if (edict.kind === 'calendar') {
      const latest = edict.calendar;
      calendar = latest;
      each((date) => published(date, latest));
    }
  }
  return { dates, calendar };
}
