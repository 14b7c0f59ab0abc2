import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { reconcile } from '#engine/reconcile.ts';
import { considerAnew } from '#facts/consider-anew.ts';
import { connectInspect, EngineUnreachable, type Inspect } from '#engine/inspect.ts';
import { verifyRecord } from '#verify/index.ts';
import { TASK_QUEUE } from '#workflows/contract.ts';
import { eventually, openDatabase, openNamespace, runWorker } from '#test/support/live.ts';
import type { LiveDatabase, Namespace, RunningWorker } from '#test/support/live.ts';
import { issuedRollout } from '#test/support/world-acts.ts';
import { openWorld } from '#test/support/world.ts';

const live = inject('live');
let database: LiveDatabase;
let engine: Namespace;
let worker: RunningWorker | null = null;
let inspect: Inspect;
let rollout: string;

beforeAll(async () => {
  [database, engine] = await Promise.all([openDatabase(live), openNamespace(live.temporalAddress)]);
  rollout = await issuedRollout(await openWorld(database), '2023-12-29');
  inspect = connectInspect({ ...engine, uiUrl: 'http://127.0.0.1:8233/' });
});
afterAll(async () => {
  await inspect?.close();
  await worker?.stop();
  await Promise.all([engine?.close(), database?.close()]);
});

const idOf = (unit: string) => `rollout/${rollout}/${unit}`;

/** I6 alone: what it says with this much patience. */
async function agreement(patienceMs: number) {
  const { address, namespace } = engine;
  const temporal = { address, namespace };
  const { invariants } = await verifyRecord({ sql: database.reader, temporal, patienceMs });
  const { ok, checked, problems, note } = invariants.find((i) => i.id === 'I6')!;
  return { ok, checked, note, problems: problems.map((p) => `${p.subject}: ${p.message}`) };
}

test('an open coordinator without a workflow is named', async () => {
  expect(await agreement(0)).toMatchObject({
    ok: false,
    checked: true,
    problems: [`${idOf('t:01')}: is open, and no workflow runs for it`],
  });
});

test('reconcile mends it: record and workflows agree', async () => {
  worker = await runWorker(live, database, engine);
  await reconcile(database.worker, engine.client);
  expect(await agreement(10_000)).toMatchObject({ ok: true, checked: true, problems: [] });
});

test('what another build had stored is judged anew after reconcile', async () => {
  const resting = async (sql = database.owner) => sql<{ unit: string; lookAt: string | null }[]>`
    select unit_key as unit, iso(look_at) as "lookAt" from assignments order by unit_key`;
  const noneWaits = async () => {
    const [row] = await database.owner`select from pending limit 1`;
    return row === undefined;
  };
  await eventually('all is considered', noneWaits);
  const before = await resting();
  await database.owner`update assignments set look_at = null, wake = null`;
  await considerAnew(database.worker);
  await reconcile(database.worker, engine.client);
  await eventually('all is considered again', noneWaits);
  expect(before).toContainEqual({ unit: expect.any(String), lookAt: expect.any(String) });
  expect(await resting()).toEqual(before);
});

test('the live side is told: stage, what it waits for, history, link', async () => {
  const told = await eventually('it rests', async () => {
    const [top] = await inspect.inspectRollout(rollout, [idOf('t:01'), idOf('t:099')]);
    return top?.waitsFor === 'look' || top?.pendingActivities.length !== 0 ? null : [top];
  });
  expect(told).toEqual([
    {
      workflowId: idOf('t:01'),
      runId: expect.any(String),
      status: 'RUNNING',
      stage: '0/2',
      waitsFor: expect.stringMatching(/^\d\d:\d\d ngày \d\d\/\d\d\/\d{4}: nhắc /),
      waitsUntil: null,
      historyLength: expect.any(Number),
      pendingActivities: [],
      uiUrl: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:8233\/namespaces\/live-\w+\/workflows\/rollout%2F.*t%3A01\/.*\/history$/,
      ),
    },
  ]);
  const listed = await eventually('it is listed', async () => {
    const found = await inspect.inspectRollout(rollout);
    return found.length > 0 && found;
  });
  expect(listed.map((w) => w.workflowId)).toEqual([idOf('t:01')]);
});

test('a step that fails again and again is told with its last failure', async () => {
  await database.owner`revoke select on coordinators from lt_worker`;
  await engine.client.workflow.getHandle(idOf('t:01')).signal('nudge');
  const failing = await eventually('a second try', async () => {
    const [top] = await inspect.inspectRollout(rollout, [idOf('t:01')]);
    return top?.pendingActivities.find((a) => a.attempt > 1);
  });
  expect(failing).toEqual({
    name: 'takeStockOfRollout',
    attempt: expect.any(Number),
    lastFailure: expect.stringContaining('permission denied for table coordinators'),
  });
  await database.owner`grant select on coordinators to lt_worker`;
});

test('a workflow without a coordinator, and one that is gone, are named; without a worker, too', async () => {
  await worker?.stop();
  worker = null;
  await engine.client.workflow.getHandle(idOf('t:01')).terminate('by hand');
  await engine.client.workflow.start('rolloutWorkflow', {
    taskQueue: TASK_QUEUE,
    workflowId: 'rollout/nobody/t:01',
    args: [{ programme: 'tiny', rollout: 'nobody', unit: 't:01' }],
  });
  await eventually('both are listed', async () => {
    const running = await inspect.runningWorkflowIds();
    return running.has('rollout/nobody/t:01') && !running.has(idOf('t:01'));
  });
  expect((await agreement(0)).problems).toEqual([
    `${idOf('t:01')}: is open, and no workflow runs for it`,
    'rollout/nobody/t:01: runs, and the record has no open coordinator of that id',
  ]);
  const [idle] = await inspect.inspectRollout('nobody', ['rollout/nobody/t:01']);
  expect(idle).toMatchObject({ status: 'RUNNING', stage: null, waitsFor: null });
});

test('without Temporal the record is verified, and the live side says it is unreachable', async () => {
  const nowhere = { address: '127.0.0.1:9', namespace: 'default' };
  const away = connectInspect(nowhere);
  const startedAt = Date.now();
  await expect(away.inspectRollout(rollout, [idOf('t:01')])).rejects.toThrow(EngineUnreachable);
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  // A first failure is not kept.
  await expect(away.runningWorkflowIds()).rejects.toThrow(EngineUnreachable);
  await away.close();
  const { invariants } = await verifyRecord({
    sql: database.reader,
    temporal: nowhere,
    patienceMs: 0,
  });
  expect(Date.now() - startedAt).toBeLessThan(10_000);
  const i6 = invariants.find((i) => i.id === 'I6');
  expect(i6).toMatchObject({
    ok: true,
    checked: false,
    note: expect.stringMatching(/^Temporal does not answer/),
  });
});

test('the live side is told again as soon as Temporal is back', async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });
  const again = connectInspect({ address: `127.0.0.1:${port}`, namespace: engine.namespace });
  await expect(again.runningWorkflowIds()).rejects.toThrow(EngineUnreachable);
  const [host, temporal] = engine.address.split(':');
  const sockets: Socket[] = [];
  const back = createServer((socket) => {
    const onward = connect(Number(temporal), host);
    sockets.push(socket, onward);
    socket.pipe(onward).pipe(socket);
  }).listen(port, '127.0.0.1');
  expect(await again.runningWorkflowIds()).toContain('rollout/nobody/t:01');
  await again.close();
  for (const socket of sockets) socket.destroy();
  back.close();
});
