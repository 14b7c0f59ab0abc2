import { expect, test } from 'vitest';
import { castRehearsal, officeKey, type CastUnit } from '#rehearsal/cast.ts';
import type { StepKind } from '#domain/vocabulary.ts';

const STEPS: readonly StepKind[] = ['acknowledgement', 'plan', 'conference', 'report'];
const unitsOf = (n: number): CastUnit[] =>
  Array.from({ length: n }, (_, i) => ({
    key: `u${i}`,
    agencies: ['a', 'b'],
    steps: STEPS,
    lowest: i % 10 > 0,
  }));

test('of many units about 15 % are late, 5 % ask, and 2 % of offices send twice', () => {
  const units = unitsOf(4_000);
  const cast = castRehearsal(1, units);
  expect(cast.late.size / units.length).toBeCloseTo(0.15, 1);
  expect(Math.abs(cast.late.size / units.length - 0.15)).toBeLessThan(0.02);
  expect(Math.abs(cast.asks.size / units.length - 0.05)).toBeLessThan(0.012);
  expect(Math.abs(cast.twice.size / (2 * units.length) - 0.02)).toBeLessThan(0.006);
  expect(Math.abs(cast.designates.size / (2 * units.length) - 0.3)).toBeLessThan(0.03);
});

test('units are late at every step and on both sides', () => {
  const cast = castRehearsal(2, unitsOf(2_000));
  const steps = new Set([...cast.late.values()].map((l) => l.step));
  const sides = new Set([...cast.late.values()].map((l) => l.agency));
  expect([...steps].toSorted()).toEqual([...STEPS].toSorted());
  expect([...sides].toSorted()).toEqual(['a', 'b']);
});

test('three offices of the lowest tier are vacant, each beside one that is not, and ask for nothing', () => {
  const units = unitsOf(120);
  const cast = castRehearsal(3, units);
  expect(cast.vacant.size).toBe(3);
  for (const key of cast.vacant) {
    const unit = units.find((u) => key.endsWith(`@${u.key}`))!;
    expect(unit.lowest).toBe(true);
    const both = unit.agencies.map((a) => officeKey(unit.key, a)).filter((k) => cast.vacant.has(k));
    expect(both).toHaveLength(1);
    const asks = cast.asks.get(unit.key);
    expect(asks && officeKey(unit.key, asks.agency)).not.toBe(key);
  }
});

test('a few disagree and a few are sent back, also where there are few units', () => {
  for (const n of [2, 9, 114]) {
    const cast = castRehearsal(4, unitsOf(n));
    expect(cast.disagrees.size).toBeGreaterThan(0);
    expect(cast.returned.size).toBeGreaterThan(0);
    expect(cast.returned.size).toBeLessThan(n / 2 + 1);
  }
});

test('the same seed casts the same rehearsal, another seed another one', () => {
  const units = unitsOf(300);
  expect(castRehearsal(5, units)).toEqual(castRehearsal(5, units.toReversed()));
  expect(castRehearsal(6, units)).not.toEqual(castRehearsal(5, units));
});
