/** When a fault strikes, drawn from its seed by counting, and how long the engine then takes. */
import { setTimeout as pause } from 'node:timers/promises';
import { readClock } from '#db/reads/programmes.ts';
import { chanceOf, lotsOf } from '#rehearsal/draw.ts';
import type { Arena } from './arena.ts';

/** Between two looks at the record; the story waits for real time only here. */
const LOOK_MS = 5;
/** Whatever was struck down, work goes on within this (a budget of the design is 15 s, on a machine of its own). */
export const RESUMED_MS_MAX = 60_000;

/** `n` different numbers from 1 to `most`, in order. */
export function drawPoints(seed: number, what: string, n: number, most: number): number[] {
  const all = Array.from({ length: most }, (_, i) => i + 1);
  return lotsOf(chanceOf(seed), all, n, String, what).toSorted((a, b) => a - b);
}

/** False when it is over before. */
export async function whenLedgerHas(
  { owner, folder }: Pick<Arena, 'owner' | 'folder'>,
  rows: number,
  over: AbortSignal,
): Promise<boolean> {
  const { key } = folder.programme;
  while (!over.aborted) {
    const [found] = await owner<{ n: number }[]>`
      select count(*)::int as n from ledger where programme_id = ${key}`;
    if (found!.n >= rows) return true;
    await pause(LOOK_MS);
  }
  return false;
}

/**
 * Milliseconds from `since` (as `performance.now`) until everything that was to be drawn is drawn.
 *
 * @throws Error after a minute
 */
export async function untilAtRest(
  { reader, folder }: Pick<Arena, 'reader' | 'folder'>,
  since = performance.now(),
): Promise<number> {
  for (;;) {
    const clock = await readClock(reader, folder.programme.key);
    const ms = performance.now() - since;
    if (clock?.quiet === true) return ms;
    if (ms > RESUMED_MS_MAX)
      throw new Error(`not at rest ${Math.round(ms / 1000)} s after: ${JSON.stringify(clock)}`);
    await pause(LOOK_MS);
  }
}

/** Seconds as figures have them. */
export const seconds = (ms: number) => Math.round(ms / 100) / 10;

/** What follows a blow that was prepared, while the request goes on its way; gives the milliseconds it took. */
type Following = () => Promise<number>;

/** Blows at requests about to be sent, one at a time: a request waits for its own, and for the one before. */
export class Blows {
  readonly #broken = Promise.withResolvers<never>();
  readonly #took: number[] = [];
  #last = Promise.resolve();

  constructor() {
    // Seen by `until`; before it is asked this is no unhandled one.
    this.#broken.promise.catch(() => {});
  }

  /** Resolves when the blow is prepared: the request may be sent. */
  async strike(prepare: () => Promise<Following>): Promise<void> {
    const before = this.#last;
    const prepared = before.then(prepare);
    this.#last = prepared.then(async (follow) => void this.#took.push(await follow()));
    this.#last.catch(this.#broken.reject);
    await prepared;
  }

  /** Milliseconds of all of them, when the story is over. @throws what a blow threw, at once */
  async until(over: AbortSignal): Promise<readonly number[]> {
    const ended = new Promise<void>((resolve) => {
      over.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([this.#broken.promise, ended]);
    await this.#last;
    return this.#took;
  }
}

/** @throws Error when not every blow that was drawn has fallen */
export function demandAll(fallen: readonly unknown[], drawn: number): void {
  if (fallen.length !== drawn)
    throw new Error(`${fallen.length} blows have fallen, ${drawn} were drawn`);
}
