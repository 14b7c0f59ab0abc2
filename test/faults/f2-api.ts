/**
 * F2: the API is killed while it records. An open transaction that has taken the request's key already holds it in
 * the middle of the one statement that writes it, so that the blow falls exactly before its commit, or between its
 * commit and its answer.
 */
import { chanceOf } from '#rehearsal/draw.ts';
import { eventually } from '#test/support/live.ts';
import type { Arena } from './arena.ts';
import { beside, inArena, type Fault } from './fault.ts';
import { demandSame, play, sentTo, undisturbedStory, type Listener } from './story.ts';
import { Blows, demandAll, drawPoints, seconds } from './strike.ts';

const MOMENTS = ['beforeCommit', 'afterCommit', 'committedAlone'] as const;
type Moment = (typeof MOMENTS)[number];

const isAcknowledgement = sentTo('acknowledgements');
const isAccount = sentTo('accounts');

export const killApi: Fault = async ({ seed, folder, signal }) => {
  const reference = await undisturbedStory(folder, signal);
  const acts = reference.sent.filter(isAcknowledgement).length;
  const points = drawPoints(seed, 'F2', MOMENTS.length, acts);
  const from = Math.floor(chanceOf(seed)('F2', 'moment') * MOMENTS.length);
  const moments = new Map(points.map((n, i) => [n, MOMENTS[(from + i) % MOMENTS.length]!]));
  // Whoever loses the answer with a token has lost the token.
  const [account] = drawPoints(seed, 'F2 account', 1, reference.sent.filter(isAccount).length);
  return inArena({ folder, workers: 1, durable: false }, async (arena) => {
    const blows = new Blows();
    const strike = (key: string, moment: Moment) =>
      blows.strike(async () => {
        const hold = await holdKey(arena, key);
        return () => hit(arena, hold, key, moment);
      });
    const sent = { acknowledgements: 0, accounts: 0 };
    const listen: Listener = (entry) => {
      if (entry.outcome !== 'info') return undefined;
      if (isAccount(entry) && ++sent.accounts === account) return strike(entry.key, 'afterCommit');
      const moment = isAcknowledgement(entry) ? moments.get(++sent.acknowledgements) : undefined;
      return moment === undefined ? undefined : strike(entry.key, moment);
    };
    const [story, away] = await beside(
      signal,
      (ended) => play(arena, listen, { signal: ended }),
      (over) => blows.until(over),
    );
    demandAll(away, points.length + 1);
    demandSame(story, reference);
    return {
      'killed at account': `${account}:afterCommit`,
      'killed at acknowledgement': points.map((n) => `${n}:${moments.get(n)}`).join(' '),
      'sent again': story.result.retried,
      'API away (s)': away.map(seconds).join(' '),
      digest: story.digest,
    };
  });
};

type Hold = { readonly release: () => Promise<void> };

/** Whoever records under this key waits until it is released, and then finds it free. */
async function holdKey({ owner }: Arena, key: string): Promise<Hold> {
  const session = await owner.reserve();
  await session`begin`;
  await session`insert into receipts (account_id, key, fingerprint, ledger_seq, status, answer)
    select id, ${key}, '', null, 201, '{}' from accounts`;
  return {
    async release() {
      await session`rollback`;
      session.release();
    },
  };
}

/** Milliseconds for which there was no API. */
async function hit(arena: Arena, hold: Hold, key: string, moment: Moment): Promise<number> {
  const { owner, api } = arena;
  const waiting = () =>
    owner<{ pid: number }[]>`select pid from pg_stat_activity
      where application_name like 'lientich-api-%' and wait_event = 'transactionid'`;
  const recorded = () => owner`select from receipts where key = ${key}`.then((r) => r.length > 0);
  await eventually('the request is about to be written', async () => (await waiting()).length > 0);
  let since = performance.now();
  switch (moment) {
    case 'beforeCommit':
      await api.kill();
      // As the server itself ends a session whose client is gone, when it next looks.
      await eventually('nobody writes for the dead', async () => {
        const pids = (await waiting()).map(({ pid }) => pid);
        await owner`select pg_terminate_backend(pid) from unnest(${pids}::int[]) pid`;
        return pids.length === 0;
      });
      await hold.release();
      if (await recorded()) throw new Error(`${key} is recorded although nobody wrote it`);
      break;
    case 'afterCommit':
      process.kill(api.pid(), 'SIGSTOP');
      await hold.release();
      await eventually('the request is written', recorded);
      since = performance.now();
      await api.kill();
      break;
    case 'committedAlone':
      await api.kill();
      await hold.release();
      await eventually('the statement ends without its client', recorded);
      break;
  }
  await api.start();
  return performance.now() - since;
}
