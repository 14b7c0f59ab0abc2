/** F12: a thousand nudges at one moment, doubled, in any order and late, also of coordinators that are closed. */
import { Client, Connection } from '@temporalio/client';
import { nudgeCoordinator } from '#engine/coordinators.ts';
import { chanceOf } from '#rehearsal/draw.ts';
import { eventually } from '#test/support/live.ts';
import type { RolloutKey } from '#workflows/contract.ts';
import type { Arena } from './arena.ts';
import { beside, inArena, type Fault } from './fault.ts';
import { demandSame, demandSound, digestOf, play, undisturbedStory } from './story.ts';
import { demandAll, drawPoints, seconds, whenLedgerHas } from './strike.ts';

const BURSTS = 3;
const NUDGES = 1_000;
const NOBODYS = '00000000-0000-7000-8000-000000000000';
/** Temporal warns at ten thousand events in one run and ends it at fifty. */
const EVENTS_MAX = 10_000;

export const stormOfNudges: Fault = async ({ seed, folder, signal }) => {
  const reference = await undisturbedStory(folder, signal);
  const points = drawPoints(seed, 'F12', BURSTS, reference.rows - 1);
  return inArena({ folder, workers: 1, durable: false }, async (arena) => {
    const { address, namespace } = arena.engine;
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, namespace });
    const storm = async (n: number) => {
      const since = performance.now();
      const targets = shuffled(await targetsOf(arena), NUDGES, seed, n);
      await Promise.all(targets.map((key) => nudgeCoordinator(client, key)));
      return performance.now() - since;
    };
    try {
      const [story, took] = await beside(
        signal,
        (ended) => play(arena, undefined, { signal: ended }),
        async (over) => {
          const ms: number[] = [];
          for (const rows of points)
            if (await whenLedgerHas(arena, rows, over)) ms.push(await storm(rows));
          return ms;
        },
      );
      demandAll(took, points.length);
      demandSame(story, reference);
      // Everybody has ended: each of these starts a run that looks once and ends.
      const late = await storm(reference.rows);
      await eventually('no run is left', async () => (await running(client)) === 0, 60_000);
      await demandSound(arena, story.result.rollout);
      demandSame(await digestOf(arena), reference);
      const events = await longestHistory(client);
      if (events >= EVENTS_MAX) throw new Error(`a history of ${events} events`);
      return {
        'nudges at ledger row': [...points, reference.rows].join(' '),
        'a thousand at once taken after (s)': [...took, late].map(seconds).join(' '),
        'longest history (events)': events,
        digest: story.digest,
      };
    } finally {
      await connection.close();
    }
  });
};

/** Every coordinator there is or will be, and one of which the record knows nothing. */
async function targetsOf({ owner, folder }: Arena): Promise<RolloutKey[]> {
  const { programme, rootUnit } = folder;
  const unknown = { programme: programme.key, rollout: NOBODYS, unit: rootUnit };
  const known = await owner<RolloutKey[]>`
    select r.programme_id as programme, r.id as rollout, u.unit
    from rollouts r, lateral (select c.unit_key from coordinators c where c.rollout_id = r.id
      union select rc.unit_key from recipients rc where rc.rollout_id = r.id and rc.leads) as u (unit)
    order by u.unit`;
  return [...known, unknown];
}

function shuffled<T>(all: readonly T[], n: number, seed: number, burst: number): T[] {
  const chance = chanceOf(seed);
  return Array.from(
    { length: n },
    (_, i) => all[Math.floor(chance('F12', burst, i) * all.length)]!,
  );
}

const OURS = `WorkflowType = 'rolloutWorkflow'`;

const running = async (client: Client) =>
  (await client.workflow.count(`${OURS} AND ExecutionStatus = 'Running'`)).count;

async function longestHistory(client: Client): Promise<number> {
  let most = 0;
  for await (const { historyLength } of client.workflow.list({ query: OURS }))
    most = Math.max(most, historyLength);
  return most;
}
