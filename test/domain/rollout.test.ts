/** What a coordinator has to do: decided from the record alone, and nothing is asked for twice. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rungId } from '#domain/duties.ts';
import type { AssignmentFact } from '#domain/assignment.ts';
import { decideRollout } from '#domain/rollout.ts';
import type { AssignmentStock, ChildStock, RecipientStock } from '#domain/rollout.ts';
import type {
  AssignmentDecision,
  RolloutDecision,
  RolloutStock,
  RolloutTerms,
} from '#domain/rollout.ts';
import type { Instant, StepKind } from '#domain/vocabulary.ts';
import { anyWorld, isAct, move, storyOf } from '#test/support/assignment-stories.ts';
import * as acts from '#test/support/assignment-world.ts';
import { A, afternoon, B, morning, offices, OPENED_AT } from '#test/support/assignment-world.ts';
import {
  inForce,
  recipient,
  rolloutTerms,
  stockOf,
  template,
  world,
} from '#test/support/assignment-world.ts';
import type { Decree, Told } from '#test/support/assignment-world.ts';

const ONE_STEP: readonly StepKind[] = ['acknowledgement'];
const NOW = afternoon('2023-08-08');

/** An assignment with a story, as the record has it. */
const assignment = (unit: string, told: readonly Told[] = []): AssignmentStock => ({
  unit,
  tier: 'district',
  openedAt: OPENED_AT,
  openedSeq: 0,
  offices: offices(unit),
  facts: acts.toFacts(told),
  recorded: new Set(),
});
const received: readonly Told[] = [
  ['2023-08-08', A, acts.acknowledge()],
  ['2023-08-08', B, acts.acknowledge()],
];
const planned: readonly Told[] = [
  ['2023-08-08', A, acts.file('plan')],
  ['2023-08-08', B, acts.confirm(1)],
];
const child = (unit: string, over: Partial<ChildStock> = {}): ChildStock => ({
  unit,
  complete: false,
  looked: true,
  ...over,
});

/** After everything else in the ledger. */
const LAST = 1e9;

/** Everything that a decision asks for, written down: what the activities do, in memory. */
function apply(stock: RolloutStock, decision: RolloutDecision, now: Instant): RolloutStock {
  const judged = new Map(decision.assignments.map((a) => [a.unit, a.judged.map(rungId)]));
  const recorded = stock.assignments.map((a) => ({
    ...a,
    recorded: new Set([...a.recorded, ...(judged.get(a.unit) ?? [])]),
  }));
  const tierOf = new Map(stock.recipients.map((r) => [r.unit, r.tier]));
  const opened = decision.toOpen.map((unit) => ({
    ...assignment(unit),
    tier: tierOf.get(unit) ?? 'district',
    openedAt: now,
    openedSeq: LAST,
  }));
  return {
    ...stock,
    opened: new Set([...stock.opened, ...decision.toOpen]),
    assignments: [...recorded, ...opened],
    children: [...stock.children, ...decision.gatesToOpen.map((unit) => child(unit))],
  };
}

/** Those that may rest are stored as they were decided, and not loaded. */
function rest(
  stock: RolloutStock,
  decision: RolloutDecision,
  may: (decided: AssignmentDecision) => boolean,
): RolloutStock {
  const resting = new Map(
    decision.assignments
      .filter(may)
      .map(({ unit, view, wake }) => [unit, { state: view.state, wake }] as const),
  );
  return {
    ...stock,
    assignments: stock.assignments.filter((a) => !resting.has(a.unit)),
    resting: new Map([...stock.resting, ...resting]),
  };
}

