/**
 * Publishing a working calendar: what it would be, and every date of an open rollout that it would move. The same
 * fold that moves the dates afterwards is asked beforehand, so that what is previewed is what happens.
 */
import type { Edict } from './assignment.ts';
import { dueOf } from './assignment-due.ts';
import { foldAssignment } from './assignment-fold.ts';
import type { AssignmentFold } from './assignment-state.ts';
import type { Calendar, CalendarDay, CalendarYear, WorkingCalendar } from './calendar.ts';
import { canonical } from './canonical.ts';
import { assignmentTerms } from './rollout.ts';
import type { AssignmentStock, RolloutTerms } from './rollout.ts';
import { datesInForce } from './rollout-dates.ts';
import type { CivilDate, Instant } from './vocabulary.ts';

/** What is announced to differ from the calendar in force: days set, days withdrawn, years confirmed or added. */
export type CalendarChange = {
  readonly days: readonly CalendarDay[];
  readonly withdrawn: readonly CivilDate[];
  readonly years: readonly CalendarYear[];
};

/** The next version: the calendar in force with the change laid over it. */
export function changedCalendar(
  { version, days, years }: Calendar,
  change: CalendarChange,
): Calendar {
  const set = new Set([...change.days.map((d) => d.date), ...change.withdrawn]);
  const told = new Set(change.years.map((y) => y.year));
  const kept = days.filter((d) => !set.has(d.date));
  const known = years.filter((y) => !told.has(y.year));
  return {
    version: version + 1,
    days: [...kept, ...change.days].toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    years: [...known, ...change.years].toSorted((a, b) => a.year - b.year),
  };
}

/** One date that moves. Without a unit it is the plan's, of what is not opened yet. */
export type MovedDate = {
  readonly rollout: string;
  readonly unit: string | null;
  /** A step's key; a later version's tiếp nhận bears its number. */
  readonly step: string;
  readonly what: 'step' | 'answer' | 'mend';
  readonly version: number;
  readonly agency: string | null;
  readonly from: CivilDate;
  readonly to: CivilDate;
};

const LAST = Number.MAX_SAFE_INTEGER;

/** Changes nothing but that the days suspended by then have passed: those are not the calendar's doing. */
const upTo = (at: Instant): Edict => ({
  kind: 'amend',
  seq: LAST - 1,
  at,
  n: 0,
  dates: {},
  content: null,
});

/** The dates that a calendar published at `at` would move for one opened assignment. */
export function movedDates(
  rollout: string,
  terms: RolloutTerms,
  stock: AssignmentStock,
  conferenceAbove: CivilDate | null,
  calendar: WorkingCalendar,
  at: Instant,
): readonly MovedDate[] {
  const edict: Edict = { kind: 'calendar', seq: LAST, at, n: calendar.version, calendar };
  const known = assignmentTerms(terms, stock, conferenceAbove);
  const toldUnder = (edicts: readonly Edict[]) =>
    datesTold(foldAssignment({ ...known, edicts }, stock.facts));
  const before = toldUnder([...known.edicts, upTo(at)]);
  const after = toldUnder([...known.edicts, upTo(at), edict]);
  return [...before].flatMap(([key, { on: from, ...what }]) => {
    const to = after.get(key)?.on ?? from;
    return to === from ? [] : [{ rollout, unit: stock.unit, ...what, from, to }];
  });
}

type Told = Pick<MovedDate, 'step' | 'what' | 'version' | 'agency'> & { readonly on: CivilDate };

/** Every date that somebody of the pair goes by; of what is over nothing moves. */
function datesTold(fold: AssignmentFold): ReadonlyMap<string, Told> {
  const received = fold.terms.steps.find((s) => s.kind === 'acknowledgement')?.key ?? '';
  const told: Told[] = [
    ...fold.versions.map(({ n, dueOn }) => ({
      step: received,
      what: 'step' as const,
      version: n,
      agency: null,
      on: dueOn,
    })),
    ...fold.steps.flatMap((step): Told[] => {
      const own = { step: step.key, version: 0, agency: null };
      const mend = step.returned;
      return [
        { ...own, what: 'step', on: dueOf(step).on },
        ...(mend === null
          ? []
          : [{ ...own, what: 'mend' as const, agency: mend.agency, on: mend.mendBy }]),
      ];
    }),
    ...fold.lines.flatMap(({ agency, request }): Told[] =>
      request === null
        ? []
        : [{ step: '', what: 'answer', version: 0, agency, on: request.answerBy }],
    ),
  ];
  return new Map(told.map((t) => [`${t.what}/${t.step}/${t.version}/${t.agency ?? ''}`, t]));
}

/**
 * The dates of the plan that it would move: the top's own, and those of what is opened later; an office is told when
 * it is opened.
 */
export function movedPlan(
  rollout: string,
  terms: RolloutTerms,
  planned: readonly string[],
  calendar: WorkingCalendar,
  at: Instant,
): readonly MovedDate[] {
  const edict: Edict = { kind: 'calendar', seq: LAST, at, n: calendar.version, calendar };
  const { dates: before } = datesInForce(terms, [...terms.edicts, upTo(at)]);
  const { dates: after } = datesInForce(terms, [...terms.edicts, upTo(at), edict]);
  return planned.flatMap((key): MovedDate[] => {
    const [from, to] = [before[key], after[key]];
    if (from === undefined || to === undefined || from === to) return [];
    return [{ rollout, unit: null, step: key, what: 'step', version: 0, agency: null, from, to }];
  });
}

/** What a whole calendar, as a folder has it, changes of the one in force; null: nothing. */
export function changeBetween(inForce: Calendar, given: Calendar): CalendarChange | null {
  const known = new Map(inForce.days.map((d) => [d.date, canonical(d)]));
  const years = new Map(inForce.years.map((y) => [y.year, canonical(y)]));
  const told = new Set(given.days.map((d) => d.date));
  const change = {
    days: given.days.filter((d) => known.get(d.date) !== canonical(d)),
    withdrawn: inForce.days.filter((d) => !told.has(d.date)).map((d) => d.date),
    years: given.years.filter((y) => years.get(y.year) !== canonical(y)),
  };
  const changes = change.days.length + change.withdrawn.length + change.years.length;
  return changes === 0 ? null : change;
}
