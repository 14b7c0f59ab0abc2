/**
 * Legal dates and the instants at their edges. Integers only: neither `Date` nor `Intl`, whose
 * answers depend on the process and on the zone data of the machine. Proleptic Gregorian, years
 * 0001 to 9999.
 *
 * Local time is +07:00 throughout. Asia/Ho_Chi_Minh has had no other offset and no summer time
 * since 1975-06-13, so a fixed offset is exact for every date this product knows and needs no zone
 * table.
 */
import type { CivilDate, Instant, Language } from './vocabulary.ts';

const LOCAL_OFFSET_HOURS = 7;
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;
/** UTC only; Postgres may print +00 for Z and any number of decimals. */
const INSTANT_SHAPE = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|\+00(:?00)?)$/;
/** 0000-03-01, the origin of the arithmetic below, is this many days before 1970-01-01. */
const DAYS_TO_1970 = 719_468;
const DAYS_IN_400_YEARS = 146_097;

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const WEEKDAY_NAMES: Readonly<Record<Language, Readonly<Record<Weekday, string>>>> = {
  vi: {
    1: 'thứ Hai',
    2: 'thứ Ba',
    3: 'thứ Tư',
    4: 'thứ Năm',
    5: 'thứ Sáu',
    6: 'thứ Bảy',
    7: 'Chủ nhật',
  },
  en: { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' },
};

/**
 * Whether a text is a date that exists, as `YYYY-MM-DD`. Everything below throws a RangeError on
 * one that is not.
 */
export function isCivilDate(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const { year, month, day } = split(text);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Days since 1970-01-01, negative before it. */
export function dayNumber(date: CivilDate): number {
  const { year, month, day } = partsOf(date);
  // The year is taken to begin in March, so that the leap day is its last and months follow one
  // line.
  const y = month <= 2 ? year - 1 : year;
  const fromMarch = month <= 2 ? month + 9 : month - 3;
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  return 365 * y + leapDaysBefore(y) + dayOfYear - DAYS_TO_1970;
}

/** The date that many days after 1970-01-01. */
export function fromDayNumber(n: number): CivilDate {
  const days = n + DAYS_TO_1970;
  const era = Math.floor(days / DAYS_IN_400_YEARS);
  const ofEra = days - era * DAYS_IN_400_YEARS;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const dayOfYear = ofEra - (365 * yearOfEra + leapDaysBefore(yearOfEra));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return civilDate(year, month, day);
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** 1 Monday .. 7 Sunday. */
export function weekday(date: CivilDate): Weekday {
  return weekdayOf(dayNumber(date));
}

/** The same of a day number: 1970-01-01 was a Thursday. */
export function weekdayOf(n: number): Weekday {
  return (((((n + 3) % 7) + 7) % 7) + 1) as Weekday;
}

export function partsOf(date: CivilDate): { year: number; month: number; day: number } {
  if (!isCivilDate(date)) throw new RangeError(`not a date: ${date}`);
  return split(date);
}

export function civilDate(year: number, month: number, day: number): CivilDate {
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  if (!isCivilDate(date)) throw new RangeError(`not a date: ${date}`);
  return date;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The legal date in Vietnam at an instant: 2025-06-30T17:00Z is already 1 July. */
export function localDate(instant: Instant): CivilDate {
  if (!INSTANT_SHAPE.test(instant)) throw new RangeError(`not an instant in UTC: ${instant}`);
  const utcDate = instant.slice(0, 10);
  const isNextDay = Number(instant.slice(11, 13)) + LOCAL_OFFSET_HOURS >= 24;
  return addDays(utcDate, isNextDay ? 1 : 0);
}

/** The time of day in force at an instant, as clocks show it: `07:05`. */
export function localTime(instant: Instant): string {
  const hour = (Number(instant.slice(11, 13)) + LOCAL_OFFSET_HOURS) % 24;
  return `${String(hour).padStart(2, '0')}:${instant.slice(14, 16)}`;
}

/**
 * A local time of day as `YYYY-MM-DDTHH:MM:00.000Z`: instants of this form compare as strings. Hour
 * 24 is the end of the day.
 */
export function instantAt(date: CivilDate, hour: number, minute: number): Instant {
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59) {
    throw new RangeError(`not a time of day: ${hour}:${minute}`);
  }
  const utcHour = hour - LOCAL_OFFSET_HOURS;
  const day = addDays(date, utcHour < 0 ? -1 : 0);
  return `${day}T${padded(utcHour < 0 ? utcHour + 24 : utcHour, 2)}:${padded(minute, 2)}:00.000Z`;
}

/**
 * 24:00 local, when a limit ends (Civil Code 2015, Article 148). The first instant that is too
 * late.
 */
export function endOfDay(date: CivilDate): Instant {
  return instantAt(date, 24, 0);
}

/** dd/mm/yyyy, as dates stand on paper; the same in both languages. */
export function formatVi(date: CivilDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** `thứ Ba 31/10/2023`, `Tue 31/10/2023`. */
export function formatWithWeekday(date: CivilDate, language: Language): string {
  return `${WEEKDAY_NAMES[language][weekday(date)]} ${formatVi(date)}`;
}

function split(date: CivilDate): { year: number; month: number; day: number } {
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

function leapDaysBefore(year: number): number {
  return Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

function padded(n: number, width: number): string {
  return String(n).padStart(width, '0');
}
