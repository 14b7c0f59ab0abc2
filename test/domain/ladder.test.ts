import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfDay, localDate } from '#domain/civil-date.ts';
import { isOverdue, overdueDays, rungsOf } from '#domain/ladder.ts';
import type { TemplateRung } from '#domain/template.ts';
import {
  datesBetween,
  laiChauWorkingCalendar,
  oracleIsWorking,
} from '#test/support/calendar-oracle.ts';

const calendar = laiChauWorkingCalendar();
const LADDER: readonly TemplateRung[] = [
  { key: 'after1', days: 1, to: { superior: 1 }, mark: 'assumed' },
  { key: 'before5', days: -5, to: 'office', mark: 'assumed' },
  { key: 'before1', days: -1, to: 'office', mark: 'assumed' },
  { key: 'after5', days: 5, to: { superior: 2 }, mark: 'assumed' },
];

test('rungs stand at seven in the morning of working days, in order of time', () => {
  expect(rungsOf(LADDER, '2023-10-31', calendar)).toEqual([
    {
      key: 'before5',
      days: -5,
      to: 'office',
      dueOn: '2023-10-24',
      dueAt: '2023-10-24T00:00:00.000Z',
    },
    {
      key: 'before1',
      days: -1,
      to: 'office',
      dueOn: '2023-10-30',
      dueAt: '2023-10-30T00:00:00.000Z',
    },
    {
      key: 'after1',
      days: 1,
      to: { superior: 1 },
      dueOn: '2023-11-01',
      dueAt: '2023-11-01T00:00:00.000Z',
    },
    {
      key: 'after5',
      days: 5,
      to: { superior: 2 },
      dueOn: '2023-11-07',
      dueAt: '2023-11-07T00:00:00.000Z',
    },
  ]);
});

test('a long rest is quiet: reminders stand before it, the report to the superior after it', () => {
  const on = (deadline: string) => rungsOf(LADDER, deadline, calendar).map(({ dueOn }) => dueOn);
  expect(on('2023-08-31')).toEqual(['2023-08-24', '2023-08-30', '2023-09-05', '2023-09-11']);
  expect(on('2024-05-04')).toEqual(['2024-04-24', '2024-05-03', '2024-05-06', '2024-05-10']);
});

test('a rung on the day itself waits for a working day', () => {
  const sameDay: readonly TemplateRung[] = [{ key: 'on', days: 0, to: 'office', mark: 'assumed' }];
  expect(rungsOf(sameDay, '2023-10-31', calendar)[0]?.dueOn).toBe('2023-10-31');
  expect(rungsOf(sameDay, '2023-09-02', calendar)[0]?.dueOn).toBe('2023-09-05');
});

test('a step is overdue from the first working day after its date, and counts one then', () => {
  const days = (now: string) => overdueDays('2023-09-15', now, calendar);
  expect(days('2023-09-15T16:59:59.999Z')).toBe(0);
  // Passed on Friday at 24:00, but told to nobody before Monday.
  expect(days('2023-09-16T03:00:00.000Z')).toBe(0);
  expect(days('2023-09-17T16:59:59.999Z')).toBe(0);
  expect(days('2023-09-17T17:00:00.000Z')).toBe(1);
  expect(days('2023-09-22T03:00:00.000Z')).toBe(5);
  expect(isOverdue('2023-09-15', '2023-09-17T16:59:59.999Z', calendar)).toBe(false);
  expect(isOverdue('2023-09-15', '2023-09-17T17:00:00.000Z', calendar)).toBe(true);
});

test('the first rung to a superior falls on the day the step becomes overdue', () => {
  const date = fc.constantFrom(...datesBetween('2023-01-12', '2033-12-15').filter(oracleIsWorking));
  fc.assert(
    fc.property(date, (deadlineOn) => {
      const rungs = rungsOf(LADDER, deadlineOn, calendar);
      const [, before, after] = rungs;
      expect(rungs.every(({ dueOn }) => oracleIsWorking(dueOn))).toBe(true);
      expect(rungs.every(({ dueAt, dueOn }) => localDate(dueAt) === dueOn)).toBe(true);
      expect((before?.dueAt ?? '') < endOfDay(deadlineOn)).toBe(true);
      expect(overdueDays(deadlineOn, after?.dueAt ?? '', calendar)).toBe(1);
    }),
  );
});
