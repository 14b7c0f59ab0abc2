import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addWorkingDays,
  answering,
  checkCalendar,
  countWorkingDays,
  indexCalendar,
  isProvisional,
  isWorkingDay,
  neighbours,
  nextWorkingDay,
  NoCalendarYear,
  shiftsBetween,
} from '#domain/calendar.ts';
import type { Calendar } from '#domain/calendar.ts';
import { addDays } from '#domain/civil-date.ts';
import {
  datesBetween,
  laiChauCalendar,
  oracleAdd,
  oracleIsWorking,
} from '#test/support/calendar-oracle.ts';

const raw = laiChauCalendar();
const calendar = indexCalendar(raw);
const ALL_DATES = datesBetween('2023-01-01', '2033-12-31');
/** Far enough from both ends for 60 working days either way. */
const date = fc.constantFrom(...datesBetween('2023-04-15', '2033-09-15'));
const days = fc.integer({ min: 1, max: 60 });

/** The vectors of the research file, by announcement or (from 2028) by the computed rows. */
const VECTORS = `
  2023-01-18 +5 = 2023-02-01 | 2023-01-19 +1 = 2023-01-27 | 2023-04-27 +3 = 2023-05-05
  2023-04-28 +1 = 2023-05-04 | 2023-08-31 +1 = 2023-09-05 | 2023-12-29 +1 = 2024-01-02
  2024-02-06 +5 = 2024-02-20 | 2024-02-07 +1 = 2024-02-15 | 2024-02-10 +1 = 2024-02-15
  2024-04-17 +1 = 2024-04-19 | 2024-04-25 +5 = 2024-05-06 | 2024-04-26 +1 = 2024-05-02
  2024-05-03 +1 = 2024-05-04 | 2024-08-30 +1 = 2024-09-04 | 2024-12-31 +1 = 2025-01-02
  2025-01-23 +5 = 2025-02-06 | 2025-01-24 +1 = 2025-02-03 | 2025-04-24 +5 = 2025-05-05
  2025-04-25 +1 = 2025-04-26 | 2025-04-29 +1 = 2025-05-05 | 2025-08-29 +1 = 2025-09-03
  2025-12-30 +10 = 2026-01-14 | 2025-12-31 +1 = 2026-01-05 | 2026-01-09 +1 = 2026-01-10
  2026-02-12 +10 = 2026-03-05 | 2026-02-13 +1 = 2026-02-23 | 2026-02-17 +3 = 2026-02-25
  2026-04-24 +1 = 2026-04-28 | 2026-04-24 +10 = 2026-05-13 | 2026-04-29 +1 = 2026-05-04
  2026-08-20 +10 = 2026-09-07 | 2026-08-21 +1 = 2026-08-22 | 2026-08-28 +1 = 2026-09-03
  2026-11-20 +2 = 2026-11-25 | 2026-11-23 +1 = 2026-11-25 | 2026-12-31 +1 = 2027-01-04
  2027-02-01 +5 = 2027-02-15 | 2027-02-03 +1 = 2027-02-11 | 2027-04-29 +1 = 2027-05-04
  2027-09-01 +1 = 2027-09-06 | 2027-12-31 +1 = 2028-01-04 | 2028-01-20 +5 = 2028-02-03
  2028-01-21 +1 = 2028-01-31 | 2028-04-28 +1 = 2028-05-03 | 2028-08-31 +1 = 2028-09-05
  2028-12-29 +1 = 2029-01-02 | 2029-02-08 +5 = 2029-02-22 | 2029-02-09 +1 = 2029-02-19
  2029-04-27 +1 = 2029-05-02 | 2029-08-31 +1 = 2029-09-05 | 2029-11-23 +1 = 2029-11-27
  2029-12-31 +1 = 2030-01-02 | 2030-01-29 +5 = 2030-02-12 | 2030-01-30 +1 = 2030-02-07
  2030-04-29 +1 = 2030-05-02 | 2030-08-30 +1 = 2030-09-04 | 2030-11-22 +1 = 2030-11-26
  2030-12-31 +1 = 2031-01-02 | 2031-01-17 +5 = 2031-01-31 | 2031-01-20 +1 = 2031-01-28
  2031-04-29 +1 = 2031-05-02 | 2031-08-29 +1 = 2031-09-03 | 2031-12-31 +1 = 2032-01-02
  2032-02-05 +5 = 2032-02-19 | 2032-02-06 +1 = 2032-02-16 | 2032-04-29 +1 = 2032-05-04
  2032-09-01 +1 = 2032-09-06 | 2032-12-30 +5 = 2033-01-07 | 2032-12-31 +1 = 2033-01-04
  2033-01-27 +5 = 2033-02-10 | 2033-01-28 +1 = 2033-02-07 | 2033-04-08 +1 = 2033-04-12
  2033-04-29 +1 = 2033-05-04 | 2033-08-31 +1 = 2033-09-05
`;

