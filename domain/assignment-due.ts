/** An assignment's dates while its facts are folded: what sets them, and what moves those still open. */
import type { AssignmentFold, AssignmentTerms, Due, StepFold } from './assignment-state.ts';
import { hasReceived, isOwed, isRefuted, living, versionOf } from './assignment-state.ts';
import { addWorkingDays, countWorkingDays, isWorkingDay, nextWorkingDay } from './calendar.ts';
import type { WorkingCalendar } from './calendar.ts';
import { addDays, instantAt, localDate } from './civil-date.ts';
import type { CivilDate, Instant, VersionCause } from './vocabulary.ts';

/** Of the two dates a step may have the earlier one binds, unless the later one was granted on request. */
export const dueOf = ({ own, after }: StepFold): Due =>
  after !== null && !after.overruled && after.on < own.on ? after : own;

/** Offices begin at 07:00: from then on that day is told of. */
const MORNING = 7;

const atMorning = (on: CivilDate): Instant => instantAt(on, MORNING, 0);

/** From when the superior of whoever is silent about a filing of that day may confirm instead. */
export const insteadFrom = (fold: AssignmentFold, filedOn: CivilDate): Instant =>
  atMorning(addWorkingDays(fold.calendar, filedOn, fold.terms.insteadAfter));

/** A new version: fresh tiếp nhận is owed beside the old, and the dates it names are set. */
export function addVersion(
  fold: AssignmentFold,
  at: Instant,
  cause: VersionCause,
  dates: Readonly<Record<string, CivilDate>>,
  content: string | null = null,
): void {
  const n = versionOf(fold) + 1;
  const acknowledgeBy = addWorkingDays(fold.calendar, localDate(at), fold.terms.acknowledgeWithin);
  const named = fold.steps.filter(({ key }) => dates[key] !== undefined);
  fold.versions.push({
    n,
    cause,
    madeAt: at,
    acknowledgeBy,
    dueOn: acknowledgeBy,
    basis: { rule: 'version', n },
    content,
    dates: { ...dates },
    replaced: Object.fromEntries(named.map((step) => [step.key, dueOf(step).on])),
  });
  for (const step of named) {
    const on = dates[step.key]!;
    step.own = { on, setAt: at, basis: { rule: 'version', n } };
    if (cause === 'adjustment' && step.after !== null) step.after.overruled = true;
  }
}

/**
 * A report is also due so many working days after its conference, counted from the day both sides agree that it
 * was held: nobody is late for want of the other's word (decision 0006).
 */
export function setFollowing(fold: AssignmentFold): void {
  for (const { key, after } of fold.terms.steps) {
    const step = fold.steps.find((s) => s.key === key);
    if (after === undefined || step === undefined) continue;
    const anchor = fold.steps.find((s) => s.kind === after.kind);
    const filing = anchor?.filing;
    const held = filing?.evidence;
    // A conference that must be held again sets nobody a date.
    const certainAt = anchor && !isRefuted(fold, anchor) ? anchor.confirmedAt : null;
    if (certainAt === null || held?.step !== 'conference') {
      step.after = null;
      continue;
    }
    if (step.after?.certainAt === certainAt && step.after.filing === filing?.seq) continue;
    const agreedOn = localDate(certainAt);
    const from = agreedOn > held.conference.heldOn ? agreedOn : held.conference.heldOn;
    step.after = {
      on: addWorkingDays(fold.calendar, from, after.within),
      setAt: certainAt,
      basis: { rule: 'after', from, within: after.within },
      certainAt,
      filing: filing!.seq,
      from,
      overruled: false,
    };
  }
}

/**
 * Each suspended working day shifts each deadline that is open at its end by one (PRODUCT 3): what is filed or
 * received meanwhile is judged by its date as the days so far have moved it. A limit never counts the day it was
 * set on, so nor does its shift.
 */
export function passSuspended(fold: AssignmentFold, at: Instant): void {
  const { pause, calendar } = fold;
  const eve = addDays(localDate(at), -1);
  if (pause === null || fold.over || eve <= pause.counted) return;
  const { counted } = pause;
  pause.counted = eve;
  const passed = (since: CivilDate) =>
    countWorkingDays(calendar, since > counted ? since : counted, eve);
  const put = ({ on, basis }: Dated, days: number): Dated | null => {
    if (days === 0) return null;
    // In one suspension it has moved before: both are one move.
    const again = basis.rule === 'paused' && basis.since === pause.at;
    const before = again ? basis : { from: on, days: 0, was: basis };
    const { from, was } = before;
    const sum = before.days + days;
    return {
      on: addWorkingDays(calendar, on, days),
      basis: { rule: 'paused', since: pause.at, from, days: sum, was },
    };
  };
  moveOpen(
    fold,
    at,
    (own) => put(own, passed(counted)),
    (after) => put(after, passed(after.from)),
  );
  moveReceipts(fold, (date, since) => put(date, passed(since)));
  moveLimits(fold, (on, since) => addWorkingDays(calendar, on, passed(since)));
}

/**
 * A calendar published later moves an open date off what has become a rest day; limits that count working days
 * are counted anew, and none comes earlier than it was told.
 */
