/**
 * Starts a server that never outlives this process, however this process ends.
 *
 * The server holds nothing of ours; beside it a shell of one line waits on a pipe. When the pipe closes,
 * because we closed it or because the kernel did after a `kill -9`, the shell tells the server to stop and
 * after ten seconds makes it. Stopping in order and dying are the same path, so the path is always tested.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { serverEnvironment } from './surroundings.ts';

/**
 * $1 is the stop signal, the rest the command. The watcher is started from a subshell that ends at once, so
 * that it is no child of the server (a postmaster counts an unknown child's end as a crash); the server
 * replaces the shell, so that its number and its end are the ones we see.
 */
const WATCHED = `
( {
  read -r _ <&3 && exit 0
  kill -s "$1" "$$" && n=0
  while kill -s 0 "$$" && [ "$n" -lt 10 ]; do sleep 1; n=$((n + 1)); done
  kill -s 0 "$$" && kill -s KILL "$$"
} >/dev/null 2>&1 & )
shift
exec "$@" 3<&-`;

export interface Command {
  readonly argv: readonly string[];
  readonly stopSignal: 'INT' | 'TERM';
  /** Both outputs go here: a file never makes a server wait for a busy reader, as a pipe does. */
  readonly logFile: string;
  readonly cwd: string;
  /** Beside what every server is given. */
  readonly env?: Readonly<Record<string, string>>;
  readonly as?: { readonly uid: number; readonly gid: number } | undefined;
}

export interface Supervised {
  readonly pid: number;
  /** Undefined while it runs, then how it ended. */
  ended(): string | undefined;
  /** Resolves when the server is gone; within about eleven seconds. */
  stop(): Promise<void>;
  /** The last lines the server wrote, for an error message. */
  logTail(): string;
}

/** Starts the command. It keeps this process alive only while `stop` is under way. */
export async function supervise(command: Command): Promise<Supervised> {
  rmSync(`${command.logFile}.previous`, { force: true });
  try {
    renameSync(command.logFile, `${command.logFile}.previous`);
  } catch {
    // The first start has no earlier log.
  }
  const log = openSync(command.logFile, 'a', 0o600);
  const child = spawn('/bin/sh', ['-c', WATCHED, 'sh', command.stopSignal, ...command.argv], {
    stdio: ['ignore', log, log, 'pipe'],
    cwd: command.cwd,
    env: { ...serverEnvironment(), ...command.env },
    // Its own session: Ctrl-C on the terminal reaches us only, and we stop things in order.
    detached: true,
    ...command.as,
  });
  closeSync(log);
  await once(child, 'spawn');
  const pipe = child.stdio[3] as Socket;
  let ended: string | undefined;
  const exit = once(child, 'exit').then(() => {
    ended = child.signalCode === null ? `exit code ${child.exitCode}` : `${child.signalCode}`;
    pipe.end('gone\n');
  });
  // A watcher that has done its work closes its end under our last word.
  pipe.on('error', () => {});
  child.unref();
  pipe.unref();
  return {
    pid: child.pid ?? 0,
    ended: () => ended,
    async stop() {
      child.ref();
      if (ended === undefined) pipe.destroy();
      await exit;
    },
    logTail: () => readFileSync(command.logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n'),
  };
}
