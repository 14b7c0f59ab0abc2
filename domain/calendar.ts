/**
 * The working calendar of state agencies: a plain Monday-to-Friday week and the days announced to
 * differ from it.
 *
 * The day of the event is not counted, whether working or not; each working day after it counts
 * one; a limit ends at 24:00 of the n-th (Civil Code 2015, Articles 147-148). A working Saturday
 * counts, a swapped-off day does not. The days: Labour Code 2019, Articles 111(3) and 112, and the
 * Prime Minister's yearly choice.
 *
 * Dates in years the calendar does not have throw `NoCalendarYear`, so that chains of them stay
 * readable; where a person's input may cause it, the caller runs the whole chain inside `answering`
 * and gets a problem instead.
 */
import { dayNumber, fromDayNumber, partsOf, weekdayOf } from './civil-date.ts';
import type { Bilingual, CivilDate } from './vocabulary.ts';

export const CALENDAR_DAY_KINDS = [
  'holiday',
  'compensation',
  'swapped_off',
  'working_saturday',
] as const;
export type CalendarDayKind = (typeof CALENDAR_DAY_KINDS)[number];

/** A day announced to differ, or a holiday on a weekend, which explains a compensation. */
export type CalendarDay = {
  readonly date: CivilDate;
  readonly kind: CalendarDayKind;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly source: string;
  /** False: computed, no announcement yet. It is applied, and what rests on it is provisional. */
  readonly confirmed: boolean;
};

export type CalendarYear = {
  readonly year: number;
  readonly confirmed: boolean;
  readonly source: string;
};

/** As published and stored. Years follow each other without a gap. */
export type Calendar = {
  readonly version: number;
  readonly years: readonly CalendarYear[];
  readonly days: readonly CalendarDay[];
};

/** A calendar made ready for looking up: built once by `indexCalendar`, never stored. */
export type WorkingCalendar = {
  readonly calendar: Calendar;
  readonly version: number;
  /** Day number of the first day; the arrays below count from it. */
  readonly firstDay: number;
  /** [i] = working days before day i; one longer than the days, so that [i + 1] includes day i. */
  readonly workingBefore: Int32Array;
  /** [i] = days before day i that lie in an unconfirmed year or are an unconfirmed row. */
  readonly unconfirmedBefore: Int32Array;
  readonly workingDates: readonly CivilDate[];
  readonly dayByDate: ReadonlyMap<CivilDate, CalendarDay>;
  /** The announced days in order of date. */
  readonly announced: readonly { readonly n: number; readonly day: CalendarDay }[];
};

/** A run of rest days, or a Saturday worked, that moved a date away from a plain week's. */
export type Shift = {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly works: boolean;
  readonly name: Bilingual;
};

export type NoYear = { readonly code: 'calendar.no_year'; readonly year: number };

export class NoCalendarYear extends RangeError {
  readonly problem: NoYear;
  constructor(year: number) {
    super(`the working calendar has no year ${year}`);
    this.problem = { code: 'calendar.no_year', year };
  }
}

/** Runs a piece of date arithmetic on a person's input: a missing year becomes its answer. */
export function answering<T>(
  reckon: () => T,
): T | { readonly ok: false; readonly problem: NoYear } {
  try {
    return reckon();
  } catch (thrown) {
    if (thrown instanceof NoCalendarYear) return { ok: false, problem: thrown.problem };
    throw thrown;
  }
}

export type CalendarProblem =
  | { readonly code: 'calendar.empty' }
  | { readonly code: 'calendar.year_gap'; readonly year: number }
  | { readonly code: 'calendar.day_twice'; readonly date: CivilDate }
  | { readonly code: 'calendar.day_outside_years'; readonly date: CivilDate }
  | { readonly code: 'calendar.wrong_weekday'; readonly date: CivilDate };

/**
 * What is wrong with a calendar before it is published; `indexCalendar` refuses one that has any.
 */
