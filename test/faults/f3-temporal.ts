/** F3: Temporal is killed in the middle of a cascade. Facts are accepted meanwhile, and drawn after its return. */
import { setTimeout as pause } from 'node:timers/promises';
import { readClock } from '#db/reads/programmes.ts';
import { eventually } from '#test/support/live.ts';
import { beside, demandAlive, inArena, pidsOf, type Fault } from './fault.ts';
import { demandSame, play, sentTo, undisturbedStory, type Listener } from './story.ts';
import { Blows, demandAll, drawPoints, RESUMED_MS_MAX, seconds, untilAtRest } from './strike.ts';

const STRIKES = 2;
const isAcknowledgement = sentTo('acknowledgements');

export const killTemporal: Fault = async ({ seed, folder, signal, downMs }) => {
  const reference = await undisturbedStory(folder, signal);
  const all = reference.sent.filter(isAcknowledgement).length;
  const points = drawPoints(seed, 'F3', STRIKES, all);
  return inArena({ folder, workers: 1, durable: true }, async (arena) => {
    const { temporal, reader } = arena;
    const pids = pidsOf(arena);
    const blows = new Blows();
    /** How many were accepted in each outage. */
    const accepted: number[] = [];
    /** The outage that there is: the request it began with, and who waits for the answer to that. */
    let outage: { readonly key: string; readonly answered: () => void } | null = null;

    const takeAway = async (key: string) => {
      await temporal.kill();
      const since = performance.now();
      const { promise, resolve } = Promise.withResolvers<void>();
      accepted.push(0);
      outage = { key, answered: resolve };
      return async () => {
        await promise;
        await eventually('what was accepted waits to be drawn', async () => {
          const clock = await readClock(reader, folder.programme.key);
          return (clock?.pending ?? 0) > 0;
        });
        await pause(Math.max(0, downMs - (performance.now() - since)));
        outage = null;
        await temporal.start();
        return untilAtRest(arena);
      };
    };
    let sent = 0;
    const listen: Listener = (entry) => {
      if (entry.outcome === 'ok' && outage !== null) {
        accepted.push((accepted.pop() ?? 0) + 1);
        if (entry.key === outage.key) outage.answered();
      }
      if (entry.outcome !== 'info' || !isAcknowledgement(entry)) return;
      sent += 1;
      return points.includes(sent) ? blows.strike(() => takeAway(entry.key)) : undefined;
    };
    const restMs = downMs + 2 * RESUMED_MS_MAX;
    const [story, drawn] = await beside(
      signal,
      (ended) => play(arena, listen, { signal: ended, restMs }),
      (over) => blows.until(over),
    );
    demandAll(drawn, points.length);
    demandAlive(arena, pids);
    demandSame(story, reference);
    return {
      'killed at acknowledgement': points.join(' '),
      'accepted without Temporal': accepted.join(' '),
      'drawn after its return (s)': drawn.map(seconds).join(' '),
      digest: story.digest,
    };
  });
};
