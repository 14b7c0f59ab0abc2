/** Reminders: once each, for what is owed, to whoever owes it; the same whenever somebody looks. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssignmentFact } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { addDays, localDate } from '#domain/civil-date.ts';
import { isNotice, judgeDuties, rungId } from '#domain/duties.ts';
import type { Duties, DutyTerms, JudgedRung } from '#domain/duties.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { isFelt } from '#test/support/assignment-oracle-dates.ts';
import { before, isEdict, isExempt, isSuspended } from '#test/support/assignment-oracle-past.ts';
import { until } from '#test/support/assignment-oracle-past.ts';
import { see, split, together } from '#test/support/assignment-oracle.ts';
import { anyWorld, move, storyOf } from '#test/support/assignment-stories.ts';
import { A, afternoon, B, C, closing, LADDER } from '#test/support/assignment-world.ts';
import { morning, OPENED_AT, since, standIn, world } from '#test/support/assignment-world.ts';
import type { World } from '#test/support/assignment-world.ts';
import { datesBetween } from '#test/support/calendar-oracle.ts';

const DUTY: DutyTerms = {
  ladder: LADDER,
  confirmWithin: 3,
  superiors: { [A]: 2, [B]: 1, [C]: 2 },
};
/** Past every rung of every ladder here, the mended, adjusted and suspended ones too. */
const HORIZON = morning('2024-03-01');
type Story = { readonly terms: AssignmentTerms; readonly facts: readonly AssignmentFact[] };

/** Until every ladder has passed, or what is asked about the last filing. */
function mornings(story: Story): Instant[] {
  const view = seenOf(story, HORIZON);
  const dates = [...view.steps, ...view.versions].map((s) => s.dueOn);
  const last = [...dates, ...moments(story).map((at) => localDate(at)), '2023-09-16'];
  return datesBetween('2023-08-07', addDays(last.toSorted().at(-1)!, 14)).map(morning);
}
/** The opening, and every instant at which something was told. */
const moments = ({ terms, facts }: Story): Instant[] => [
  OPENED_AT,
  ...facts.map((f) => f.at),
  ...terms.edicts.map((e) => e.at),
  ...(terms.conferencesAbove ?? []).map((c) => c.at),
];

/** As much of the story as there was before an instant, or by then. */
const asOf = ({ terms, facts }: Story, holds: (at: Instant) => boolean): Story => ({
  terms: {
    ...terms,
    edicts: terms.edicts.filter((e) => holds(e.at)),
    ...knowing((terms.conferencesAbove ?? null)?.filter((c) => holds(c.at))),
  },
  facts: facts.filter((f) => holds(f.at)),
});
/** The conference above goes by the last that is known of it. */
const knowing = (conferencesAbove: AssignmentTerms['conferencesAbove']) =>
  conferencesAbove && { conferencesAbove, conferenceAbove: conferencesAbove.at(-1)?.on ?? null };
const pastOf = ({ terms, facts }: Story) => split(terms, together(terms, facts)).past;
const seenOf = (story: Story, now: Instant) => see(story.terms, pastOf(story), now);

/** Vacant at first, stood in for once or twice, left for good. */
const STAFFINGS: readonly NonNullable<World['staffed']>[] = [
  {},
  { [A]: since('2023-08-10T03:00:00.000Z') },
  { [A]: [{ from: OPENED_AT, to: '2023-08-11T03:00:00.000Z' }] },
  { [A]: [standIn('2023-08-09', '2023-08-15')], [B]: [standIn('2023-08-14', '2023-09-04')] },
  { [B]: [standIn('2023-08-08', '2023-08-16'), standIn('2023-08-15', '2023-08-21')] },
  { [B]: [standIn('2023-08-08', '2023-08-10'), standIn('2023-08-25', '2023-08-28')] },
];

/** The tier above says when it met, thinks again, or had met all along. */
const ABOVE: readonly AssignmentTerms['conferencesAbove'][] = [
  undefined,
  [{ at: afternoon('2023-08-10'), on: '2023-08-09' }],
  [{ at: afternoon('2023-08-14'), on: '2023-08-10' }],
  [
    { at: afternoon('2023-08-09'), on: '2023-08-08' },
    { at: afternoon('2023-08-11'), on: null },
    { at: morning('2023-08-16'), on: '2023-08-10' },
  ],
];

