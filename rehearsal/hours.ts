/** When offices act: on working days between 08:00 and 17:00 (+07:00), at whole half-hours drawn from the seed. */
import { addWorkingDays, countWorkingDays, nextWorkingDay } from '#domain/calendar.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import { instantAt, localDate } from '#domain/civil-date.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { between, type Chance } from './draw.ts';

/**
 * Offices look at their lists in the morning and after noon. That everybody does so at the same two half-hours
 * of a day keeps a rehearsal short: the clock stops twice a day, not twenty times.
 */
const SLOTS = [
  { name: 'morning', from: 16, to: 23 },
  { name: 'afternoon', from: 27, to: 34 },
] as const;

/** The instants of one working day at which offices act, in order. */
export const slotsOf = (chance: Chance, day: CivilDate): Instant[] =>
  SLOTS.map(({ name, from, to }) => {
    const halfHours = between(chance, [from, to], 'hour', day, name);
    return instantAt(day, Math.floor(halfHours / 2), (halfHours % 2) * 30);
  });

/** The drawn slot of a day, or the first one after `now` where that has passed. */
export function slotAfter(
  chance: Chance,
  calendar: WorkingCalendar,
  day: CivilDate,
  now: Instant,
  ...names: readonly (string | number)[]
): Instant {
  const today = localDate(now);
  const working = nextWorkingDay(calendar, day > today ? day : today);
  const slots = slotsOf(chance, working);
  const drawn = slots[between(chance, [0, slots.length - 1], 'slot', ...names)];
  if (drawn !== undefined && drawn > now) return drawn;
  const left = slots.find((slot) => slot > now);
  return left ?? slotsOf(chance, addWorkingDays(calendar, working, 1))[0]!;
}

/** A working day drawn from those between two dates, both included; the first where there is none between. */
export function dayBetween(
  chance: Chance,
  calendar: WorkingCalendar,
  [from, to]: readonly [CivilDate, CivilDate],
  ...names: readonly (string | number)[]
): CivilDate {
  const first = nextWorkingDay(calendar, from);
  const days = countWorkingDays(calendar, first, to);
  return addWorkingDays(calendar, first, between(chance, [0, days], 'day', ...names));
}

/** The instant the clock goes to: what the engine waits for or what an office has announced, whichever is first. */
export function nextInstant(
  wakeAt: Instant | null,
  announced: readonly (Instant | null)[],
): Instant | null {
  return [wakeAt, ...announced].reduce<Instant | null>(
    (least, at) => (at !== null && (least === null || at < least) ? at : least),
    null,
  );
}
