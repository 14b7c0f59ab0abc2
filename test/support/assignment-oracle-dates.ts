/**
 * Dates, told day by day. At the end of each suspended working day every open deadline moves by one; a calendar
 * moves an open date off its rest days and counts a limit anew, never to an earlier day. A limit does not count
 * the day it was set on.
 */
import type { Edict } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { CivilDate, FiledStep, Instant, VersionCause } from '#domain/vocabulary.ts';
import {
  all,
  allReceived,
  before,
  day,
  edictsOf,
  endOf,
  first,
  is,
} from './assignment-oracle-past.ts';
import {
  isEdict,
  isFact,
  isSuspended,
  livingIn,
  openRequest,
  receipts,
} from './assignment-oracle-past.ts';
import { recall, until } from './assignment-oracle-past.ts';
import type { FactOf, Happening, Past } from './assignment-oracle-past.ts';
import { confirmedWith, filedSteps, heldOn, isDoneIn, isOpen } from './assignment-oracle-steps.ts';
import { lastFiling, openReturn, stepStateIn } from './assignment-oracle-steps.ts';
import type { Filed, SentBack } from './assignment-oracle-steps.ts';
import { datesBetween, oracleAdd, oracleIsWorking } from './calendar-oracle.ts';

/** The limits of the world under test (`assignment-world.ts`). */
const LIMITS = { acknowledge: 2, answer: 3, mend: 2, instead: 5 };

const calendarIn = (past: Past) => edictsOf(past, 'calendar').at(-1)?.n ?? 1;
const REMEMBERED = new Map<string, CivilDate>();
function workingDaysAfter(past: Past, on: CivilDate, n: number): CivilDate {
  const calendar = calendarIn(past);
  const key = `${on}+${n} ${calendar}`;
  const found = REMEMBERED.get(key) ?? oracleAdd(on, n, calendar);
  REMEMBERED.set(key, found);
  return found;
}

/** A date as it was set: after `by` (nothing: at the opening); a limit counts working days from a day. */
type Set = {
  readonly on: CivilDate;
  readonly by: Happening | null;
  readonly from: CivilDate | null;
  readonly isOpen: (then: Past) => boolean;
};
/** Where a date comes from, as far as it can be told without what it was before. */
export type Basis =
  | { readonly rule: 'version'; readonly n: number }
  | { readonly rule: 'after'; readonly from: CivilDate; readonly within: number }
  | { readonly rule: 'paused'; readonly from: CivilDate; readonly days: number }
  | { readonly rule: 'moved'; readonly from: CivilDate };

export type Moved = { readonly on: CivilDate; readonly basis: Basis | null };

/** The move that a suspension makes, however often it is told of. */
type Pause = { readonly by: Happening; readonly from: CivilDate; readonly days: number };
type Moving = Moved & { readonly pause: Pause | null };

/** What days and calendars have made of a date by the beginning of `today`. */
function moved(terms: AssignmentTerms, past: Past, set: Set, today: CivilDate): Moved {
  let date: Moving = { on: set.on, basis: null, pause: null };
  const start = set.by === null ? 0 : past.indexOf(set.by) + 1;
  let reached = day(set.by?.at ?? terms.openedAt);
  for (let i = start; i <= past.length; i += 1) {
    const then = first(past, i);
    const next = past[i];
    const end = next === undefined ? today : day(next.at);
    if (isSuspended(then) && reached < end && set.isOpen(then))
      for (const d of datesBetween(reached, end).slice(0, -1))
        if (oracleIsWorking(d, calendarIn(then)) && d > (set.from ?? ''))
          date = aDayLater(date, then);
    reached = end;
    const renewed = next !== undefined && isEdict(next) && next.kind === 'calendar';
    if (renewed && endOf(then) === undefined && set.isOpen(then))
      date = onCalendar(date, set.from, calendarIn(then), next.n);
  }
  return date;
}

function aDayLater({ on, pause }: Moving, then: Past): Moving {
  const by = edictsOf(then, 'suspend').at(-1)!;
  const { from, days } = pause?.by === by ? pause : { from: on, days: 0 };
  const longer = { by, from, days: days + 1 };
  const basis = { rule: 'paused' as const, from, days: days + 1 };
  return { on: workingDaysAfter(then, on, 1), basis, pause: longer };
}

function onCalendar(date: Moving, from: CivilDate | null, old: number, now: number): Moving {
  const { on } = date;
  if (from !== null) return { ...date, on: countedAnew(from, on, old, now) };
  if (oracleIsWorking(on, now)) return date;
  return { on: oracleAdd(on, 1, now), basis: { rule: 'moved', from: on }, pause: null };
}

function countedAnew(from: CivilDate, on: CivilDate, old: number, now: number): CivilDate {
  const days = datesBetween(from, on).slice(1);
  const limit = days.filter((d) => oracleIsWorking(d, old)).length;
  const anew = oracleAdd(from, limit, now);
  return anew > on ? anew : on;
}

