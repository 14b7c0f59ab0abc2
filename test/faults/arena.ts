/** Where a fault is played: both servers, the API and workers as processes of their own, and a record. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createDatabase, openDriver, type Sql } from '#db/driver.ts';
import { migrate } from '#db/migrate.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import { freePorts } from '#embedded/port.ts';
import { startPostgres, type Postgres } from '#embedded/postgres.ts';
import { supervise, type Supervised } from '#embedded/supervise.ts';
import { startTemporal, type Temporal } from '#embedded/temporal.ts';
import { createOperator } from '#facts/account.ts';
import { importProgramme } from '#facts/programme.ts';
import { journalIn, type JournalFile } from '#rehearsal/journal.ts';
import { eventually } from '#test/support/live.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const NAMESPACE = 'default';
/** A child loads and bundles in two or three seconds of a processor that others want, too. */
const UP_MS = 60_000;

/** What can be killed, and started again where it was. */
export type Part = {
  readonly pid: () => number;
  readonly alive: () => boolean;
  /** SIGKILL: it does nothing more, not even say goodbye. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
};

export type Arena = {
  readonly folder: ProgrammeFolder;
  /** Of everything its clients ask; in `journalFile`. */
  readonly journal: JournalFile;
  readonly journalFile: string;
  readonly apiUrl: string;
  readonly operatorToken: string;
  /** Pools of this process; they heal by themselves. */
  readonly owner: Sql;
  readonly reader: Sql;
  readonly engine: { readonly address: string; readonly namespace: string };
  readonly api: Part;
  readonly workers: readonly Part[];
  readonly temporal: Part;
  readonly postgres: Part;
  /** The last lines of our own processes, under their names. */
  readonly logs: () => string;
  /** Ends it all: the children first, the servers last. */
  close(): Promise<void>;
};

export type ArenaOptions = {
  readonly folder: ProgrammeFolder;
  readonly workers: number;
  /** Both servers keep what they say they keep; without it they are faster. */
  readonly durable: boolean;
};

export async function openArena({ folder, workers, durable }: ArenaOptions): Promise<Arena> {
  const stops: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  };
  try {
    const stateDir = await mkdtemp(join(tmpdir(), 'lientich-faults-'));
    stops.push(() => rm(stateDir, { recursive: true, force: true }));
    const journalFile = join(stateDir, 'journal');
    const journal = await journalIn(journalFile);
    stops.push(journal.close);
    const [apiPort = 0, postgresPort = 0, temporalPort = 0] = await freePorts(3);
    const postgres = serverPart(() =>
      startPostgres({ stateDir, name: 'faults', fsync: durable, port: postgresPort }),
    );
    const temporal = serverPart(() =>
      startTemporal({
        stateDir,
        name: 'faults',
        ui: false,
        inMemory: !durable,
        port: temporalPort,
      }),
    );
    stops.push(postgres.stop, temporal.stop);
    await Promise.all([postgres.start(), temporal.start()]);
    const databaseUrl = await createDatabase(postgres.server().url, 'record');
    await migrate(databaseUrl);
    const open = (role?: string) => {
      const named = role === undefined ? {} : { role };
      const driver = openDriver({ url: databaseUrl, name: 'faults', max: 4, ...named });
      stops.push(() => driver.close(1_000));
      return driver.sql;
    };
    const [owner, reader, intake] = [open(), open('lt_reader'), open('lt_intake')];
    await importProgramme(intake, folder, { rehearsal: true });
    const operator = await createOperator(intake, folder.programme.key, 'Vận hành');
    const settings = {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporal.server().address,
      LOG_LEVEL: 'warn',
      PORT: String(apiPort),
      // One account drives the whole clock here.
      RATE_PER_SECOND: '0',
    };
    const apiUrl = `http://127.0.0.1:${apiPort}`;
    const api = childPart('api', ['server.ts'], stateDir, settings, () => answers(apiUrl));
    const staff = Array.from({ length: workers }, (_, i) =>
      childPart(`worker-${i + 1}`, ['cli/lientich.ts', 'worker'], stateDir, settings),
    );
    const children = [api, ...staff];
    stops.push(() => Promise.all(children.map((part) => part.stop())));
    await Promise.all(children.map((part) => part.start()));
    return {
      folder,
      journal,
      journalFile,
      apiUrl,
      operatorToken: operator!.token,
      owner,
      reader,
      engine: { address: temporal.server().address, namespace: NAMESPACE },
      api,
      workers: staff,
      temporal,
      postgres,
      logs: () => children.map((part) => part.log()).join(''),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Stoppable = Part & { readonly stop: () => Promise<void> };
type Child = Stoppable & { readonly log: () => string };

function serverPart<S extends Postgres | Temporal>(
  begin: () => Promise<S>,
): Stoppable & { readonly server: () => S } {
  let running: S | null = null;
  let over = false;
  const server = () => {
    if (running === null) throw new Error('the server was never started');
    return running;
  };
  return {
    server,
    pid: () => server().pid,
    alive: () => isAlive(server().pid),
    async kill() {
      process.kill(server().pid, 'SIGKILL');
      // Gone already: this waits for its end and gives its folder back.
      await server().stop();
    },
    async start() {
      demandNotOver(over);
      running = await begin();
      if (over) await running.stop();
    },
    async stop() {
      over = true;
      await running?.stop();
    },
  };
}

/** One of our own processes, with nothing but its settings; it ends when this process does. */
function childPart(
  name: string,
  script: readonly string[],
  stateDir: string,
  env: Readonly<Record<string, string>>,
  up: () => Promise<boolean> = async () => true,
): Child {
  let running: Supervised | null = null;
  let over = false;
  const child = () => {
    if (running === null) throw new Error(`${name} was never started`);
    return running;
  };
  return {
    pid: () => child().pid,
    alive: () => child().ended() === undefined,
    log: () => (child().logTail() === '' ? '' : `\n${name}: ${child().logTail()}`),
    async kill() {
      process.kill(child().pid, 'SIGKILL');
      await child().stop();
    },
    async start() {
      demandNotOver(over);
      running = await supervise({
        argv: [process.execPath, ...script],
        stopSignal: 'TERM',
        logFile: join(stateDir, `${name}.log`),
        cwd: ROOT,
        env,
      });
      if (over) await running.stop();
      await eventually(
        `${name} is up`,
        async () => {
          const ended = child().ended();
          if (ended !== undefined) throw new Error(`${ended}: ${child().logTail()}`);
          return up();
        },
        UP_MS,
      );
    },
    async stop() {
      over = true;
      await running?.stop();
    },
  };
}

/** Whoever struck a part down may want it back when all is over; what began before is stopped by its starter. */
function demandNotOver(over: boolean): void {
  if (over) throw new Error('the arena is closed');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function answers(apiUrl: string): Promise<boolean> {
  const { ok } = await fetch(`${apiUrl}/livez`);
  return ok;
}
