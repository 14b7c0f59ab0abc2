/** One record made once, to be copied or to be broken. */
import { inject } from 'vitest';
import type { Transaction } from '#db/driver.ts';
import { openDatabase, type LiveDatabase } from './live.ts';

export type RecordCopies = {
  /** A copy of its own. */
  open(): Promise<LiveDatabase>;
  /** What `act` does as the owner is undone after it: nobody else ever sees it. */
  within(act: (owner: Transaction) => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

/** Makes a record with `make`, whose pools are then closed: only so can it be copied. */
export async function recordToCopy(
  make: (database: LiveDatabase) => Promise<void>,
): Promise<RecordCopies> {
  const live = inject('live');
  const original = await openDatabase(live);
  await make(original);
  await original.close();
  const template = new URL(original.url).pathname.slice(1);
  const open = () => openDatabase({ databaseUrl: live.databaseUrl, template });
  let broken: Promise<LiveDatabase> | null = null;
  return {
    open,
    async within(act) {
      const { owner } = await (broken ??= open());
      const undone = new Error('undone');
      const work = owner.begin(async (tx) => {
        await act(tx);
        throw undone;
      });
      await work.catch((error: unknown) => {
        if (error !== undone) throw error;
      });
    },
    close: async () => (await broken)?.close(),
  };
}