export function checkCalendar(calendar: Calendar): readonly CalendarProblem[] {
  const first = calendar.years[0];
  if (first === undefined) return [{ code: 'calendar.empty' }];
  const gaps = calendar.years
    .filter(({ year }, i) => year !== first.year + i)
    .map(({ year }) => ({ code: 'calendar.year_gap' as const, year }));
  const years = new Set(calendar.years.map(({ year }) => year));
  const seen = new Set<CivilDate>();
  const days = calendar.days.flatMap(({ date, kind }): CalendarProblem[] => {
    if (seen.has(date)) return [{ code: 'calendar.day_twice', date }];
    seen.add(date);
    if (!years.has(partsOf(date).year)) return [{ code: 'calendar.day_outside_years', date }];
    return fitsWeekday(date, kind) ? [] : [{ code: 'calendar.wrong_weekday', date }];
  });
  return [...gaps, ...days];
}

/** A holiday falls where it falls; the other kinds only have a meaning on one side of the week. */
function fitsWeekday(date: CivilDate, kind: CalendarDayKind): boolean {
  const day = weekdayOf(dayNumber(date));
  if (kind === 'working_saturday') return day === 6;
  return kind === 'holiday' || day <= 5;
}

/** Throws on a calendar that `checkCalendar` objects to: it must not have been published. */
export function indexCalendar(calendar: Calendar): WorkingCalendar {
  const problem = checkCalendar(calendar)[0];
  if (problem !== undefined) throw new Error(`not a calendar: ${JSON.stringify(problem)}`);
  const firstYear = calendar.years[0]?.year ?? 0;
  const firstDay = dayNumber(`${firstYear}-01-01`);
  const length = dayNumber(`${firstYear + calendar.years.length}-01-01`) - firstDay;
  const dayByDate = new Map(calendar.days.map((day) => [day.date, day]));
  const confirmedYears = new Set(calendar.years.filter((y) => y.confirmed).map((y) => y.year));
  const workingBefore = new Int32Array(length + 1);
  const unconfirmedBefore = new Int32Array(length + 1);
  const workingDates: CivilDate[] = [];
  for (let i = 0; i < length; i++) {
    const date = fromDayNumber(firstDay + i);
    const announced = dayByDate.get(date);
    const isWorking = announced
      ? announced.kind === 'working_saturday'
      : weekdayOf(firstDay + i) <= 5;
    if (isWorking) workingDates.push(date);
    workingBefore[i + 1] = workingDates.length;
    const isConfirmed =
      confirmedYears.has(Number(date.slice(0, 4))) && announced?.confirmed !== false;
    unconfirmedBefore[i + 1] = (unconfirmedBefore[i] ?? 0) + (isConfirmed ? 0 : 1);
  }
  const announced = calendar.days
    .map((day) => ({ n: dayNumber(day.date), day }))
    .sort((a, b) => a.n - b.n);
  const { version } = calendar;
  return {
    calendar,
    version,
    firstDay,
    workingBefore,
    unconfirmedBefore,
    workingDates,
    dayByDate,
    announced,
  };
}

/** The announced day on that date, if it is one. */
export function announcedDay(calendar: WorkingCalendar, date: CivilDate): CalendarDay | null {
  return calendar.dayByDate.get(date) ?? null;
}

export function isWorkingDay(calendar: WorkingCalendar, date: CivilDate): boolean {
  const i = position(calendar, date);
  return at(calendar.workingBefore, i + 1) > at(calendar.workingBefore, i);
}

/**
 * The n-th working day after a date, or before it where n is negative, whether or not the date is a
 * working day itself. n = 0 gives the date back, also a rest day.
 */
export function addWorkingDays(calendar: WorkingCalendar, date: CivilDate, n: number): CivilDate {
  const i = position(calendar, date);
  if (n === 0) return date;
  return workingDate(
    calendar,
    n > 0 ? at(calendar.workingBefore, i + 1) + n - 1 : at(calendar.workingBefore, i) + n,
  );
}

