/**
 * `npm run test:faults`. `FAULT_SEEDS` is how many seeds each fault is played with (default 3), `FAULT_FROM` the
 * first (default 1), `FAULT_PROGRAMME` a programme's folder instead of the small one, `FAULT_DOWN_S` how long
 * Temporal stays away.
 */
import { describe, expect, test } from 'vitest';
import { FAULT_NAMES, GUARANTEES, runFault } from './index.ts';

const whole = (name: string, otherwise: number): number => {
  const given = process.env[name];
  if (given === undefined || given === '') return otherwise;
  if (!/^\d{1,6}$/.test(given)) throw new Error(`${name} is ${given}: a whole number is expected`);
  return Number(given);
};
const from = whole('FAULT_FROM', 1);
const seeds = Array.from({ length: whole('FAULT_SEEDS', 3) }, (_, i) => from + i);
const options = {
  programme: process.env['FAULT_PROGRAMME'],
  downMs: whole('FAULT_DOWN_S', 0) * 1_000,
};

describe.each(FAULT_NAMES.map((name) => [name, GUARANTEES[name]] as const))('%s: %s', (name) => {
  test.each(seeds)('seed %i', async (seed) => {
    const { figures } = await runFault(name, seed, options);
    console.log(`${name} seed ${seed}`, figures);
    expect(figures).not.toEqual({});
  });
});
