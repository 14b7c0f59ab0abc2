/**
 * When a message may be mailed, when a mail is tried again, and to whom one may go at all. What it says is in
 * `mail-text.ts`.
 */
import { answering, isWorkingDay, nextWorkingDay, type WorkingCalendar } from './calendar.ts';
import { addDays, instantAt, localDate } from './civil-date.ts';
import type { CivilDate, DeliveryState, Instant } from './vocabulary.ts';

/** Offices open at 07:00 or 07:30 and are empty by 18:00; rest days and nights are quiet. */
const MAIL_HOUR = 7;
const QUIET_HOUR = 18;

/**
 * A mail is parked after so many tries. With the pauses below the first falls at 07:00 and the last at 17:35: what
 * is told in the morning is of that day, and an office learns of nothing at night.
 */
export const TRIES_MAX = 8;
const FIRST_PAUSE_MINUTES = 5;

/**
 * Why a try failed. Whether a mail without an answer arrived is not known; where nobody was reached, or let in, no
 * server has seen it.
 */
export const MAIL_FAILURES = [
  'notReached',
  'login',
  'noAnswer',
  'refused',
  'noMailbox',
  'moot',
  'outside',
  'broken',
] as const;
export type MailFailure = (typeof MAIL_FAILURES)[number];

/** No later try could end otherwise until somebody mends it. */
const isFinal = (failure: MailFailure) => ['outside', 'noMailbox', 'moot'].includes(failure);

/**
 * From when on a message may be mailed: a rung at once when it is recorded in the hours of a working day, as it is
 * at 07:00; a notice on the next such morning, so that it joins that mail.
 */
export function mailAt(of: 'rung' | 'notice', at: Instant, calendar: WorkingCalendar): Instant {
  if (of === 'rung' && isMailTime(at, calendar)) return at;
  return nextMorning(at, calendar);
}

/** Whether a mail may leave at that instant. */
function isMailTime(at: Instant, calendar: WorkingCalendar): boolean {
  const day = localDate(at);
  return (
    worksOn(day, calendar) &&
    at >= instantAt(day, MAIL_HOUR, 0) &&
    at < instantAt(day, QUIET_HOUR, 0)
  );
}

/** The first 07:00 of a working day at or after that instant. */
function nextMorning(at: Instant, calendar: WorkingCalendar): Instant {
  const day = localDate(at);
  const from = at <= instantAt(day, MAIL_HOUR, 0) ? day : addDays(day, 1);
  const next = answering(() => ({ on: nextWorkingDay(calendar, from) }));
  // Past the calendar's end nobody knows the holidays; better on a holiday than never.
  return instantAt('on' in next ? next.on : from, MAIL_HOUR, 0);
}

function worksOn(day: CivilDate, calendar: WorkingCalendar): boolean {
  const known = answering(() => ({ works: isWorkingDay(calendar, day) }));
  return !('works' in known) || known.works;
}

/** Minutes to wait after the n-th failed try: 5, 10, 20 ... */
export const pauseMinutes = (tries: number) => FIRST_PAUSE_MINUTES * 2 ** (tries - 1);

/**
 * What a failed try leads to: the earliest instant of another one, or null to park it. Under a stepped clock
 * (`calendar` null) real time has no working days.
 */
export function nextTry(
  tries: number,
  failure: MailFailure,
  soonest: Instant,
  calendar: WorkingCalendar | null,
): Instant | null {
  if (isFinal(failure) || tries >= TRIES_MAX) return null;
  return calendar === null || isMailTime(soonest, calendar)
    ? soonest
    : nextMorning(soonest, calendar);
}

/** A rehearsal is sent to nobody but a catcher on the same machine. */
export const mayReach = (host: string, rehearsal: boolean) => !rehearsal || isLoopback(host);

export const isLoopback = (host: string) =>
  ['127.0.0.1', '::1', '[::1]', 'localhost'].includes(host.toLowerCase());

/** The same at every try, and of no other mail of any installation: an office's id is drawn once. */
export const messageIdOf = (office: string, morning: CivilDate, n: number, domain: string) =>
  `<${morning}.${n}.${office}@${domain}>`;

/** Every character of it can stand in an SMTP command; no name, no comment, nothing quoted. */
const MAILBOX =
  /^(?=.{3,254}$)[a-z0-9_%+-]+(\.[a-z0-9_%+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** One address in lower case and nothing else: what is obviously none is refused, the rest only a reply can tell. */
export const isMailbox = (text: string) => MAILBOX.test(text) && text.indexOf('@') <= 64;

/** Where a message stands, by what is stored of it and its mail. */
export function deliveryState(stored: {
  readonly mailAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly parkedAt: Instant | null;
}): DeliveryState {
  if (stored.mailAt === null) return 'inApp';
  if (stored.sentAt !== null) return 'sent';
  return stored.parkedAt === null ? 'waiting' : 'parked';
}
