import type { Sql } from '#db/driver.ts';
import { forgetChanges } from '#db/writes/consequences.ts';
import { digestDays } from './ledger.ts';

/** What is done now and then, by one worker of all: finished days are hashed, old changes forgotten. */
export async function upkeep(sql: Sql): Promise<void> {
  await digestDays(sql);
  await forgetChanges(sql);
}
