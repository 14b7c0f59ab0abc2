/** F1: workers are killed in the middle of a cascade, one of two and all, and others take over. */
import type { Part } from './arena.ts';
import { beside, inArena, type Fault } from './fault.ts';
import { demandSame, play, undisturbedStory } from './story.ts';
import { demandAll, drawPoints, seconds, untilAtRest, whenLedgerHas } from './strike.ts';

const STRIKES = 3;

export const killWorkers: Fault = async ({ seed, folder, signal }) => {
  const reference = await undisturbedStory(folder, signal);
  const points = drawPoints(seed, 'F1', STRIKES, reference.rows - 1);
  return inArena({ folder, workers: 2, durable: false }, async (arena) => {
    const strike = async (over: AbortSignal) => {
      const resumed: number[] = [];
      for (const [i, rows] of points.entries()) {
        if (!(await whenLedgerHas(arena, rows, over))) break;
        // One and all by turns; whose turn is first, and which one it is, are the seed's.
        const one = (i + seed) % 2 === 0;
        const victims = one ? [arena.workers[(i + seed) % arena.workers.length]!] : arena.workers;
        resumed.push(one ? await killOne(victims) : await killAll(victims));
      }
      return resumed;
    };
    const killOne = async (victims: readonly Part[]) => {
      const since = performance.now();
      await each(victims, (worker) => worker.kill());
      const ms = await untilAtRest(arena, since);
      await each(victims, (worker) => worker.start());
      return ms;
    };
    const killAll = async (victims: readonly Part[]) => {
      const since = performance.now();
      await each(victims, (worker) => worker.kill());
      await each(victims, (worker) => worker.start());
      return untilAtRest(arena, since);
    };
    const [story, resumed] = await beside(
      signal,
      (ended) => play(arena, undefined, { signal: ended }),
      strike,
    );
    demandAll(resumed, points.length);
    demandSame(story, reference);
    return {
      'killed at ledger row': points.join(' '),
      'resumed after (s)': resumed.map(seconds).join(' '),
      'ledger rows': story.rows,
      digest: story.digest,
    };
  });
};

const each = (parts: readonly Part[], act: (part: Part) => Promise<void>) =>
  Promise.all(parts.map(act));
