import { expect, test } from 'vitest';
import { overdueBounds } from '#db/reads/overdue.ts';
import { addWorkingDays, indexCalendar } from '#domain/calendar.ts';
import { addDays } from '#domain/civil-date.ts';
import { isOverdue } from '#domain/ladder.ts';
import { instantAt } from '#domain/civil-date.ts';

/** A long holiday in the middle, and a Saturday worked for it. */
const day = (date: string, kind: 'holiday' | 'working_saturday') => ({
  date,
  kind,
  nameVi: 'x',
  nameEn: 'x',
  source: 'test',
  confirmed: true,
});
const calendar = indexCalendar({
  version: 1,
  years: [{ year: 2023, confirmed: true, source: 'test' }],
  days: [
    ...['2023-05-01', '2023-05-02', '2023-05-03'].map((date) => day(date, 'holiday')),
    day('2023-05-06', 'working_saturday'),
  ],
});

test('what was returned is overdue from the first working day after it was to be mended', () => {
  for (const within of [1, 2, 5])
    for (let today = '2023-04-24'; today < '2023-05-16'; today = addDays(today, 1))
      for (let back = 0; back < 15; back += 1) {
        const on = addDays(today, -back);
        const { dueBefore, mendingSince } = overdueBounds(calendar, within, today);
        const noon = instantAt(today, 12, 0);
        const told = `${on} on ${today}`;
        expect(on < dueBefore, told).toBe(isOverdue(on, noon, calendar));
        const mendBy = addWorkingDays(calendar, on, within);
        expect(on < mendingSince, told).toBe(isOverdue(mendBy, noon, calendar));
      }
});

test('on the calendar’s first days nothing is overdue, and nothing fails', () => {
  expect(overdueBounds(calendar, 2, '2023-01-01')).toEqual({
    dueBefore: '0001-01-01',
    mendingSince: '0001-01-01',
  });
  expect(overdueBounds(calendar, 2, '2023-01-03').dueBefore).toBe('2023-01-03');
});