const asksFor = (d: RolloutDecision) => ({
  toOpen: d.toOpen,
  judged: d.assignments.flatMap((a) => a.judged.map((r) => `${a.unit} ${rungId(r)}`)),
  gatesToOpen: d.gatesToOpen,
});
const NOTHING = { toOpen: [], judged: [], gatesToOpen: [] };
const levels = ({ complete, totals, nextAt, wakesFor }: RolloutDecision) => ({
  complete,
  totals,
  nextAt,
  wakesFor: wakesFor.toSorted((a, b) => (`${a.kind} ${a.step}` < `${b.kind} ${b.step}` ? -1 : 1)),
});
/** Between rungs, at a rung, when a silent office's superior may confirm, past everything. */
const LATER = ['2023-08-09', '2023-08-14', '2023-08-15', '2023-08-25', '2023-10-20'].map(morning);

/** The ledger's order is that of time: several stories, told apart, are one with the edicts over them all. */
const seqAt = (at: Instant, i: number) =>
  Math.floor((Date.parse(at) - Date.parse(OPENED_AT)) / 60_000) * 100 + i + 1;
function numbered(facts: readonly AssignmentFact[]): AssignmentFact[] {
  const seqs = new Map(facts.map((f, i) => [f.seq, seqAt(f.at, i)]));
  const named = (seq: number) => seqs.get(seq) ?? 0;
  return facts.map(({ seq, act, ...rest }) => ({
    ...rest,
    seq: named(seq),
    act:
      'filing' in act
        ? { ...act, filing: named(act.filing) }
        : 'request' in act
          ? { ...act, request: named(act.request) }
          : act,
  }));
}

/** What came into force one after the other, on days of August. */
const HISTORIES: readonly (readonly (readonly [string, Decree])[])[] = [
  [],
  [],
  [['2023-08-09', { kind: 'suspend' }]],
  [
    ['2023-08-09', { kind: 'suspend' }],
    ['2023-08-15', { kind: 'resume' }],
  ],
  [
    ['2023-08-08', { kind: 'amend', dates: { D2: '2023-08-23' }, content: null }],
    ['2023-08-10', { kind: 'calendar', version: 2 }],
  ],
  [
    ['2023-08-09', { kind: 'suspend' }],
    ['2023-08-10', { kind: 'recall' }],
  ],
  [['2023-08-16', { kind: 'close', unmet: 'Chấm dứt theo thông báo' }]],
];
const edictsOf = (history: (typeof HISTORIES)[number]) =>
  history.map(([on, decree], i) => inForce(decree, seqAt(afternoon(on), 50 + i), afternoon(on)));