test('every vector of the researched calendar comes out', () => {
  const vectors = [...VECTORS.matchAll(/(\S+) \+(\d+) = (\S+)/g)];
  expect(vectors).toHaveLength(74);
  for (const [vector, from, n, to] of vectors) {
    expect(addWorkingDays(calendar, from ?? '', Number(n)), vector).toBe(to);
    expect(oracleAdd(from ?? '', Number(n)), vector).toBe(to);
  }
});

test('swapped days are off and their Saturdays are worked', () => {
  for (const working of ['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22', '2026-11-23']) {
    expect(isWorkingDay(calendar, working), working).toBe(true);
  }
  for (const rest of [
    '2024-04-29',
    '2025-05-02',
    '2026-01-02',
    '2026-08-31',
    '2024-05-11',
    '2026-01-03',
    '2026-04-27',
    '2026-11-24',
    '2026-11-28',
  ]) {
    expect(isWorkingDay(calendar, rest), rest).toBe(false);
  }
});

test('each year has the working days it should', () => {
  const perYear = Object.fromEntries(
    raw.years.map(({ year }) => [
      year,
      ALL_DATES.filter((d) => d.startsWith(`${year}`) && isWorkingDay(calendar, d)).length,
    ]),
  );
  expect(perYear).toEqual({
    2023: 249,
    2024: 251,
    2025: 250,
    2026: 249,
    2027: 249,
    2028: 248,
    2029: 249,
    2030: 249,
    2031: 249,
    2032: 250,
    2033: 248,
  });
});

test('an independent reckoning agrees about every day of eleven years', () => {
  const differing = ALL_DATES.filter((d) => isWorkingDay(calendar, d) !== oracleIsWorking(d));
  expect(differing).toEqual([]);
});

/** Around each Tết, swap and long rest: there an error of one day would hide. */
const GOLDEN_WINDOWS = [
  ['2023-04-26', '2023-05-06'],
  ['2023-08-30', '2023-09-06'],
  ['2024-02-02', '2024-02-17'],
  ['2024-04-16', '2024-05-06'],
  ['2025-01-21', '2025-02-05'],
  ['2025-04-24', '2025-05-06'],
  ['2025-12-30', '2026-01-12'],
  ['2026-02-10', '2026-02-25'],
  ['2026-08-20', '2026-09-04'],
  ['2026-11-20', '2026-11-26'],
  ['2027-01-30', '2027-02-13'],
  ['2030-01-29', '2030-02-08'],
  ['2033-04-28', '2033-05-05'],
] as const;

test('the golden deadlines stay what the independent reckoning says', async () => {
  const cases = GOLDEN_WINDOWS.flatMap(([first, last]) =>
    datesBetween(first, last).flatMap((from) =>
      [-10, -5, -1, 1, 2, 5, 10].map((n) => [from, n] as const),
    ),
  );
  expect(cases.length).toBeGreaterThan(400);
  const table = (add: (from: string, n: number) => string) =>
    [
      'from,working_days,result',
      ...cases.map(([from, n]) => `${from},${n},${add(from, n)}`),
      '',
    ].join('\n');
  const golden = table(oracleAdd);
  expect(table((from, n) => addWorkingDays(calendar, from, n))).toBe(golden);
  await expect(golden).toMatchFileSnapshot('../fixtures/golden-deadlines.csv');
});

test('counting is the inverse of adding', () => {
  fc.assert(
    fc.property(date, days, (from, n) => {
      expect(countWorkingDays(calendar, from, addWorkingDays(calendar, from, n))).toBe(n);
      const before = addWorkingDays(calendar, from, -n);
      expect(countWorkingDays(calendar, addDays(before, -1), addDays(from, -1))).toBe(n);
    }),
  );
});

test('adding then taking away comes back to a working day', () => {
  fc.assert(
    fc.property(date, days, (any, n) => {
      const from = nextWorkingDay(calendar, any);
      expect(addWorkingDays(calendar, addWorkingDays(calendar, from, n), -n)).toBe(from);
    }),
  );
});

test('a limit never ends on a rest day, nor does a later start end earlier', () => {
  fc.assert(
    fc.property(date, date, days, (a, b, n) => {
      const [first, second] = a < b ? [a, b] : [b, a];
      const [x, y] = [first, second].map((d) => addWorkingDays(calendar, d, n));
      expect(isWorkingDay(calendar, x ?? '')).toBe(true);
      expect((x ?? '') <= (y ?? '')).toBe(true);
      expect(x).toBe(oracleAdd(first, n));
    }),
  );
});

