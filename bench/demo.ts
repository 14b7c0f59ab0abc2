/** `lientich demo` as a stranger starts it: in an empty folder, with everything fetched before. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDriver, type Sql } from '#db/driver.ts';
import { supervise } from '#embedded/supervise.ts';
import { tellRow, writeTransactions, type Run } from './run.ts';
import { until } from './stage.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DEMO_MS_MAX = 300_000;

type Running = { readonly apiUrl: string; readonly databaseUrl: string };
type Figures = {
  readonly units: Readonly<Record<string, number>>;
  readonly facts: number;
  readonly seconds: { readonly cascade: number };
};

/** Its database may write its last while the folder is being removed. */
const PATIENT = { maxRetries: 20, retryDelay: 250 };

/** Until it serves; where `toItsEnd`, then until its rehearsal of Lai Châu's full template has ended. */
export async function measureDemo(
  run: Pick<Run, 'tell' | 'undo'>,
  toItsEnd: boolean,
): Promise<void> {
  const stateDir = await mkdtemp(join(tmpdir(), 'lientich-bench-demo-'));
  run.undo.add(() => rm(stateDir, { recursive: true, force: true, ...PATIENT }));
  const json = join(stateDir, 'out.json');
  const startedAt = performance.now();
  const demo = await supervise({
    argv: [
      'env',
      `STATE_DIR=${stateDir}`,
      process.execPath,
      'cli/lientich.ts',
      'demo',
      '--exit',
    ].concat(['--json', json]),
    stopSignal: 'TERM',
    logFile: join(stateDir, 'out.log'),
    cwd: ROOT,
  });
  run.undo.add(() => demo.stop());
  const running = () => JSON.parse(readFileSync(join(stateDir, 'running.json'), 'utf8')) as Running;
  const serves = async () => {
    try {
      return (await fetch(`${running().apiUrl}/readyz`)).ok;
    } catch {
      return false;
    }
  };
  await until('the demo serves', serves);
  const seconds = (performance.now() - startedAt) / 1000;
  tellRow(run, 'demoServing', 'from an empty folder', [seconds], { why: demo.logTail() });
  if (!toItsEnd) return demo.stop();
  const { sql, close } = openDriver({ url: running().databaseUrl, name: 'bench-demo', max: 1 });
  let last = 0;
  const first = await firstIssued(sql);
  const ended = async () => {
    last = await writeTransactions(sql).catch(() => last);
    return demo.ended() !== undefined;
  };
  await until('the demo ends', ended, { withinMs: DEMO_MS_MAX, everyMs: 100 });
  await close(0);
  const { units, facts, seconds: took } = JSON.parse(readFileSync(json, 'utf8')) as Figures;
  const communes = units['commune'] ?? 0;
  const of = `Lai Châu, ${communes} communes`;
  tellRow(run, 'rehearsal', 'from draft to closing', [took.cascade]);
  tellRow(run, 'fullFacts', of, [facts / communes]);
  tellRow(run, 'fullTransactions', `${of}, the clock's steps included`, [
    (last - first) / communes,
  ]);
}

/** Write transactions until the rollout was issued: import and accounts are not its life. */
async function firstIssued(sql: Sql): Promise<number> {
  const issued = async () => (await sql`select from coordinators limit 1`).length > 0;
  await until('the demo issues', issued, { withinMs: DEMO_MS_MAX, everyMs: 50 });
  return writeTransactions(sql);
}