/** Up to four recipients, opened or not, each with a story of its own, some with a coordinator below. */
const anyStock: fc.Arbitrary<{ stock: RolloutStock; now: Instant }> = fc
  .record({
    kinds: fc.constantFrom<readonly StepKind[]>(
      ONE_STEP,
      ['acknowledgement', 'plan'],
      ['acknowledgement', 'plan', 'conference', 'report'],
    ),
    over: fc.record({
      receiving: fc.constantFrom('byTier' as const, 'atIssue' as const),
      checked: fc.boolean(),
    }),
    above: fc.constantFrom(null, '2023-08-08'),
    now: fc.constantFrom('2023-08-07', '2023-08-21', '2023-09-29').map(morning),
    history: fc.constantFrom(...HISTORIES),
    units: fc.array(
      fc.record({
        leads: fc.boolean(),
        opened: fc.constantFrom(true, true, false),
        begun: fc.boolean(),
        early: fc.constantFrom(false, false, true),
        complete: fc.boolean(),
        story: fc.tuple(anyWorld(2), fc.array(move(2, 9), { maxLength: 14, size: 'max' })),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ kinds, over, above, now, history, units }) => {
    const edicts = edictsOf(history).filter((e) => e.at <= now);
    const terms = { ...rolloutTerms(template(kinds, over)), edicts };
    const named = units.map((u, i) => ({ ...u, unit: `d${i + 1}` }));
    const loaded = named.filter((u) => u.opened);
    const assignments = loaded.map(({ unit, story: [w, moves] }) => ({
      ...assignment(unit),
      facts: numbered(storyOf(world(w), moves.filter(isAct)).facts.filter((f) => f.at <= now)),
    }));
    const stock = stockOf(
      terms,
      named.map(({ unit, leads }) => recipient(unit, { leads })),
      {
        conferenceAbove: above,
        opened: new Set(loaded.map((u) => u.unit)),
        openedEarly: named.filter((u) => u.early).map((u) => u.unit),
        assignments,
        children: loaded
          .filter((u) => u.begun && u.leads)
          .map(({ unit, complete }) => child(unit, { complete })),
      },
    );
    return { stock, now };
  });

const check = (holds: (stock: RolloutStock, now: Instant) => void) =>
  fc.assert(
    fc.property(anyStock, ({ stock, now }) => holds(stock, now)),
    { seed: 20231130, numRuns: 200 },
  );

describe('a decision', () => {
  test('applied, and decided again at the same instant, asks for nothing and says the same', () => {
    check((stock, now) => {
      const first = decideRollout(stock, now);
      fc.pre(first.toOpen.length === 0);
      const second = decideRollout(apply(stock, first, now), now);
      expect(asksFor(second)).toEqual(NOTHING);
      expect(levels(second)).toEqual(levels(first));
    });
  });

  test('that opens assignments asks once more for what those are due, and then for nothing', () => {
    check((stock, now) => {
      const opened = apply(stock, decideRollout(stock, now), now);
      const second = decideRollout(opened, now);
      expect(second.toOpen).toEqual([]);
      const third = decideRollout(apply(opened, second, now), now);
      expect(asksFor(third)).toEqual(NOTHING);
      expect(levels(third)).toEqual(levels(second));
    });
  });

  test('is the same whether what is not due by then is loaded or not', () => {
    let spared = 0;
    check((stock, now) => {
      const opened = apply(stock, decideRollout(stock, now), now);
      const last = decideRollout(opened, now);
      // Nobody looks at what is done, whatever falls due.
      const applied = rest(apply(opened, last, now), last, ({ view }) => view.done !== null);
      const undone = decideRollout(applied, now);
      for (const then of LATER.filter((instant) => instant >= now)) {
        const resting = rest(applied, undone, ({ lookAt }) => lookAt === null || lookAt > then);
        const [whole, part] = [decideRollout(applied, then), decideRollout(resting, then)];
        spared += resting.resting.size;
        expect(asksFor(part)).toEqual(asksFor(whole));
        expect(levels(part)).toEqual(levels(whole));
        const loaded = new Set(resting.assignments.map((a) => a.unit));
        expect(part.assignments).toEqual(whole.assignments.filter((a) => loaded.has(a.unit)));
        // Nothing of what was passed over has changed either.
        const passed = (d: RolloutDecision) => d.assignments.filter((a) => !loaded.has(a.unit));
        expect(passed(whole)).toEqual(passed(undone));
      }
    });
    expect(spared).toBeGreaterThan(100);
  });

  test('depends on no order of arrival: ties break by unit', () => {
    check((stock, now) => {
      const turned = {
        ...stock,
        assignments: stock.assignments.toReversed(),
        children: stock.children.toReversed(),
        opened: new Set([...stock.opened].toReversed()),
      };
      const [one, other] = [decideRollout(stock, now), decideRollout(turned, now)];
      expect(other.toOpen).toEqual(one.toOpen);
      expect(other.gatesToOpen).toEqual(one.gatesToOpen);
      expect(levels(other)).toEqual(levels(one));
      expect(other.assignments.toReversed()).toEqual(one.assignments);
    });
  });

  test('counts every recipient once', () => {
    check((stock, now) => {
      const totals = Object.values(decideRollout(stock, now).totals);
      expect(totals.reduce((a, b) => a + b, 0)).toBe(stock.recipients.length);
    });
  });

  test('opens nothing while it is suspended, recalled or closed, and rests for ever when it is over', () => {
    const met = new Set<string>();
    check((stock, now) => {
      const last = stock.terms.edicts.findLast((e) => e.kind !== 'amend' && e.kind !== 'calendar');
      const decision = decideRollout(stock, now);
      if (last === undefined || last.kind === 'resume') return;
      met.add(last.kind);
      expect(decision).toMatchObject({ toOpen: [], gatesToOpen: [] });
      if (last.kind !== 'suspend') expect(decision.nextAt).toBeNull();
    });
    expect([...met].toSorted()).toEqual(['close', 'recall', 'suspend']);
  });

  test('judges every assignment: none is set aside as trouble', () => {
    check((stock, now) => {
      expect(decideRollout(stock, now).troubles).toEqual([]);
    });
  });

  test('rests until an instant that is still to come', () => {
    check((stock, now) => {
      const first = decideRollout(stock, now);
      const { nextAt } = decideRollout(apply(stock, first, now), now);
      if (nextAt !== null) expect(nextAt > now).toBe(true);
    });
  });
});

const stockWith = (
  terms: RolloutTerms,
  told: readonly Told[],
  over: Partial<RolloutStock> = {},
  of: Partial<RecipientStock> = {},
) =>
  stockOf(terms, [recipient('d1', of)], {
    opened: new Set(['d1']),
    assignments: [assignment('d1', told)],
    ...over,
  });

describe('the gates', () => {
  const byTier = rolloutTerms(template());
  const atIssue = rolloutTerms(template(ONE_STEP, { receiving: 'atIssue', checked: false }));

  test('every recipient of an opened tier gets its assignment, in the order of units', () => {
    const stock = stockOf(byTier, [recipient('d1'), recipient('d2'), recipient('d3')], {
      opened: new Set(['d2']),
      assignments: [assignment('d2')],
    });
    expect(decideRollout(stock, NOW).toOpen).toEqual(['d1', 'd3']);
  });

  test('receiving opens below when the plan of the tier above is confirmed, and not when it is filed', () => {
    const filed = stockWith(byTier, planned.slice(0, 1));
    expect(decideRollout(filed, NOW).gatesToOpen).toEqual([]);
    expect(decideRollout(stockWith(byTier, planned), NOW).gatesToOpen).toEqual(['d1']);
  });

  test('a gate once open stays open, and is not asked for again when the plan is sent back', () => {
    const back: Told = ['2023-08-08', A, acts.sendBack('plan')];
    const stock = stockWith(byTier, [...planned, back], { children: [child('d1')] });
    const again = decideRollout(stock, NOW);
    expect(again.gatesToOpen).toEqual([]);
    expect(again.assignments[0]?.view.state).toBe('returned');
  });

  test('at issue every gate opens at once, before anybody has received', () => {
    expect(decideRollout(stockWith(atIssue, []), NOW).gatesToOpen).toEqual(['d1']);
  });

  test('a unit that leads nobody opens nothing', () => {
    const stock = stockWith(byTier, planned, {}, { leads: false });
    expect(decideRollout(stock, NOW).gatesToOpen).toEqual([]);
  });

  test('a template without a plan has nothing to wait for', () => {
    const single = rolloutTerms(template(ONE_STEP, { checked: false }));
    expect(decideRollout(stockWith(single, []), NOW).gatesToOpen).toEqual(['d1']);
  });

  test('a closed rollout opens nothing and rests for ever', () => {
    const closed = rolloutTerms(template(), NOW);
    const stock = stockOf(closed, [recipient('d1'), recipient('d2')], {
      opened: new Set(['d1']),
      assignments: [assignment('d1', planned)],
    });
    expect(decideRollout(stock, NOW)).toMatchObject({ toOpen: [], gatesToOpen: [], nextAt: null });
  });
});

describe('an early opening', () => {
  const terms = rolloutTerms(template());
  const stock = stockOf(terms, [recipient('d1'), recipient('d2')], {
    opened: new Set(['d1', 'd2']),
    assignments: [assignment('d1'), assignment('d2')],
  });

  test('lets the tier below receive before the unit has planned', () => {
    expect(decideRollout(stock, NOW).gatesToOpen).toEqual([]);
    expect(decideRollout({ ...stock, openedEarly: ['d2'] }, NOW).gatesToOpen).toEqual(['d2']);
  });

  test('is no second opening of a gate that is open', () => {
    const begun = { ...stock, openedEarly: ['d2'], children: [child('d2')] };
    expect(decideRollout(begun, NOW).gatesToOpen).toEqual([]);
  });

  test('waits for the end of a suspension', () => {
    const edicts = edictsOf([['2023-08-08', { kind: 'suspend' }]]);
    const resting = { ...stock, terms: { ...terms, edicts }, openedEarly: ['d2'] };
    expect(decideRollout(resting, NOW).gatesToOpen).toEqual([]);
    const resume = inForce({ kind: 'resume' }, LAST, NOW);
    const going = { ...resting, terms: { ...terms, edicts: [...edicts, resume] } };
    expect(decideRollout(going, NOW).gatesToOpen).toEqual(['d2']);
  });
});

describe('what an assignment is judged by', () => {
  const held: readonly Told[] = [
    ['2023-08-11', A, acts.file('conference')],
    ['2023-08-11', B, acts.confirm(1)],
  ];
  const conference = (terms: RolloutTerms, above: string | null) => {
    const stock = stockWith(terms, held, { conferenceAbove: above });
    const [first] = decideRollout(stock, afternoon('2023-08-11')).assignments;
    return first?.view.steps.find((s) => s.kind === 'conference')?.state;
  };

  test('a conference waits for the one above, where the template has one at the top', () => {
    const { steps, ...rest } = template();
    const top = { ...steps[2]!, key: 'P2', tier: 'province' as const };
    const withTop = rolloutTerms({ ...rest, steps: [top, ...steps] });
    expect(conference(withTop, null)).toBe('notCounted');
    expect(conference(withTop, '2023-08-09')).toBe('confirmed');
    expect(conference(rolloutTerms(template()), null)).toBe('confirmed');
  });

  test('tiếp nhận is due so many working days after the opening as the template says', () => {
    const [first] = decideRollout(stockWith(rolloutTerms(template()), []), NOW).assignments;
    expect(first?.view.steps[0]?.dueOn).toBe(acts.DUE.acknowledgement);
  });

  test("the steps and dates are those of the recipient's own tier", () => {
    const [first] = decideRollout(stockWith(rolloutTerms(template()), []), NOW).assignments;
    expect(first?.view.steps.map((s) => [s.key, s.dueOn])).toEqual([
      ['D1', '2023-08-09'],
      ['D2', '2023-08-14'],
      ['D3', '2023-08-21'],
      ['D4', '2023-09-01'],
    ]);
  });
});

describe('completion upwards', () => {
  const terms = rolloutTerms(template(ONE_STEP, { checked: false }));
  const complete = (stock: RolloutStock) => decideRollout(stock, NOW).complete;

  test('needs the pair done and everything below it complete', () => {
    const below = [child('d1', { complete: true })];
    expect(complete(stockWith(terms, received, { children: below }))).toBe(true);
    expect(complete(stockWith(terms, received.slice(0, 1), { children: below }))).toBe(false);
    expect(complete(stockWith(terms, received, { children: [child('d1')] }))).toBe(false);
  });

  test('waits for a coordinator below that has not begun', () => {
    expect(complete(stockWith(terms, received))).toBe(false);
    expect(complete(stockWith(terms, received, {}, { leads: false }))).toBe(true);
  });

  test('is recomputed at every look: what is reopened below un-completes the parents', () => {
    const done = stockWith(terms, received, { children: [child('d1', { complete: true })] });
    expect(complete(done)).toBe(true);
    expect(complete({ ...done, children: [child('d1', { complete: false })] })).toBe(false);
  });

  test('of a recipient that has no assignment yet is not reached', () => {
    const stock = stockOf(terms, [recipient('d1', { leads: false })]);
    expect(decideRollout(stock, NOW)).toMatchObject({ complete: false, totals: { notOpen: 1 } });
  });
});
