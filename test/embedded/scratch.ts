import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A folder of the test's own, removed with it. */
export async function scratch(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'lientich-embedded-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Resolves to how long it took until none of the processes was left; rejects after 15 s. */
export async function allGone(pids: readonly number[]): Promise<number> {
  for (const startedAt = Date.now(); ; await pause(20)) {
    const waitedMs = Date.now() - startedAt;
    if (!pids.some((pid) => existsSync(`/proc/${pid}`))) return waitedMs;
    if (waitedMs > 15_000) throw new Error(`still running: ${pids.join(', ')}`);
  }
}
