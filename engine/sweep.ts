import type { Client } from '@temporalio/client';
import type { Sql } from '#db/driver.ts';
import { readMailWaiting } from '#db/reads/mails.ts';
import { readSleepers } from '#db/reads/pending.ts';
import { nudgeCoordinator } from './coordinators.ts';
import { everyWhile, type Log, type Loop } from './loop.ts';

const SWEEP_MS = 60_000;
const SWEEP_LOCK = 4_200_121;

/**
 * Every minute: nudges coordinators whose wake-up passed and who did not look. Timers may be lost, dates not. With
 * `mailing` also those whose messages may be mailed by now: a morning came by a stepped clock, or their run has ended.
 */
export const startSweep = (sql: Sql, client: Client, log: Log, mailing = false): Loop =>
  everyWhile(
    sql,
    SWEEP_LOCK,
    SWEEP_MS,
    async () => {
      const late = await readSleepers(sql, false);
      for (const key of late) await nudgeCoordinator(client, key);
      for (const key of mailing ? await readMailWaiting(sql) : [])
        await nudgeCoordinator(client, key);
      if (late.length > 0) log.warn({ coordinators: late.length }, 'nudged late coordinators');
    },
    log,
  );
