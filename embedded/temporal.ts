/** The Temporal dev server of a laptop: found or fetched, started on free ports, never left behind. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedError } from './error.ts';
import { call, field, numberField } from './grpc.ts';
import { freePorts } from './port.ts';
import { claimFolder, openFolder, readIfThere, refuseNewer, type Claim } from './state.ts';
import { supervise, type Supervised } from './supervise.ts';
import { defaultCacheDir } from './surroundings.ts';
import { findTemporal, type TemporalExecutable } from './temporal-executable.ts';

/** By what the server's own pages can be searched; set by the workflows when a stage changes. */
const SEARCH_ATTRIBUTES = ['ProgrammeId', 'RolloutId', 'UnitKey', 'Tier', 'Stage'] as const;

/**
 * How long the story of a finished workflow can be read in the server's pages; the dev server forgets it
 * after one day by itself. Beyond it the story is the ledger's.
 */
const RETENTION_DAYS = 30;

const NAMESPACE = 'default';
const READY_MS_MAX = 60_000;
const PORT_TRIES_MAX = 5;

export interface TemporalOptions {
  /** The folder of all servers, normally `defaultStateDir()`. */
  readonly stateDir: string;
  readonly name: string;
  /** With its pages. */
  readonly ui: boolean;
  /** Nothing is kept: for tests. */
  readonly inMemory?: boolean;
  /** Use this program instead of looking for one. */
  readonly executable?: string;
  /** Where a fetched program is kept, shared by all copies of the repository. */
  readonly cacheDir?: string;
  /** Listen there: one that comes back is found where it was. Without it on any free port. */
  readonly port?: number;
  /** Words after the command, such as `--dynamic-config-value`. */
  readonly extraArgs?: readonly string[];
  /** Told what is being done where it may be slow. English, without a full stop. */
  readonly onProgress?: (text: string) => void;
}

export interface Temporal {
  /** `host:port` for clients and workers; the namespace is `default`. */
  readonly address: string;
  readonly uiUrl?: string;
  readonly pid: number;
  readonly executable: string;
  /** Of the server, such as `1.32.0`. */
  readonly version: string;
  stop(): Promise<void>;
}

/**
 * Starts the dev server `name`. Ready means: the namespace serves, knows our search attributes and keeps
 * finished workflows for 30 days.
 *
 * @throws EmbeddedError `embedded.no_temporal`, `.temporal_failed`, `.data_too_new`, `.in_use` and the others
 *   of the folder
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const folder = openFolder(options.stateDir, 'temporal', options.name);
  const claim = await claimFolder(folder);
  try {
    const { cacheDir = defaultCacheDir(), executable, onProgress } = options;
    const found = await findTemporal({ executable, cacheDir, onProgress });
    if (options.inMemory !== true) markVersion(folder, found.version);
    const { server, address, uiUrl } = await listen(folder, found, options, claim);
    return {
      address,
      ...(uiUrl === undefined ? {} : { uiUrl }),
      pid: server.pid,
      executable: found.path,
      version: found.version,
      stop: () => server.stop().then(() => claim.release()),
    };
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** An older server would misread a newer one's database without noticing. */
function markVersion(folder: string, version: string): void {
  const path = join(folder, 'server-version');
  const kept = readIfThere(path);
  if (kept !== undefined) refuseNewer(folder, 'Temporal server', minor(kept), minor(version));
  writeFileSync(path, `${version}\n`);
}

/** `1.32.0` -> 1.032, so that versions compare as numbers. */
function minor(version: string): number {
  const [major = 0, second = 0] = version.split('.').map(Number);
  return major + second / 1000;
}

async function listen(
  folder: string,
  { path }: TemporalExecutable,
  options: TemporalOptions,
  claim: Claim,
): Promise<{ server: Supervised; address: string; uiUrl: string | undefined }> {
  for (let attempt = 1; ; attempt += 1) {
    const [free = 0, uiPort = 0] = await freePorts(2);
    const port = options.port ?? free;
    const address = `127.0.0.1:${port}`;
    const server = await supervise({
      argv: [path, 'server', 'start-dev', ...flags(folder, port, uiPort, options)],
      stopSignal: 'TERM',
      logFile: join(folder, 'server.log'),
      cwd: folder,
    });
    claim.nameServer(server.pid);
    try {
      await ready(server, address);
      return { server, address, uiUrl: options.ui ? `http://127.0.0.1:${uiPort}` : undefined };
    } catch (error) {
      await server.stop();
      if (attempt === PORT_TRIES_MAX || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

function flags(folder: string, port: number, uiPort: number, options: TemporalOptions): string[] {
  return [
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-level',
    'error',
    ...(options.ui ? ['--ui-port', String(uiPort)] : ['--headless']),
    // The default journal costs a quarter more of the processor.
    ...(options.inMemory === true
      ? []
      : ['--db-filename', join(folder, 'temporal.db'), '--sqlite-pragma', 'journal_mode=wal']),
    ...SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...(options.extraArgs ?? []),
  ];
}

async function ready(server: Supervised, address: string): Promise<void> {
  let last: unknown;
  for (const startedAt = Date.now(); Date.now() - startedAt < READY_MS_MAX; await pause(25)) {
    const ended = server.ended();
    if (ended !== undefined) throw failed(`ended at its start (${ended})`, server.logTail());
    try {
      if (!(await knowsAttributes(address))) continue;
      await keepFinished(address);
      return;
    } catch (error) {
      // Not listening yet, or still registering the namespace.
      last = error;
    }
  }
  const said = `${server.logTail()}\n${String(last)}`;
  throw failed(`was not ready after ${READY_MS_MAX / 1000} s`, said);
}

/** They are registered last, after the namespace serves; the names stand in the answer as they are. */
async function knowsAttributes(address: string): Promise<boolean> {
  const method = '/temporal.api.operatorservice.v1.OperatorService/ListSearchAttributes';
  const answer = await call(address, method, field(1, NAMESPACE));
  return SEARCH_ATTRIBUTES.every((name) => answer.includes(name));
}

async function keepFinished(address: string): Promise<void> {
  const method = '/temporal.api.workflowservice.v1.WorkflowService/UpdateNamespace';
  const duration = numberField(1, RETENTION_DAYS * 86_400);
  // UpdateNamespaceRequest { namespace = 1, config = 3 { workflow_execution_retention_ttl = 1 } }
  await call(address, method, Buffer.concat([field(1, NAMESPACE), field(3, field(1, duration))]));
}

function failed(what: string, said: string): EmbeddedError {
  const message = `The Temporal server ${what}. It said:\n${said}`;
  return new EmbeddedError('embedded.temporal_failed', message, { what, said });
}