/** A random pair with a random story; offices may be vacant at first, in between, or for good. */
const anyTale: fc.Arbitrary<Story> = fc.integer({ min: 2, max: 3 }).chain((n) =>
  fc
    .record({
      w: anyWorld(n),
      staffed: fc.constantFrom(...STAFFINGS),
      above: fc.constantFrom(...ABOVE),
      moves: fc.array(move(n, 5), { maxLength: 20, size: 'max' }),
    })
    .map(({ w, staffed, above, moves }) => {
      const { terms, facts } = storyOf(world({ ...w, staffed }), moves);
      return { terms: { ...terms, ...knowing(above) }, facts };
    }),
);
/** One that does not end suspended: three days later at the latest the work goes on. */
const anyStory = anyTale.map((story): Story => {
  const { terms, facts } = story;
  if (!isSuspended(pastOf(story))) return story;
  const on = addDays(localDate(moments(story).toSorted().at(-1)!), 3);
  const n = 1 + terms.edicts.filter((e) => e.kind === 'resume').length;
  const resume = { seq: 1_000, at: afternoon(on), n, kind: 'resume' as const };
  return { terms: { ...terms, edicts: [...terms.edicts, resume] }, facts };
});

/** Looks at those instants in turn, each with the facts there are by then; nothing is recorded twice. */
function looks(story: Story, duty: DutyTerms, instants: Iterable<Instant>) {
  const recorded = new Map<string, JudgedRung>();
  let last: Duties = { judged: [], nextAt: null, lookAt: null };
  for (const now of instants) {
    const { terms, facts } = asOf(story, (at) => at <= now);
    last = judgeDuties(terms, duty, facts, new Set(recorded.keys()), now);
    for (const rung of last.judged) {
      expect(recorded.has(rungId(rung)), `${rungId(rung)} twice`).toBe(false);
      recorded.set(rungId(rung), rung);
    }
  }
  return { recorded, nextAt: last.nextAt };
}

/** At every fact and every morning, in order. */
const punctually = (story: Story, duty = DUTY, end = HORIZON) =>
  looks(story, duty, [...new Set([...moments(story), ...mornings(story), end])].toSorted());

/** The same, and where one instant brought several things, after each of them. */
function inBetween(story: Story): Recorded {
  const recorded = new Map<string, JudgedRung>();
  const events = [...story.facts, ...story.terms.edicts].toSorted((a, b) => a.seq - b.seq);
  for (const now of [...new Set([...moments(story), ...mornings(story), HORIZON])].toSorted()) {
    const seqs = events.filter((e) => e.at === now).map((e) => e.seq);
    for (const last of [...seqs, Number.MAX_SAFE_INTEGER]) {
      const { terms, facts } = asOf(story, (at) => at <= now);
      const edicts = terms.edicts.filter((e) => e.seq <= last);
      const known = facts.filter((f) => f.seq <= last);
      const seen = new Set(recorded.keys());
      for (const rung of judgeDuties({ ...terms, edicts }, DUTY, known, seen, now).judged)
        recorded.set(rungId(rung), rung);
    }
  }
  return recorded;
}

/** As a coordinator does: when it is nudged by a fact, and when it said that it would. */
function asNudged(story: Story) {
  const nudges = [...new Set([...moments(story), HORIZON])].toSorted();
  const recorded = new Map<string, JudgedRung>();
  for (const [i, from] of nudges.entries()) {
    const until = nudges[i + 1] ?? HORIZON;
    let now: Instant | null = from;
    while (now !== null && (now === from || now < until)) {
      const { terms, facts } = asOf(story, (at) => at <= from);
      const look = judgeDuties(terms, DUTY, facts, new Set(recorded.keys()), now);
      for (const rung of look.judged) recorded.set(rungId(rung), rung);
      if (look.nextAt !== null) expect(look.nextAt > now, 'it always rests').toBe(true);
      now = look.nextAt;
    }
  }
  return recorded;
}

