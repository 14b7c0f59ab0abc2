/**
 * Backup and restore of the record where no `pg_dump` is at hand: the laptop default. It holds the rows and
 * the sequences; tables, policies and grants are the migrations'. Run as the owner, who sees every row.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BackupError, BackupReader, END_OF_TABLE, FORMAT, writeBackup } from './backup-file.ts';
import type { Header, Sequence, TableEnd, TableStart, Trailer } from './backup-file.ts';
import { openDriver, type Sql, type Transaction } from './driver.ts';

export interface BackupOptions {
  /** Of the owner. */
  readonly url: string;
  readonly file: string;
  /** Told of each table as it begins. */
  readonly onProgress?: (text: string) => void;
}

export interface BackupSummary {
  readonly tables: number;
  readonly rows: number;
  /** Of the content, before compression. */
  readonly sha256: string;
  readonly takenAt: string;
}

/**
 * Writes the record as it is at one instant to a new file; the servers may go on working meanwhile.
 *
 * @throws BackupError `backup.file_exists`
 */
export async function backup(options: BackupOptions): Promise<BackupSummary> {
  let writing: Promise<void> | undefined;
  const written = asOwner(options.url, (sql) =>
    sql.begin('isolation level repeatable read read only', async (tx) => {
      // Rather an error than a backup with the rows of one scope.
      await tx`SET LOCAL row_security = off`;
      const header = await describe(tx);
      const tables = await tablesOf(tx);
      let sum = { tables: tables.length, rows: 0, sha256: '' };
      writing = writeBackup(options.file, async function* (sha256) {
        yield line(header);
        for (const table of tables) {
          options.onProgress?.(`Backing up ${table.table}`);
          yield line(table);
          let rows = 0;
          for await (const piece of await tx.unsafe(copy(table, 'TO STDOUT')).readable()) {
            rows += lineEnds(piece as Buffer);
            yield piece as Buffer;
          }
          yield `${END_OF_TABLE}\n`;
          yield line({ rows } satisfies TableEnd);
          sum = { ...sum, rows: sum.rows + rows };
        }
        sum = { ...sum, sha256: sha256() };
        yield line({ end: true, ...sum } satisfies Trailer);
      });
      await writing;
      return { ...sum, takenAt: header.takenAt };
    }),
  );
  // A full disk ends the connection in the middle of a COPY: the disk is what the caller must hear of.
  return written.catch(async (error: unknown) => {
    await writing;
    throw error;
  });
}

/**
 * Fills a freshly migrated, empty database: all of it or, on any error, nothing.
 *
 * @throws BackupError `backup.damaged`, `backup.too_new`, `backup.other_migrations`,
 *   `backup.target_not_empty`
 */
export async function restore(options: BackupOptions): Promise<BackupSummary> {
  const reader = new BackupReader(options.file);
  try {
    const header = await reader.header();
    return await asOwner(options.url, (sql) =>
      sql.begin(async (tx) => {
        await refuseOther(tx, header);
        // Rows are whole among themselves: foreign keys and triggers did their work when they were made.
        await tx`SET LOCAL session_replication_role = replica`;
        const trailer = await fill(tx, reader, options);
        for (const { name, lastValue, isCalled } of header.sequences) {
          await tx`SELECT setval(${quoted(name)}::regclass, ${lastValue}::bigint, ${isCalled})`;
        }
        const { tables, rows, sha256 } = trailer;
        return { tables, rows, sha256, takenAt: header.takenAt };
      }),
    );
  } finally {
    await reader.close();
  }
}

async function fill(
  tx: Transaction,
  reader: BackupReader,
  { onProgress }: BackupOptions,
): Promise<Trailer> {
  for (let tables = 0, all = 0; ; tables += 1) {
    const next = await reader.json<TableStart | Trailer>();
    if ('end' in next) {
      if (next.tables !== tables || next.rows !== all) throw reader.damaged('its sums differ');
      return next;
    }
    onProgress?.(`Restoring ${next.table}`);
    let rows = 0;
    const pieces = Readable.from(
      reader.rows((more) => (rows += more)),
      { objectMode: false },
    );
    await pipeline(pieces, await tx.unsafe(copy(next, 'FROM STDIN')).writable());
    const end = await reader.json<TableEnd>();
    if (end.rows !== rows) throw reader.damaged(`table ${next.table} has ${rows} rows`);
    all += rows;
  }
}

async function describe(tx: Transaction): Promise<Header> {
  const [now] = await tx<{ at: string }[]>`SELECT statement_timestamp() AS at`;
  return {
    product: 'lientich',
    format: FORMAT,
    takenAt: now?.at ?? '',
    migrations: await migrationsOf(tx),
    // Read after the snapshot was taken: never behind a row in it.
    sequences: await sequencesOf(tx),
  };
}

async function migrationsOf(tx: Transaction): Promise<Header['migrations']> {
  return [
    ...(await tx<{ name: string; digest: string }[]>`
      SELECT name, digest FROM public.migrations ORDER BY name`),
  ];
}

/** Every table but the migrations' own, with the columns that can be written. */
async function tablesOf(tx: Transaction): Promise<TableStart[]> {
  return [
    ...(await tx<{ table: string; columns: string[] }[]>`
      SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND c.relname <> 'migrations'
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      GROUP BY c.relname ORDER BY c.relname`),
  ];
}

async function sequencesOf(tx: Transaction): Promise<Sequence[]> {
  const names = await tx<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY relname`;
  const sequences: Sequence[] = [];
  for (const { name } of names) {
    const [state] = await tx<Omit<Sequence, 'name'>[]>`
      SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${tx(`public.${name}`)}`;
    if (state !== undefined) sequences.push({ name, ...state });
  }
  return sequences;
}

async function refuseOther(tx: Transaction, header: Header): Promise<void> {
  const here = await migrationsOf(tx);
  if (JSON.stringify(here) !== JSON.stringify(header.migrations)) {
    const newest = header.migrations.at(-1)?.name ?? 'none';
    throw new BackupError(
      'backup.other_migrations',
      `The backup was made with the migrations up to ${newest}, the database has ` +
        `${here.at(-1)?.name ?? 'none'}. Restore with the version that made it, then upgrade.`,
    );
  }
  for (const { table } of await tablesOf(tx)) {
    const [row] = await tx`SELECT 1 FROM ${tx(`public.${table}`)} LIMIT 1`;
    if (row === undefined) continue;
    throw new BackupError(
      'backup.target_not_empty',
      `Table ${table} has rows already: a backup is restored into an empty, migrated database only.`,
    );
  }
}

function copy({ table, columns }: TableStart, direction: 'TO STDOUT' | 'FROM STDIN'): string {
  return `COPY ${quoted(table)} (${columns.map(quote).join(', ')}) ${direction}`;
}

function quoted(name: string): string {
  return `public.${quote(name)}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function lineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}

/** No time limits: a large record takes as long as it takes. */
async function asOwner<T>(url: string, act: (sql: Sql) => Promise<T>): Promise<T> {
  const limits = { statementTimeoutMs: 0, idleInTransactionTimeoutMs: 0 };
  const driver = openDriver({ url, name: 'lientich-backup', max: 1, ...limits });
  try {
    return await act(driver.sql);
  } finally {
    await driver.close();
  }
}
