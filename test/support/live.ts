/** What a live test has to itself on the shared servers: a database, a namespace, a worker. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { createDatabase, openDriver, type Sql } from '#db/driver.ts';
import type { Log } from '#engine/loop.ts';
import type { RelayPace } from '#engine/relay.ts';
import { startWorker, type WorkerOptions } from '#worker.ts';
import type { LiveServers } from './live-setup.ts';

// Every state of every worker is printed otherwise, and every call tried again.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
});

/** Asks again and again until there is an answer. For what other processes do in their own time. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  let last: unknown;
  let pauseMs = 4;
  for (const deadline = Date.now() + withinMs; Date.now() < deadline;) {
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
      last = found;
    } catch (error) {
      last = error;
    }
    // Soon at first, then seldom: what takes long is not to be slowed down by being watched.
    pauseMs = Math.min(pauseMs * 1.5, 80);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`${what}: not within ${withinMs} ms (last: ${String(last)})`);
}

export type LiveDatabase = {
  /** As the owner. */
  readonly url: string;
  readonly owner: Sql;
  readonly intake: Sql;
  readonly reader: Sql;
  readonly worker: Sql;
  close(): Promise<void>;
};

const unique = () => randomBytes(6).toString('hex');

/** A database of its own, empty but for the schema. */
export async function openDatabase({
  databaseUrl,
  template,
}: Pick<LiveServers, 'databaseUrl' | 'template'>): Promise<LiveDatabase> {
  const url = await createDatabase(databaseUrl, `live_${unique()}`, template);
  const drivers = {
    owner: openDriver({ url, name: 'test-owner', max: 3 }),
    intake: openDriver({ url, name: 'test-intake', max: 5, role: 'lt_intake' }),
    reader: openDriver({ url, name: 'test-reader', max: 3, role: 'lt_reader' }),
    worker: openDriver({ url, name: 'test-worker', max: 5, role: 'lt_worker' }),
  };
  return {
    url,
    owner: drivers.owner.sql,
    intake: drivers.intake.sql,
    reader: drivers.reader.sql,
    worker: drivers.worker.sql,
    async close() {
      await Promise.all(Object.values(drivers).map((driver) => driver.close(1_000)));
    },
  };
}

export type Namespace = {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  close(): Promise<void>;
};

/** A namespace of its own: workers of other tests poll the same task queue in theirs. */
export async function openNamespace(address: string): Promise<Namespace> {
  const namespace = `live-${unique()}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const attributes = async (of: string) =>
    (await connection.operatorService.listSearchAttributes({ namespace: of })).customAttributes;
  const wanted = Object.entries(await attributes('default'));
  await eventually('the namespace knows our search attributes', async () => {
    const known = await attributes(namespace);
    const missing = wanted.filter(([name]) => known[name] === undefined);
    if (missing.length === 0) return true;
    const searchAttributes = Object.fromEntries(missing);
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    return false;
  });
  const client = new Client({ connection, namespace });
  await eventually('the namespace serves', () => client.workflow.count(`Stage = 'none'`));
  return { address, namespace, client, close: () => connection.close() };
}

export type RunningWorker = { stop(): Promise<void> };

/** The real worker, with relay and sweep, over that database and that namespace. */
export async function runWorker(
  servers: Pick<LiveServers, 'workflowBundle'>,
  database: Pick<LiveDatabase, 'url'>,
  { address, namespace }: Pick<Namespace, 'address' | 'namespace'>,
  relay?: RelayPace,
  mail?: WorkerOptions['mail'],
  log: Log = { info: () => {}, warn: () => {} },
): Promise<RunningWorker> {
  return startWorker({
    databaseUrl: database.url,
    temporalAddress: address,
    namespace,
    log,
    ...(relay === undefined ? {} : { relay }),
    mail,
    workflowBundle: { code: await readFile(servers.workflowBundle, 'utf8') },
  });
}
