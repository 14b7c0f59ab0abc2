/** What becomes of samples under a budget, and what a row must look like to who reads the JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUDGETS, median, rowOf, verdictOf } from '#bench/budgets.ts';

describe('a row', () => {
  test('has the median, the bounds, the floor and both judgements', () => {
    const floor = { value: 1.75, unit: 'ms' };
    expect(rowOf('ackAlone', '3 x 100', [4.1, 2.6, 3.54], floor)).toEqual({
      name: 'acknowledgement one at a time, p50 against the bare transaction (3 x 100)',
      unit: 'x',
      value: 3.54,
      spread: [2.6, 4.1],
      floor: 1.75,
      floorUnit: 'ms',
      gate: 5,
      goal: 2.5,
      gateReached: true,
      goalReached: false,
    });
  });

  test('of a ratio of throughputs is better the greater it is', () => {
    expect(rowOf('ackRate', '', [0.19])).toMatchObject({ gateReached: false, goalReached: false });
    expect(rowOf('ackRate', '', [0.5])).toMatchObject({ gateReached: true, goalReached: true });
  });

  test('at its limit reaches it; an exact count has no spread', () => {
    const row = rowOf('stepStatements', '', [8, 8, 8]);
    expect(row).toMatchObject({ spread: null, gateReached: true, goalReached: false });
    expect(verdictOf(row)).toBe('gate reached');
    expect(rowOf('stormDoubled', '', [0])).toMatchObject({ gateReached: true, goalReached: true });
    expect(verdictOf(rowOf('stormDoubled', '', [1]))).toBe('GATE MISSED');
  });

  test('without a gate is not judged', () => {
    const row = rowOf('fullFacts', '', [14.2]);
    expect(row).toMatchObject({ gate: null, goal: null, gateReached: null, goalReached: null });
    expect(verdictOf(row)).toBe('no gate');
  });

  test('that was not measured is none', () => {
    expect(() => rowOf('ackAlone', '', [])).toThrow('was not measured');
    expect(() => rowOf('ackAlone', '', [1, Number.NaN])).toThrow('was not measured');
  });
});

test('the median of an even number of samples lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
});

test('every goal is at least as hard as its gate', () => {
  for (const { gate, goal, ...rest } of Object.values(BUDGETS)) {
    if (gate === null || goal === null) continue;
    expect('atLeast' in rest ? goal >= gate : goal <= gate).toBe(true);
  }
});

test('the page about the benchmark names every row', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/bench.md'), 'utf8');
  const missing = Object.values(BUDGETS).filter(({ name }) => !page.includes(name));
  expect(missing.map(({ name }) => name)).toEqual([]);
});
