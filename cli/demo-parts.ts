/** The parts of a demo: both servers, a database of its own, the worker and the API; started and stopped in order. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '#config.ts';
import { createDatabase, dropDatabase, openDriver, type Sql } from '#db/driver.ts';
import { migrate } from '#db/migrate.ts';
import { startServers } from '#embedded/servers.ts';
import { createServer } from '#server.ts';
import { startWorker } from '#worker.ts';
import { announceRunning, withdrawRunning } from './running.ts';
import { logSdkTo } from './sdk-log.ts';

export type DemoParts = {
  readonly api: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly temporalUi: string | null;
  /** As `lt_intake`, for what is done at the machine: the import, the first operator. */
  readonly intake: Sql;
  /** As `lt_reader`, for what is shown. */
  readonly reader: Sql;
};

export type PartsOptions = {
  readonly stateDir: string;
  readonly port: number;
  /** Goes on with the record of the last demo; else it is dropped before anything starts. */
  readonly keep: boolean;
  readonly onProgress: (text: string) => void;
};

const NAME = 'demo';
/** A rehearsal waits for each look: a relay that saves looks by waiting would only make it longer. */
const RELAY = { pollMs: 40, spacingMs: 0 };

/** Everything that was started, to be stopped in the opposite order, whatever fails meanwhile. */
export class Stack {
  readonly #stops: (() => Promise<unknown>)[] = [];

  add(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).toReversed()) await stop();
  }
}

/** Starts the servers and prepares the database. What was started is on the stack also when this fails. */
export async function startParts(options: PartsOptions, stack: Stack): Promise<DemoParts> {
  const { stateDir, port, keep, onProgress } = options;
  const config = readConfig();
  mkdirSync(stateDir, { recursive: true });
  // A record that is dropped anyway need not survive a crash of the machine.
  const servers = await startServers({
    stateDir,
    name: NAME,
    ui: true,
    forTests: !keep,
    onProgress,
    stopOnSignal: false,
  });
  stack.add(() => servers.stop());
  const databaseUrl = await ownDatabase(servers.postgres.url, keep);
  await migrate(databaseUrl);
  const open = (role: string): Sql => {
    const driver = openDriver({ url: databaseUrl, name: `lientich-demo-${role}`, role, max: 2 });
    stack.add(() => driver.close());
    return driver.sql;
  };
  const [intake, reader] = [open('lt_intake'), open('lt_reader')];
  const log = logTo(stateDir);
  const { namespace } = config.temporal;
  const { address } = servers.temporal;
  const uiUrl = servers.temporal.uiUrl ?? null;
  const common = { databaseUrl, temporalAddress: address, log };
  const worker = await startWorker({ ...common, namespace, relay: RELAY, mail: config.mail });
  stack.add(() => worker.stop());
  const server = await createServer({
    ...common,
    config: { ...config, port },
    uiUrl: uiUrl ?? undefined,
  });
  stack.add(() => server.stop());
  announceRunning(stateDir, {
    pid: process.pid,
    databaseUrl,
    temporalAddress: address,
    temporalUiUrl: uiUrl,
    apiUrl: server.url,
  });
  stack.add(async () => withdrawRunning(stateDir));
  return {
    api: server.url,
    temporal: { address, namespace },
    temporalUi: uiUrl,
    intake,
    reader,
  };
}

async function ownDatabase(url: string, keep: boolean): Promise<string> {
  if (!keep) await dropDatabase(url, NAME);
  try {
    return await createDatabase(url, NAME);
  } catch (error) {
    // 42P04: it is there, and is to be kept.
    if (!keep || (error as { code?: string }).code !== '42P04') throw error;
    const kept = new URL(url);
    kept.pathname = `/${NAME}`;
    return kept.href;
  }
}

export const logFile = (stateDir: string) => join(stateDir, `${NAME}.log`);

/** The log goes to a file: the terminal is the demo's. The SDK's own lines go the same way. */
function logTo(stateDir: string) {
  const log = pino({ level: 'info' }, pino.destination({ dest: logFile(stateDir), sync: true }));
  logSdkTo(log);
  return log;
}
