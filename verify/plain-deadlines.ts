/** The rules of the dates (DESIGN 6) written a second time, as plainly as they are told. */
import type { AssignmentFact } from '#domain/assignment.ts';
import type { DeadlineReason } from '#domain/deadline.ts';
import type { Template, TemplateStep } from '#domain/template.ts';
import type { CivilDate, Instant, Tier } from '#domain/vocabulary.ts';
import { dateOf, type PlainCalendar } from './plain-calendar.ts';

type Dates = Record<string, CivilDate>;

const least = (a: CivilDate, b: CivilDate) => (a < b ? a : b);
const greatest = (a: CivilDate, b: CivilDate) => (a > b ? a : b);

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

/** The date a stored reason stands for. */
export function replayed(reason: DeadlineReason, calendar: PlainCalendar): CivilDate {
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
  }
}

export type Given = {
  readonly tier: Tier;
  readonly openedAt: Instant;
  readonly template: Template;
  readonly planned: Readonly<Dates>;
  readonly agencies: readonly string[];
  readonly facts: readonly AssignmentFact[];
  /** Facts that the record says had no effect. */
  readonly ignored: ReadonlySet<number>;
  readonly conferenceAbove: CivilDate | null;
  readonly calendar: PlainCalendar;
};

type Version = { readonly acknowledgeBy: CivilDate; readonly dates: Dates };

/** Due dates of an assignment's steps, and of its versions. */
export function datesOf(given: Given): { readonly steps: Dates; readonly versions: Version[] } {
  const { template, tier, planned, calendar } = given;
  const mine = template.steps.filter(
    (s) => s.tier === tier && !['issue', 'summary', 'closing'].includes(s.kind),
  );
  const versions = versionsOf(given, mine);
  const certain = conferenceCertain(given);
  const steps = mine.map(({ key, kind, after }): [string, CivilDate] => {
    if (kind === 'acknowledgement') return [key, versions[0]!.acknowledgeBy];
    const own = versions.findLast((v) => v.dates[key] !== undefined)?.dates[key] ?? planned[key]!;
    // From the day both sides agree that it was held, never after the step's own date.
    if (after === undefined || certain === null || certain >= own) return [key, own];
    return [key, least(own, calendar.walk(certain, after.within))];
  });
  return { steps: Object.fromEntries(steps), versions };
}

/** The first version holds every planned date; an answer "điều chỉnh" makes the next, with what it names. */
function versionsOf(given: Given, mine: readonly TemplateStep[]): Version[] {
  const { facts, ignored, openedAt, planned, calendar } = given;
  const within = mine.find((s) => s.kind === 'acknowledgement')?.within ?? 0;
  const first = mine.map((s) => [s.key, planned[s.key] ?? ''] as const);
  const made = [{ at: openedAt, dates: Object.fromEntries(first) as Dates }];
  for (const { seq, at, act } of facts)
    if (act.kind === 'adjustmentAnswer' && act.answer === 'adjust' && !ignored.has(seq))
      made.push({ at, dates: { ...act.dates } });
  return made.map(({ at, dates }, i) => {
    const acknowledgeBy = calendar.walk(dateOf(at), within);
    const received = i === 0 && mine.find((s) => s.kind === 'acknowledgement')?.key;
    return { acknowledgeBy, dates: received ? { ...dates, [received]: acknowledgeBy } : dates };
  });
}

/** The day from which a conference is certain: held, and every other living office has agreed. Null: not yet. */
function conferenceCertain({ facts, ignored, agencies, conferenceAbove }: Given): CivilDate | null {
  const living = new Set(agencies);
  let held: { seq: number; by: string; on: CivilDate; agreed: Set<string> } | null = null;
  let certain: CivilDate | null = null;
  for (const { seq, at, agency, act } of facts) {
    if (ignored.has(seq)) continue;
    if (act.kind === 'adjustmentAnswer' && act.answer === 'exempt') living.delete(agency);
    if (act.kind === 'filing' && act.evidence.step === 'conference') {
      held = { seq, by: agency, on: act.evidence.conference.heldOn, agreed: new Set() };
      certain = null;
    }
    if (act.kind === 'return' && act.step === 'conference') held = certain = null;
    if (act.kind === 'confirmation' && held?.seq === act.filing) {
      if (act.agrees) held.agreed.add(agency);
      else held = certain = null;
    }
    if (held === null || certain !== null) continue;
    const { by, agreed, on } = held;
    if ([...living].every((a) => a === by || agreed.has(a))) certain = greatest(on, dateOf(at));
  }
  // One that is not later than the tier above's must be held again, and sets nobody a date.
  const refuted = held !== null && conferenceAbove !== null && conferenceAbove >= held.on;
  return refuted ? null : certain;
}