type Recorded = ReadonlyMap<string, JudgedRung>;
const outcomes = (recorded: Recorded) =>
  Object.fromEntries(
    [...recorded]
      .map(([id, r]) => [id, `${r.dueAt} ${r.skipped ?? 'sent'}`] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const check = (holds: (story: Story) => void, any = anyStory, numRuns = 60) =>
  fc.assert(fc.property(any, holds), { seed: 20230714, numRuns });

test('a coordinator that looks only when nudged or due records what one that never sleeps does', () => {
  check((story) => {
    expect(outcomes(asNudged(story))).toEqual(outcomes(punctually(story).recorded));
  });
});

/** Whether what was owed is still owed depends on when somebody looks, and on nothing else. */
const CALLED_OFF: readonly JudgedRung['skipped'][] = [null, 'settledSince', 'amended'];

/** The ones, but for sendings that the others found unnecessary when they looked, or necessary again. */
function forgiving(ones: Recorded, others: Recorded) {
  const forgiven = [...ones].map(([id, rung]) => {
    const skipped = others.get(id)?.skipped ?? null;
    const either = CALLED_OFF.includes(rung.skipped) && CALLED_OFF.includes(skipped);
    return [id, either ? { ...rung, skipped } : rung] as const;
  });
  return outcomes(new Map(forgiven));
}

test('a look between two things of one instant decides nothing otherwise', () => {
  check(
    (story) => {
      const { recorded } = punctually(story);
      const between = inBetween(story);
      expect(forgiving(between, recorded)).toEqual(outcomes(recorded));
    },
    anyStory,
    200,
  );
});

test('a look far later records the same rungs; only a sending may have become unnecessary', () => {
  check((story) => {
    const late = looks(story, DUTY, [HORIZON]).recorded;
    expect(outcomes(late)).toEqual(forgiving(punctually(story).recorded, late));
  });
});

/** Every version's ladder for every step and office, reckoned without the calendar. */
function everyRung(story: Story): string[] {
  const ids = [];
  for (const { n } of seenOf(story, HORIZON).versions)
    for (const step of story.terms.steps)
      for (const { agency } of story.terms.lines)
        for (const { key } of LADDER) ids.push(`${step.key}/${n}/${agency}/${key}/0`);
  return ids.toSorted();
}
const laddersOf = (recorded: ReadonlyMap<string, JudgedRung>) =>
  [...recorded]
    .flatMap(([id, rung]) => (isNotice(rung) || rung.rung === 'confirm' ? [] : [id]))
    .toSorted();

test('when the clock has passed them all, every rung of every ladder has ended exactly once', () => {
  check((story) => {
    const { recorded, nextAt } = punctually(story);
    expect(laddersOf(recorded)).toEqual(everyRung(story));
    expect(nextAt).toBeNull();
  });
});

test.for(['close', 'recall'] as const)(
  'a %s ends every rung that is left, and nothing is waited for',
  (kind) => {
    check((story) => {
      fc.pre(story.terms.edicts.every((e) => e.kind !== 'close' && e.kind !== 'recall'));
      const at = moments(story).toSorted().at(-1)!;
      const [close] = closing(at);
      const edict = kind === 'close' ? close! : { seq: 1_001, at, n: 1, kind };
      const { terms, facts } = story;
      const ended = { facts, terms: { ...terms, edicts: [...terms.edicts, edict] } };
      const punctual = looks(ended, DUTY, [at]);
      expect(laddersOf(punctual.recorded)).toEqual(everyRung(ended));
      expect(punctual.nextAt).toBeNull();
      expect(outcomes(looks(ended, DUTY, [HORIZON]).recorded)).toEqual(outcomes(punctual.recorded));
    });
  },
);

test('each living office is told once of every edict that it feels, when it comes into force', () => {
  const told = new Map<string, number>();
  check(
    (story) => {
      const past = pastOf(story);
      const expected = past.filter(isEdict).flatMap((edict) => {
        const earlier = before(past, edict);
        if (!isFelt(story.terms, earlier, edict, until(past, edict))) return [];
        told.set(edict.kind, (told.get(edict.kind) ?? 0) + 1);
        return story.terms.lines.map(({ agency }) => {
          const outcome = isExempt(earlier, agency) ? 'exempt' : 'sent';
          return `${edict.at} ${edict.kind} ${edict.n} ${agency} ${outcome}`;
        });
      });
      // Whenever somebody looks: at each of its moments, or long after.
      const [often, late] = [
        looks(story, DUTY, moments(story).toSorted()),
        looks(story, DUTY, [HORIZON]),
      ];
      const notices = [...often.recorded.values()].filter(isNotice);
      expect([...late.recorded.values()].filter(isNotice)).toHaveLength(notices.length);
      const found = notices.map(
        (r) => `${r.dueAt} ${r.rung} ${r.n} ${r.agency} ${r.skipped ?? 'sent'}`,
      );
      expect(found.toSorted()).toEqual(expected.toSorted());
    },
    anyStory,
    300,
  );
  expect([...told.keys()].toSorted()).toEqual(
    ['amend', 'calendar', 'close', 'recall', 'resume', 'suspend'].toSorted(),
  );
});

const aRest = anyTale.filter(({ terms }) => terms.edicts.some((e) => e.kind === 'suspend'));

test('nothing is sent while it is suspended, and nobody is called late for what was due then', () => {
  let rested = 0;
  check((story) => {
    for (const rung of punctually(story).recorded.values()) {
      if (isNotice(rung)) continue;
      const then = seenOf(
        asOf(story, (at) => at < rung.dueAt),
        rung.dueAt,
      );
      if (then.state !== 'suspended') continue;
      rested += 1;
      expect(rung.skipped, `${rungId(rung)} at ${rung.dueAt}`).not.toBeNull();
    }
  }, aRest);
  expect(rested).toBeGreaterThan(10);
});

test('nobody is reminded who is exempt, vacant, waiting for an answer, or does not hold the step', () => {
  let sent = 0;
  check((story) => {
    for (const rung of punctually(story).recorded.values()) {
      if (isNotice(rung)) continue;
      const then = seenOf(
        asOf(story, (at) => at < rung.dueAt),
        rung.dueAt,
      );
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
  expect(sent).toBeGreaterThan(200);
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
