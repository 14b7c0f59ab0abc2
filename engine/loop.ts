import type { Sql } from '#db/driver.ts';

/** The few words a loop has to say; any structured logger fits. */
export type Log = {
  readonly info: (fields: Readonly<Record<string, unknown>>, text: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, text: string) => void;
};

export type Loop = { stop(): Promise<void> };

/** A failure is tried again after this; the database or Temporal may be away for minutes. */
const AFTER_FAILURE_MS = 1_000;
/** How soon another process takes over when the one with the lock dies. */
const STANDBY_MS = 2_000;

/**
 * Calls `act` every `pauseMs` while this process holds the advisory lock, and stands by while another does.
 * The lock lives in a transaction of its own connection, so it is gone with the process.
 */
export function everyWhile(
  sql: Sql,
  lock: number,
  pauseMs: number,
  act: () => Promise<void>,
  log: Log,
): Loop {
  let stopped = false;
  let wake = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const lead = async () => {
    const session = await sql.reserve();
    try {
      const [row] = await session<
        { held: boolean }[]
      >`select pg_try_advisory_lock(${lock}) as held`;
      if (row?.held !== true) return pause(STANDBY_MS);
      try {
        while (!stopped) {
          await act();
          await pause(pauseMs);
          // Asks over the session that holds the lock: when it died, so did the right to go on.
          await session`select 1`;
        }
      } finally {
        await session`select pg_advisory_unlock(${lock})`.catch(() => {});
      }
    } finally {
      session.release();
    }
  };
  const run = async () => {
    while (!stopped) {
      try {
        await lead();
      } catch (error) {
        if (stopped) return;
        log.warn({ error: String(error) }, 'loop failed, will try again');
        await pause(AFTER_FAILURE_MS);
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
