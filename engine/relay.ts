import type { Client } from '@temporalio/client';
import type { Sql } from '#db/driver.ts';
import { readPendingHeads, type PendingHead } from '#db/reads/pending.ts';
import { nudgeCoordinator } from './coordinators.ts';
import { everyWhile, type Loop, type Log } from './loop.ts';

export type RelayPace = {
  /** Between two looks at `pending`: a nudge is seen soon, an idle country costs next to nothing. */
  readonly pollMs: number;
  /** At most one signal per coordinator in this time: a burst of acknowledgements becomes a few looks. */
  readonly spacingMs: number;
};
const PACE: RelayPace = { pollMs: 100, spacingMs: 250 };
/** What is still pending after this is signalled again: a signal may have been lost with its server. */
const AGAIN_MS = 30_000;
/**
 * A parent starts the coordinators below it itself, so that they stand below it in the Temporal UI. Whoever has
 * not looked by then is started here: the parent may be gone.
 */
const BIRTH_MS = 2_000;
const CONCURRENCY = 16;
/** One relay of all workers is at work; the lock is held by its session. */
const RELAY_LOCK = 4_200_120;

/**
 * Signals the coordinators that have something pending. It delivers nothing: the effect deletes the row. Runs
 * in every worker; the one with the advisory lock does the work.
 */
export function startRelay(sql: Sql, client: Client, log: Log, pace: RelayPace = PACE): Loop {
  const sent = new Map<string, { newest: number; at: number }>();
  const unborn = new Map<string, number>();
  const isDue = ({ coordinator, newest, begun }: PendingHead, now: number) => {
    if (!begun && now - (unborn.get(coordinator) ?? now) < BIRTH_MS) return false;
    const last = sent.get(coordinator);
    if (last === undefined) return true;
    // Not "greater": ids are drawn before they commit, so an older one may come to light later.
    return newest !== last.newest ? now - last.at >= pace.spacingMs : now - last.at >= AGAIN_MS;
  };
  const deliver = async () => {
    const heads = await readPendingHeads(sql);
    const now = Date.now();
    const waiting = new Set(heads.filter((h) => !h.begun).map((h) => h.coordinator));
    for (const id of unborn.keys()) if (!waiting.has(id)) unborn.delete(id);
    for (const id of waiting) if (!unborn.has(id)) unborn.set(id, now);
    const due = heads.filter((head) => isDue(head, now));
    for (const id of sent.keys())
      if (!heads.some((h) => h.coordinator === id)) forget(sent, id, now, pace);
    for (let i = 0; i < due.length; i += CONCURRENCY) {
      const batch = due.slice(i, i + CONCURRENCY).map(async (head) => {
        const { coordinator, newest, programme, rollout, unit } = head;
        await nudgeCoordinator(client, { programme, rollout, unit });
        sent.set(coordinator, { newest, at: Date.now() });
      });
      // One that cannot be nudged must not keep the others of its batch from being noted as nudged.
      const failed = (await Promise.allSettled(batch)).find((r) => r.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
  };
  return everyWhile(sql, RELAY_LOCK, pace.pollMs, deliver, log);
}

/** Kept a while after its rows are gone, so that the spacing holds between bursts too. */
function forget(
  sent: Map<string, { at: number }>,
  id: string,
  now: number,
  { spacingMs }: RelayPace,
): void {
  if (now - (sent.get(id)?.at ?? 0) > spacingMs) sent.delete(id);
}
