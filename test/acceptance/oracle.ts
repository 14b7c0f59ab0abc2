/** The state oracle over every act and edict, breadth first to the fixpoint of each of its worlds. */
import { EVERY_KIND, walkAll } from '#test/support/assignment-walks.ts';
import type { Check } from './check.ts';

export const oracle: Check = {
  name: 'oracle',
  async run() {
    const figures: Record<string, number> = {};
    for (const n of [2, 3]) {
      // It throws at the first state in which the fold and the oracle differ.
      const { states, transitions, met } = walkAll(n);
      const missing = EVERY_KIND.filter((kind) => !met.has(kind));
      if (missing.length > 0) throw new Error(`with n = ${n} nobody did ${missing.join(', ')}`);
      figures[`n=${n} states`] = states;
      figures[`n=${n} transitions`] = transitions;
    }
    return figures;
  },
};
