import { expect, test } from 'vitest';
import { addWorkingDays, indexCalendar, isWorkingDay } from '#domain/calendar.ts';
import { localDate } from '#domain/civil-date.ts';
import { chanceOf } from '#rehearsal/draw.ts';
import { dayBetween, nextInstant, slotAfter, slotsOf } from '#rehearsal/hours.ts';

const calendar = indexCalendar({
  version: 1,
  years: [{ year: 2023, confirmed: true, source: 'test' }],
  days: [
    {
      date: '2023-09-04',
      kind: 'holiday',
      nameVi: 'Quốc khánh',
      nameEn: 'National Day',
      source: 'test',
      confirmed: true,
    },
  ],
});
const chance = chanceOf(1);

test('offices act at two whole half-hours of a day, between 08:00 and 17:00', () => {
  for (let day = '2023-07-03'; day < '2023-11-30'; day = addWorkingDays(calendar, day, 1)) {
    const slots = slotsOf(chance, day);
    expect(slots).toHaveLength(2);
    expect(slots[0]! < slots[1]!).toBe(true);
    for (const at of slots) {
      expect(localDate(at)).toBe(day);
      expect(at >= `${day}T01:00:00.000Z` && at <= `${day}T10:00:00.000Z`).toBe(true);
      expect(at.slice(14)).toMatch(/^(00|30):00\.000Z$/);
    }
  }
});

test('a slot is always later than now, on a working day, and the same when drawn again', () => {
  const friday = slotsOf(chance, '2023-09-01');
  for (const now of ['2023-09-01T00:00:00.000Z', ...friday, '2023-09-01T16:59:00.000Z']) {
    for (let i = 0; i < 20; i++) {
      const at = slotAfter(chance, calendar, '2023-09-01', now, 'unit', i);
      expect(at > now).toBe(true);
      expect(isWorkingDay(calendar, localDate(at))).toBe(true);
      expect(slotAfter(chance, calendar, '2023-09-01', now, 'unit', i)).toBe(at);
    }
  }
  // Friday evening: the weekend and the holiday on Monday are passed over.
  const after = slotAfter(chance, calendar, '2023-09-01', friday[1]!, 'unit');
  expect(localDate(after)).toBe('2023-09-05');
});

test('a day is drawn from the working days between two dates, both included', () => {
  const seen = new Set(
    Array.from({ length: 200 }, (_, i) =>
      dayBetween(chance, calendar, ['2023-09-01', '2023-09-06'], 'unit', i),
    ),
  );
  expect([...seen].toSorted()).toEqual(['2023-09-01', '2023-09-05', '2023-09-06']);
  expect(dayBetween(chance, calendar, ['2023-09-02', '2023-09-02'], 'unit')).toBe('2023-09-05');
});

test('the clock goes to the engine’s next wake or to the first announced act, whichever is first', () => {
  const [early, late] = ['2023-09-01T01:00:00.000Z', '2023-09-01T03:00:00.000Z'];
  expect(nextInstant(late, [null, early])).toBe(early);
  expect(nextInstant(early, [late])).toBe(early);
  expect(nextInstant(null, [late, null, early])).toBe(early);
  expect(nextInstant(late, [])).toBe(late);
  expect(nextInstant(null, [null])).toBe(null);
});
