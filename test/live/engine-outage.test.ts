/** Temporal goes away and comes back. The record does not: facts enter, lists answer, nothing is drawn twice. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readRecipients } from '#db/reads/lists.ts';
import { readClock } from '#db/reads/programmes.ts';
import { startTemporal, type Temporal } from '#embedded/temporal.ts';
import { recordAct } from '#facts/assignment.ts';
import { openDatabase, openNamespace, runWorker } from '#test/support/live.ts';
import type { LiveDatabase, Namespace, RunningWorker } from '#test/support/live.ts';
import { openStage, PROGRAMME, type Stage } from '#test/support/scenario.ts';
import { acknowledged } from '#test/support/scenario-acts.ts';
import { tellRecord } from '#test/support/scenario-record.ts';
import { issued, VACANT } from '#test/support/scenario-story.ts';
import { openProxy, type Proxy } from '#test/support/tcp-proxy.ts';

const servers = inject('live');
const DRAINED_MS_MAX = 60_000;

let proxy: Proxy;
let temporal: Temporal;
let database: LiveDatabase;
let at: Namespace;
let worker: RunningWorker;

/** A server of this test's own, which keeps what it knows while it is away. */
const startServer = () => startTemporal({ stateDir: servers.stateDir, name: 'outage', ui: false });

beforeAll(async () => {
  proxy = await openProxy();
  temporal = await startServer();
  proxy.forward(temporal.address);
  database = await openDatabase(servers);
  at = await openNamespace(proxy.address);
  worker = await runWorker(servers, database, at);
});

afterAll(async () => {
  await worker.stop();
  await Promise.all([database.close(), at.close(), proxy.close()]);
  await temporal.stop();
});

test('with Temporal stopped facts are accepted and lists answer; after its return all is drawn, nothing twice', async () => {
  const stage = await openStage(database, VACANT);
  const rollout = await issued(stage);

  proxy.forward(null);
  await temporal.stop();
  const first = stage.by('police', 's:091', 'one-key');
  const answers = [await acknowledge(stage, first), await acknowledge(stage, first)];
  expect(answers.map((a) => a.repeated)).toEqual([false, true]);
  expect(answers[1]!.answer).toEqual(answers[0]!.answer);
  await acknowledged(stage, ['s:091'], 1, ['womensUnion']);
  await acknowledged(stage, ['s:092']);
  expect(await shown(rollout)).toEqual([
    ['s:091', 'awaiting', 2],
    ['s:092', 'awaiting', 2],
  ]);
  expect(await readClock(database.reader, PROGRAMME)).toMatchObject({ pending: 4, quiet: false });

  temporal = await startServer();
  proxy.forward(temporal.address);
  const back = performance.now();
  await stage.settle();
  expect(performance.now() - back).toBeLessThan(DRAINED_MS_MAX);
  expect(await shown(rollout)).toEqual([
    ['s:091', 'inProgress', 0],
    ['s:092', 'inProgress', 0],
  ]);
  const { ledger } = await tellRecord(database.owner);
  expect(ledger).toEqual(await tellWithoutOutage());
});

const acknowledge = async (stage: Stage, request: ReturnType<Stage['by']>) => {
  const act = { kind: 'acknowledgement', version: 1 } as const;
  return recordAct(stage.database.intake, request, await stage.assignment('s:091'), act);
};

/** Districts with their stored state and what is being processed of them. */
async function shown(rollout: string) {
  const rows = await readRecipients(database.reader, {
    rollout,
    scope: '/s:09/',
    state: null,
    tier: 'district',
    parent: null,
    search: null,
    after: null,
    limit: 10,
  });
  return rows.map((row) => [row.unit.key, row.state, row.beingProcessed]);
}

async function tellWithoutOutage(): Promise<readonly string[]> {
  const other = await openDatabase(servers);
  const there = await openNamespace(servers.temporalAddress);
  const working = await runWorker(servers, other, there);
  const stage = await openStage(other, VACANT);
  await issued(stage);
  await acknowledged(stage, ['s:091', 's:092']);
  await stage.settle();
  const { ledger } = await tellRecord(other.owner);
  await working.stop();
  await Promise.all([other.close(), there.close()]);
  return ledger;
}
