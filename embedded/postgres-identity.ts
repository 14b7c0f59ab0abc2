/**
 * As whom the server runs. PostgreSQL refuses uid 0, which is what a container or a fresh machine gives us.
 *
 * `namespace`: a user namespace in which uid 0 is called nobody; no user is made, no file changes its owner.
 * `nobody`: where namespaces are forbidden, the real user nobody, who must be able to reach the folder.
 */
import {
  chownSync,
  cpSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { chmodSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EmbeddedError } from './error.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { run } from './run.ts';
import { notOwner } from './state.ts';

export type RootBy = 'namespace' | 'nobody';

export interface Identity {
  /** Words before every command. */
  readonly prefix: readonly string[];
  readonly as?: { readonly uid: number; readonly gid: number };
  /** The folder of programs this identity can read. */
  readonly bin: string;
}

const NOBODY = 65534;
const UNSHARE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * Decides the identity and makes `folder` its own.
 *
 * @param rootBy forces one of the two ways for uid 0; without it the first that works is taken
 * @throws EmbeddedError `embedded.root_refused`, `embedded.not_owner`
 */
export async function chooseIdentity(
  folder: string,
  binaries: PostgresBinaries,
  rootBy?: RootBy,
): Promise<Identity> {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) {
    own(folder, uid);
    return { prefix: [], bin: binaries.bin };
  }
  if (rootBy !== 'nobody' && (await run([...UNSHARE, 'true'])).ok) {
    own(folder, 0);
    return { prefix: UNSHARE, bin: binaries.bin };
  }
  const as = { uid: NOBODY, gid: NOBODY };
  own(folder, NOBODY);
  const reaches = await run(['sh', '-c', 'cd "$1" && test -w .', 'sh', folder], { as });
  if (rootBy === 'namespace' || !reaches.ok) throw rootRefused(folder);
  return { prefix: [], as, bin: await readableBin(binaries, as) };
}

function own(folder: string, uid: number): void {
  if (statSync(folder).uid === uid) return;
  if (process.getuid?.() !== 0) throw notOwner(folder);
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const entry of entries) chownSync(join(folder, entry), uid, uid);
  chownSync(folder, uid, uid);
}

/** Programs below a closed home folder are copied once to a place everyone can read. */
async function readableBin(
  binaries: PostgresBinaries,
  as: { uid: number; gid: number },
): Promise<string> {
  const works = await run([join(binaries.bin, 'postgres'), '--version'], { as, cwd: '/' });
  if (works.ok) return binaries.bin;
  const copy = join(tmpdir(), `lientich-postgres-${binaries.major}`);
  if (!isOurs(copy)) {
    const draft = mkdtempSync(`${copy}-`);
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    try {
      renameSync(draft, copy);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      // Somebody else's folder has our name: running what lies in it would be running their programs.
      if (!isOurs(copy)) throw error;
    }
  }
  return join(copy, basename(binaries.bin));
}

function isOurs(folder: string): boolean {
  try {
    const { uid, mode } = lstatSync(folder);
    return uid === 0 && (mode & 0o170022) === 0o040000;
  } catch {
    return false;
  }
}

function rootRefused(folder: string): EmbeddedError {
  return new EmbeddedError(
    'embedded.root_refused',
    'PostgreSQL does not run as root. User namespaces are forbidden on this machine, and the user nobody ' +
      `cannot reach ${folder}. Start as an ordinary user, or name a folder everyone can reach ` +
      '(such as one below /var/lib).',
    { folder },
  );
}
