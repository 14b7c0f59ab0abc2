import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWorkingDay } from '#domain/calendar.ts';
import {
  DEFAULT_PERIODS,
  nineMonthsOf,
  periodAt,
  periodOf,
  programmePeriods,
  reportDeadlines,
  THREE_TIER_REPORTS,
  TWO_TIER_REPORTS,
} from '#domain/period.ts';
import type { Period } from '#domain/period.ts';
import { replay } from '#domain/deadline.ts';
import { datesBetween, laiChauWorkingCalendar } from '#test/support/calendar-oracle.ts';

const calendar = laiChauWorkingCalendar();
const CALENDAR_MONTHS = { cutOffDay: 31 };
const days = ({ from, to }: Period) => [from, to];

test('periods of the default setting run from the 15th to the 14th', () => {
  const at = (...args: [Period['kind'], number, number]) =>
    days(periodAt(DEFAULT_PERIODS, ...args));
  expect(at('month', 2025, 2)).toEqual(['2025-01-15', '2025-02-14']);
  expect(at('month', 2026, 1)).toEqual(['2025-12-15', '2026-01-14']);
  expect(at('quarter', 2025, 1)).toEqual(['2024-12-15', '2025-03-14']);
  expect(at('quarter', 2025, 4)).toEqual(['2025-09-15', '2025-12-14']);
  expect(at('half', 2025, 1)).toEqual(['2024-12-15', '2025-06-14']);
  expect(at('half', 2025, 2)).toEqual(['2025-06-15', '2025-12-14']);
  expect(at('nineMonths', 2025, 1)).toEqual(['2024-12-15', '2025-09-14']);
  expect(at('year', 2025, 1)).toEqual(['2024-12-15', '2025-12-14']);
});

test('an occasion belongs to the period whose days hold it, also across the turn of the year', () => {
  const keys = (date: string) =>
    (['month', 'quarter', 'half', 'year'] as const).map(
      (k) => periodOf(DEFAULT_PERIODS, k, date).key,
    );
  expect(keys('2025-06-14')).toEqual(['2025-M06', '2025-Q2', '2025-H1', '2025-Y']);
  expect(keys('2025-06-15')).toEqual(['2025-M07', '2025-Q3', '2025-H2', '2025-Y']);
  expect(keys('2025-12-14')).toEqual(['2025-M12', '2025-Q4', '2025-H2', '2025-Y']);
  expect(keys('2025-12-15')).toEqual(['2026-M01', '2026-Q1', '2026-H1', '2026-Y']);
  expect(nineMonthsOf(DEFAULT_PERIODS, '2025-09-14')?.key).toBe('2025-9M');
  expect(nineMonthsOf(DEFAULT_PERIODS, '2025-09-15')).toBeNull();
});

test('the third quarter of 2025 and what holds it lie on both trees, the second and fourth on one', () => {
  const newTree = '2025-07-01';
  const isSplit = ({ from, to }: Period) => from < newTree && to >= newTree;
  const at = (...args: [Period['kind'], number, number]) => periodAt(DEFAULT_PERIODS, ...args);
  expect(at('quarter', 2025, 2).to < newTree).toBe(true);
  expect(at('quarter', 2025, 4).from >= newTree).toBe(true);
  const across = [
    at('quarter', 2025, 3),
    at('nineMonths', 2025, 1),
    at('half', 2025, 2),
    at('year', 2025, 1),
  ];
  expect(across.every(isSplit)).toBe(true);
});

test('calendar months are a setting, and a month without the day ends on its last', () => {
  expect(days(periodAt(CALENDAR_MONTHS, 'month', 2024, 2))).toEqual(['2024-02-01', '2024-02-29']);
  expect(days(periodAt(CALENDAR_MONTHS, 'year', 2024, 1))).toEqual(['2024-01-01', '2024-12-31']);
  expect(days(periodAt({ cutOffDay: 30 }, 'month', 2023, 3))).toEqual(['2023-03-01', '2023-03-30']);
});

test('a period that a year does not have is a mistake of the program', () => {
  expect(() => periodAt(DEFAULT_PERIODS, 'quarter', 2025, 5)).toThrow(RangeError);
  expect(() => periodAt(DEFAULT_PERIODS, 'nineMonths', 2025, 2)).toThrow(RangeError);
});

