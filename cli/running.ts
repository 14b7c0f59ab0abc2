import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a running `serve` or `demo` can be reached, for the other commands of the same machine. */
export type Running = {
  readonly pid: number;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string | null;
  readonly apiUrl: string;
};

const pathIn = (stateDir: string) => join(stateDir, 'running.json');

/** Says where this process can be reached. Only its owner may read it: the address holds the password. */
export function announceRunning(stateDir: string, running: Running): void {
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(pathIn(stateDir), JSON.stringify(running), { mode: 0o600 });
}

export function withdrawRunning(stateDir: string): void {
  if (readRunning(stateDir)?.pid === process.pid) rmSync(pathIn(stateDir), { force: true });
}

/** The announcement of a process that still lives; null when there is none. */
export function readRunning(stateDir: string): Running | null {
  try {
    const running = JSON.parse(readFileSync(pathIn(stateDir), 'utf8')) as Running;
    process.kill(running.pid, 0);
    return running;
  } catch {
    // No file, a half-written one or a dead process: nobody is running.
    return null;
  }
}
