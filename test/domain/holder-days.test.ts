/** Không oan: every working day of a pair, judged at its end, has one holder; reckoned here day by day. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssignmentFact, Holder } from '#domain/assignment.ts';
import { holderClass } from '#domain/assignment-holder.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { addDays, localDate } from '#domain/civil-date.ts';
import { historyOf, holderDays, holdingsSince } from '#domain/holder-days.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { edictsOf } from '#test/support/assignment-oracle-past.ts';
import { see, split, together } from '#test/support/assignment-oracle.ts';
import type { OracleView } from '#test/support/assignment-oracle.ts';
import { anyWorld, move, storyOf } from '#test/support/assignment-stories.ts';
import { A, afternoon, B, morning, OPENED_AT } from '#test/support/assignment-world.ts';
import { OPENED_ON, since, standIn, world } from '#test/support/assignment-world.ts';
import type { World } from '#test/support/assignment-world.ts';
import { datesBetween, oracleIsWorking } from '#test/support/calendar-oracle.ts';
import { publishedCalendar } from '#test/support/calendar-oracle.ts';

type Story = {
  readonly terms: AssignmentTerms;
  readonly facts: readonly AssignmentFact[];
  readonly today: CivilDate;
};

const STAFFINGS: readonly NonNullable<World['staffed']>[] = [
  {},
  { [A]: since('2023-08-10T03:00:00.000Z') },
  { [A]: [standIn('2023-08-09', '2023-08-15')], [B]: [standIn('2023-08-14', '2023-09-04')] },
  { [B]: [{ from: OPENED_AT, to: '2023-08-11T03:00:00.000Z' }] },
];
const anyStory: fc.Arbitrary<Story> = fc.integer({ min: 2, max: 3 }).chain((n) =>
  fc
    .record({
      w: anyWorld(n),
      staffed: fc.constantFrom(...STAFFINGS),
      moves: fc.array(move(n, 4), { maxLength: 20, size: 'max' }),
      later: fc.nat({ max: 14 }),
    })
    .map(({ w, staffed, moves, later }) => {
      const { terms, facts } = storyOf(world({ ...w, staffed }), moves);
      const last = [OPENED_AT, ...facts.map((f) => f.at), ...terms.edicts.map((e) => e.at)];
      return { terms, facts, today: addDays(localDate(last.toSorted().at(-1)!), later) };
    }),
);
const check = (holds: (story: Story) => void) =>
  fc.assert(fc.property(anyStory, holds), { seed: 20230807, numRuns: 150 });
const PATIENCE = { timeout: 120_000 };

/** What the oracle sees at an instant of all that was told by then. */
function seenAt({ terms, facts }: Story, now: Instant): OracleView {
  const told = together(terms, facts).filter((h) => h.at <= now);
  return see(terms, split(terms, told).past, now);
}
/** 24:00 at +07:00, and not yet the next day. */
const endOf = (on: CivilDate): Instant => `${on}T16:59:59.999Z`;
const calendarOf = ({ terms }: Story) => edictsOf(terms.edicts, 'calendar').at(-1)?.n ?? 1;
const CALENDARS = new Map([1, 2, 3].map((version) => [version, publishedCalendar(version)]));

/** The days of the pair, one by one. */
function naiveDays(story: Story) {
  const days = datesBetween(OPENED_ON, story.today).slice(1, -1);
  const worked = days.filter((on) => oracleIsWorking(on, calendarOf(story)));
  const judged = worked.flatMap((on) => {
    const { state, holder } = seenAt(story, endOf(on));
    if (['done', 'recalled', 'closedUnmet'].includes(state)) return [];
    const { offices, superiorsOf } = holder;
    if (offices.length === 0) return [superiorsOf.length === 0 ? 'nobody' : 'superior'];
    return [offices.length === 1 && superiorsOf.length === 0 ? offices[0]! : 'several'];
  });
  const times = (of: string) => judged.filter((j) => j === of).length;
  const offices = story.terms.lines.map(({ agency }) => [agency, times(agency)] as const);
  return {
    elapsed: judged.length,
    office: Object.fromEntries(offices.filter(([, n]) => n > 0)),
    several: times('several'),
    superior: times('superior'),
    nobody: times('nobody'),
  };
}

test('the days of each class are what a day-by-day judgement finds, and add up', PATIENCE, () => {
  const met = new Set<string>();
  check((story) => {
    const history = historyOf(story.terms, story.facts, afternoon(story.today));
    const calendar = CALENDARS.get(calendarOf(story))!;
    const { since: _, ...days } = holderDays(history, calendar, story.today);
    expect(days).toEqual(naiveDays(story));
    const alone = Object.values(days.office).reduce((a, b) => a + b, 0);
    expect(alone + days.several + days.superior + days.nobody).toBe(days.elapsed);
    for (const [kind, n] of Object.entries({ ...days, office: alone })) if (n > 0) met.add(kind);
  });
  expect([...met].toSorted()).toEqual(['elapsed', 'nobody', 'office', 'several', 'superior']);
});

/** Every instant at which anything could have changed, latest first. */
function instantsOf({ terms, facts, today }: Story): Instant[] {
  const staffing = terms.lines.flatMap((l) => l.staffed.flatMap(({ from, to }) => [from, to]));
  const now = afternoon(today);
  const told = together(terms, facts).map((h) => h.at);
  const all = [OPENED_AT, ...told, ...staffing, ...datesBetween(OPENED_ON, today).map(morning)];
  const within = all.filter((at): at is Instant => at !== null && at >= OPENED_AT && at <= now);
  return [...new Set(within)].toSorted().toReversed();
}

/** Back to the first instant from which on it has been so without a break. */
function walkBack(story: Story, is: (seen: OracleView) => boolean): CivilDate {
  let from = afternoon(story.today);
  for (const at of instantsOf(story)) {
    if (!is(seenAt(story, at))) break;
    from = at;
  }
  return localDate(from);
}

const keyOf = ({ offices, superiorsOf }: Holder) => `${offices.join()}/${superiorsOf.join()}`;

test('since when the present holder has it is what walking back finds', PATIENCE, () => {
  let held = 0;
  check((story) => {
    const now = afternoon(story.today);
    const history = historyOf(story.terms, story.facts, now);
    const { since: found } = holderDays(history, CALENDARS.get(1)!, story.today);
    const { holder } = seenAt(story, now);
    const nobody = holderClass(holder) === 'nobody';
    if (!nobody) held += 1;
    const naive = walkBack(story, (seen) => keyOf(seen.holder) === keyOf(holder));
    expect(found).toBe(nobody ? null : naive);
  });
  expect(held).toBeGreaterThan(50);
});

test('what is owed is owed since the day that walking back finds', PATIENCE, () => {
  let owed = 0;
  check((story) => {
    const now = afternoon(story.today);
    const found = holdingsSince(historyOf(story.terms, story.facts, now));
    const naive = seenAt(story, now).owed.map((holding) => {
      const { step, version, agency, bySuperior } = holding;
      const same = (seen: OracleView) =>
        seen.owed.some(
          (o) =>
            o.step === step &&
            o.version === version &&
            o.agency === agency &&
            o.bySuperior === bySuperior,
        );
      return { ...holding, since: walkBack(story, same) };
    });
    expect(found).toEqual(naive);
    owed += naive.length;
  });
  expect(owed).toBeGreaterThan(200);
});
