/** What everything is measured on: servers, API and worker of its own, each a process, in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDatabase, openDriver, type Sql } from '#db/driver.ts';
import { migrate } from '#db/migrate.ts';
import { freePorts } from '#embedded/port.ts';
import { startPostgres } from '#embedded/postgres.ts';
import { supervise } from '#embedded/supervise.ts';
import { startTemporal } from '#embedded/temporal.ts';
import { cpuOf, type Cpu, type Pids } from './processes.ts';

const ROOT = resolve(import.meta.dirname, '..');
const NAME = 'bench';
const START_MS_MAX = 60_000;

/** Undone in the opposite order, whatever fails. */
export class Undo {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  async all(): Promise<void> {
    for (const step of this.#steps.splice(0).toReversed())
      await step().catch((error: unknown) => console.error(error));
  }
}

/** A part of the product in a process of its own. */
export type Part = {
  readonly pid: () => number;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `kill -9`: not even goodbye. */
  kill(): Promise<void>;
};

export type Stage = {
  readonly stateDir: string;
  /** The record, as its owner. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly apiUrl: string;
  readonly owner: Sql;
  readonly postgresPid: number;
  readonly api: Part;
  readonly worker: Part;
  /** The Temporal server, at one address however often it is stopped and started. */
  readonly temporal: Part;
  /** An empty, migrated database on the same server. */
  database(name: string): Promise<string>;
  /** Of whatever runs. */
  cpu(): Cpu;
};

/** Starts both servers; API and worker are started by who needs them. What was started is on `undo`. */
export async function openStage(undo: Undo): Promise<Stage> {
  const stateDir = await mkdtemp(join(tmpdir(), 'lientich-bench-'));
  undo.add(() => rm(stateDir, { recursive: true, force: true }));
  const postgres = await startPostgres({ stateDir, name: NAME });
  undo.add(() => postgres.stop());
  const [temporalPort = 0, apiPort = 0] = await freePorts(2);
  const temporal = temporalPart(stateDir, temporalPort);
  await temporal.start();
  undo.add(() => temporal.stop());
  const database = async (name: string) => {
    const url = await createDatabase(postgres.url, name);
    await migrate(url);
    return url;
  };
  const databaseUrl = await database(NAME);
  const driver = openDriver({ url: databaseUrl, name: 'bench-owner', max: 4 });
  undo.add(() => driver.close());
  const temporalAddress = `127.0.0.1:${temporalPort}`;
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const env = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, LOG_LEVEL: 'warn' };
  const api = apiPart(stateDir, { ...env, PORT: String(apiPort) });
  const command = ['cli/lientich.ts', 'worker'];
  const worker = part('worker', stateDir, command, { ...env, LOG_LEVEL: 'info' });
  undo.add(() => Promise.all([api.stop(), worker.stop()]));
  const cpu = () => {
    const pids: Pids = {
      api: api.pid(),
      worker: worker.pid(),
      postgres: postgres.pid,
      temporal: temporal.pid(),
    };
    return cpuOf(Object.fromEntries(Object.entries(pids).filter(([, pid]) => pid > 0)));
  };
  const parts = { api, worker, temporal };
  return {
    stateDir,
    databaseUrl,
    temporalAddress,
    apiUrl,
    owner: driver.sql,
    postgresPid: postgres.pid,
    ...parts,
    database,
    cpu,
  };
}

/** The API over another database than the stage's, such as one that counts. */
export async function openApi(
  stateDir: string,
  databaseUrl: string,
  undo: Undo,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const [port = 0] = await freePorts(1);
  const env = { DATABASE_URL: databaseUrl, PORT: String(port), LOG_LEVEL: 'warn' };
  // One connection: what is prepared once is prepared for good.
  const api = apiPart(stateDir, { ...env, DATABASE_POOL: '1' });
  undo.add(() => api.stop());
  await api.start();
  return { url: `http://127.0.0.1:${port}`, stop: () => api.stop() };
}

function apiPart(stateDir: string, env: Readonly<Record<string, string>>): Part {
  const api = part('api', stateDir, ['server.ts'], env);
  return {
    ...api,
    async start() {
      await api.start();
      await until('the API is ready', async () => {
        const answer = await fetch(`http://127.0.0.1:${env['PORT']}/readyz`).catch(() => null);
        return answer?.ok === true;
      });
    },
  };
}

function temporalPart(stateDir: string, port: number): Part {
  let running: Awaited<ReturnType<typeof startTemporal>> | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  return {
    pid: () => running?.pid ?? 0,
    async start() {
      running = await startTemporal({ stateDir, name: NAME, ui: false, port });
    },
    stop,
    kill: stop,
  };
}

/** A program of this repository under a watcher: it ends with this process however that ends. */
function part(
  name: string,
  stateDir: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Part {
  let running: Awaited<ReturnType<typeof supervise>> | null = null;
  const stop = async () => {
    await running?.stop();
    running = null;
  };
  return {
    pid: () => running?.pid ?? 0,
    async start() {
      const settings = Object.entries(env).map(([key, value]) => `${key}=${value}`);
      running = await supervise({
        argv: ['env', ...settings, process.execPath, ...argv],
        stopSignal: 'TERM',
        logFile: join(stateDir, `${name}.log`),
        cwd: ROOT,
      });
    },
    stop,
    async kill() {
      if (running === null) return;
      process.kill(running.pid, 'SIGKILL');
      await stop();
    },
  };
}

/** Asks again and again until it is so; what other processes do, they do in their own time. */
export async function until(
  what: string,
  look: () => Promise<boolean>,
  { withinMs = START_MS_MAX, everyMs = 20 } = {},
): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < withinMs;) {
    if (await look()) return;
    await pause(everyMs);
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`);
}
