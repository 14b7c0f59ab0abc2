import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  dayNumber,
  endOfDay,
  formatVi,
  formatWithWeekday,
  fromDayNumber,
  instantAt,
  isCivilDate,
  localDate,
  localTime,
  weekday,
} from '#domain/civil-date.ts';

const DAY_MS = 86_400_000;
/** JavaScript's own dates, which `domain/` does without, are the oracle; they agree from year 100 on. */
const epochDay = fc.integer({
  min: Date.UTC(100, 0, 1) / DAY_MS,
  max: Date.UTC(9999, 11, 31) / DAY_MS,
});
const asDate = (n: number) => new Date(n * DAY_MS).toISOString().slice(0, 10);

test('every day of the calendar is numbered as JavaScript numbers it', () => {
  fc.assert(
    fc.property(epochDay, (n) => {
      expect(fromDayNumber(n)).toBe(asDate(n));
      expect(dayNumber(asDate(n))).toBe(n);
      expect(weekday(asDate(n)) % 7).toBe(new Date(n * DAY_MS).getUTCDay());
    }),
  );
  for (let n = dayNumber('1999-12-31'); n <= dayNumber('2101-01-01'); n++) {
    expect(fromDayNumber(n)).toBe(asDate(n));
  }
});

test('days are added across leap days, years and the epoch', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(addDays('1970-01-01', -1)).toBe('1969-12-31');
});

test('only dates that exist, written YYYY-MM-DD, are dates', () => {
  for (const date of ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) {
    expect(isCivilDate(date)).toBe(true);
  }
  for (const text of [
    '2023-02-29',
    '1900-02-29',
    '2023-04-31',
    '2023-13-01',
    '2023-00-10',
    '2023-01-00',
    '0000-01-01',
    '2023-1-01',
    '2023-01-01T00:00:00Z',
    ' 2023-01-01',
    '',
  ]) {
    expect(isCivilDate(text), text).toBe(false);
    expect(() => dayNumber(text), text).toThrow(RangeError);
  }
});

test('the legal date turns at 17:00 UTC', () => {
  expect(localDate('2025-06-30T16:59:59.999Z')).toBe('2025-06-30');
  expect(localDate('2025-06-30T17:00:00.000Z')).toBe('2025-07-01');
  expect(localDate('2025-06-30T17:00:00Z')).toBe('2025-07-01');
  expect(localDate('2025-06-30T17:00:00.123456+00:00')).toBe('2025-07-01');
  expect(localDate('2024-12-31T23:30:00.000Z')).toBe('2025-01-01');
});

test('an instant that is not in UTC is refused rather than misread', () => {
  for (const text of [
    '2025-06-30T17:00:00+07:00',
    '2025-06-30 17:00:00',
    '2025-06-30',
    '2025-06-30T24:00:00Z',
  ]) {
    expect(() => localDate(text), text).toThrow(RangeError);
  }
});

test('a local time of day is the UTC instant seven hours earlier', () => {
  expect(instantAt('2023-07-18', 7, 0)).toBe('2023-07-18T00:00:00.000Z');
  expect(instantAt('2023-07-18', 6, 59)).toBe('2023-07-17T23:59:00.000Z');
  expect(endOfDay('2023-07-18')).toBe('2023-07-18T17:00:00.000Z');
  expect(() => instantAt('2023-07-18', 25, 0)).toThrow(RangeError);
});

test('an instant of a local time falls on its own date, and instants order as strings', () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  fc.assert(
    fc.property(epochDay, minute, minute, (n, a, b) => {
      const [first, second] = [a, b].map((m) => instantAt(asDate(n), Math.floor(m / 60), m % 60));
      expect(localDate(first ?? '')).toBe(asDate(n));
      expect((first ?? '') < (second ?? '')).toBe(a < b);
      expect((first ?? '') < endOfDay(asDate(n))).toBe(true);
    }),
  );
});

test('dates are written as on paper, with the weekday in both languages', () => {
  expect(formatVi('2023-10-31')).toBe('31/10/2023');
  expect(formatWithWeekday('2023-10-31', 'vi')).toBe('thứ Ba 31/10/2023');
  expect(formatWithWeekday('2023-10-31', 'en')).toBe('Tue 31/10/2023');
  expect(formatWithWeekday('2023-09-03', 'vi')).toBe('Chủ nhật 03/09/2023');
});

test.each([
  ['2023-08-01T01:00:00.000Z', '08:00'],
  ['2023-08-01T16:59:59.999Z', '23:59'],
  ['2023-08-01T17:05:00.000Z', '00:05'],
])('the time of day at %s is %s', (instant, time) => {
  expect(localTime(instant)).toBe(time);
});
