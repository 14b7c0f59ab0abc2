/** Two thousand random stories of every act and every edict, fold and oracle side by side at every prefix. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edictsFelt, refusalOf } from '#domain/assignment-fold.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import { PAIR_STATES } from '#domain/vocabulary.ts';
import { isFelt } from '#test/support/assignment-oracle-dates.ts';
import { day, isEdict, plus } from '#test/support/assignment-oracle-past.ts';
import { see } from '#test/support/assignment-oracle.ts';
import { project } from '#test/support/assignment-project.ts';
import { anyWorld, edictsAmong, factsAmong, move, tell } from '#test/support/assignment-stories.ts';
import type { Move, Telling } from '#test/support/assignment-stories.ts';
import { world } from '#test/support/assignment-world.ts';

const SEED = 20230807;
const RUNS_EACH = 1_000;

const reached = new Map<string, number>();
const count = (what: string) => reached.set(what, (reached.get(what) ?? 0) + 1);

/** After each move the fold is asked again, and before it the door. */
function compare(of: AssignmentTerms, moves: readonly Move[]): void {
  for (const telling of tell(of, moves)) {
    const { happening, before, past, reasons } = telling;
    const facts = factsAmong([...before, happening]);
    const terms = { ...of, edicts: edictsAmong([...before, happening]) };
    const view = viewAssignment(terms, facts, happening.at);
    const refusal = view.notApplied.find((r) => r.seq === happening.seq)?.reason ?? null;
    expect(reasons.length === 0 ? [null] : reasons).toContain(refusal);
    judge(of, terms, telling, refusal);
    const now = reasons.length === 0 ? plus(past, happening) : past;
    const table = see(of, now, happening.at, day(happening.at));
    const fold = project(view);
    if (JSON.stringify(fold) !== JSON.stringify(table)) expect(fold).toEqual(table);
    count(view.state);
  }
}

function judge(
  of: AssignmentTerms,
  terms: AssignmentTerms,
  { happening, before, past }: Telling,
  refusal: string | null,
): void {
  if (isEdict(happening)) {
    const felt = edictsFelt(terms, factsAmong(before)).some(({ edict }) => edict === happening);
    expect(felt, happening.kind).toBe(isFelt(of, past, happening, plus(past, happening)));
    count(happening.kind);
  } else {
    const door = { ...of, edicts: edictsAmong(before) };
    expect(refusal).toBe(refusalOf(door, factsAmong(before), happening));
    count(refusal === null ? happening.act.kind : `!${refusal}`);
  }
}

// Slow only on a machine that does much else at the same time.
const PATIENCE = { timeout: 120_000 };

test.for([2, 3])(
  'random stories of %i agencies: the fold is the table at every prefix',
  PATIENCE,
  (n) => {
    reached.clear();
    const story = fc.array(move(n), { minLength: 1, maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(anyWorld(n), story, (w, moves) => compare(world(w), moves)),
      { seed: SEED + n, numRuns: RUNS_EACH },
    );
    const counts = [...reached].map(([state, times]) => `${state} ${times}`).toSorted();
    console.log(`n = ${n}, seed ${SEED + n}, ${RUNS_EACH} stories: ${counts.join(', ')}`);
    // A walk that never gets anywhere proves nothing; before its opening there is nothing to fold.
    for (const state of PAIR_STATES)
      if (state !== 'notOpen') expect(reached.get(state) ?? 0, state).toBeGreaterThan(25);
  },
);
