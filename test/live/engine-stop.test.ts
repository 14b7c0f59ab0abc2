/** A worker ends when it is told to, whatever became of the server it works with. */
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { startTemporal } from '#embedded/temporal.ts';
import { eventually, openDatabase, openNamespace, runWorker } from '#test/support/live.ts';
import type { LiveDatabase } from '#test/support/live.ts';
import { openStage, type Stage } from '#test/support/scenario.ts';
import { acknowledged, circulated } from '#test/support/scenario-acts.ts';

const servers = inject('live');
/** Ten seconds for what is under way, and what it takes to say goodbye. */
const STOPPED_MS_MAX = 15_000;

let database: LiveDatabase;
let stage: Stage;

beforeAll(async () => {
  database = await openDatabase(servers);
  stage = await openStage(database);
  await stage.goTo('2023-07-14');
});
afterAll(() => database.close());

test('with Temporal gone for good and nudges under way it ends in time, and nothing is thrown after it', async () => {
  const thrown: unknown[] = [];
  const note = (error: unknown) => thrown.push(error);
  process.on('uncaughtExceptionMonitor', note);
  const temporal = await startTemporal({
    stateDir: servers.stateDir,
    name: 'gone',
    ui: false,
    inMemory: true,
  });
  const at = await openNamespace(temporal.address);
  const log = { info: () => {}, warn: vi.fn<() => void>() };
  const worker = await runWorker(servers, database, at, undefined, undefined, log);
  const rollout = await circulated(stage, '2023-08-31', '2023-07-14');
  await stage.settle();
  await temporal.stop();
  await acknowledged(stage, ['s:091', 's:092', 's:09001', 's:09002']);
  await eventually('the relay has tried in vain', async () => log.warn.mock.calls.length > 0);
  const askedAt = performance.now();
  await worker.stop();
  expect(performance.now() - askedAt).toBeLessThan(STOPPED_MS_MAX);
  const [left] = await database.owner<{ n: number }[]>`
    select count(*)::int as n from pending q join coordinators c on c.id = q.coordinator_id
    where c.rollout_id = ${rollout}`;
  expect(left).toEqual({ n: 8 });
  await at.close();
  expect(thrown).toEqual([]);
  process.off('uncaughtExceptionMonitor', note);
});
