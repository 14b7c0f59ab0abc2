/** Reminders: once each, for what is owed, to whoever owes it; the same whenever somebody looks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssignmentFact } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { addDays, localDate } from '#domain/civil-date.ts';
import { judgeDuties, rungId } from '#domain/duties.ts';
import type { Duties, DutyTerms, JudgedRung } from '#domain/duties.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { datesBetween } from '#test/support/calendar-oracle.ts';
import { see, split } from '#test/support/assignment-oracle.ts';
import { anyWorld, move, tell } from '#test/support/assignment-stories.ts';
import { A, B, C, closing, LADDER, morning, OPENED_AT } from '#test/support/assignment-world.ts';
import { since, standIn, world, type World } from '#test/support/assignment-world.ts';

const DUTY: DutyTerms = {
  ladder: LADDER,
  confirmWithin: 3,
  superiors: { [A]: 2, [B]: 1, [C]: 2 },
};
/** Past every rung of every ladder here, the mended and the adjusted ones too. */
const HORIZON = morning('2023-12-01');
/** Until every ladder has passed, or what is asked about the last filing. */
function mornings({ facts }: Story): Instant[] {
  const last = addDays(localDate(facts.at(-1)?.at ?? OPENED_AT), 14);
  return datesBetween('2023-08-07', last > '2023-09-30' ? last : '2023-09-30').map(morning);
}

type Story = { readonly terms: AssignmentTerms; readonly facts: readonly AssignmentFact[] };

/** Vacant at first, stood in for once or twice, left for good. */
const STAFFINGS: readonly NonNullable<World['staffed']>[] = [
  {},
  { [A]: since('2023-08-10T03:00:00.000Z') },
  { [A]: [{ from: OPENED_AT, to: '2023-08-11T03:00:00.000Z' }] },
  { [A]: [standIn('2023-08-09', '2023-08-15')], [B]: [standIn('2023-08-14', '2023-09-04')] },
  { [B]: [standIn('2023-08-08', '2023-08-16'), standIn('2023-08-15', '2023-08-21')] },
  { [B]: [standIn('2023-08-08', '2023-08-10'), standIn('2023-08-25', '2023-08-28')] },
];

/** A random pair with a random story; offices may be vacant at first, in between, or for good. */
const anyStory: fc.Arbitrary<Story> = fc.integer({ min: 2, max: 3 }).chain((n) =>
  fc
    .record({
      w: anyWorld(n),
      staffed: fc.constantFrom(...STAFFINGS),
      moves: fc.array(move(n, 5), { maxLength: 20, size: 'max' }),
    })
    .map(({ w, staffed, moves }) => {
      const terms = world({ ...w, staffed });
      return { terms, facts: [...tell(terms, moves)].map(({ fact }) => fact) };
    }),
);

/** Looks at those instants in turn, each with the facts there are by then; nothing is recorded twice. */
function looks({ terms, facts }: Story, duty: DutyTerms, instants: Iterable<Instant>) {
  const recorded = new Map<string, JudgedRung>();
  let last: Duties = { judged: [], nextAt: null };
  for (const now of instants) {
    const known = facts.filter((f) => f.at <= now);
    last = judgeDuties(terms, duty, known, new Set(recorded.keys()), now);
    for (const rung of last.judged) {
      expect(recorded.has(rungId(rung)), `${rungId(rung)} twice`).toBe(false);
      recorded.set(rungId(rung), rung);
    }
  }
  return { recorded, nextAt: last.nextAt };
}

/** At every fact and every morning, in order. */
const punctually = (story: Story, duty = DUTY, end = HORIZON) =>
  looks(
    story,
    duty,
    [...new Set([OPENED_AT, ...story.facts.map((f) => f.at), ...mornings(story), end])].toSorted(),
  );

/** As a coordinator does: when it is nudged by a fact, and when it said that it would. */
function asNudged(story: Story) {
  const nudges = [...new Set([OPENED_AT, ...story.facts.map((f) => f.at), HORIZON])].toSorted();
  const recorded = new Map<string, JudgedRung>();
  for (const [i, from] of nudges.entries()) {
    const until = nudges[i + 1] ?? HORIZON;
    let now: Instant | null = from;
    while (now !== null && (now === from || now < until)) {
      const known = story.facts.filter((f) => f.at <= from);
      const look = judgeDuties(story.terms, DUTY, known, new Set(recorded.keys()), now);
      for (const rung of look.judged) recorded.set(rungId(rung), rung);
      if (look.nextAt !== null) expect(look.nextAt > now, 'it always rests').toBe(true);
      now = look.nextAt;
    }
  }
  return recorded;
}

