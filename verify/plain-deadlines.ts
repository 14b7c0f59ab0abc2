/** The rules of a rollout's dates (DESIGN 6) written a second time, as plainly as they are told. */
import type { Edict } from '#domain/assignment.ts';
import type { DeadlineReason } from '#domain/deadline.ts';
import type { Template } from '#domain/template.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { dateOf, eveOf, plainCalendar, type PlainCalendar } from './plain-calendar.ts';

export type Dates = Record<string, CivilDate>;

/** Calendars by version, as far as the rollout knows them. */
export type PlainCalendars = ReadonlyMap<number, PlainCalendar>;

export const least = (a: CivilDate, b: CivilDate) => (a < b ? a : b);
export const greatest = (a: CivilDate, b: CivilDate) => (a > b ? a : b);

/** Each step stands its offset of working days before the next that remains; the last is as it was typed. */
export function planBackward(
  { steps }: Template,
  typed: Readonly<Dates>,
  calendar: PlainCalendar,
): Dates {
  const chain = steps.filter((s) => s.kind !== 'acknowledgement' && typed[s.key] !== undefined);
  const dates: Dates = {};
  let next: CivilDate | null = null;
  for (const { key, offset } of chain.toReversed()) {
    next = next === null ? typed[key]! : calendar.walk(next, -(offset ?? 0));
    dates[key] = next;
  }
  return dates;
}

/** The date a stored reason stands for, on the calendar it names; what came before it is replayed, too. */
export function replayed(reason: DeadlineReason, calendars: PlainCalendars): string {
  const calendar = calendars.get(reason.calendar);
  if (calendar === undefined) return `of calendar ${reason.calendar}, which is unknown`;
  if ('was' in reason && replayed(reason.was, calendars) !== reason.from)
    return `not to be had from ${reason.from}: before that it was ${replayed(reason.was, calendars)}`;
  switch (reason.rule) {
    case 'typed':
      return reason.on;
    case 'before':
      return calendar.walk(reason.stepOn, -reason.days);
    case 'within':
      return calendar.walk(reason.eventOn, reason.days);
    case 'withinCapped':
      return reason.eventOn >= reason.capOn
        ? reason.capOn
        : least(reason.capOn, calendar.walk(reason.eventOn, reason.days));
    case 'moved':
      return calendar.onward(reason.from);
    case 'paused':
      return calendar.walk(reason.from, reason.days);
    case 'recounted':
      return calendar.walk(reason.since, reason.days);
  }
}

/** The dates and the calendar of what is opened after these edicts. */
export function datesAfter(
  planned: Readonly<Dates>,
  calendar: PlainCalendar,
  edicts: readonly Edict[],
): { readonly dates: Dates; readonly calendar: PlainCalendar } {
  const dates = { ...planned };
  let inForce = calendar;
  let counted: CivilDate | null = null;
  for (const edict of edicts) {
    const eve = eveOf(dateOf(edict.at));
    if (counted !== null && eve > counted) {
      const days = inForce.between(counted, eve).length;
      for (const [key, on] of Object.entries(dates)) dates[key] = inForce.walk(on, days);
      counted = eve;
    }
    if (edict.kind === 'suspend') counted ??= eve;
    if (edict.kind === 'resume') counted = null;
    if (edict.kind === 'amend') Object.assign(dates, edict.dates);
    if (edict.kind === 'calendar') {
      inForce = plainCalendar(edict.calendar.calendar);
      for (const [key, on] of Object.entries(dates)) dates[key] = inForce.onward(on);
    }
  }
  return { dates, calendar: inForce };
}
