/** The API's composition root: settings -> pools -> app -> a listening server, and its end. */
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { createApp } from '#api/app.ts';
import { openFeed } from '#api/changes/feed.ts';
import type { Deps, Log, Readiness } from '#api/context.ts';
import { readConfig, type Config } from '#config.ts';
import { openDriver, type Sql } from '#db/driver.ts';
import { newestMigration } from '#db/migrate.ts';
import type { Inspect } from '#engine/inspect.ts';

/** What is under way may finish for so long; then its connections are closed. */
const STOP_MS = 10_000;
/** Who asks whether we are ready waits no longer. */
const READY_MS = 1_000;
/** A net under the request's own time: a statement is not left running for nobody. */
const STATEMENT_MS = 9_000;

export type ServerOptions = {
  readonly config: Config;
  /** As the owner; the pools take the roles `lt_intake` and `lt_reader`. */
  readonly databaseUrl: string;
  /** Only for looking at the live side; without it, or with Temporal down, everything else works. */
  readonly temporalAddress?: string | undefined;
  readonly uiUrl?: string | undefined;
  readonly log: Log;
};

export type Server = {
  /** Where it listens, with the port that was found when 0 was asked for. */
  readonly url: string;
  /** Not ready at once, then no new connections, then what is under way; 10 s at most. */
  stop(): Promise<void>;
};

/**
 * Starts the API in this process.
 *
 * @throws Error when the port is taken. A database that is away is no error: it is not ready yet
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { config, databaseUrl, log } = options;
  const pool = (role: string, byIndex = false) =>
    openDriver({
      url: databaseUrl,
      name: `lientich-api-${role}`,
      max: config.databasePool,
      role,
      byIndex,
      statementTimeoutMs: STATEMENT_MS,
      connectTimeoutMs: 5_000,
    });
  const intake = pool('lt_intake', true);
  const reader = pool('lt_reader');
  const engine = inspecting(options);
  const feed = openFeed(reader.sql, log);
  let stopping = false;
  const ready = async (): Promise<Readiness> =>
    stopping ? { ready: false, why: 'stopping' } : readiness(reader.sql);
  const app = createApp({
    sql: intake.sql,
    reader: reader.sql,
    feed,
    log,
    ready,
    limits: config.limits,
    ...(engine.inspect === undefined ? {} : { inspect: engine.inspect }),
  });
  const { isPage, createPages } = await loadPages();
  const pages = createPages({ api: (request) => app.fetch(request), log });
  const fetch = (request: Request) =>
    isPage(new URL(request.url).pathname) ? pages.fetch(request) : app.fetch(request);
  const http = createAdaptorServer({ fetch }) as HttpServer;
  // A body that never ends must not keep its connection.
  http.requestTimeout = 30_000;
  const url = await listen(http, config);
  const stop = async (): Promise<void> => {
    stopping = true;
    // Who listens would be under way for ever.
    feed.close();
    await close(http);
    await Promise.all([intake.close(1_000), reader.close(1_000), engine.close()]);
  };
  return { url, stop };
}

type Inspecting = Pick<Deps, 'inspect'> & { close(): Promise<void> };

/** The engine's client is loaded and connected when somebody first looks: the API starts without it. */
function inspecting({ temporalAddress: address, uiUrl, config }: ServerOptions): Inspecting {
  if (address === undefined) return { close: async () => {} };
  const { namespace } = config.temporal;
  let engine: Promise<Inspect> | undefined;
  const connect = async (): Promise<Inspect> => {
    const { connectInspect } = await import('#engine/inspect.ts');
    return connectInspect({ address, namespace, uiUrl });
  };
  return {
    inspect: async (rollout, coordinators) => {
      engine ??= connect();
      return (await engine).inspectRollout(rollout, coordinators);
    },
    close: async () => (await engine)?.close(),
  };
}

/** Node runs our TypeScript as it is, but for the pages' JSX: they alone come through a loader (decision 0010). */
async function loadPages() {
  const { register } = await import('tsx/esm/api');
  register();
  return import('#web/app.tsx');
}

async function readiness(sql: Sql): Promise<Readiness> {
  const newest = newestMigration();
  const asked = sql<{ name: string }[]>`select max(name) as name from migrations`;
  const late = pause(READY_MS, 'late' as const, { ref: false });
  try {
    const rows = await Promise.race([asked, late]);
    if (rows === 'late') return { ready: false, why: 'the database does not answer in time' };
    if (rows[0]?.name === newest) return { ready: true, why: null };
    return { ready: false, why: `the database lacks migration ${newest}` };
  } catch {
    return { ready: false, why: 'the database cannot be reached' };
  }
}

async function listen(http: HttpServer, { host, port }: Config): Promise<string> {
  http.listen(port, host);
  // `once` rejects when the server emits an error instead.
  await once(http, 'listening');
  const { port: found } = http.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${found}`;
}

async function close(http: HttpServer): Promise<void> {
  const closed = once(http, 'close');
  http.close();
  // A connection whose answer has just gone out would be kept alive for seconds.
  const idle = setInterval(() => http.closeIdleConnections(), 50);
  const late = await Promise.race([closed, pause(STOP_MS, 'late' as const, { ref: false })]);
  clearInterval(idle);
  if (late === 'late') http.closeAllConnections();
  await closed;
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel });
  if (config.databaseUrl === undefined)
    throw new Error('DATABASE_URL is not set. To run with embedded servers: npm run demo');
  const { databaseUrl, temporal } = config;
  const server = await createServer({
    config,
    databaseUrl,
    temporalAddress: temporal.address,
    uiUrl: temporal.uiUrl,
    log,
  });
  log.info({ url: server.url, reference: `${server.url}/reference` }, 'serving');
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void server.stop());
}

if (import.meta.main) {
  main().catch((thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exitCode = 1;
  });
}