/* ---- versions ---- */

export type Version = {
  readonly n: number;
  readonly cause: VersionCause;
  readonly by: Happening | null;
  readonly at: Instant;
  readonly acknowledgeBy: CivilDate;
  readonly dates: Readonly<Record<string, CivilDate>>;
  readonly content: string | null;
};

const ownDates = (terms: AssignmentTerms, dates: Readonly<Record<string, CivilDate>>) =>
  Object.fromEntries(
    terms.steps.flatMap(({ key, kind }) =>
      dates[key] === undefined || kind === 'acknowledgement' ? [] : [[key, dates[key]] as const],
    ),
  );

/** What makes a version: an amendment only of what is not done, and only where it says anything about it. */
function madeBy(terms: AssignmentTerms, past: Past, h: Happening) {
  if (is('reinstatement')(h)) return { cause: 'reinstatement' as const, dates: {}, content: null };
  if (is('adjustmentAnswer')(h)) {
    const { answer, dates } = h.act;
    return answer === 'adjust' ? { cause: 'adjustment' as const, dates, content: null } : null;
  }
  if (isFact(h) || h.kind !== 'amend') return null;
  const dates = ownDates(terms, h.dates);
  if (h.content === null && Object.keys(dates).length === 0) return null;
  const then = before(past, h);
  if (isDoneIn(terms, then) || endOf(then) !== undefined) return null;
  return { cause: 'amendment' as const, dates, content: h.content };
}

export const versionsIn = recall((terms: AssignmentTerms, past: Past): readonly Version[] => {
  const acknowledgeBy = (then: Past, at: Instant) =>
    workingDaysAfter(then, day(at), LIMITS.acknowledge);
  const opening: Version = {
    n: 1,
    cause: 'opening',
    by: null,
    at: terms.openedAt,
    acknowledgeBy: acknowledgeBy([], terms.openedAt),
    dates: Object.fromEntries(terms.steps.map((s) => [s.key, s.dueOn])),
    content: null,
  };
  const later = past.flatMap((by) => {
    const made = madeBy(terms, past, by);
    if (made === null) return [];
    return [{ ...made, by, at: by.at, acknowledgeBy: acknowledgeBy(until(past, by), by.at) }];
  });
  return [opening, ...later.map((version, i) => ({ ...version, n: i + 2 }))];
});

/** The version whose tiếp nhận judges the pair. */
export const askedIn = (terms: AssignmentTerms, past: Past): Version => {
  const versions = versionsIn(terms, past);
  return versions.findLast((v) => v.cause === 'reinstatement') ?? versions[0]!;
};

export const receiptOf = (terms: AssignmentTerms, past: Past, agency: string, n: number) =>
  receipts(past, agency).find((f) =>
    f.act.kind === 'acknowledgement'
      ? f.act.version === n
      : versionsIn(terms, before(past, f)).length === n,
  );

const limit = (v: Version) => ({ on: v.acknowledgeBy, by: v.by, from: day(v.at) });

/** By when the pair was to have received; that it has, ends the moving. */
export function receiveBy(terms: AssignmentTerms, past: Past, today: CivilDate): CivilDate {
  const asked = limit(askedIn(terms, past));
  return moved(terms, past, { ...asked, isOpen: (p) => !allReceived(terms, p) }, today).on;
}

/** And that version's own date: while somebody still owes its tiếp nhận. */
export function versionDue(terms: AssignmentTerms, past: Past, v: Version, today: CivilDate) {
  const owed = (then: Past) =>
    (askedIn(terms, then).n === v.n && !allReceived(terms, then)) ||
    (versionsIn(terms, then).length === v.n &&
      livingIn(terms, then).some((a) => receiptOf(terms, then, a, v.n) === undefined));
  return moved(terms, past, { ...limit(v), isOpen: owed }, today).on;
}

/* ---- steps ---- */

/** As the last version that names it set it. */
export function ownDue(terms: AssignmentTerms, past: Past, key: string, today: CivilDate) {
  const kind = filedSteps(terms).find((s) =>
    terms.steps.some((t) => t.key === key && t.kind === s),
  );
  const { n, by, dates } = versionsIn(terms, past).findLast((v) => v.dates[key] !== undefined)!;
  const still = (then: Past) => kind !== undefined && isOpen(terms, then, kind);
  const { on, basis } = moved(
    terms,
    past,
    { on: dates[key]!, by, from: null, isOpen: still },
    today,
  );
  return { on, basis: basis ?? { rule: 'version' as const, n } };
}

