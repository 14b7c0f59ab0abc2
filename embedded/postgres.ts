/** The PostgreSQL of a laptop: found, made on first use, started on a free port, never left behind. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedError } from './error.ts';
import { freePorts } from './port.ts';
import { findPostgres } from './postgres-binaries.ts';
import { chooseIdentity, type Identity, type RootBy } from './postgres-identity.ts';
import { worksIn } from './process.ts';
import { run } from './run.ts';
import { claimFolder, openFolder, readIfThere, type Claim } from './state.ts';
import { supervise, type Supervised } from './supervise.ts';

/** Owner and database of the record. */
const LIENTICH = 'lientich';

/** Crash recovery of a large record takes its time; a healthy start takes a tenth of a second. */
const READY_MS_MAX = 60_000;

/** Between choosing a free port and binding it another process may be faster. */
const PORT_TRIES_MAX = 5;

export interface PostgresOptions {
  /** The folder of all servers, normally `defaultStateDir()`. */
  readonly stateDir: string;
  readonly name: string;
  /** False makes commits fast and a crash of the machine fatal to the data: for tests only. */
  readonly fsync?: boolean;
  /** Told what is being done where it may be slow. English, without a full stop. */
  readonly onProgress?: (text: string) => void;
  readonly rootBy?: RootBy;
  /** Default: a free one, another at each start. */
  readonly port?: number;
}

export interface Postgres {
  /** Connects as the owner to the database `lientich`; holds the password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends open transactions, writes everything to disk. A second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts the server `name`. Ready means: it asks a client of the database for a password.
 *
 * @throws EmbeddedError any of the `embedded.*` codes but those of Temporal
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const folder = openFolder(options.stateDir, 'postgres', options.name);
  const claim = await claimFolder(folder);
  try {
    const version = readIfThere(join(folder, 'data', 'PG_VERSION'));
    const major = version === undefined ? undefined : Number(version);
    const binaries = await findPostgres(folder, major);
    const identity = await chooseIdentity(folder, binaries, options.rootBy);
    if (major === undefined) await initialise(folder, identity, options);
    const password = readIfThere(join(folder, 'password'));
    if (password === undefined) throw passwordMissing(folder);
    const { server, port } = await listen(folder, identity, options, claim);
    const url = `postgres://${LIENTICH}:${password}@127.0.0.1:${port}/${LIENTICH}`;
    return { url, port, pid: server.pid, stop: () => server.stop().then(() => claim.release()) };
  } catch (error) {
    claim.release();
    throw error;
  }
}

/** Makes the data folder under another name first: one cut off half way is never taken for a whole one. */
async function initialise(
  folder: string,
  identity: Identity,
  { fsync = true, onProgress }: PostgresOptions,
): Promise<void> {
  onProgress?.('Making the data folder of PostgreSQL (first start only)');
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith('data.new')) rmSync(join(folder, entry), { recursive: true });
  }
  const draft = join(folder, 'data.new');
  const password = join(folder, 'password');
  rmSync(password, { force: true });
  writeFileSync(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const initdb = [...identity.prefix, join(identity.bin, 'initdb'), '-D', draft, '-U', LIENTICH];
  initdb.push('--encoding=UTF8', '--locale=C.UTF-8', '-A', 'scram-sha-256');
  initdb.push(`--pwfile=${password}`, ...(fsync ? [] : ['--no-sync']));
  // The database is made before the first start: one server start less, and no client is needed here.
  const single = [...identity.prefix, join(identity.bin, 'postgres'), '--single', '-D', draft];
  if (!fsync) single.push('-F');
  const as = identity.as;
  if (as !== undefined) await run(['chown', `${as.uid}:${as.gid}`, password]);
  const made = await run(initdb, { cwd: folder, as });
  if (!made.ok) throw failed('could not make its data folder', made.said);
  const input = `CREATE DATABASE ${LIENTICH};\n`;
  const created = await run([...single, 'postgres'], { cwd: folder, as, input });
  if (!created.ok) throw failed('could not create the database', created.said);
  renameSync(draft, join(folder, 'data'));
}

async function listen(
  folder: string,
  identity: Identity,
  { fsync = true, port: wanted }: PostgresOptions,
  claim: Claim,
): Promise<{ server: Supervised; port: number }> {
  const data = join(folder, 'data');
  for (let attempt = 1; ; attempt += 1) {
    forgetDeadServer(data);
    const [port = 0] = wanted === undefined ? await freePorts(1) : [wanted];
    const server = await supervise({
      argv: [...identity.prefix, join(identity.bin, 'postgres'), '-D', data, ...flags(port, fsync)],
      stopSignal: 'INT',
      logFile: join(folder, 'server.log'),
      cwd: folder,
      as: identity.as,
    });
    claim.nameServer(server.pid);
    try {
      await ready(server, data, port);
      return { server, port };
    } catch (error) {
      await server.stop();
      if (attempt === PORT_TRIES_MAX || !/Address already in use/.test(String(error))) throw error;
    }
  }
}

function flags(port: number, fsync: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A worker, an API, their tools and a test or two, each with a pool.
    max_connections: 200,
    // Commits still reach the system's cache: killing the server loses none even then.
    ...(fsync ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * After a crash `postmaster.pid` stays. The server itself removes it unless a process of that number lives,
 * which after a restart of the machine is often some other program.
 */
function forgetDeadServer(data: string): void {
  const pidFile = join(data, 'postmaster.pid');
  const pid = Number(readIfThere(pidFile)?.split('\n')[0]);
  if (pid > 0 && !worksIn(pid, data)) rmSync(pidFile, { force: true });
}

async function ready(server: Supervised, data: string, port: number): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  for (const startedAt = Date.now(); Date.now() - startedAt < READY_MS_MAX; await pause(10)) {
    const ended = server.ended();
    if (ended !== undefined) throw failed(`ended at its start (${ended})`, server.logTail());
    // The eighth line is the server's own word on its state; the connection is the proof.
    const state = existsSync(pidFile) ? readIfThere(pidFile)?.split('\n')[7]?.trim() : undefined;
    if (state === 'ready' && (await asksForPassword(port))) return;
  }
  throw failed(`was not ready after ${READY_MS_MAX / 1000} s`, server.logTail());
}

/** Greets the server as a client would; true when it answers with a request to authenticate. */
function asksForPassword(port: number): Promise<boolean> {
  const words = `user\0${LIENTICH}\0database\0${LIENTICH}\0\0`;
  const greeting = Buffer.alloc(8 + words.length);
  greeting.writeInt32BE(greeting.length, 0);
  greeting.writeInt32BE(196_608, 4); // protocol 3.0
  greeting.write(words, 8);
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(greeting));
    socket.once('data', (bytes) => finish(bytes.toString('latin1', 0, 1) === 'R'));
    socket.once('timeout', () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
  });
}

function failed(what: string, said: string): EmbeddedError {
  return new EmbeddedError('embedded.postgres_failed', `PostgreSQL ${what}. It said:\n${said}`, {
    what,
    said,
  });
}

function passwordMissing(folder: string): EmbeddedError {
  return new EmbeddedError(
    'embedded.password_missing',
    `${join(folder, 'password')} is gone, so the data beside it cannot be opened. Put the file back, or ` +
      'move the folder away to begin with an empty one.',
    { folder },
  );
}
