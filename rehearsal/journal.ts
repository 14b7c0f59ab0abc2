/**
 * What a client knows of its own requests, by their keys. `lientich verify --journal FILE` holds the record to it:
 * what was accepted is there once, what was refused is not, what was never answered is there once at most.
 */
import { open } from 'node:fs/promises';

export type JournalEntry = {
  readonly key: string;
  readonly path: string;
  /** Accepted, refused, or not answered: as every request is before it is sent. */
  readonly outcome: 'ok' | 'fail' | 'info';
};

/** Nothing is sent, and nothing believed, before the entry is written. */
export type Journal = (entry: JournalEntry) => Promise<void>;

export type JournalFile = { readonly write: Journal; close(): Promise<void> };

/** One line for each entry, each on the disk before `write` resolves: it outlives whoever writes it. */
export async function journalIn(file: string): Promise<JournalFile> {
  const handle = await open(file, 'a', 0o600);
  return {
    async write(entry) {
      await handle.appendFile(`${JSON.stringify(entry)}\n`);
      await handle.datasync();
    },
    close: () => handle.close(),
  };
}
