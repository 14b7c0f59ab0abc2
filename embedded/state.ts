/**
 * The folder of one server: `.lientich/postgres/<name>`, `.lientich/temporal/<name>`.
 *
 * Two rules hold for each: a newer program's folder is refused untouched, and one folder serves one server.
 */
import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedError } from './error.ts';
import { isAlive, markOf, type ProcessMark } from './process.ts';

/** The layout of a server's folder. Raise it when an older program could not use the folder any more. */
const FORMAT = 1;

/** A server whose owner was killed is stopped by its watchdog: ten seconds to obey, then by force. */
const DYING_MS_MAX = 12_000;

/**
 * Makes (if need be) and returns the folder of server `name`, absolute and without symbolic links.
 *
 * @throws EmbeddedError `embedded.bad_name`, `embedded.data_too_new`, `embedded.not_owner`
 */
export function openFolder(stateDir: string, use: 'postgres' | 'temporal', name: string): string {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/i.test(name)) {
    throw new EmbeddedError(
      'embedded.bad_name',
      `"${name}" cannot name a server: use letters, digits, "-" and "_".`,
      { name },
    );
  }
  const wanted = join(resolve(stateDir), use, name);
  try {
    // Passable, not readable: under another user the server must get through to its own closed folder.
    mkdirSync(dirname(wanted), { recursive: true, mode: 0o711 });
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    const folder = realpathSync(wanted);
    const found = readIfThere(join(folder, 'format'));
    if (found === undefined) writeFileSync(join(folder, 'format'), `${FORMAT}\n`);
    else refuseNewer(folder, 'format', Number(found), FORMAT);
    return folder;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EACCES' ? notOwner(wanted) : error;
  }
}

/** The folder was made by another user of the machine, most often by one earlier start as root. */
export function notOwner(folder: string): EmbeddedError {
  return new EmbeddedError(
    'embedded.not_owner',
    `${folder} cannot be used by this user of the machine. Start as the user who made it, give it to ` +
      'this user (chown -R), or name another folder.',
    { folder },
  );
}

/**
 * Refuses a folder of a newer version.
 *
 * @throws EmbeddedError `embedded.data_too_new`
 */
export function refuseNewer(folder: string, what: string, found: number, known: number): void {
  if (found <= known) return;
  throw new EmbeddedError(
    'embedded.data_too_new',
    `${folder} was written by a newer version (${what} ${found}; this program knows up to ` +
      `${known}). Start the newer version, or move the folder away to begin with an empty one.`,
    { folder, what, found, known },
  );
}

/** The text of a small file without its line end, or undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The right to run a server in a folder. */
export interface Claim {
  /** Names the server, so that the folder stays taken while a server outlives its owner. */
  nameServer(pid: number): void;
  release(): void;
}

interface Holders {
  readonly owner: ProcessMark;
  readonly server?: ProcessMark;
}

/**
 * Takes the folder for this process. A claim left by a dead process is void; a server that is being stopped
 * because its owner died is waited for.
 *
 * @throws EmbeddedError `embedded.in_use`
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const path = join(folder, 'in-use');
  const owner = markOf(process.pid);
  for (const startedAt = Date.now(); ; await pause(50)) {
    if (createWhole(path, JSON.stringify({ owner } satisfies Holders))) break;
    const holders = readHolders(path);
    if (holders === undefined) continue;
    if (isAlive(holders.owner)) throw inUse(folder, holders.owner.pid);
    if (holders.server === undefined || !isAlive(holders.server)) rmSync(path, { force: true });
    else if (Date.now() - startedAt > DYING_MS_MAX) throw inUse(folder, holders.server.pid);
  }
  return {
    nameServer(pid) {
      const next = `${path}.next`;
      writeFileSync(next, JSON.stringify({ owner, server: markOf(pid) } satisfies Holders));
      renameSync(next, path);
    },
    release: () => rmSync(path, { force: true }),
  };
}

/** Creates a file with its content in one act; false where there is one already. */
function createWhole(path: string, text: string): boolean {
  const draft = `${path}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, text);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function readHolders(path: string): Holders | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  return JSON.parse(text) as Holders;
}

function inUse(folder: string, pid: number): EmbeddedError {
  return new EmbeddedError(
    'embedded.in_use',
    `${folder} is in use by process ${pid}. Stop that one first, or give this server another name.`,
    { folder, pid },
  );
}
