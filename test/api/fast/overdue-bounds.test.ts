import { expect, test } from 'vitest';
import { overdueBefore } from '#db/reads/overdue.ts';
import { indexCalendar } from '#domain/calendar.ts';
import { addDays, instantAt } from '#domain/civil-date.ts';
import { isOverdue } from '#domain/ladder.ts';

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

test('a date is told as overdue from the first working day after it', () => {
  for (let today = '2023-04-24'; today < '2023-05-16'; today = addDays(today, 1))
    for (let back = 0; back < 15; back += 1) {
      const on = addDays(today, -back);
      const noon = instantAt(today, 12, 0);
      const told = `${on} on ${today}`;
      expect(on < overdueBefore(calendar, today), told).toBe(isOverdue(on, noon, calendar));
    }
});

test('on the calendar’s first days nothing is overdue, and nothing fails', () => {
  expect(overdueBefore(calendar, '2023-01-01')).toBe('0001-01-01');
  expect(overdueBefore(calendar, '2023-01-03')).toBe('2023-01-03');
});
