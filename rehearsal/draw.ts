/**
 * All the chance there is in a rehearsal: SHA-256 over the seed and the names of what is drawn for. No state,
 * so a choice does not depend on the choices before it or on who asks first.
 */
import { createHash } from 'node:crypto';

/** A number in [0, 1) for whatever is named: the same names give the same number on every machine. */
export type Chance = (...names: readonly (string | number)[]) => number;

export const chanceOf =
  (seed: number): Chance =>
  (...names) =>
    createHash('sha256')
      .update(JSON.stringify([seed, ...names]))
      .digest()
      .readUIntBE(0, 6) /
    2 ** 48;

/** A whole number from `least` to `most`, both included. */
export const between = (
  chance: Chance,
  [least, most]: readonly [number, number],
  ...names: readonly (string | number)[]
): number => least + Math.floor(chance(...names) * (most - least + 1));

export function oneOf<T>(
  chance: Chance,
  list: readonly T[],
  ...names: readonly (string | number)[]
): T {
  const drawn = list[Math.floor(chance(...names) * list.length)];
  if (drawn === undefined) throw new RangeError(`nothing to draw from for ${names.join(' ')}`);
  return drawn;
}

/** The `n` on which the lot falls: exactly so many, where a share of a small number might be none. */
export const lotsOf = <T>(
  chance: Chance,
  list: readonly T[],
  n: number,
  nameOf: (item: T) => string,
  what: string,
): T[] =>
  list
    .map((item) => ({ item, lot: chance(what, nameOf(item)) }))
    .toSorted((a, b) => a.lot - b.lot)
    .slice(0, n)
    .map(({ item }) => item);