test('nothing is added to a date by zero days, also on a rest day', () => {
  expect(addWorkingDays(calendar, '2023-09-02', 0)).toBe('2023-09-02');
  expect(countWorkingDays(calendar, '2023-09-05', '2023-09-01')).toBe(0);
});

test('a rest day has two neighbours, and the next of them is what it moves to', () => {
  expect(neighbours(calendar, '2023-09-02')).toEqual({
    previous: '2023-08-31',
    next: '2023-09-05',
  });
  expect(neighbours(calendar, '2024-04-29')).toEqual({
    previous: '2024-04-26',
    next: '2024-05-02',
  });
  expect(nextWorkingDay(calendar, '2024-05-04')).toBe('2024-05-04');
  expect(nextWorkingDay(calendar, '2024-05-05')).toBe('2024-05-06');
});

test('what rests on an unconfirmed year or row is provisional', () => {
  expect(isProvisional(calendar, '2026-12-31')).toBe(false);
  expect(isProvisional(calendar, '2027-02-11')).toBe(true);
  expect(isProvisional(calendar, '2026-12-30', '2027-01-04')).toBe(true);
  const doubted = raw.days.map((d) => (d.date === '2026-11-24' ? { ...d, confirmed: false } : d));
  const withDoubt = indexCalendar({ ...raw, days: doubted });
  expect(isProvisional(withDoubt, '2026-11-23', '2026-11-25')).toBe(true);
  expect(isProvisional(withDoubt, '2026-11-25')).toBe(false);
});

test('a year outside the calendar is named, whichever way it is reached', () => {
  const asked = (reckon: () => unknown) => answering(reckon);
  const missing = (n: number) => ({ ok: false, problem: { code: 'calendar.no_year', year: n } });
  expect(asked(() => isWorkingDay(calendar, '2034-01-02'))).toEqual(missing(2034));
  expect(asked(() => addWorkingDays(calendar, '2033-12-30', 1))).toEqual(missing(2034));
  expect(asked(() => addWorkingDays(calendar, '2023-01-03', -1))).toEqual(missing(2022));
  expect(asked(() => nextWorkingDay(calendar, '2033-12-31'))).toEqual(missing(2034));
  expect(() => countWorkingDays(calendar, '2022-12-31', '2023-01-05')).toThrow(NoCalendarYear);
  expect(() => answering(() => isWorkingDay(calendar, 'soon'))).toThrow('not a date');
});

test('shifts name the long rest once, and the Saturday that is worked for it', () => {
  expect(shiftsBetween(calendar, '2023-08-31', '2023-09-15')).toEqual([
    {
      from: '2023-09-01',
      to: '2023-09-04',
      works: false,
      name: { vi: 'Quốc khánh', en: 'National Day' },
    },
  ]);
  expect(
    shiftsBetween(calendar, '2025-04-22', '2025-05-06').map((s) => [s.from, s.to, s.works]),
  ).toEqual([
    ['2025-04-26', '2025-04-26', true],
    ['2025-04-30', '2025-05-02', false],
  ]);
  expect(shiftsBetween(calendar, '2023-10-02', '2023-12-29')).toEqual([]);
});

test('a calendar is checked before it is published', () => {
  const [first, second, third] = raw.years;
  if (!first || !second || !third) throw new Error('the fixture has eleven years');
  const day = {
    date: '2023-10-02',
    kind: 'holiday',
    nameVi: 'a',
    nameEn: 'a',
    source: 's',
  } as const;
  const check = (change: Partial<Calendar>) =>
    checkCalendar({ version: 2, years: [first], days: [], ...change });
  const on = (at: string, kind: Calendar['days'][number]['kind']) => [
    { ...day, date: at, kind, confirmed: true },
  ];
  expect(checkCalendar(raw)).toEqual([]);
  expect(check({ years: [] })).toEqual([{ code: 'calendar.empty' }]);
  expect(check({ years: [first, third] })).toEqual([{ code: 'calendar.year_gap', year: 2025 }]);
  expect(
    check({ days: [...on('2023-10-02', 'holiday'), ...on('2023-10-02', 'swapped_off')] }),
  ).toEqual([{ code: 'calendar.day_twice', date: '2023-10-02' }]);
  expect(check({ days: on('2024-10-02', 'holiday') })).toEqual([
    { code: 'calendar.day_outside_years', date: '2024-10-02' },
  ]);
  for (const wrong of [on('2023-10-02', 'working_saturday'), on('2023-10-07', 'compensation')]) {
    expect(check({ days: wrong })[0]?.code).toBe('calendar.wrong_weekday');
    expect(() => indexCalendar({ version: 2, years: [first], days: wrong })).toThrow(
      'not a calendar',
    );
  }
});
