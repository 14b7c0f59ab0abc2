/**
 * `npm run bench`: measures the budgets of the design on servers of its own (docs/bench.md).
 * Ends with 0 when every row was measured, whatever it says.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDriver } from '#db/driver.ts';
import { countAcknowledgement, measureAlone, measureRate } from './acknowledgements.ts';
import { ABSENT, verdictOf, type Row } from './budgets.ts';
import { loadCountry, owedCalls, THREE_TIERS, TWO_TIERS, type Country } from './country.ts';
import { openFloor } from './floor.ts';
import { measureIssue } from './issue.ts';
import { Driver, Journal } from './load.ts';
import type { Run, Size } from './run.ts';
import { openStage, Undo } from './stage.ts';

const QUICK: Size = {
  alone: 100,
  burst: 1_000,
  cascades: 1,
  idleSeconds: 8,
  steadySeconds: 15,
  outageSeconds: 20,
  outageRate: 100,
};
const WHOLE: Size = {
  alone: 200,
  burst: 1_500,
  cascades: 3,
  idleSeconds: 30,
  steadySeconds: 30,
  outageSeconds: 600,
  outageRate: 3.4,
};

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});

const startedAt = performance.now();
const say = (text: string) => {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ${text}`);
};

const rows: Row[] = [];
const missed: string[] = [];

function tell(row: Row, why?: string): void {
  rows.push(row);
  const spread = row.spread === null ? '' : ` [${row.spread.join(' .. ')}]`;
  const floor = row.floor === null ? '' : `, floor ${row.floor} ${row.floorUnit ?? ''}`;
  const limits = row.gate === null ? '' : `, gate ${row.gate}, goal ${row.goal}`;
  say(`${row.name}: ${row.value} ${row.unit}${spread}${floor}${limits}: ${verdictOf(row)}`);
  if (row.gateReached === false) missed.push(`${row.name}: ${why ?? ''}`);
}

async function prepare(undo: Undo): Promise<Run> {
  const stage = await openStage(undo, options.profile);
  const intake = openDriver({ url: stage.databaseUrl, name: 'bench-intake', max: 1 });
  const operators = new Map<Country, { id: string; token: string }>();
  for (const country of [THREE_TIERS, TWO_TIERS])
    operators.set(country, await loadCountry(intake.sql, country));
  await intake.close();
  const floor = await openFloor(stage, [THREE_TIERS, TWO_TIERS], undo);
  const journal = new Journal(join(stage.stateDir, 'journal.jsonl'));
  const driver = new Driver(stage.apiUrl, journal);
  undo.add(async () => {
    driver.close();
    journal.close();
  });
  return { size: options.quick ? QUICK : WHOLE, stage, floor, driver, undo, operators, tell };
}

async function measure(undo: Undo): Promise<void> {
  const run = await prepare(undo);
  const { stage } = run;
  say('servers, programmes and accounts are there');
  await Promise.all([stage.api.start(), stage.worker.start()]);
  const { rollout, owed } = await measureIssue(run);
  await stage.worker.stop();
  const calls = await owedCalls(stage.owner, rollout);
  await countAcknowledgement(run, calls);
  await stage.worker.start();
  await measureAlone(run, calls, owed);
  await measureRate(run, calls, owed);
}

const undo = new Undo();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    stopping = true;
    void undo.all().then(() => process.exit(130));
  });
try {
  await measure(undo);
  for (const line of missed) console.log(`\nGATE MISSED: ${line}`);
  for (const line of ABSENT) console.log(`\nnot measured: ${line}`);
  const json = `${JSON.stringify({ rows, absent: ABSENT }, null, 2)}\n`;
  if (options.json !== undefined) writeFileSync(options.json, json);
} catch (error) {
  // What is stopped half way fails everywhere.
  if (!stopping) console.error(error);
  process.exitCode = 1;
} finally {
  if (!stopping) await undo.all();
}
