/** Who may do what, at its source: one pure function, held to the matrix that a person keeps. */
import { describe, expect, test } from 'vitest';
import { ACTIONS, can } from '#domain/can.ts';
import { casesOf, disagreements } from './judge.ts';
import { readMatrix } from './matrix.ts';
import { MUTANTS } from './mutants.ts';

const cases = casesOf(readMatrix());

test('is judged as the matrix says', () => {
  expect(disagreements(can, cases)).toEqual([]);
});

test('every action is asked about, allowed to somebody and refused to somebody, or allowed to all', () => {
  const verdicts = (action: (typeof ACTIONS)[number]) =>
    new Set(cases.filter((c) => c.action === action).map((c) => c.expected));
  for (const action of ACTIONS) expect(verdicts(action), action).toContain('allowed');
  const toAll = ACTIONS.filter((action) => verdicts(action).size === 1);
  expect(toAll).toEqual(['clock.read', 'registry.read']);
});

describe('the matrix notices that', () => {
  test.for(Object.entries(MUTANTS))('%s', ([, mutant]) => {
    expect(disagreements(mutant, cases).length).toBeGreaterThan(0);
  });
});
