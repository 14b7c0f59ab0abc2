/** Nudges carry nothing: lost, doubled, late, reordered and needless ones change nothing but a look. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readClock } from '#db/reads/programmes.ts';
import { nudgeCoordinator } from '#engine/coordinators.ts';
import { recordAct } from '#facts/assignment.ts';
import { eventually } from '#test/support/live.ts';
import { PARENTS, PROGRAMME, UNITS, type Unit } from '#test/support/scenario.ts';
import { acknowledged, circulated, inForce } from '#test/support/scenario-acts.ts';
import { tellRecord } from '#test/support/scenario-record.ts';
import { LEADING, openRun, type OpenRun } from '#test/support/scenario-run.ts';
import { rolloutWorkflowId } from '#workflows/contract.ts';

const BELOW = UNITS.filter((unit) => PARENTS[unit] !== null);
const NUDGES = 1_000;
const AT_ONCE = 20;

let run: OpenRun;
let finished: string;

beforeAll(async () => {
  run = await openRun(inject('live'));
  const { stage } = run;
  await stage.goTo('2023-07-14');
  finished = await circulated(stage, '2023-08-31', '2023-07-14');
  await acknowledged(stage, BELOW);
  await stage.settle();
  await inForce(stage, finished, 'close', '2023-07-14');
  await stage.settle();
  await allEnded(finished);
});
afterAll(() => run.close());

const key = (rollout: string, unit: string) => ({ programme: PROGRAMME, rollout, unit });
const nudge = (rollout: string, unit: string) =>
  nudgeCoordinator(run.at.client, key(rollout, unit));

async function runsOf(rollout: string, unit: string) {
  const id = rolloutWorkflowId({ rollout, unit });
  const runs = [];
  for await (const one of run.at.client.workflow.list({ query: `WorkflowId = '${id}'` }))
    runs.push(one);
  return runs;
}

const statusOf = async (rollout: string, unit: string) => {
  const handle = run.at.client.workflow.getHandle(rolloutWorkflowId({ rollout, unit }));
  return (await handle.describe()).status.name;
};

const allEnded = (rollout: string) =>
  eventually('every coordinator of the closed rollout has ended', async () => {
    const states = await Promise.all(LEADING.map((unit) => statusOf(rollout, unit)));
    return states.every((state) => state === 'COMPLETED');
  });

test('a thousand nudges of finished and running coordinators have no second effect, and lose no fact', async () => {
  const { stage, database } = run;
  const running = await circulated(stage, '2023-08-31', '2023-07-14');
  const before = await tellRecord(database.owner);
  const targets = [running, finished].flatMap((rollout) =>
    LEADING.map((unit) => [rollout, unit] as const),
  );
  const offices = BELOW.flatMap((unit) =>
    (['police', 'womensUnion'] as const).map((agency) => [agency, unit] as const),
  );
  for (let sent = 0; sent < NUDGES; sent += AT_ONCE) {
    // Every other batch comes in the opposite order, and half of all go to one coordinator.
    const batch = Array.from({ length: AT_ONCE }, (_, i) =>
      i % 2 === 0 ? ([running, 's:09'] as const) : targets[(sent / AT_ONCE + i) % targets.length]!,
    );
    const ordered = (sent / AT_ONCE) % 2 === 0 ? batch : batch.toReversed();
    await Promise.all(ordered.map(([rollout, unit]) => nudge(rollout, unit)));
    if (sent === NUDGES / 2) {
      await stage.settle();
      const after = await tellRecord(database.owner);
      expect(after.ledger).toEqual(before.ledger);
      expect(after.rows).toEqual(before.rows);
    }
    const [agency, unit] = sent >= NUDGES / 2 ? (offices.pop() ?? []) : [];
    if (agency !== undefined && unit !== undefined) await acknowledged(stage, [unit], 1, [agency]);
  }
  await stage.settle();
  await allEnded(finished);
  for (const [rollout, unit] of targets)
    for (const { workflowId, runId } of await runsOf(rollout, unit)) {
      const { historyLength } = await run.at.client.workflow
        .getHandle(workflowId, runId)
        .describe();
      expect(historyLength).toBeLessThan(NUDGES);
    }
  const { owner } = database;
  const [told] = await owner<{ acks: number; done: number; complete: number }[]>`
    select count(*) filter (where l.kind = 'acknowledgement')::int as acks,
      count(*) filter (where l.kind = 'done')::int as done,
      count(*) filter (where l.kind = 'complete')::int as complete
    from ledger l where l.body like '%acknowledgement-only/2%'`;
  expect(told).toEqual({ acks: BELOW.length * 2, done: BELOW.length, complete: LEADING.length });
});

test('past its limit of events a coordinator goes on in a new run, and loses nothing', async () => {
  const { stage } = run;
  const rollout = await circulated(stage, '2023-08-31', '2023-07-14');
  const first = (await runsOf(rollout, 's:091'))[0]!.runId;
  const offices = (['s:09001', 's:09002'] as const).flatMap((unit) =>
    (['police', 'womensUnion'] as const).map((agency) => [agency, unit] as const),
  );
  const handle = run.at.client.workflow.getHandle(rolloutWorkflowId({ rollout, unit: 's:091' }));
  await eventually(
    'a new run',
    async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, () => nudge(rollout, 's:091')));
      const { runId, historyLength } = await handle.describe();
      if (historyLength > 100 || runId !== first) {
        const [agency, unit] = offices.pop() ?? [];
        if (agency !== undefined && unit !== undefined)
          await acknowledged(stage, [unit], 1, [agency]);
      }
      return runId !== first && offices.length === 0;
    },
    100_000,
  );
  await stage.settle();
  const old = await run.at.client.workflow.getHandle(handle.workflowId, first).describe();
  expect(old.status.name).toBe('CONTINUED_AS_NEW');
  // Signals that came with the last look are in it too; looks after the limit are not.
  expect(old.historyLength).toBeGreaterThan(500);
  expect(old.historyLength).toBeLessThan(700);
  const now = await handle.describe();
  expect(now.status.name).toBe('RUNNING');
  const attributes = now.typedSearchAttributes.getAll().map(({ key: { name } }) => name);
  for (const name of ['ProgrammeId', 'RolloutId', 'UnitKey', 'Stage'])
    expect(attributes).toContain(name);
  const states = await run.database.owner<{ state: string }[]>`
    select state from assignments where coordinator_id = ${handle.workflowId}`;
  expect(states.map(({ state }) => state)).toEqual(['done', 'done']);
});

test('what came in while no worker ran is drawn when one runs again', async () => {
  const { stage } = run;
  const rollout = await circulated(stage, '2023-08-31', '2023-07-14');
  await run.stopWorker();
  await acknowledged(stage, BELOW);
  expect(
    await run.database.owner`select from assignments where rollout_id = ${rollout}
    and state = 'done'`,
  ).toHaveLength(0);
  await run.startWorker();
  await stage.settle();
  expect(
    await run.database.owner`select from coordinators where rollout_id = ${rollout}
    and complete`,
  ).toHaveLength(LEADING.length);
});

test('a nudge of a coordinator that the record does not have ends quietly', async () => {
  const nobody = crypto.randomUUID();
  await nudge(nobody, 's:09');
  const handle = run.at.client.workflow.getHandle(
    rolloutWorkflowId({ rollout: nobody, unit: 's:09' }),
  );
  expect(await handle.result()).toMatchObject({ done: 0 });
});

test('something pending for a closed coordinator has it look once more and end again', async () => {
  const { database, stage } = run;
  const before = await tellRecord(database.owner);
  const runs = (await runsOf(finished, 's:091')).length;
  await database.owner`insert into pending (programme_id, coordinator_id, unit_key, at)
    values (${PROGRAMME}, ${rolloutWorkflowId({ rollout: finished, unit: 's:091' })}, 's:09001', now())`;
  await stage.settle();
  await allEnded(finished);
  await eventually('one run more', async () => (await runsOf(finished, 's:091')).length > runs);
  const after = await tellRecord(database.owner);
  expect(after.ledger).toEqual(before.ledger);
  expect(after.rows).toEqual(before.rows);
});

test('something pending for a coordinator that nobody knows holds up nobody else', async () => {
  const { database, stage } = run;
  await database.owner`insert into pending (programme_id, coordinator_id, unit_key, at)
    values (${PROGRAMME}, 'rollout/nobody/nowhere', 'nowhere', now())`;
  const rollout = await circulated(stage, '2023-08-31', '2023-07-14');
  await acknowledged(stage, ['s:091']);
  await stage.settle();
  expect(
    await database.owner`select from assignments where rollout_id = ${rollout}
    and state = 'done'`,
  ).toHaveLength(1);
  // It is nobody's, so the clock does not wait for it.
  expect(await readClock(database.reader, PROGRAMME)).toMatchObject({ pending: 0, quiet: true });
  await database.owner`delete from pending where coordinator_id = 'rollout/nobody/nowhere'`;
});

test('a new version is received although the pair was done before', async () => {
  const { stage, database } = run;
  await circulated(stage, '2023-08-31', '2023-07-14');
  const unit: Unit = 's:09003';
  await acknowledged(stage, [unit], 1, ['police']);
  await stage.settle();
  const asked = await stage.act('womensUnion', unit, {
    kind: 'adjustmentRequest',
    reason: 'other',
    text: 'Xin lùi hạn',
  });
  await stage.settle();
  const answer = {
    kind: 'adjustmentAnswer',
    request: Number(asked.answer['seq']),
    answer: 'adjust',
    consultedOn: '2023-07-14',
    document: { number: '02/CV', on: '2023-07-14' },
    dates: {},
  } as const;
  await stage.act('womensUnion', unit, answer, 's:092');
  await stage.settle();
  await acknowledged(stage, [unit], 2, ['womensUnion']);
  await stage.settle();
  const state = async () => {
    const [row] = await database.owner<{ state: string }[]>`
      select state from assignments where id = ${await stage.assignment(unit)}`;
    return row?.state;
  };
  expect(await state()).toBe('done');
  const entries = async () => (await tellRecord(database.owner)).ledger.length;
  const before = await entries();
  await acknowledged(stage, [unit], 2, ['police']);
  await stage.settle();
  expect(await state()).toBe('done');
  expect(await entries()).toBe(before + 1);
});

test('a fact on a closed rollout is refused', async () => {
  const { stage, database } = run;
  const [late] = await database.owner<{ id: string }[]>`
    select id from assignments where rollout_id = ${finished} and unit_key = 's:091'`;
  const act = { kind: 'designation', post: 'Đội trưởng' } as const;
  await expect(
    recordAct(database.intake, stage.by('police', 's:091'), late!.id, act),
  ).rejects.toMatchObject({ code: 'rollout.not_open' });
});
