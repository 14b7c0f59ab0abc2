/**
 * A second reckoning of working days, to judge the first. The oracle shares nothing with `domain/`
 * or the CSV: rest periods as the announcements print them, typed here; the law applied anew to the
 * years without an announcement; and a walk over JavaScript's own UTC dates, one day at a time.
 * Below it: the calendar under test.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { indexCalendar } from '#domain/calendar.ts';
import type { Calendar, CalendarDayKind, WorkingCalendar } from '#domain/calendar.ts';

/** Days off in a row, weekends inside them included, as announced for 2023-2027. */
const ANNOUNCED: readonly (readonly [string, string])[] = [
  ['2023-01-01', '2023-01-02'],
  ['2023-01-20', '2023-01-26'],
  ['2023-04-29', '2023-05-03'],
  ['2023-09-01', '2023-09-04'],
  ['2024-01-01', '2024-01-01'],
  ['2024-02-08', '2024-02-14'],
  ['2024-04-18', '2024-04-18'],
  ['2024-04-27', '2024-05-01'],
  ['2024-08-31', '2024-09-03'],
  ['2025-01-01', '2025-01-01'],
  ['2025-01-25', '2025-02-02'],
  ['2025-04-05', '2025-04-07'],
  ['2025-04-30', '2025-05-04'],
  ['2025-08-30', '2025-09-02'],
  ['2026-01-01', '2026-01-04'],
  ['2026-02-14', '2026-02-22'],
  ['2026-04-25', '2026-04-27'],
  ['2026-04-30', '2026-05-03'],
  ['2026-08-29', '2026-09-02'],
  ['2026-11-24', '2026-11-24'],
  ['2027-01-01', '2027-01-03'],
  ['2027-02-04', '2027-02-10'],
  ['2027-04-16', '2027-04-18'],
  ['2027-04-30', '2027-05-03'],
  ['2027-09-02', '2027-09-05'],
  ['2027-11-24', '2027-11-24'],
];
const WORKED_SATURDAYS = new Set(['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22']);

/** First day of the lunar year, the Hung Kings' day, and the first day off for National Day. */
const LUNAR: readonly (readonly [number, string, string, string])[] = [
  [2028, '01-26', '04-04', '09-01'],
  [2029, '02-13', '04-23', '09-02'],
  [2030, '02-02', '04-12', '09-02'],
  [2031, '01-23', '04-01', '09-01'],
  [2032, '02-11', '04-19', '09-02'],
  [2033, '01-31', '04-09', '09-01'],
];

const DAY_MS = 86_400_000;
const toDate = (text: string) => new Date(`${text}T00:00:00Z`);
const toText = (date: Date) => date.toISOString().slice(0, 10);
const later = (date: Date, days: number) => new Date(date.getTime() + days * DAY_MS);
const isWeekend = (date: Date) => date.getUTCDay() === 0 || date.getUTCDay() === 6;

function daysFrom(first: string, length: number): Date[] {
  return Array.from({ length }, (_, i) => later(toDate(first), i));
}

/** Labour Code 2019, Articles 112 and 111(3): the eleven days and 24 November, weekends made good. */
function restDaysByLaw(year: number, newYear: string, kings: string, national: string): string[] {
  const lunarFirst = toDate(`${year}-${newYear}`);
  const eve = lunarFirst.getUTCDay() === 2 ? 1 : 2;
  const holidays = [
    ...daysFrom(`${year}-01-01`, 1),
    ...daysFrom(toText(later(lunarFirst, -eve)), 5),
    ...daysFrom(`${year}-${kings}`, 1),
    ...daysFrom(`${year}-04-30`, 2),
    ...daysFrom(`${year}-${national}`, 2),
    ...daysFrom(`${year}-11-24`, 1),
  ];
  const off = new Set(holidays.map(toText));
  for (const lost of holidays.filter(isWeekend)) {
    let day = lost;
    while (isWeekend(day) || off.has(toText(day))) day = later(day, 1);
    off.add(toText(day));
  }
  return [...off];
}

const REST_DAYS = new Set([
  ...ANNOUNCED.flatMap(([first, last]) =>
    daysFrom(first, 1 + (toDate(last).getTime() - toDate(first).getTime()) / DAY_MS).map(toText),
  ),
  ...LUNAR.flatMap((year) => restDaysByLaw(...year)),
]);

/** Calendars published later, by version: what they say of single days otherwise than the first. */
const PUBLISHED: Readonly<
  Record<number, { readonly rest: readonly string[]; readonly worked: readonly string[] }>
> = {
  2: { rest: ['2023-08-14', '2023-08-21'], worked: [] },
  3: { rest: ['2023-08-21', '2023-08-28'], worked: ['2023-08-12'] },
};

export function oracleIsWorking(date: string, version = 1): boolean {
  if (PUBLISHED[version]?.worked.includes(date) === true) return true;
  if (PUBLISHED[version]?.rest.includes(date) === true || REST_DAYS.has(date)) return false;
  return !isWeekend(toDate(date)) || WORKED_SATURDAYS.has(date);
}

/** The n-th working day after a date, before it for n < 0. */
export function oracleAdd(date: string, n: number, version = 1): string {
  let day = toDate(date);
  for (let left = Math.abs(n); left > 0;) {
    day = later(day, Math.sign(n));
    if (oracleIsWorking(toText(day), version)) left -= 1;
  }
  return toText(day);
}

/** Every date from one to another, both included. */
export function datesBetween(first: string, last: string): string[] {
  return daysFrom(first, 1 + (toDate(last).getTime() - toDate(first).getTime()) / DAY_MS).map(
    toText,
  );
}

const PROGRAMME = new URL('../../programmes/lai-chau-2023-2033/', import.meta.url);

/** The calendar under test, as the loaded programme has it; never read by the oracle above. */
export function laiChauCalendar(): Calendar {
  const rows = (file: string): Record<string, string>[] =>
    parse(readFileSync(new URL(file, PROGRAMME)), { columns: true });
  return {
    version: 1,
    years: rows('calendar-years.csv').map((row) => ({
      year: Number(row['year']),
      confirmed: row['confirmed'] === 'true',
      source: row['source'] ?? '',
    })),
    days: rows('calendar.csv').map((row) => ({
      date: row['date'] ?? '',
      kind: row['kind'] as CalendarDayKind,
      nameVi: row['name_vi'] ?? '',
      nameEn: row['name_en'] ?? '',
      source: row['source'] ?? '',
      confirmed: row['confirmed'] === 'true',
    })),
  };
}

export function laiChauWorkingCalendar(): WorkingCalendar {
  return indexCalendar(laiChauCalendar());
}

/** And a later version of it, under the number that `PUBLISHED` has it by. */
export function publishedCalendar(version: number): WorkingCalendar {
  const calendar = laiChauCalendar();
  const { rest = [], worked = [] } = PUBLISHED[version] ?? {};
  const row = (date: string, kind: CalendarDayKind) => ({
    date,
    kind,
    nameVi: 'Ngày theo thông báo mới',
    nameEn: 'A day newly announced',
    source: 'test',
    confirmed: true,
  });
  const days = [
    ...rest.map((date) => row(date, 'swapped_off')),
    ...worked.map((date) => row(date, 'working_saturday')),
  ];
  return indexCalendar({ ...calendar, version, days: [...calendar.days, ...days] });
}
