/**
 * F4: PostgreSQL's postmaster is killed under load, with fsync. Nothing that was acknowledged is lost, the API
 * says 503 meanwhile and lives, and goes on as soon as the server is back.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openHttp, type Posting } from '#rehearsal/http.ts';
import type { Journal } from '#rehearsal/journal.ts';
import { inParallel } from '#rehearsal/round.ts';
import type { Arena } from './arena.ts';
import { beside, demandAlive, inArena, pidsOf, type Fault } from './fault.ts';
import { prepareLoad, widened } from './load.ts';
import { demandVerified } from './story.ts';
import { Blows, demandAll, drawPoints, seconds, untilAtRest } from './strike.ts';

const COMMUNES = 200;
const AT_ONCE = 32;
/** While the server is away, so many requests of each kind must be told so. */
const PROBES = 5;
const PROBE_MS = 10;
const RECOVERED_MS_MAX = 10_000;

/** What was seen while the server was away, and how often a request had to be sent again. */
type Told = { busy: number; awayMs: number; retried: number };

export const killPostgres: Fault = async ({ seed, folder, signal }) => {
  const wide = widened(folder, COMMUNES);
  return inArena({ folder: wide, workers: 1, durable: true }, async (arena) => {
    const pids = pidsOf(arena);
    const journal = arena.journal.write;
    const postings = await prepareLoad(arena, openHttp(arena.apiUrl, { signal, journal }), seed);
    const facts = postings.length;
    const [point] = drawPoints(seed, 'F4', 1, Math.floor(facts / 2));
    const told: Told = { busy: 0, awayMs: 0, retried: 0 };
    const blows = new Blows();
    let accepted = 0;
    const counting: Journal = async (entry) => {
      await journal(entry);
      if (entry.outcome !== 'ok') return;
      accepted += 1;
      // The others are under way: the blow is not waited for.
      if (accepted === point) void blows.strike(async () => () => hit(arena, told));
    };
    const load = async (ended: AbortSignal) => {
      const since = performance.now();
      const http = openHttp(arena.apiUrl, { signal: ended, journal: counting });
      await inParallel(postings, AT_ONCE, http.post);
      told.retried = http.traffic.retried;
      return performance.now() - since;
    };
    const [loadMs, fallen] = await beside(signal, load, (over) => blows.until(over));
    demandAll(fallen, 1);
    demandAlive(arena, pids);
    await untilAtRest(arena);
    await demandVerified(arena);
    const recorded = await countFacts(arena, postings);
    if (recorded !== facts) throw new Error(`${facts} facts were accepted, ${recorded} are there`);
    return {
      'killed after accepted facts': point!,
      'accepted facts': facts,
      lost: facts - recorded,
      'PostgreSQL away (s)': seconds(told.awayMs),
      'answers 503 meanwhile': told.busy,
      'sent again': told.retried,
      'first answer after its return (s)': seconds(fallen[0]!),
      'load (s)': seconds(loadMs),
    };
  });
};

async function countFacts({ owner }: Arena, postings: readonly Posting[]): Promise<number> {
  const keys = postings.map(({ key }) => key);
  const [found] = await owner<{ n: number }[]>`
    select count(*)::int as n from facts where key = any(${keys})`;
  return found!.n;
}

/** Milliseconds from the server's return to the first answer. */
async function hit(arena: Arena, told: Told): Promise<number> {
  const { postgres, operatorToken, apiUrl, folder, journal } = arena;
  const clock = `${apiUrl}/programmes/${folder.programme.key}/clock`;
  const headers = { authorization: `Bearer ${operatorToken}` };
  const since = performance.now();
  await postgres.kill();
  for (let n = 0; n < PROBES; n += 1) {
    await demandBusy(await fetch(clock, { headers }));
    told.busy += 2;
    const key = `probe/${n}`;
    await journal.write({ key, path: '/clock', outcome: 'info' });
    const body = JSON.stringify({ to: '2023-12-01T02:00:00.000Z' });
    const posted = { ...headers, 'content-type': 'application/json', 'idempotency-key': key };
    await demandBusy(await fetch(clock, { method: 'POST', headers: posted, body }));
  }
  await postgres.start();
  told.awayMs = performance.now() - since;
  for (const back = performance.now(); ; await pause(PROBE_MS)) {
    const { ok, status } = await fetch(clock, { headers });
    const ms = performance.now() - back;
    if (ok) return ms;
    if (ms > RECOVERED_MS_MAX) throw new Error(`still ${status} ${seconds(ms)} s after its return`);
  }
}

async function demandBusy(response: Response): Promise<void> {
  const type = response.headers.get('content-type') ?? '';
  const { code } = (await response.json()) as { code?: string };
  const { status } = response;
  const isBusy = type.startsWith('application/problem+json') && code === 'server.busy';
  if (status !== 503 || !isBusy)
    throw new Error(`without its database the API answers ${status} ${type} ${code}`);
}
