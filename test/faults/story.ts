/** The story that a fault disturbs: a rehearsal over HTTP, and what must be true of its record at the end. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readLedgerBodies, readOutcome } from '#db/reads/outcome.ts';
import type { JournalEntry } from '#rehearsal/journal.ts';
import { rehearse, type RehearsalResult } from '#rehearsal/rehearse.ts';
import { parseJournal, verifyRecord } from '#verify/index.ts';
import { eventually } from '#test/support/live.ts';
import { openArena, type Arena } from './arena.ts';

/** Who is late, who disagrees: the same in every telling, so that all records are to say the same. */
const STORY_SEED = 1;
/** A fault may take the engine away for a while; longer than this it has not come back. */
const REST_MS = 120_000;
const SETTLED_MS = 60_000;

export type Story = {
  readonly result: RehearsalResult;
  /** SHA-256 over the sorted bodies of the ledger. */
  readonly digest: string;
  /** Rows of the ledger in the end. */
  readonly rows: number;
  /** Requests of the offices, in the order in which they were first sent. */
  readonly sent: readonly JournalEntry[];
};

/** Which requests: by the last word of their path. */
export const sentTo =
  (noun: string) =>
  ({ path }: JournalEntry): boolean =>
    path.endsWith(`/${noun}`);

export type Listener = (entry: JournalEntry) => Promise<void> | undefined;

/** Plays it to its closing. `listen` is told of each request before it is sent and when it is answered. */
export async function play(
  arena: Arena,
  listen: Listener = () => undefined,
  { restMs = REST_MS, signal }: { restMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<Story> {
  const { folder, apiUrl, operatorToken, journal } = arena;
  const sent: JournalEntry[] = [];
  const result = await rehearse({
    api: apiUrl,
    operatorToken,
    programme: folder,
    seed: STORY_SEED,
    paceMs: 0,
    signal,
    restMs,
    async journal(entry) {
      await journal.write(entry);
      if (entry.outcome === 'info') sent.push(entry);
      await listen(entry);
    },
  });
  await demandSound(arena, result.rollout);
  return { result, ...(await digestOf(arena)), sent };
}

/** What the demo prints, and how many rows it is of. */
export async function digestOf({ reader, folder }: Arena): Promise<Pick<Story, 'digest' | 'rows'>> {
  const bodies = await readLedgerBodies(reader, folder.programme.key);
  const digest = createHash('sha256');
  for (const { body } of bodies) digest.update(`${body}\n`);
  return { digest: digest.digest('hex'), rows: bodies.length };
}

/** The record is complete and at rest, and holds every promise. */
export async function demandSound(arena: Arena, rollout: string): Promise<void> {
  const { reader, owner } = arena;
  await eventually(
    'the closed rollout is at rest',
    async () => {
      const { pending, asOf } = (await readOutcome(reader, rollout))!;
      const [left] = await owner<{ open: number; troubles: number }[]>`
        select (select count(*)::int from coordinators where state = 'open') as open,
          (select count(*)::int from troubles) as troubles`;
      return asOf !== null && pending === 0 && left!.open === 0 && left!.troubles === 0;
    },
    SETTLED_MS,
  );
  await demandVerified(arena);
}

/** Every invariant is checked and holds, those that need the clients' journal and Temporal included. */
export async function demandVerified(arena: Arena): Promise<void> {
  const { reader, engine, folder, journalFile } = arena;
  const { invariants } = await verifyRecord({
    sql: reader,
    programme: folder.programme.key,
    temporal: engine,
    journal: parseJournal(await readFile(journalFile, 'utf8')),
  });
  const broken = invariants.flatMap(({ id, problems, checked, note }) => [
    ...problems.map(({ subject, message }) => `${id} ${subject}: ${message}`),
    ...(checked ? [] : [`${id} was not checked: ${note}`]),
  ]);
  if (broken.length > 0) throw new Error(`the record is not sound:\n${broken.join('\n')}`);
}

const undisturbed = new Map<string, Promise<Story>>();

/** The story as it is told when nothing happens: once for each programme in a process. */
export function undisturbedStory(folder: Arena['folder'], signal?: AbortSignal): Promise<Story> {
  const { key } = folder.programme;
  const known = undisturbed.get(key);
  if (known !== undefined) return known;
  const told = openArena({ folder, workers: 1, durable: false }).then(async (arena) => {
    try {
      return await play(arena, undefined, { signal });
    } finally {
      await arena.close();
    }
  });
  undisturbed.set(key, told);
  return told;
}

/** @throws Error when two tellings differ */
export function demandSame(
  told: Pick<Story, 'digest' | 'rows'>,
  reference: Pick<Story, 'digest' | 'rows'>,
): void {
  if (told.digest === reference.digest) return;
  throw new Error(
    `the ledger says something else than undisturbed: ${told.rows} rows for ${reference.rows}, ` +
      `digest ${told.digest} for ${reference.digest}`,
  );
}
