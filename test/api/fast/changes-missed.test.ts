import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMissed } from '#api/changes/follow.ts';

/** What a poll would find: all that is committed above the highest number seen, or among those missed. */
const found = (committed: ReadonlySet<number>, top: number, missed: readonly number[]) =>
  [...committed].filter((n) => n > top || missed.includes(n));

test('in whatever order numbers commit, each is found once and none is left out', () => {
  const polls = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }));
  fc.assert(
    fc.property(polls, (batches) => {
      const missed = createMissed();
      const committed = new Set<number>();
      const seen: number[] = [];
      let top = 0;
      for (const batch of batches) {
        for (const number of batch) committed.add(number);
        const now = found(committed, top, missed.numbers());
        seen.push(...now);
        top = missed.note(top, now, 0);
      }
      expect(seen.toSorted((a, b) => a - b)).toEqual([...committed].toSorted((a, b) => a - b));
    }),
  );
});

test('a number that was rolled back is asked for no longer than a statement may be under way', () => {
  const missed = createMissed();
  expect(missed.note(10, [13], 0)).toBe(13);
  expect(missed.numbers()).toEqual([11, 12]);
  expect(missed.note(13, [12], 59_000)).toBe(13);
  expect(missed.numbers()).toEqual([11]);
  missed.note(13, [], 61_000);
  expect(missed.numbers()).toEqual([]);
});

test('a leap of the sequence does not fill the memory', () => {
  const missed = createMissed();
  missed.note(0, [5_000_000], 0);
  expect(missed.numbers()).toHaveLength(10_000);
});