test('periods of one kind follow each other without gap or overlap, whatever the cut-off', () => {
  const cutOffDay = fc.integer({ min: 1, max: 31 });
  const date = fc.constantFrom(...datesBetween('2023-01-01', '2033-12-31'));
  const kind = fc.constantFrom('month', 'quarter', 'half', 'year');
  fc.assert(
    fc.property(cutOffDay, date, kind, (setting, on, of) => {
      const period = periodOf({ cutOffDay: setting }, of, on);
      expect(period.from <= on && on <= period.to).toBe(true);
      const all = programmePeriods({ cutOffDay: setting }, of, on, '2034-06-30');
      expect(all[0]?.from).toBe(on);
      expect(all.at(-1)?.to).toBe('2034-06-30');
      expect(datesBetween(on, '2034-06-30')).toHaveLength(
        all.reduce((sum, { from, to }) => sum + datesBetween(from, to).length, 0),
      );
    }),
    { numRuns: 30 },
  );
});

/** Section 5 of the programme file: round, from, cut-off, then due dates of commune, district, province, review. */
const ROUNDS = `
  2023-Q3 2023-06-30 2023-09-14 2023-09-18 2023-09-20 2023-09-22 2023-09-28
  2023-Q4 2023-09-15 2023-12-14 2023-12-18 2023-12-20 2023-12-22 2023-12-28
  2024-Q1 2023-12-15 2024-03-14 2024-03-18 2024-03-20 2024-03-22 2024-03-28
  2024-Q2 2024-03-15 2024-06-14 2024-06-18 2024-06-20 2024-06-24 2024-06-28
  2024-Q3 2024-06-15 2024-09-14 2024-09-17 2024-09-19 2024-09-23 2024-09-27
  2024-Q4 2024-09-15 2024-12-14 2024-12-17 2024-12-19 2024-12-23 2024-12-27
  2025-Q1 2024-12-15 2025-03-14 2025-03-18 2025-03-20 2025-03-24 2025-03-28
  2025-Q2 2025-03-15 2025-06-14 2025-06-17 2025-06-19 2025-06-23 2025-06-27
  2025-Q3 2025-06-15 2025-09-14 2025-09-17 - 2025-09-22 2025-09-26
  2025-Q4 2025-09-15 2025-12-14 2025-12-17 - 2025-12-22 2025-12-26
  2026-Q1 2025-12-15 2026-03-14 2026-03-18 - 2026-03-23 2026-03-27
  2026-Q2 2026-03-15 2026-06-14 2026-06-17 - 2026-06-22 2026-06-26
  2026-Q3 2026-06-15 2026-09-14 2026-09-17 - 2026-09-22 2026-09-28
  2026-Q4 2026-09-15 2026-12-14 2026-12-17 - 2026-12-22 2026-12-28
  2027-Q1 2026-12-15 2027-03-14 2027-03-17 - 2027-03-22 2027-03-26
  2027-Q2 2027-03-15 2027-06-14 2027-06-17 - 2027-06-22 2027-06-28
  2027-Q3 2027-06-15 2027-09-14 2027-09-17 - 2027-09-22 2027-09-28
  2027-Q4 2027-09-15 2027-12-14 2027-12-17 - 2027-12-22 2027-12-28
  2028-Q1 2027-12-15 2028-03-14 2028-03-17 - 2028-03-22 2028-03-28
  2028-Q2 2028-03-15 2028-06-14 2028-06-19 - 2028-06-22 2028-06-28
  2028-Q3 2028-06-15 2028-09-14 2028-09-19 - 2028-09-22 2028-09-28
  2028-Q4 2028-09-15 2028-12-14 2028-12-19 - 2028-12-22 2028-12-28
  2029-Q1 2028-12-15 2029-03-14 2029-03-19 - 2029-03-22 2029-03-28
  2029-Q2 2029-03-15 2029-06-14 2029-06-19 - 2029-06-22 2029-06-28
  2029-Q3 2029-06-15 2029-09-14 2029-09-19 - 2029-09-24 2029-09-28
  2029-Q4 2029-09-15 2029-12-14 2029-12-19 - 2029-12-24 2029-12-28
  2030-Q1 2029-12-15 2030-03-14 2030-03-19 - 2030-03-22 2030-03-28
  2030-Q2 2030-03-15 2030-06-14 2030-06-19 - 2030-06-24 2030-06-28
  2030-Q3 2030-06-15 2030-09-14 2030-09-18 - 2030-09-23 2030-09-27
  2030-Q4 2030-09-15 2030-12-14 2030-12-18 - 2030-12-23 2030-12-27
  2031-Q1 2030-12-15 2031-03-14 2031-03-19 - 2031-03-24 2031-03-28
  2031-Q2 2031-03-15 2031-06-14 2031-06-18 - 2031-06-23 2031-06-27
  2031-Q3 2031-06-15 2031-09-14 2031-09-17 - 2031-09-22 2031-09-26
  2031-Q4 2031-09-15 2031-12-14 2031-12-17 - 2031-12-22 2031-12-26
  2032-Q1 2031-12-15 2032-03-14 2032-03-17 - 2032-03-22 2032-03-26
  2032-Q2 2032-03-15 2032-06-14 2032-06-17 - 2032-06-22 2032-06-28
  2032-Q3 2032-06-15 2032-09-14 2032-09-17 - 2032-09-22 2032-09-28
  2032-Q4 2032-09-15 2032-12-14 2032-12-17 - 2032-12-22 2032-12-28
  2033-Q1 2032-12-15 2033-03-14 2033-03-17 - 2033-03-22 2033-03-28
  2033-Q2 2033-03-15 2033-06-14 2033-06-17 - 2033-06-22 2033-06-28
  2033-Q3 2033-06-15 2033-09-14 2033-09-19 - 2033-09-22 2033-09-28
  2033-Q4 2033-09-15 2033-12-14 2033-12-19 - 2033-12-22 2033-12-28
`;
const rounds = ROUNDS.trim()
  .split('\n')
  .map((line) => line.trim().split(' '));

