/** A commune that opens later has the dates of one that opened before and has done nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Edict } from '#domain/assignment.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import { addDays } from '#domain/civil-date.ts';
import { assignmentTerms } from '#domain/rollout.ts';
import { datesInForce } from '#domain/rollout-dates.ts';
import * as acts from '#test/support/assignment-world.ts';
import { afternoon, DUE, inForce, rolloutTerms, template } from '#test/support/assignment-world.ts';
import type { Decree } from '#test/support/assignment-world.ts';

const ISSUED = rolloutTerms(template());
/** What comes into force, one after the other, each so many days after the one before. */
function decreed(decrees: readonly (readonly [on: string, decree: Decree])[]): Edict[] {
  return decrees.map(([on, decree], i) => inForce(decree, 10 + i, afternoon(on), i + 1));
}
const datesAfter = (...decrees: readonly (readonly [string, Decree])[]) =>
  datesInForce(ISSUED, decreed(decrees)).dates;
const SUSPEND: Decree = { kind: 'suspend' };
const RESUME: Decree = { kind: 'resume' };
const amend = (dates: Readonly<Record<string, string>>): Decree => ({
  kind: 'amend',
  dates,
  content: null,
});

describe('dates in force', () => {
  test('are those of the issue while nothing came after it', () => {
    expect(datesAfter()).toEqual(ISSUED.dates);
  });

  test('are those of the last amendment that names them, and the others stay', () => {
    const dates = datesAfter(
      ['2023-08-10', amend({ C2: '2023-08-30' })],
      ['2023-08-11', amend({ C2: '2023-08-31', C4: '2023-09-15' })],
    );
    expect(dates).toEqual({ ...ISSUED.dates, C2: '2023-08-31', C4: '2023-09-15' });
  });

  test('move by the working days at whose end it was suspended', () => {
    // Friday to Tuesday: the ends of Friday and of Monday.
    const dates = datesAfter(['2023-08-11', SUSPEND], ['2023-08-15', RESUME]);
    expect(dates['C2']).toBe('2023-08-23');
    expect(datesAfter(['2023-08-11', SUSPEND], ['2023-08-11', RESUME])).toEqual(ISSUED.dates);
  });

  test('amended while it is suspended move by the days that are left of it', () => {
    const dates = datesAfter(
      ['2023-08-09', SUSPEND],
      ['2023-08-14', amend({ C2: '2023-08-30' })],
      ['2023-08-16', RESUME],
    );
    expect(dates['C2']).toBe('2023-09-05');
    expect(dates['C3']).toBe('2023-09-06');
  });

  test('move off what a published calendar makes a rest day', () => {
    const { dates, calendar } = datesInForce(
      ISSUED,
      decreed([['2023-08-10', { kind: 'calendar', version: 2 }]]),
    );
    expect(calendar.version).toBe(2);
    expect(dates['C2']).toBe('2023-08-22');
    expect(dates['C3']).toBe(DUE.conference);
  });
});

/** Edicts in an order in which they may come into force; they end with the work going on. */
const anyEdicts = fc
  .array(
    fc.record({
      days: fc.integer({ min: 0, max: 4 }),
      what: fc.constantFrom('pause', 'pause', 'amend', 'calendar'),
      pick: fc.nat({ max: 3 }),
    }),
    { maxLength: 7 },
  )
  .map((moves) => {
    let on = acts.OPENED_ON;
    let version = 1;
    const decrees: [string, Decree][] = [];
    const paused = () =>
      decrees.findLast(([, d]) => d.kind === 'suspend' || d.kind === 'resume')?.[1].kind ===
      'suspend';
    for (const { days, what, pick } of moves) {
      on = addDays(on, days);
      if (what === 'pause') decrees.push([on, paused() ? RESUME : SUSPEND]);
      else if (what === 'amend') decrees.push([on, amend(AMENDED[pick]!)]);
      else if (version < 3) decrees.push([on, { kind: 'calendar', version: (version += 1) }]);
    }
    if (paused()) decrees.push([addDays(on, 2), RESUME]);
    return decreed(decrees);
  });
const AMENDED = [
  { C2: '2023-08-28' },
  { C3: '2023-08-21', C4: '2023-09-12' },
  { C4: '2023-08-28' },
  { D2: '2023-08-14' },
];

test('a pair opened after all edicts has the dates of one opened before them', () => {
  const rollout = (edicts: readonly Edict[]) => ({ ...ISSUED, edicts });
  fc.assert(
    fc.property(anyEdicts, (edicts) => {
      const stock = { tier: 'commune' as const, offices: acts.offices('c1'), openedSeq: 0 };
      const datesOf = (openedSeq: number, openedAt: string) => {
        const terms = assignmentTerms(rollout(edicts), { ...stock, openedSeq, openedAt }, null);
        const view = viewAssignment(terms, [], afternoon('2023-12-01'));
        return view.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [] : [s.dueOn]));
      };
      const late = edicts.at(-1)?.at ?? acts.OPENED_AT;
      expect(datesOf(1_000, late)).toEqual(datesOf(0, acts.OPENED_AT));
    }),
    { seed: 20231130, numRuns: 300 },
  );
});