/** A report also follows its conference, from the day both agree that it was held. */
export function followingDue(terms: AssignmentTerms, past: Past, key: string, today: CivilDate) {
  const { after, kind } = terms.steps.find((s) => s.key === key)!;
  if (after === undefined || after.kind !== 'conference' || kind === 'acknowledgement') return null;
  if (!['confirmed', 'notCounted'].includes(stepStateIn(terms, past, 'conference'))) return null;
  const filing = lastFiling(past, 'conference')!;
  const agreed = confirmedWith(terms, past, 'conference')!;
  // Granted since on request, for this step: that date binds.
  const isGranted = ({ cause, by, dates }: Version) =>
    cause === 'adjustment' && dates[key] !== undefined && past.indexOf(by!) > past.indexOf(agreed);
  if (versionsIn(terms, past).some(isGranted)) return null;
  const from = [day(agreed.at), heldOn(filing) ?? ''].toSorted()[1]!;
  const on = workingDaysAfter(until(past, agreed), from, after.within);
  const still = (then: Past) => isOpen(terms, then, kind);
  const shifted = moved(terms, past, { on, by: agreed, from, isOpen: still }, today);
  const basis = { rule: 'after' as const, from, within: after.within };
  return { on: shifted.on, basis: shifted.basis ?? basis };
}

/** Of the two the earlier binds. */
export function dueIn(terms: AssignmentTerms, past: Past, key: string, today: CivilDate) {
  const own = ownDue(terms, past, key, today);
  const following = followingDue(terms, past, key, today);
  return following !== null && following.on < own.on ? following : own;
}

export function mendBy(
  terms: AssignmentTerms,
  past: Past,
  step: FiledStep,
  { by }: SentBack,
  today: CivilDate,
): CivilDate {
  const from = day(by.at);
  const on = workingDaysAfter(until(past, by), from, LIMITS.mend);
  const still = (then: Past) => openReturn(terms, then, step)?.by === by;
  return moved(terms, past, { on, by, from, isOpen: still }, today).on;
}

export function answerBy(
  terms: AssignmentTerms,
  past: Past,
  asked: FactOf<'adjustmentRequest'>,
  today: CivilDate,
): CivilDate {
  const from = day(asked.at);
  const on = workingDaysAfter(until(past, asked), from, LIMITS.answer);
  const still = (then: Past) => openRequest(then, asked.agency) === asked;
  return moved(terms, past, { on, by: asked, from, isOpen: still }, today).on;
}

/** Seven in the morning of the fifth working day of silence: from then on the superior may confirm instead. */
export function insteadFrom(
  terms: AssignmentTerms,
  past: Past,
  filing: Filed,
  today: CivilDate,
): Instant {
  const from = day(filing.at);
  const on = workingDaysAfter(until(past, filing), from, LIMITS.instead);
  const { step } = filing.act.evidence;
  const silent = (then: Past) => confirmedWith(terms, then, step) === null;
  return `${moved(terms, past, { on, by: filing, from, isOpen: silent }, today).on}T00:00:00.000Z`;
}

/** Mended in time, or corrected, it keeps its date; else it has the day it was filed. */
export function countsOn(terms: AssignmentTerms, past: Past, filing: Filed): CivilDate {
  const on = day(filing.at);
  const { step } = filing.act.evidence;
  const earlier = before(past, filing);
  const replaced = lastFiling(earlier, step);
  if (replaced === undefined) return on;
  if (filing.act.kind === 'correction') return countsOn(terms, earlier, replaced);
  const back = openReturn(terms, earlier, step);
  if (back === null || on > mendBy(terms, earlier, step, back, on)) return on;
  return countsOn(terms, earlier, replaced);
}

/* ---- edicts ---- */

/** All dates that an office may have read, by the beginning of that day. */
function datesRead(terms: AssignmentTerms, past: Past, today: CivilDate): string {
  const requests = all(past, 'adjustmentRequest').filter((f) => openRequest(past, f.agency) === f);
  return JSON.stringify([
    receiveBy(terms, past, today),
    versionsIn(terms, past).map((v) => versionDue(terms, past, v, today)),
    filedSteps(terms).map((kind) => {
      const back = openReturn(terms, past, kind);
      const { key } = terms.steps.find((s) => s.kind === kind)!;
      const due = dueIn(terms, past, key, today).on;
      return [due, back === null ? null : mendBy(terms, past, kind, back, today)];
    }),
    requests.map((f) => answerBy(terms, past, f, today)),
  ]);
}

/** Whether the offices of the pair are told of it: of what is open, and of a calendar where a date moves. */
export function isFelt(terms: AssignmentTerms, past: Past, edict: Edict, and: Past): boolean {
  if (endOf(past) !== undefined) return false;
  if (edict.kind === 'amend') return versionsIn(terms, and).length > versionsIn(terms, past).length;
  if (edict.kind !== 'calendar') return !isDoneIn(terms, past);
  const today = day(edict.at);
  return datesRead(terms, past, today) !== datesRead(terms, and, today);
}
