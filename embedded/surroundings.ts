/**
 * What this folder takes from the environment of the process, in one place: where programs are looked for
 * and where things shared by all copies of the repository are kept. Everything else is an argument.
 */
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** The ignored folder of this copy of the repository: data of the servers, their logs, their passwords. */
export function defaultStateDir(): string {
  return join(ROOT, '.lientich');
}

/** A folder of the user for what can be fetched again, shared by all copies of the repository. */
export function defaultCacheDir(): string {
  const given = process.env['XDG_CACHE_HOME'];
  // The XDG rule: a relative path is to be ignored.
  const base = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.cache');
  return join(base, 'lientich');
}

/** The folders programs are looked for in. */
export function searchPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
}

/**
 * The environment of a server: a clean one, so that a variable of the caller's shell (`PGDATA`, `PGPORT`,
 * `TEMPORAL_ADDRESS`, a locale, a time zone) cannot change what is started.
 */
export function serverEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: homedir(),
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  };
}

/** The caller's own environment, for programs that fetch: proxies, certificates, an index of packages. */
export function callerEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}
