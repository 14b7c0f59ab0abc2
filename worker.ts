import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { createRolloutActivities } from '#activities/rollout.ts';
import { createSendActivities, type SendPace } from '#activities/send/deliver.ts';
import { createMailer, type SmtpOptions } from '#activities/send/smtp.ts';
import { upkeep } from '#activities/upkeep.ts';
import { openDriver } from '#db/driver.ts';
import { RECONNECT } from '#engine/client.ts';
import { everyWhile, type Log } from '#engine/loop.ts';
import { startRelay, type RelayPace } from '#engine/relay.ts';
import { startSweep } from '#engine/sweep.ts';
import { SEND_QUEUE, TASK_QUEUE } from '#workflows/contract.ts';

export type WorkerOptions = {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly log: Log;
  /** A rehearsal waits for every look, so it is better served by a relay that does not wait for more. */
  readonly relay?: RelayPace;
  /** Without it messages are shown in the application only. */
  readonly mail?: (SmtpOptions & { readonly pace?: SendPace }) | undefined;
  /** Code of the workflows, bundled beforehand; without it, it is bundled here. */
  readonly workflowBundle?: { readonly code: string };
};

/** A whole country has some 760 coordinators, mostly idle. Fewer would be replayed again and again (decision 0009). */
const CACHED_WORKFLOWS_MAX = 800;
const ACTIVITIES_AT_ONCE = 20;
/** Conversations with the mail server; each waits, hardly any works. */
const SENDING_AT_ONCE = 10;
/** A finished day's ledger is hashed within minutes; once is enough, twice comes to the same. */
const UPKEEP_MS = 600_000;
const UPKEEP_LOCK = 4_200_122;

const retrying = makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 3 }));

/** Bundles the workflows, in this process: webpack stays in its memory. */
export const bundleWorkflows = () =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./workflows/index.ts', import.meta.url)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error },
  });

/** The same in a process that ends with it, so that a worker of months does not carry webpack along. */
async function bundleApart(): Promise<{ readonly code: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lientich-bundle-'));
  try {
    const file = join(folder, 'workflows.js');
    const bundling = spawn(process.execPath, [import.meta.filename, file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [status] = await once(bundling, 'exit');
    if (status !== 0) throw new Error(`the workflows could not be bundled (${String(status)})`);
    return { code: await readFile(file, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the coordinators: polls the task queue, relays what is pending, sweeps what was missed.
 *
 * @returns `stop`, which lets what is under way finish
 */
export async function startWorker(options: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const { databaseUrl, temporalAddress: address, namespace, log, mail } = options;
  const [bundle, connection, clientConnection] = await Promise.all([
    options.workflowBundle ?? bundleApart(),
    NativeConnection.connect({ address }),
    // By default a call is tried again for most of a minute, past any stop, by timers that throw once the channel
    // is closed. What is not done after these the loops try again by themselves.
    Connection.connect({ address, channelArgs: RECONNECT, interceptors: [retrying] }),
  ]);
  const client = new Client({ connection: clientConnection, namespace });
  // A zombie's transaction is cut off long before its activity is tried again (DESIGN 4).
  const steps = openDriver({
    url: databaseUrl,
    name: 'lientich-worker',
    role: 'lt_worker',
    max: ACTIVITIES_AT_ONCE,
    byIndex: true,
    statementTimeoutMs: 3_000,
    lockTimeoutMs: 2_000,
    idleInTransactionTimeoutMs: 2_000,
  });
  const loops = openDriver({
    url: databaseUrl,
    name: 'lientich-relay',
    role: 'lt_worker',
    max: 8,
    byIndex: true,
  });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: bundle,
    activities: createRolloutActivities(steps.sql, mail !== undefined),
    maxCachedWorkflows: CACHED_WORKFLOWS_MAX,
    maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
    stickyQueueScheduleToStartTimeout: '2 seconds',
    shutdownGraceTime: '10 seconds',
  });
  const mailer = mail === undefined ? null : createMailer(mail);
  const sender = await Worker.create({
    connection,
    namespace,
    taskQueue: SEND_QUEUE,
    activities: createSendActivities(loops.sql, mailer, mail?.pace),
    maxConcurrentActivityTaskExecutions: SENDING_AT_ONCE,
    shutdownGraceTime: '10 seconds',
  });
  const running = Promise.all([worker.run(), sender.run()]);
  const relay = startRelay(loops.sql, client, log, options.relay);
  const sweep = startSweep(loops.sql, client, log, mail !== undefined);
  const keeping = everyWhile(loops.sql, UPKEEP_LOCK, UPKEEP_MS, () => upkeep(loops.sql), log);
  return {
    async stop() {
      await Promise.all([relay.stop(), sweep.stop(), keeping.stop()]);
      // At a signal the SDK has begun to stop it by itself.
      for (const one of [worker, sender]) if (one.getState() === 'RUNNING') one.shutdown();
      await running;
      await Promise.all([
        steps.close(),
        loops.close(),
        connection.close(),
        clientConnection.close(),
      ]);
    },
  };
}

/** As its own program it does nothing but bundle, into the file named. */
if (import.meta.main) await writeFile(process.argv[2] ?? '', (await bundleWorkflows()).code);