/**
 * Working days after one date and up to another, the second included; 0 where it does not come
 * later.
 */
export function countWorkingDays(
  calendar: WorkingCalendar,
  after: CivilDate,
  upTo: CivilDate,
): number {
  const [i, j] = [position(calendar, after), position(calendar, upTo)];
  return Math.max(0, at(calendar.workingBefore, j + 1) - at(calendar.workingBefore, i + 1));
}

/** The date itself if it is a working day, else the first one after it. */
export function nextWorkingDay(calendar: WorkingCalendar, date: CivilDate): CivilDate {
  return workingDate(calendar, at(calendar.workingBefore, position(calendar, date)));
}

/** The working days on both sides of a date: what to offer to whoever typed a rest day. */
export function neighbours(
  calendar: WorkingCalendar,
  date: CivilDate,
): { readonly previous: CivilDate; readonly next: CivilDate } {
  return {
    previous: addWorkingDays(calendar, date, -1),
    next: addWorkingDays(calendar, date, 1),
  };
}

/**
 * Whether any day from one date to another lies in an unconfirmed year or is an unconfirmed row.
 */
export function isProvisional(
  calendar: WorkingCalendar,
  from: CivilDate,
  to: CivilDate = from,
): boolean {
  const [i, j] = [position(calendar, from), position(calendar, to)];
  return at(calendar.unconfirmedBefore, j + 1) > at(calendar.unconfirmedBefore, i);
}

/** What makes the days from one date to another differ from plain weeks, in order. */
export function shiftsBetween(
  calendar: WorkingCalendar,
  from: CivilDate,
  to: CivilDate,
): readonly Shift[] {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const shifts: Shift[] = [];
  let run: CalendarDay[] = [];
  const endRun = () => {
    // A holiday that falls on a weekend and is compensated outside moves nothing here.
    if (run.some(({ date }) => weekdayOf(dayNumber(date)) <= 5)) shifts.push(restShift(run));
    run = [];
  };
  for (const { n, day } of calendar.announced) {
    if (n < first || n > last) continue;
    const previous = run.at(-1);
    if (previous && countWorkingDays(calendar, previous.date, day.date) > 0) endRun();
    if (day.kind !== 'working_saturday') run.push(day);
    else shifts.push({ from: day.date, to: day.date, works: true, name: nameOf(day) });
  }
  endRun();
  return shifts;
}

/** Each thing named once: "Quốc khánh", not that it is also compensated. */
function restShift(run: readonly CalendarDay[]): Shift {
  const own = run.filter(({ kind }) => kind !== 'compensation');
  const named = (own.length > 0 ? own : run).map(nameOf);
  return {
    from: run[0]?.date ?? '',
    to: run.at(-1)?.date ?? '',
    works: false,
    name: {
      vi: [...new Set(named.map(({ vi }) => vi))].join(', '),
      en: [...new Set(named.map(({ en }) => en))].join(', '),
    },
  };
}

/** Without the remark in brackets, which tells one day of a holiday from another. */
function nameOf({ nameVi, nameEn }: CalendarDay): Bilingual {
  return { vi: nameVi.replace(/ \(.*\)$/, ''), en: nameEn.replace(/ \(.*\)$/, '') };
}

function position(calendar: WorkingCalendar, date: CivilDate): number {
  const i = dayNumber(date) - calendar.firstDay;
  if (i < 0 || i >= calendar.workingBefore.length - 1) throw new NoCalendarYear(partsOf(date).year);
  return i;
}

function workingDate(calendar: WorkingCalendar, i: number): CivilDate {
  const date = calendar.workingDates[i];
  if (date !== undefined) return date;
  const edge = partsOf(fromDayNumber(calendar.firstDay)).year;
  throw new NoCalendarYear(i < 0 ? edge - 1 : edge + calendar.calendar.years.length);
}

/** Positions are checked before; the compiler cannot know. */
function at(counts: Int32Array, i: number): number {
  return counts[i] ?? 0;
}
