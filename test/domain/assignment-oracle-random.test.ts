/** Ten thousand random stories, fold and oracle side by side at every prefix. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusalOf } from '#domain/assignment-fold.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import { see } from '#test/support/assignment-oracle.ts';
import { anyWorld, move, tell } from '#test/support/assignment-stories.ts';
import type { Move } from '#test/support/assignment-stories.ts';
import { project, world } from '#test/support/assignment-world.ts';

const SEED = 20230807;
const RUNS_EACH = 5_000;

const reached = new Map<string, number>();

/** After each move the fold is asked again, and before it the door. */
function compare(terms: AssignmentTerms, moves: readonly Move[]): void {
  let table = see(terms, [], terms.openedAt);
  for (const { fact, before, past, reasons } of tell(terms, moves)) {
    const view = viewAssignment(terms, [...before, fact], fact.at);
    const told = view.notApplied.find((r) => r.seq === fact.seq)?.reason ?? null;
    expect(told).toBe(refusalOf(terms, before, fact));
    expect(reasons.length === 0 ? [null] : reasons).toContain(told);
    if (told === null) table = see(terms, [...past, fact], fact.at);
    const fold = project(view);
    if (JSON.stringify(fold) !== JSON.stringify(table)) expect(fold).toEqual(table);
    reached.set(view.state, (reached.get(view.state) ?? 0) + 1);
  }
}

// Slow only on a machine that does much else at the same time.
const PATIENCE = { timeout: 120_000 };

test.for([2, 3])(
  'random stories of %i agencies: the fold is the table at every prefix',
  PATIENCE,
  (n) => {
    reached.clear();
    const story = fc.array(move(n), { minLength: 1, maxLength: 20, size: 'max' });
    fc.assert(
      fc.property(anyWorld(n), story, (w, moves) => compare(world(w), moves)),
      { seed: SEED + n, numRuns: RUNS_EACH },
    );
    const counts = [...reached].map(([state, times]) => `${state} ${times}`).toSorted();
    console.log(`n = ${n}, seed ${SEED + n}, ${RUNS_EACH} stories: ${counts.join(', ')}`);
    // A walk that never gets anywhere proves nothing.
    expect(reached.size).toBe(7);
    expect(Math.min(...reached.values())).toBeGreaterThan(90);
  },
);
