/**
 * The only importer of `postgres` (postgres.js, patched: docs/decisions/0004).
 *
 * One pool serves two styles. `sql` is for statements written by hand: tagged templates are prepared once per
 * connection, so a hot statement costs one round trip. `typed` is Drizzle over the same pool for statements
 * built from `db/schema`; Drizzle prepares nothing, so each costs two round trips.
 *
 * Values mean the same in both: `bigint` is a number, `date` is `YYYY-MM-DD`, `timestamptz` is an Instant,
 * `json` is what it holds. (Schema columns: `mode: 'string'` for dates and instants, `'number'` for bigint.)
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** The pool: `sql\`...\`` for a statement, `sql.begin(...)` for a transaction. */
export type Sql = postgres.Sql<CustomTypes>;

/** Inside `begin`. Dead, and refusing, as soon as the transaction ends or its connection does. */
export type Transaction = postgres.TransactionSql<CustomTypes>;

/** What a read or a write function takes: it does not care whether it runs in a transaction. */
export type Queryable = postgres.ISql<CustomTypes>;

/** Part of a statement, to be put into another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** Drizzle over the pool. */
export type Typed = PostgresJsDatabase<Record<string, never>>;

/** An error the server answered with; `code` is the SQLSTATE. */
export const PostgresError = postgres.PostgresError;

// oxlint is right that `{}` means "anything"; postgres.js uses it for "no types of one's own".
type CustomTypes = Record<never, unknown>;

export interface DriverOptions {
  readonly url: string;
  /** Names the pool in `pg_stat_activity`. */
  readonly name: string;
  /** Connections at most. They are opened when needed. */
  readonly max: number;
  /** Every session runs as this role from its first statement; without it as the user of the URL. */
  readonly role?: string;
  /**
   * For statements that find a few rows by an index. Their plans are kept, and those made while a table was nearly
   * empty would go on scanning it when it has grown, until statistics are gathered (docs/decisions/0009).
   */
  readonly byIndex?: boolean;
  /** A statement that runs longer is cancelled (57014). Milliseconds; 0 is no limit. */
  readonly statementTimeoutMs?: number;
  /** A transaction that rests longer between two statements loses its connection (25P03). */
  readonly idleInTransactionTimeoutMs?: number;
  /** A statement that waits longer for a lock fails (55P03). */
  readonly lockTimeoutMs?: number;
  /** How long one connection attempt may take. */
  readonly connectTimeoutMs?: number;
  /** Told of notices of the server; without it they are dropped. */
  readonly onNotice?: (notice: { readonly message?: string }) => void;
}

export interface Driver {
  readonly sql: Sql;
  readonly typed: Typed;
  /** Lets statements under way finish, for `graceMs` (default 5 s) at most, and closes every connection. */
  close(graceMs?: number): Promise<void>;
}

/** Generous where the caller sets nothing: they are nets, not budgets. */
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens a pool; nothing is connected before the first statement, so this never fails for want of a server.
 *
 * A statement whose connection dies is rejected with `code` `CONNECTION_CLOSED` (or 57P01); whether it took
 * effect is then unknown. The pool heals by itself.
 */
export function openDriver(options: DriverOptions): Driver {
  const sql: Sql = postgres(options.url, {
    max: options.max,
    connect_timeout: (options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS) / 1000,
    connection: session(options),
    // The default prints to the console, past the log.
    onnotice: options.onNotice ?? (() => {}),
  });
  const typed = drizzle(sql);
  // After Drizzle, which sets its own on the same pool: as ours suit it too, both styles agree.
  setTypes(sql);
  return {
    sql,
    typed,
    close: (graceMs = 5_000) => sql.end({ timeout: graceMs / 1000 }),
  };
}

/** Settings sent with the greeting: in force before the first statement and restored by `RESET ALL`. */
function session(options: DriverOptions): Record<string, string | number> {
  return {
    application_name: options.name,
    TimeZone: 'UTC',
    DateStyle: 'ISO, YMD',
    statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout:
      options.idleInTransactionTimeoutMs ?? IDLE_IN_TRANSACTION_TIMEOUT_MS,
    ...(options.lockTimeoutMs === undefined ? {} : { lock_timeout: options.lockTimeoutMs }),
    ...(options.role === undefined ? {} : { role: options.role }),
    // A scan that cannot be avoided looks costly enough to be compiled then.
    ...(options.byIndex === true ? { enable_seqscan: 'off', jit: 'off' } : {}),
  };
}

const OID = { int8: 20, json: 114, date: 1082, timestamptz: 1184, jsonb: 3802 } as const;

/** Drizzle leaves arrays of these as text; without its entries the driver reads them item by item. */
const DRIZZLE_ARRAYS = [1115, 1182, 1185, 1231];

function setTypes({ options: { parsers, serializers } }: Sql): void {
  for (const oid of DRIZZLE_ARRAYS) {
    delete parsers[oid];
    delete serializers[oid];
  }
  parsers[OID.int8] = safeInteger;
  parsers[OID.date] = (text: string) => text;
  parsers[OID.timestamptz] = instant;
  serializers[OID.date] = String;
  serializers[OID.timestamptz] = (value: unknown) =>
    value instanceof Date ? value.toISOString() : String(value);
  serializers[OID.json] = jsonText;
  serializers[OID.jsonb] = jsonText;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

/**
 * `2026-11-22 03:50:00.1+00` -> `2026-11-22T03:50:00.100Z`: the spelling of the domain's instants, which are
 * compared as texts. Every column keeps milliseconds (`timestamptz(3)`); finer ones keep all six decimals.
 * `infinity` stays as it is.
 */
function instant(text: string): string {
  const parts = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text);
  if (parts === null) return text;
  const [, day, time, decimals = ''] = parts;
  return `${day}T${time}.${decimals.padEnd(decimals.length > 3 ? 6 : 3, '0')}Z`;
}

/**
 * Drizzle hands over JSON already written, `sql.json` a value: a string is taken as written. So a bare
 * string as a whole document must be given as `JSON.stringify(text)`.
 */
function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Makes a database on the server of `url`, empty or as a copy of `template` (which nobody may be using).
 *
 * @returns the URL of the new database
 */
export async function createDatabase(
  url: string,
  name: string,
  template?: string,
): Promise<string> {
  await onServer(url, (sql) =>
    template === undefined
      ? sql`CREATE DATABASE ${sql(name)}`
      : // Copying files takes a fifth of the time of writing every page to the log.
        sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(template)} STRATEGY file_copy`,
  );
  const made = new URL(url);
  made.pathname = `/${encodeURIComponent(name)}`;
  return made.href;
}

/** Drops a database with whatever is connected to it; none of that name is fine. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await onServer(url, (sql) => sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`);
}

async function onServer(url: string, act: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  const server = new URL(url);
  // The one database that is never itself the object of these statements.
  server.pathname = '/postgres';
  const driver = openDriver({ url: server.href, name: 'lientich-databases', max: 1 });
  try {
    await act(driver.sql);
  } finally {
    await driver.close();
  }
}