const outcomes = (recorded: ReadonlyMap<string, JudgedRung>) =>
  Object.fromEntries(
    [...recorded]
      .map(([id, r]) => [id, `${r.dueAt} ${r.skipped ?? 'sent'}`] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const check = (holds: (story: Story) => void) =>
  fc.assert(fc.property(anyStory, holds), { seed: 20230714, numRuns: 120 });

test('a coordinator that looks only when nudged or due records what one that never sleeps does', () => {
  check((story) => {
    expect(outcomes(asNudged(story))).toEqual(outcomes(punctually(story).recorded));
  });
});

test('a look far later records the same rungs; only a sending may have become unnecessary', () => {
  check((story) => {
    const [late, punctual] = [looks(story, DUTY, [HORIZON]), punctually(story)];
    const forgiven = [...punctual.recorded].map(([id, rung]) => {
      const then = late.recorded.get(id)?.skipped ?? null;
      const unnecessary = then === 'settledSince' || then === 'amended';
      return [
        id,
        rung.skipped === null && unnecessary ? { ...rung, skipped: then } : rung,
      ] as const;
    });
    expect(outcomes(late.recorded)).toEqual(outcomes(new Map(forgiven)));
  });
});

/** Every version's ladder for every step and office, reckoned without the calendar. */
function everyRung({ terms, facts }: Story): string[] {
  const { versions } = see(terms, split(terms, facts).past, HORIZON);
  const ids = [];
  for (let version = 1; version <= versions; version += 1)
    for (const step of terms.steps)
      for (const { agency } of terms.lines)
        for (const { key } of LADDER) ids.push(`${step.key}/${version}/${agency}/${key}/0`);
  return ids.toSorted();
}
const laddersOf = (recorded: ReadonlyMap<string, JudgedRung>) =>
  [...recorded.keys()].filter((id) => !id.includes('/confirm/')).toSorted();

test('when the clock has passed them all, every rung of every ladder has ended exactly once', () => {
  check((story) => {
    const { recorded, nextAt } = punctually(story);
    expect(laddersOf(recorded)).toEqual(everyRung(story));
    expect(nextAt).toBeNull();
  });
});

test('closing ends every rung that is left, and nothing is waited for', () => {
  check((story) => {
    const closedAt = story.facts.at(-1)?.at ?? OPENED_AT;
    const closed = { ...story, terms: { ...story.terms, edicts: closing(closedAt) } };
    const punctual = looks(closed, DUTY, [closedAt]);
    expect(laddersOf(punctual.recorded)).toEqual(everyRung(story));
    expect(punctual.nextAt).toBeNull();
    expect(outcomes(looks(closed, DUTY, [HORIZON]).recorded)).toEqual(outcomes(punctual.recorded));
  });
});

test('nobody is reminded who is exempt, vacant, waiting for an answer, or does not hold the step', () => {
  let sent = 0;
  check((story) => {
    for (const rung of punctually(story).recorded.values()) {
      const told = story.facts.filter((f) => f.at < rung.dueAt);
      const then = see(story.terms, split(story.terms, told).past, rung.dueAt);
      const line = then.lines.find((l) => l.agency === rung.agency);
      const step = then.steps.find((s) => s.key === rung.step);
      const owes =
        then.state !== 'done' &&
        step?.owedBy.includes(rung.agency) === true &&
        (step.state === 'filed') === rung.n > 0;
      if (rung.skipped === 'notOwed') expect(owes).toBe(false);
      if (rung.skipped !== null) continue;
      sent += 1;
      expect(['issued', 'received', 'assigned']).toContain(line?.state);
      expect(owes, `${rungId(rung)} at ${rung.dueAt}`).toBe(true);
    }
  });
  expect(sent).toBeGreaterThan(400);
});

test('a superior that is not there is not written to', () => {
  check((story) => {
    for (const rung of punctually(story).recorded.values())
      if (rung.agency === B && rung.rung === 'after5') expect(rung.skipped).not.toBeNull();
  });
});

test('however seldom somebody looks, every rung of every ladder ends exactly once', () => {
  check((story) => {
    const mixed = looks(story, DUTY, [...mornings(story).filter((_, i) => i % 3 === 0), HORIZON]);
    expect(laddersOf(mixed.recorded)).toEqual(everyRung(story));
  });
});