export function recalendar(fold: AssignmentFold, calendar: WorkingCalendar, at: Instant): void {
  const before = fold.calendar;
  fold.calendar = calendar;
  /** As many working days as it was away, counted on the new one. */
  const recounted = (on: CivilDate, since: CivilDate): CivilDate => {
    const anew = addWorkingDays(calendar, since, countWorkingDays(before, since, on));
    return anew > on ? anew : on;
  };
  const limit = ({ on: from, basis: was }: Dated, since: CivilDate): Dated | null => {
    const on = recounted(from, since);
    const days = countWorkingDays(before, since, from);
    return on === from ? null : { on, basis: { rule: 'recounted', since, days, from, was } };
  };
  const typed = ({ on: from, basis: was }: Dated): Dated | null =>
    isWorkingDay(calendar, from)
      ? null
      : { on: nextWorkingDay(calendar, from), basis: { rule: 'moved', from, was } };
  moveOpen(fold, at, typed, (after) => limit(after, after.from));
  moveReceipts(fold, limit);
  moveLimits(fold, recounted);
}

type Dated = Pick<Due, 'on' | 'basis'>;
type Move<D> = (due: D) => Dated | null;

/** Moves both dates of every step that is still owed; what is settled keeps the date it is judged by. */
function moveOpen(
  fold: AssignmentFold,
  at: Instant,
  typed: Move<Due>,
  counted: Move<NonNullable<StepFold['after']>>,
): void {
  for (const step of fold.steps.filter((s) => isOwed(fold, s))) {
    const own = typed(step.own);
    if (own !== null) step.own = { ...own, setAt: at };
    const after = step.after === null ? null : counted(step.after);
    if (step.after !== null && after !== null) step.after = { ...step.after, ...after, setAt: at };
  }
}

/** Moves the dates of every tiếp nhận that is still owed, and the one that judges the pair. */
function moveReceipts(
  fold: AssignmentFold,
  move: (due: Dated, since: CivilDate) => Dated | null,
): void {
  for (const version of owedVersions(fold)) {
    const { dueOn: on, basis, madeAt } = version;
    const moved = move({ on, basis }, localDate(madeAt));
    if (moved !== null) Object.assign(version, { dueOn: moved.on, basis: moved.basis });
  }
  if (living(fold).every(hasReceived)) return;
  const since = localDate(fold.versions[fold.asked]!.madeAt);
  fold.receiveBy = move(fold.receiveBy, since) ?? fold.receiveBy;
}

/** Moves what else counts working days from a day: an answer, what is to be mended, a silence. */
function moveLimits(
  fold: AssignmentFold,
  move: (on: CivilDate, since: CivilDate) => CivilDate,
): void {
  for (const { request } of fold.lines)
    if (request !== null) request.answerBy = move(request.answerBy, request.askedOn);
  for (const { filing, returned, confirmedAt } of fold.steps) {
    if (returned !== null) returned.mendBy = move(returned.mendBy, returned.on);
    if (filing !== null && confirmedAt === null)
      filing.insteadFrom = atMorning(move(localDate(filing.insteadFrom), filing.on));
  }
}

/** Versions whose tiếp nhận somebody still owes: the one that judges the pair, and the last. */
function owedVersions(fold: AssignmentFold) {
  const alive = living(fold);
  return fold.versions.filter(
    (version, i) =>
      (i === fold.asked && !alive.every(hasReceived)) ||
      (version.n === versionOf(fold) && alive.some((l) => l.received[version.n] === undefined)),
  );
}

/** Working days of a suspension after `day`: those at whose end it was in force. */
const suspendedAfter = (
  calendar: WorkingCalendar,
  day: CivilDate,
  { from, to }: { readonly from: CivilDate; readonly to: CivilDate },
): number => {
  const eve = addDays(from, -1);
  return countWorkingDays(calendar, day > eve ? day : eve, addDays(to, -1));
};

/**
 * The last of so many working days after an instant, and the calendar it was counted on: suspended days do not
 * count. What had passed before a suspension began has passed.
 */
export function silenceEnds(
  terms: AssignmentTerms,
  at: Instant,
  days: number,
): { readonly on: CivilDate; readonly calendar: WorkingCalendar } {
  const from = localDate(at);
  let { calendar } = terms;
  let on: CivilDate | null = null;
  let suspendedOn: CivilDate | null = null;
  for (const edict of terms.edicts) {
    if (on === null && edict.at > at) on = addWorkingDays(calendar, from, days);
    const edictOn = localDate(edict.at);
    if (edict.kind === 'suspend') suspendedOn ??= edictOn;
    if (edict.kind === 'resume' && suspendedOn !== null) {
      const pause = { from: suspendedOn, to: edictOn };
      if (on !== null && on >= suspendedOn)
        on = addWorkingDays(calendar, on, suspendedAfter(calendar, from, pause));
      suspendedOn = null;
    }
    if (edict.kind === 'calendar') {
      if (on !== null && on >= edictOn) {
        const anew = addWorkingDays(edict.calendar, from, countWorkingDays(calendar, from, on));
        if (anew > on) on = anew;
      }
      ({ calendar } = edict);
    }
  }
  return { on: on ?? addWorkingDays(calendar, from, days), calendar };
}
