import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWorkingDays, indexCalendar, isWorkingDay, nextWorkingDay } from '#domain/calendar.ts';
import type { CalendarDay } from '#domain/calendar.ts';
import {
  deadlineBefore,
  deadlineWithin,
  deadlineWithinCapped,
  replay,
  typedDeadline,
  underNewCalendar,
} from '#domain/deadline.ts';
import type { Deadline } from '#domain/deadline.ts';
import {
  datesBetween,
  laiChauCalendar,
  laiChauWorkingCalendar,
  oracleAdd,
} from '#test/support/calendar-oracle.ts';

const calendar = laiChauWorkingCalendar();
const date = fc.constantFrom(...datesBetween('2023-04-15', '2033-09-15'));
const days = fc.integer({ min: 1, max: 40 });

function typed(on: string): Deadline {
  const answer = typedDeadline(calendar, on);
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.deadline;
}

/** The loaded calendar published again as version 2, with one more day off. */
function published(extra: Pick<CalendarDay, 'date' | 'kind'>) {
  const raw = laiChauCalendar();
  const day = { ...extra, nameVi: 'Nghỉ hoán đổi', nameEn: 'Day off swapped', source: 'test' };
  return indexCalendar({ ...raw, version: 2, days: [...raw.days, { ...day, confirmed: true }] });
}

test('a typed rest day is refused with its two neighbours, never moved in silence', () => {
  expect(typedDeadline(calendar, '2023-09-04')).toEqual({
    ok: false,
    problem: {
      code: 'deadline.rest_day',
      on: '2023-09-04',
      previous: '2023-08-31',
      next: '2023-09-05',
    },
  });
  expect(typedDeadline(calendar, '2024-05-04')).toMatchObject({ ok: true });
  expect(typedDeadline(calendar, '2034-03-01')).toEqual({
    ok: false,
    problem: { code: 'calendar.no_year', year: 2034 },
  });
});

test('a limit after an event does not count its day', () => {
  expect(deadlineWithin(calendar, 'opening', '2023-07-14', 2).on).toBe('2023-07-18');
  expect(deadlineWithin(calendar, 'opening', '2023-08-15', 2).on).toBe('2023-08-17');
  expect(deadlineWithin(calendar, 'return', '2023-08-31', 2).reason).toMatchObject({
    rule: 'within',
    days: 2,
    event: 'return',
    eventOn: '2023-08-31',
    calendar: 1,
    shifts: [{ from: '2023-09-01', to: '2023-09-04', works: false }],
  });
});

test('the report follows the conference by five working days, but never its own date', () => {
  const cap = typed('2023-11-07');
  const dueAfter = (heldOn: string) =>
    deadlineWithinCapped(calendar, 'conference', heldOn, 5, cap).on;
  expect(dueAfter('2023-10-13')).toBe('2023-10-20');
  expect(dueAfter('2023-10-31')).toBe('2023-11-07');
  expect(dueAfter('2023-11-01')).toBe('2023-11-07');
  expect(dueAfter('2023-11-20')).toBe('2023-11-07');
});

test('a cap at the end of the calendar needs no year beyond it', () => {
  const cap = typed('2033-12-30');
  expect(deadlineWithinCapped(calendar, 'conference', '2033-12-28', 5, cap).on).toBe('2033-12-30');
});

test('every rule gives what the independent reckoning gives, and replays to the same date', () => {
  fc.assert(
    fc.property(date, days, days, (any, n, m) => {
      const on = nextWorkingDay(calendar, any);
      const before = deadlineBefore(calendar, { key: 'P4', deadline: typed(on) }, n);
      expect(before.on).toBe(oracleAdd(on, -n));
      const within = deadlineWithin(calendar, 'filing', any, n);
      expect(within.on).toBe(oracleAdd(any, n));
      const capped = deadlineWithinCapped(calendar, 'conference', before.on, m, typed(on));
      expect(capped.on).toBe([oracleAdd(before.on, m), on].sort()[0]);
      for (const deadline of [before, within, capped, typed(on)]) {
        const stored: Deadline = JSON.parse(JSON.stringify(deadline));
        expect(stored).toEqual(deadline);
        expect(replay(stored.reason, calendar)).toBe(deadline.on);
        expect(isWorkingDay(calendar, deadline.on)).toBe(true);
      }
    }),
  );
});

test('a date inherits the uncertainty of the date it is reckoned from', () => {
  const close = typed('2027-01-20');
  const report = deadlineBefore(calendar, { key: 'P4', deadline: close }, 10);
  const plan = deadlineBefore(calendar, { key: 'C4', deadline: report }, 5);
  expect([close, report, plan].map(({ on }) => on)).toEqual([
    '2027-01-20',
    '2027-01-06',
    '2026-12-29',
  ]);
  expect([close, report, plan].every(({ provisional }) => provisional)).toBe(true);
  expect(typed('2026-12-29').provisional).toBe(false);
  const capped = deadlineWithinCapped(calendar, 'conference', '2026-12-28', 5, plan);
  expect(capped).toMatchObject({ on: '2026-12-29', provisional: true });
});

test('a calendar published later moves a date that it makes a rest day, once, and says why', () => {
  const later = published({ date: '2026-11-23', kind: 'swapped_off' });
  const planned = deadlineWithin(calendar, 'opening', '2026-11-19', 2);
  const moved = underNewCalendar(later, planned);
  expect(planned.on).toBe('2026-11-23');
  expect(moved).toMatchObject({
    on: '2026-11-25',
    reason: { rule: 'moved', from: '2026-11-23', calendar: 2, was: planned.reason },
  });
  expect(replay(moved.reason, later)).toBe('2026-11-25');
  expect(underNewCalendar(later, moved)).toEqual(moved);
});

test('a date that stays a working day keeps its reason, and ceases to be provisional', () => {
  const raw = laiChauCalendar();
  const years = raw.years.map((year) => ({ ...year, confirmed: true }));
  const rows = raw.days.map((day) => ({ ...day, confirmed: true }));
  const confirmed = indexCalendar({ version: 2, years, days: rows });
  const planned = typed('2027-03-15');
  expect(planned.provisional).toBe(true);
  expect(underNewCalendar(confirmed, planned)).toEqual({ ...planned, provisional: false });
});

test('replaying with a newer calendar previews what the same rule would give', () => {
  const planned = deadlineWithin(calendar, 'opening', '2026-11-19', 3);
  const later = published({ date: '2026-11-23', kind: 'swapped_off' });
  expect(planned.on).toBe('2026-11-25');
  expect(replay(planned.reason, later)).toBe(addWorkingDays(later, '2026-11-19', 3));
  expect(replay(planned.reason, later)).toBe('2026-11-26');
});
