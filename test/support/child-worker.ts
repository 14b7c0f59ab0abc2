/** The worker as a process of its own, which can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { LiveDatabase, Namespace } from './live.ts';

const CLI = resolve(import.meta.dirname, '..', '..', 'cli', 'lientich.ts');

export type ChildWorker = {
  /** `kill -9`: it does nothing more, not even say goodbye. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** `lientich worker`, with nothing but its settings. */
export function startChildWorker(
  { url }: Pick<LiveDatabase, 'url'>,
  { address, namespace }: Pick<Namespace, 'address' | 'namespace'>,
  settings: Readonly<Record<string, string>> = {},
): ChildWorker {
  const child = spawn(process.execPath, [CLI, 'worker'], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      LOG_LEVEL: 'error',
      ...settings,
    },
  });
  return { kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
