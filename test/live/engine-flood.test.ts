/**
 * However fast a coordinator is nudged and however much it finds to do: its runs stay short, and it misses nothing.
 * What no workflow can help: while a hundred signals and more come during one of its tasks the server fails the task.
 */
import { readFile } from 'node:fs/promises';
import { Worker, NativeConnection } from '@temporalio/worker';
import { expect, inject, test } from 'vitest';
import { nudgeCoordinator } from '#engine/coordinators.ts';
import { startTemporal } from '#embedded/temporal.ts';
import { eventually, openNamespace, type Namespace } from '#test/support/live.ts';
import { PARENTS, PROGRAMME, UNITS } from '#test/support/scenario.ts';
import { acknowledged, circulated, inForce } from '#test/support/scenario-acts.ts';
import { LEADING, openRun } from '#test/support/scenario-run.ts';
import { rolloutWorkflowId, TASK_QUEUE, type RolloutLook } from '#workflows/contract.ts';

const servers = inject('live');
const BELOW = UNITS.filter((unit) => PARENTS[unit] !== null);
const RUN_EVENTS_MAX = 1_000;

type Target = { readonly rollout: string; readonly unit: string };
const nudge = (at: Namespace, target: Target) =>
  nudgeCoordinator(at.client, { programme: PROGRAMME, ...target });

/** Every run of a coordinator, oldest first. */
async function runsOf({ client }: Namespace, target: Target) {
  const runs = [];
  for await (const one of client.workflow.list({
    query: `WorkflowId = '${rolloutWorkflowId(target)}'`,
  })) {
    const found = await client.workflow.getHandle(one.workflowId, one.runId).describe();
    runs.push({ status: found.status.name, events: found.historyLength, at: found.startTime });
  }
  return runs.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

const NOTHING: RolloutLook = {
  stage: '',
  unknown: false,
  closed: false,
  gatesOpen: [],
  toOpen: 0,
  noticesDue: [],
  mailsDue: 0,
  remindersDue: [],
  reportsUpDue: [],
  everyoneDone: false,
  hasWork: false,
  wakeAtMs: null,
  wakeFor: '',
  totals: {} as RolloutLook['totals'],
};

/** The real workflow over looks of the test's own. */
async function overLooks(at: Namespace, look: () => RolloutLook) {
  const connection = await NativeConnection.connect({ address: at.address });
  const worker = await Worker.create({
    connection,
    namespace: at.namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { code: await readFile(servers.workflowBundle, 'utf8') },
    activities: { takeStockOfRollout: async () => look(), completeUpwards: async () => {} },
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}

test('one that always finds work goes on in new runs', async () => {
  const at = await openNamespace(servers.temporalAddress);
  const target = { rollout: 'busy', unit: 's:09' };
  let looks = 0;
  let over = false;
  const stop = await overLooks(at, () => {
    looks += 1;
    // Always something else, so it never naps.
    if (!over) return { ...NOTHING, stage: String(looks), everyoneDone: true, hasWork: true };
    return { ...NOTHING, closed: true };
  });
  await nudge(at, target);
  await eventually('its second run', async () => (await runsOf(at, target)).length >= 2, 100_000);
  over = true;
  await at.client.workflow.getHandle(rolloutWorkflowId(target)).result();
  const runs = await runsOf(at, target);
  expect(runs.at(-1)!.status).toBe('COMPLETED');
  for (const { status, events } of runs.slice(0, -1)) {
    expect(status).toBe('CONTINUED_AS_NEW');
    expect(events).toBeLessThan(RUN_EVENTS_MAX);
  }
  await stop();
  await at.close();
});

test('nudged without a pause while it goes on in new runs again and again, it misses no fact', async () => {
  const temporal = await startTemporal({
    stateDir: servers.stateDir,
    name: 'flood',
    ui: false,
    inMemory: true,
    // So that a hundred nudges show what takes thousands otherwise.
    extraArgs: ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=60'],
  });
  const run = await openRun({ ...servers, temporalAddress: temporal.address });
  const { stage, at, database } = run;
  await stage.goTo('2023-07-14');
  const finished = await circulated(stage, '2023-08-31', '2023-07-14');
  await acknowledged(stage, BELOW);
  await stage.settle();
  await inForce(stage, finished, 'close', '2023-07-14');
  await stage.settle();
  const rollout = await circulated(stage, '2023-08-31', '2023-07-14');
  // One that runs and one that has ended, in turn; twice each, and late for whatever was recorded meanwhile.
  const targets = Array.from({ length: 4 }, (_, i) => ({
    rollout: i < 2 ? rollout : finished,
    unit: 's:091',
  }));
  let over = false;
  const flooding = (async () => {
    while (!over) await Promise.all(targets.map((target) => nudge(at, target)));
  })();
  const offices = BELOW.flatMap((unit) =>
    (['police', 'womensUnion'] as const).map((agency) => [unit, agency] as const),
  );
  for (const [unit, agency] of offices) {
    const before = (await runsOf(at, { rollout, unit: 's:091' })).length;
    await acknowledged(stage, [unit], 1, [agency]);
    if (unit === 's:09001' || unit === 's:09002')
      await eventually('one run more', async () => {
        return (await runsOf(at, { rollout, unit: 's:091' })).length > before;
      });
  }
  over = true;
  await flooding;
  await stage.settle();
  const [told] = await database.owner<{ done: number; complete: number; once: number }[]>`
    select (select count(*)::int from assignments where rollout_id = ${rollout} and state = 'done') as done,
      (select count(*)::int from coordinators where rollout_id = ${rollout} and complete) as complete,
      (select count(*)::int from ledger where kind = 'done' and body like '%acknowledgement-only/2%') as once`;
  expect(told).toEqual({ done: BELOW.length, complete: LEADING.length, once: BELOW.length });
  const runs = await runsOf(at, targets[0]!);
  expect(runs.length).toBeGreaterThan(4);
  for (const { events } of [...runs, ...(await runsOf(at, targets[2]!))])
    expect(events).toBeLessThan(RUN_EVENTS_MAX);
  await run.close();
  await temporal.stop();
});
