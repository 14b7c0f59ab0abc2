/** What a coordinator's look costs, and what a country of them costs while nothing happens. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { createRolloutActivities } from '#activities/rollout.ts';
import { openDriver } from '#db/driver.ts';
import { rolloutWorkflowId } from '#workflows/contract.ts';
import type { Call } from './load.ts';
import { residentMb, spentBetween, sumOf, type Cpu } from './processes.ts';
import { tellRow, type Run } from './run.ts';
import { until } from './stage.ts';
import { openWire } from './wire.ts';

const LOOKS = 5;
/** Rows of one step, in its count. */
const ROWS = 20;

/** CPU a second of what runs, while nobody asks for anything. */
export async function rateOf(run: Pick<Run, 'stage'>, seconds: number): Promise<Cpu> {
  const [before, startedAt] = [run.stage.cpu(), performance.now()];
  await pause(seconds * 1000);
  const spent = spentBetween(before, run.stage.cpu());
  const passed = (performance.now() - startedAt) / 1000;
  return Object.fromEntries(Object.entries(spent).map(([name, cpu]) => [name, cpu / passed]));
}

/** After the issue, when all have looked and everyone waits for acknowledgements. */
export async function measureIdle(run: Run, servers: Cpu): Promise<void> {
  const { stage, size } = run;
  const rate = await rateOf(run, size.idleSeconds);
  const [open] = await stage.owner<{ n: number }[]>`
    select count(*)::int as n from coordinators where state = 'open'`;
  const shares = Object.entries(rate).map(
    ([name, share]) => `${name} ${((share - (servers[name] ?? 0)) * 100).toFixed(1)} %`,
  );
  tellRow(run, 'idleCpu', `${size.idleSeconds} s`, [100 * (sumOf(rate) - sumOf(servers))], {
    floor: { value: 100 * sumOf(servers), unit: '% core of the servers alone' },
    why: shares.join(', '),
  });
  const memory = residentMb(stage.worker.pid());
  tellRow(run, 'workerMemory', `${open?.n ?? 0} coordinators`, [memory], {
    why: 'the sandboxes of cached workflows (worker.ts, CACHED_WORKFLOWS_MAX)',
  });
}

/** The coordinator with the most that is owed under it, and those calls, taken out of `calls`. */
async function busiest(run: Run, calls: Call[]): Promise<{ unit: string; own: Call[] }> {
  const rows = await run.stage.owner<{ id: string; parent: string }[]>`
    select a.id, r.parent_key as parent from assignments a
      join recipients r on r.rollout_id = a.rollout_id and r.unit_key = a.unit_key`;
  const parents = new Map(
    rows.map(({ id, parent }) => [`/assignments/${id}/acknowledgements`, parent]),
  );
  const byUnit = Map.groupBy(calls, (call) => parents.get(call.path) ?? '');
  const [unit, own] = [...byUnit].reduce((a, b) => (b[1].length > a[1].length ? b : a));
  const taken = new Set(own);
  calls.splice(0, calls.length, ...calls.filter((call) => !taken.has(call)));
  return { unit, own };
}

/** Exact counts of one step over many rows, through a wire that counts, while the worker is stopped. */
export async function countStatements(run: Run, rollout: string, calls: Call[]): Promise<void> {
  const { stage, driver } = run;
  const { unit, own } = await busiest(run, calls);
  const wire = await openWire(stage.databaseUrl);
  const { sql, close } = openDriver({
    url: wire.url,
    name: 'bench-step',
    max: 1,
    role: 'lt_worker',
  });
  try {
    const activities = createRolloutActivities(sql);
    const key = { programme: run.countries.threeTiers.programme, rollout, unit };
    // Prepares the statements and reads the frozen terms.
    await activities.takeStockOfRollout(key);
    for (const call of own.slice(0, ROWS)) await driver.accepted(call);
    const before = wire.counts().statements;
    await activities.takeStockOfRollout(key);
    const statements = wire.counts().statements - before;
    tellRow(run, 'stepStatements', `a look at ${ROWS} facts, BEGIN and COMMIT too`, [statements]);
  } finally {
    await close();
    await wire.close();
  }
}

/** Events that one acknowledgement adds to the history of the coordinator that considers it. */
export async function countEvents(run: Run, rollout: string, calls: Call[]): Promise<void> {
  const { stage, driver } = run;
  const { unit, own } = await busiest(run, calls);
  const workflow = rolloutWorkflowId({ rollout, unit });
  const connection = await Connection.connect({ address: stage.temporalAddress });
  try {
    const handle = new Client({ connection }).workflow.getHandle(workflow);
    let length = 0;
    /** At rest nothing is scheduled: the last event is a workflow task that ended, or the stage it told. */
    const rests = async () => {
      const [left] =
        await stage.owner`select from pending where coordinator_id = ${workflow} limit 1`;
      if (left !== undefined) return false;
      const { events } = await handle.fetchHistory();
      length = events?.length ?? 0;
      const last = events?.at(-1);
      const ended =
        last?.workflowTaskCompletedEventAttributes ??
        last?.upsertWorkflowSearchAttributesEventAttributes;
      return ended != null;
    };
    await until('it rests', rests);
    const added: number[] = [];
    for (const call of own.slice(0, LOOKS)) {
      const before = length;
      await driver.accepted(call);
      await until('it rests again', rests);
      added.push(length - before);
    }
    tellRow(run, 'lookEvents', `${LOOKS} acknowledgements apart`, added);
  } finally {
    await connection.close();
  }
}
