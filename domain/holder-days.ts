/**
 * Who has held an assignment since it was opened. Every working day, judged at its end (24:00), has one holder
 * class: one agency alone, several, the superior, or nobody; together they are the working days elapsed
 * (PRODUCT 1, promise 2; I14).
 */
import type { AssignmentFact, AssignmentView, ConferenceSince, Holder } from './assignment.ts';
import { holderClass, holdingsOf, type Holding } from './assignment-holder.ts';
import { foldAssignment } from './assignment-fold.ts';
import { termsAsOf, type AssignmentTerms } from './assignment-state.ts';
import { viewAssignment } from './assignment-view.ts';
import { countWorkingDays, type WorkingCalendar } from './calendar.ts';
import { addDays, localDate } from './civil-date.ts';
import type { CivilDate, Instant } from './vocabulary.ts';

/** A stretch during which nothing changed: from its first instant to the next one's. */
export type Stretch = {
  readonly from: Instant;
  readonly view: AssignmentView;
  readonly holdings: readonly Holding[];
};

export type HolderDays = {
  /** Working days after the opening whose end has come, up to the day it ended. */
  readonly elapsed: number;
  /** Days that one office held it alone, by agency. */
  readonly office: Readonly<Record<string, number>>;
  readonly several: number;
  readonly superior: number;
  readonly nobody: number;
  /** Since when the present holder has it; null when nobody does. */
  readonly since: CivilDate | null;
};

const ENDED: readonly AssignmentView['state'][] = ['done', 'recalled', 'closedUnmet'];

/** Every instant at which something changed, with what was true from then on. */
export function historyOf(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  now: Instant,
): readonly Stretch[] {
  const staffing = terms.lines.flatMap((l) => l.staffed.flatMap(({ from, to }) => [from, to]));
  const moments = [
    terms.openedAt,
    ...facts.map((f) => f.at),
    ...terms.edicts.map((e) => e.at),
    ...staffing,
    ...silences(terms, facts),
    ...(terms.conferencesAbove ?? []).map((c) => c.at),
  ];
  const within = moments.filter((m): m is Instant => m !== null && m >= terms.openedAt && m <= now);
  return [...new Set(within)].toSorted().map((from) => {
    const view = viewAssignment(
      termsAsOf(terms, ({ at }) => at <= from),
      facts.filter((f) => f.at <= from),
      from,
    );
    return { from, view, holdings: holdingsOf(view) };
  });
}

/** The confirmed conferences of the pair itself as they came and went: those below it go by them. */
export function conferencesOf(history: readonly Stretch[]): readonly ConferenceSince[] {
  const all = history.map(({ from, view }) => ({ at: from, on: view.conference?.heldOn ?? null }));
  return all.filter(({ on }, i) => on !== (all[i - 1]?.on ?? null));
}

/** When a silent office's superior may confirm instead: nothing happens then but that. */
function silences(terms: AssignmentTerms, facts: readonly AssignmentFact[]): Instant[] {
  const instants: Instant[] = [];
  const filed = facts.filter((f) => f.act.kind === 'filing' || f.act.kind === 'correction');
  const moved = terms.edicts.filter((e) => e.kind === 'resume' || e.kind === 'calendar');
  // As the filing set it, and as each resumption or calendar after it did.
  for (const { at } of [...filed, ...moved]) {
    const { steps } = foldAssignment(
      { ...terms, edicts: terms.edicts.filter((e) => e.at <= at) },
      facts.filter((f) => f.at <= at),
    );
    for (const { filing } of steps) if (filing !== null) instants.push(filing.insteadFrom);
  }
  return instants;
}

/** Counts the days of each class up to the programme's today, which is not over yet. */
export function holderDays(
  history: readonly Stretch[],
  calendar: WorkingCalendar,
  today: CivilDate,
): HolderDays {
  const office: Record<string, number> = {};
  const days = { several: 0, superior: 0, nobody: 0 };
  const opened = history[0]?.from;
  if (opened === undefined) return { elapsed: 0, office, ...days, since: null };
  let elapsed = 0;
  history.forEach(({ from, view }, i) => {
    if (ENDED.includes(view.state)) return;
    const next = history[i + 1]?.from;
    // Judged at 24:00: of several holders of one day, the last.
    const last = addDays(next === undefined ? today : localDate(next), -1);
    const before = addDays(localDate(from), -1);
    const openedOn = localDate(opened);
    const counted = countWorkingDays(calendar, before > openedOn ? before : openedOn, last);
    if (counted <= 0) return;
    elapsed += counted;
    const kind = holderClass(view.holder);
    if (kind !== 'office') days[kind] += counted;
    else {
      const [agency] = view.holder.offices;
      office[agency!] = (office[agency!] ?? 0) + counted;
    }
  });
  return { elapsed, office, ...days, since: sinceOf(history) };
}

/** Working days that the present holder has had it, as `holderDays` counts them. */
export function daysHeld(
  history: readonly Stretch[],
  calendar: WorkingCalendar,
  today: CivilDate,
): number {
  const since = sinceOf(history);
  const opened = history[0]?.from;
  if (since === null || opened === undefined) return 0;
  const before = addDays(since, -1);
  const openedOn = localDate(opened);
  return countWorkingDays(calendar, before > openedOn ? before : openedOn, addDays(today, -1));
}

const holderKey = ({ offices, superiorsOf }: Holder) => `${offices.join()}/${superiorsOf.join()}`;

function sinceOf(history: readonly Stretch[]): CivilDate | null {
  const now = history.at(-1)?.view;
  if (now === undefined || holderClass(now.holder) === 'nobody') return null;
  const before = history.findLastIndex(
    ({ view }) => holderKey(view.holder) !== holderKey(now.holder),
  );
  return localDate(history[before + 1]!.from);
}

/** What is owed now, each with the day since which that side has owed it without a break. */
export function holdingsSince(
  history: readonly Stretch[],
): readonly (Holding & { readonly since: CivilDate })[] {
  const now = history.at(-1)?.holdings ?? [];
  return now.map((holding) => {
    const before = history.findLastIndex(
      ({ holdings }) => !holdings.some((h) => sameHolding(h, holding)),
    );
    return { ...holding, since: localDate(history[before + 1]!.from) };
  });
}

const sameHolding = (a: Holding, b: Holding) =>
  a.step === b.step &&
  a.version === b.version &&
  a.agency === b.agency &&
  a.bySuperior === b.bySuperior;
