/** Keeps a session alive that is used, beside the answers: nobody waits for it, and a read stays a read. */
import type { Sql } from '#db/driver.ts';
import { SESSION_TOUCH_SECONDS } from '#domain/sign-in.ts';
import { noteUse } from '#facts/session.ts';
import type { Log } from '#api/context.ts';

/** Sessions remembered; one forgotten is asked about once more than it need be. */
const REMEMBERED_MAX = 10_000;

/**
 * Notes a use at most once a minute for each session in this process; the statement sees to it that all processes
 * together write no oftener. Where it fails the session ends a minute sooner than it might.
 */
export function createUse(
  sql: Sql,
  log: Log,
  nowMs: () => number = performance.now.bind(performance),
): (tokenHash: string) => void {
  const notedAt = new Map<string, number>();
  return (tokenHash) => {
    const now = nowMs();
    if (now - (notedAt.get(tokenHash) ?? -Infinity) < SESSION_TOUCH_SECONDS * 1_000) return;
    notedAt.delete(tokenHash);
    notedAt.set(tokenHash, now);
    if (notedAt.size > REMEMBERED_MAX) notedAt.delete(notedAt.keys().next().value ?? '');
    noteUse(sql, tokenHash).catch((error: unknown) =>
      log.warn({ err: error }, 'the use of a session was not noted'),
    );
  };
}
