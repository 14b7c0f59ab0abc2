/** The faults of `test/faults`, each with one seed. */
import { FAULT_NAMES, runFault } from '#test/faults/index.ts';
import type { Check } from './check.ts';

export const faults: readonly Check[] = FAULT_NAMES.map((name) => ({
  name,
  run: async ({ seed, programme, signal }) =>
    (await runFault(name, seed, { programme, signal })).figures,
}));