test("the rounds of ten years are the programme file's, the first one short", () => {
  const periods = programmePeriods(DEFAULT_PERIODS, 'quarter', '2023-06-30', '2033-12-14');
  expect(periods.map(({ key, from, to }) => [key, from, to])).toEqual(
    rounds.map((round) => round.slice(0, 3)),
  );
  expect(periods).toHaveLength(42);
});

test('every due date of the programme file comes out as printed', () => {
  const reckoned = rounds.map(([key, from, cutOffOn, , district]) => {
    const setting = district === '-' ? TWO_TIER_REPORTS : THREE_TIER_REPORTS;
    const answer = reportDeadlines(setting, cutOffOn ?? '', calendar);
    if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
    const { dates } = answer;
    const due = [dates.commune, dates.district, dates.province, dates.review].map(
      (d) => d?.on ?? '-',
    );
    return [key, from, cutOffOn, ...due];
  });
  expect(reckoned).toEqual(rounds);
});

test('report dates explain themselves: the province from the cut-off, each tier back from the next', () => {
  const answer = reportDeadlines(THREE_TIER_REPORTS, '2024-09-14', calendar);
  if (!answer.ok) throw new Error(answer.problem.code);
  const { commune, district, province } = answer.dates;
  expect(commune.reason).toMatchObject({ rule: 'before', days: 2, step: 'district' });
  expect(district?.reason).toMatchObject({ rule: 'before', days: 2, step: 'province' });
  expect(province.reason).toMatchObject({ rule: 'within', days: 6, event: 'cutOff' });
  expect(province.provisional).toBe(false);
});

test('reports on an unconfirmed year are provisional and replay to themselves', () => {
  const answer = reportDeadlines(TWO_TIER_REPORTS, '2028-12-14', calendar);
  if (!answer.ok) throw new Error(answer.problem.code);
  for (const deadline of Object.values(answer.dates)) {
    expect(deadline.provisional).toBe(true);
    expect(replay(deadline.reason, calendar)).toBe(deadline.on);
    expect(isWorkingDay(calendar, deadline.on)).toBe(true);
  }
});

test('each tier needs a working day of its own after the cut-off', () => {
  const problem = (setting: typeof THREE_TIER_REPORTS) =>
    reportDeadlines(setting, '2024-09-14', calendar);
  expect(problem({ ...THREE_TIER_REPORTS, commune: 0 })).toMatchObject({
    problem: { code: 'report.no_day_left' },
  });
  expect(problem({ ...THREE_TIER_REPORTS, district: 6 })).toMatchObject({
    problem: { code: 'report.tiers_disordered' },
  });
  expect(reportDeadlines(TWO_TIER_REPORTS, '2033-12-30', calendar)).toEqual({
    ok: false,
    problem: { code: 'calendar.no_year', year: 2034 },
  });
});
