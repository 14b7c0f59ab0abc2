import { expect, test } from 'vitest';
import { between, chanceOf, lotsOf, oneOf } from '#rehearsal/draw.ts';

test('the same seed and names draw the same number, in any order of asking', () => {
  const [one, again] = [chanceOf(7), chanceOf(7)];
  const first = one('late', 'vn2024:03408');
  one('asks', 'vn2024:03408');
  expect(again('late', 'vn2024:03408')).toBe(first);
  expect(chanceOf(8)('late', 'vn2024:03408')).not.toBe(first);
});

test('names do not run into each other', () => {
  const chance = chanceOf(1);
  expect(chance('ab', 'c')).not.toBe(chance('a', 'bc'));
  expect(chance('a', 1)).not.toBe(chance('a', '1'));
});

test('draws spread evenly', () => {
  const chance = chanceOf(3);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 10_000; i++) tenths[Math.floor(chance('unit', i) * 10)]! += 1;
  for (const n of tenths) expect(Math.abs(n - 1_000)).toBeLessThan(120);
});

test('both ends of a range are drawn and nothing beyond', () => {
  const chance = chanceOf(4);
  const seen = new Set(Array.from({ length: 200 }, (_, i) => between(chance, [2, 4], 'n', i)));
  expect([...seen].toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
  expect(() => oneOf<string>(chance, [], 'nothing')).toThrow(RangeError);
});

test('lots fall on exactly so many, whatever the order of the list', () => {
  const chance = chanceOf(5);
  const units = Array.from({ length: 50 }, (_, i) => `u${i}`);
  const drawn = lotsOf(chance, units, 3, (u) => u, 'vacant');
  expect(drawn).toHaveLength(3);
  expect(lotsOf(chance, units.toReversed(), 3, (u) => u, 'vacant')).toEqual(drawn);
});
