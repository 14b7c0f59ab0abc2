/** One step of a coordinator: what it costs, and what happens when it is cut, waits or comes late. */
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { createRolloutActivities } from '#activities/rollout.ts';
import type { Sql } from '#db/driver.ts';
import { readClock } from '#db/reads/programmes.ts';
import { nudgeCoordinator } from '#engine/coordinators.ts';
import { recordAct } from '#facts/assignment.ts';
import { stepClock } from '#facts/clock.ts';
import { countStatements } from '#test/support/counting.ts';
import { eventually } from '#test/support/live.ts';
import { PARENTS, PROGRAMME, UNITS } from '#test/support/scenario.ts';
import { acknowledged, circulated } from '#test/support/scenario-acts.ts';
import { openRun, type OpenRun } from '#test/support/scenario-run.ts';
import { rolloutWorkflowId } from '#workflows/contract.ts';

const BELOW = UNITS.filter((unit) => PARENTS[unit] !== null);
/** An acknowledgement that changes no stage: signal, look asked for, given and taken, rest (DESIGN 13). */
const EVENTS_PER_LOOK = 10;

const runs: OpenRun[] = [];
let run: OpenRun;
let rollout: string;

beforeEach(async () => {
  run = await openRun(inject('live'));
  runs.push(run);
  await run.stage.goTo('2023-07-14');
  rollout = await circulated(run.stage, '2023-08-31', '2023-07-14');
});
afterAll(async () => {
  for (const one of runs) await one.close();
});

const id = (unit: string) => rolloutWorkflowId({ rollout, unit });

/** Holds a coordinator's row, as a step does, until `release`. */
async function holdRow(unit: string): Promise<{ release(): Promise<void> }> {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = Promise.withResolvers<void>();
  const holding = run.database.owner.begin(async (tx) => {
    await tx`select from coordinators where id = ${id(unit)} for no key update`;
    held.resolve();
    await until;
  });
  await held.promise;
  return {
    async release() {
      release();
      await holding;
    },
  };
}

/** Connections of a pool that wait for a row somebody holds. */
const waiting = (name: string) => run.database.owner<{ pid: number }[]>`
  select pid from pg_stat_activity where datname = current_database() and application_name = ${name}
    and wait_event_type = 'Lock'`;

const stepWaits = (name: string) =>
  eventually('a step waits for the row', async () => (await waiting(name)).length > 0);

async function drawn(): Promise<Record<string, number>> {
  const rows = await run.database.owner<{ kind: string; n: number }[]>`
    select kind, count(*)::int as n from ledger where kind in ('acknowledgement', 'done', 'complete') group by 1`;
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
}

test('a step whose connection is cut is tried again, and the record ends right', async () => {
  const row = await holdRow('s:091');
  await acknowledged(run.stage, ['s:09001', 's:09002']);
  await stepWaits('lientich-worker');
  for (const { pid } of await waiting('lientich-worker'))
    await run.database.owner`select pg_terminate_backend(${pid})`;
  await row.release();
  await run.stage.settle();
  expect(await drawn()).toEqual({ acknowledgement: 4, done: 2, complete: 1 });
});

test('a step of a terminated run that commits late changes nothing twice', async () => {
  const row = await holdRow('s:091');
  await acknowledged(run.stage, ['s:09001', 's:09002']);
  await stepWaits('lientich-worker');
  await run.at.client.workflow.getHandle(id('s:091')).terminate('test');
  await nudgeCoordinator(run.at.client, { programme: PROGRAMME, rollout, unit: 's:091' });
  await eventually('both steps wait', async () => (await waiting('lientich-worker')).length > 1);
  await row.release();
  await run.stage.settle();
  expect(await drawn()).toEqual({ acknowledgement: 4, done: 2, complete: 1 });
});

test('a step that waited while the clock moved stands at the new instant', async () => {
  const { database, stage, stopWorker } = run;
  await stopWorker();
  const clock = await readClock(database.reader, PROGRAMME);
  const row = await holdRow('s:091');
  const key = { programme: PROGRAMME, rollout, unit: 's:091' };
  const step = createRolloutActivities(database.worker).takeStockOfRollout(key);
  await stepWaits('test-worker');
  await stepClock(database.intake, stage.operator(), clock!.nextWakeAt!);
  await row.release();
  expect((await step).remindersDue).toHaveLength(1);
});

/** Transactions that wrote: each takes one number, on the whole server. */
async function writeTransactions(sql: Sql): Promise<number> {
  const [row] = await sql<{ next: number }[]>`
    select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next`;
  return row!.next;
}

test('an acknowledgement is one write transaction and two round trips; its look is one more transaction', async () => {
  const { database, stage, stopWorker } = run;
  await stopWorker();
  const counted = countStatements(database.intake);
  const act = { kind: 'acknowledgement', version: 1 } as const;
  const wrote = { byAcknowledgement: Infinity, byLook: Infinity };
  for (const unit of ['s:091', 's:092'] as const) {
    const assignment = await stage.assignment(unit);
    // The rollout's frozen terms are read once a process.
    await recordAct(counted.sql, stage.by('police', unit), assignment, act);
    const before = await writeTransactions(database.owner);
    counted.reset();
    await recordAct(counted.sql, stage.by('womensUnion', unit), assignment, act);
    expect(counted.count()).toBe(2);
    const between = await writeTransactions(database.owner);
    const key = { programme: PROGRAMME, rollout, unit: 's:09' };
    await createRolloutActivities(database.worker).takeStockOfRollout(key);
    const after = await writeTransactions(database.owner);
    // Counted over the whole server, where housekeeping may write in between: never twice at the same place.
    wrote.byAcknowledgement = Math.min(wrote.byAcknowledgement, between - before);
    wrote.byLook = Math.min(wrote.byLook, after - between);
  }
  expect(wrote).toEqual({ byAcknowledgement: 1, byLook: 1 });
});

test('statements of a step are few, whatever the number of rows', async () => {
  const { database, stage, stopWorker } = run;
  await stopWorker();
  await acknowledged(stage, BELOW);
  const counted = countStatements(database.worker);
  const activities = createRolloutActivities(counted.sql);
  const count = async (unit: string, step: 'takeStockOfRollout' | 'completeUpwards') => {
    counted.reset();
    await activities[step]({ programme: PROGRAMME, rollout, unit });
    return counted.count();
  };
  // BEGIN and COMMIT are two of them. The first look of all: everything changes.
  expect(await count('s:09', 'takeStockOfRollout')).toBe(8);
  // Asked again nothing does.
  expect(await count('s:09', 'takeStockOfRollout')).toBe(8);
  expect(await count('s:091', 'takeStockOfRollout')).toBe(8);
  expect(await count('s:091', 'completeUpwards')).toBe(7);
});

test(`a look is ${EVENTS_PER_LOOK} events`, async () => {
  const { stage, at } = run;
  /** At rest nothing is scheduled: the last event is a workflow task that ended, or the stage it told. */
  const rests = () =>
    eventually('the workflow rests', async () => {
      const { events = [] } = await at.client.workflow.getHandle(id('s:091')).fetchHistory();
      const last = events?.at(-1);
      const ended =
        last?.workflowTaskCompletedEventAttributes ??
        last?.upsertWorkflowSearchAttributesEventAttributes;
      return ended == null ? null : events?.length;
    });
  const before = await rests();
  await acknowledged(stage, ['s:09001'], 1, ['police']);
  await stage.settle();
  expect((await rests()) - before).toBe(EVENTS_PER_LOOK);
});
