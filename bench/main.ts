/**
 * `npm run bench`: measures the budgets of the design on servers of its own (docs/bench.md).
 * Ends with 0 when every row was measured, whatever it says.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { openDriver } from '#db/driver.ts';
import { TASK_QUEUE } from '#workflows/contract.ts';
import { countAcknowledgement, measureAlone, measureRate } from './acknowledgements.ts';
import { ABSENT, NOT_QUICK, verdictOf, type Row } from './budgets.ts';
import { measureCascade } from './cascade.ts';
import { countries, loadCountry, owedCalls, type Country } from './country.ts';
import { measureDemo } from './demo.ts';
import { measureKill, measureOutage, measureSteady, measureStorm } from './endurance.ts';
import { openFloor } from './floor.ts';
import { measureIssue } from './issue.ts';
import { Driver, Journal } from './load.ts';
import { countEvents, countStatements, measureIdle, rateOf } from './looks.ts';
import { writeTransactions, type Client, type Run, type Size } from './run.ts';
import { openStage, Undo, until, type Stage } from './stage.ts';
import { verifyCountry } from './verified.ts';

const QUICK: Size = {
  alone: 100,
  burst: 1_000,
  cascades: 1,
  idleSeconds: 8,
  steadySeconds: 6,
  outageSeconds: 20,
  outageRate: 100,
};
const WHOLE: Size = {
  alone: 200,
  burst: 1_500,
  cascades: 3,
  idleSeconds: 30,
  steadySeconds: 24,
  outageSeconds: 600,
  outageRate: 3.4,
};
/** Of three provinces: whether it runs, not how fast. */
const SMOKE: Size = {
  ...QUICK,
  alone: 15,
  burst: 40,
  idleSeconds: 2,
  steadySeconds: 0.6,
  outageSeconds: 1,
};

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const absent = options.quick ? [...ABSENT, ...NOT_QUICK] : ABSENT;
const startedAt = performance.now();
const say = (text: string) => {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${text}`);
};

const rows: Row[] = [];
/** What explains a row that misses its gate, by the row's name. */
const missed: Record<string, string> = {};

function tell(row: Row, why?: string): void {
  rows.push(row);
  const spread = row.spread === null ? '' : ` [${row.spread.join(' .. ')}]`;
  const floor = row.floor === null ? '' : `, floor ${row.floor} ${row.floorUnit ?? ''}`;
  const limits = row.gate === null ? '' : `, gate ${row.gate}, goal ${row.goal}`;
  say(`${row.name}: ${row.value} ${row.unit}${spread}${floor}${limits}: ${verdictOf(row)}`);
  if (row.gateReached !== false) return;
  missed[row.name] = why ?? '';
  say(`  because: ${why ?? 'a count, not a time'}`);
}

/** Keys are looked for in one programme: each has a journal of its own. */
function clientOf(stage: Stage, undo: Undo, { programme }: Country): Client {
  const journal = new Journal(join(stage.stateDir, `${programme}.jsonl`));
  const driver = new Driver(stage.apiUrl, journal);
  undo.add(async () => {
    driver.close();
    journal.close();
  });
  return { driver, journal };
}

async function prepare(undo: Undo): Promise<Omit<Run, 'driver'>> {
  const stage = await openStage(undo);
  const of = countries(options.smoke);
  const intake = openDriver({ url: stage.databaseUrl, name: 'bench-intake', max: 1 });
  undo.add(() => intake.close());
  const operator = await loadCountry(intake.sql, of.threeTiers);
  await loadCountry(intake.sql, of.twoTiers);
  const floor = await openFloor(stage, [of.threeTiers, of.twoTiers], undo);
  const size = options.smoke ? SMOKE : options.quick ? QUICK : WHOLE;
  return { size, stage, floor, undo, countries: of, operator, tell };
}

/** Until it polls: its start is none of what is measured then. */
async function startWorker({ stage }: Run): Promise<void> {
  await stage.worker.start();
  const connection = await Connection.connect({ address: stage.temporalAddress });
  const polls = async () => {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: 'default',
      taskQueue: { name: TASK_QUEUE },
    });
    return pollers.some(({ identity }) => identity?.startsWith(`${stage.worker.pid()}@`) === true);
  };
  await until('the worker polls', polls);
  await connection.close();
}

/**
 * Nothing is pending, and nobody has written for a while: a nudge that came late still has its look. What goes on
 * by itself must not be counted among what is counted exactly.
 */
const QUIET_MS = 2_000;
const settled = async ({ stage }: Run) => {
  let written = -1;
  let since = 0;
  const rests = async () => {
    const now = await writeTransactions(stage.owner);
    if (now !== written) since = performance.now();
    written = now;
    const [row] = await stage.owner<{ n: number }[]>`select count(*)::int as n from pending`;
    return row?.n === 0 && performance.now() - since > QUIET_MS;
  };
  await until('all is at rest', rests, { withinMs: 300_000 });
};

async function measure(undo: Undo): Promise<void> {
  const prepared = await prepare(undo);
  const { stage, countries: of } = prepared;
  const country = clientOf(stage, undo, of.threeTiers);
  const two = clientOf(stage, undo, of.twoTiers);
  const run = { ...prepared, driver: country.driver };
  const servers = await rateOf(run, Math.min(4, run.size.idleSeconds));
  say('servers, programmes and accounts are there');
  await stage.api.start();
  await startWorker(run);
  await measureCascade(run, two.driver);
  await verifyCountry(run, of.twoTiers, two);
  const { rollout, owed } = await measureIssue(run);
  await settled(run);
  await measureIdle(run, servers);
  const calls = await owedCalls(stage.owner, rollout);
  await countEvents(run, rollout, calls);
  await stage.worker.stop();
  await countAcknowledgement(run, calls);
  await countStatements(run, rollout, calls);
  await startWorker(run);
  await measureAlone(run, calls, owed);
  await measureRate(run, calls, owed);
  await settled(run);
  await measureSteady(run, calls);
  await measureOutage(run, calls);
  await measureStorm(run, rollout);
  await measureKill(run);
  if (!options.quick) {
    await settled(run);
    await verifyCountry(run, of.threeTiers, country);
  }
  // What is left of the storm must not be in the way of a start that is measured.
  await stage.worker.stop();
  await measureDemo(run, !options.quick);
}

/** Also of a run that was cut short: what it has is as good. */
function writeJson(): void {
  if (options.json === undefined) return;
  const told = { rows, missed, absent };
  writeFileSync(options.json, `${JSON.stringify(told, null, 2)}\n`);
}

const undo = new Undo();
let stopping = false;
function stopAtOnce(code: number): void {
  stopping = true;
  writeJson();
  void undo.all().then(() => process.exit(code));
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopAtOnce(130));
process.once('uncaughtException', (error) => {
  console.error(error);
  stopAtOnce(1);
});
try {
  await measure(undo);
  console.log('');
  for (const name of Object.keys(missed)) console.log(`GATE MISSED: ${name}`);
  for (const line of absent) console.log(`not measured: ${line}`);
} catch (error) {
  // What is stopped half way fails everywhere.
  if (!stopping) console.error(error);
  process.exitCode = 1;
} finally {
  writeJson();
  if (!stopping) await undo.all();
}
