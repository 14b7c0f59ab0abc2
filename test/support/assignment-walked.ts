/** The tests of the walks of n agencies: one file for each n, so that they run side by side. */
import { expect, test } from 'vitest';
import { NOT_APPLIED } from '#domain/assignment.ts';
import { walk } from './assignment-walk.ts';
import { EVERY_KIND, worldsOf } from './assignment-walks.ts';
import { world } from './assignment-world.ts';

// Slow only on a machine that does much else at the same time.
const PATIENCE = { timeout: 120_000 };

export function testWalks(n: number): void {
  const total = { states: 0, transitions: 0 };
  const met = new Set<string>();

  test.for(worldsOf(n))('%s: the fold is the table in every state', PATIENCE, ([, w, bounds]) => {
    const walked = walk(world(w), bounds);
    total.states += walked.states;
    total.transitions += walked.transitions;
    for (const what of walked.met) met.add(what);
    expect(walked.states).toBeGreaterThan(30);
  });

  test('the walks met every act, every edict and every reason why an act has no effect', () => {
    console.log(`oracle n=${n} states: ${total.states} transitions: ${total.transitions}`);
    const effects = [...met].filter((what) => !what.startsWith('!'));
    expect(effects.toSorted()).toEqual(EVERY_KIND.toSorted());
    const reasons = [...met].flatMap((what) => (what.startsWith('!') ? [what.slice(1)] : []));
    expect(reasons.toSorted()).toEqual(NOT_APPLIED.toSorted());
    expect(total.transitions).toBeGreaterThan(100_000);
  });
}
