import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bigint, date, integer, jsonb, pgTable, timestamp } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, dropDatabase, openDriver, type Driver } from '#db/driver.ts';
import { startPostgres, type Postgres } from '#embedded/postgres.ts';
import { FAULTS, prepareTable, type Seen } from './driver-faults.ts';

let stateDir: string;
let server: Postgres;

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'lientich-driver-'));
  server = await startPostgres({ stateDir, name: 'driver', fsync: false });
  await prepareTable(server.url);
});

afterAll(async () => {
  await server.stop();
  await rm(stateDir, { recursive: true });
});

describe.each([1, 10])('when the server ends a connection of a pool of %i', (max) => {
  const others = Array.from({ length: max }, () => 'B');
  const closed = 'refused CONNECTION_CLOSED';
  const expected: Record<keyof typeof FAULTS, Seen> = {
    duringStatement: { caller: closed, handle: 'none', rows: [], healed: true },
    duringCopy: { caller: closed, handle: 'none', rows: [], healed: true },
    copyRefused: { caller: 'refused 22P04', handle: 'none', rows: [], healed: true },
    copyOutThenNext: { caller: 'ok undefined', handle: 'none', rows: [], healed: true },
    copyOutGivenUp: { caller: closed, handle: 'none', rows: [], healed: true },
    idleThenWrite: { caller: closed, handle: closed, rows: others, healed: true },
    idleThenRead: { caller: closed, handle: closed, rows: others, healed: true },
    idleThenAtOnce: { caller: closed, handle: closed, rows: [], healed: true },
    reserved: { caller: 'none', handle: closed, rows: [], healed: true },
    afterTheEnd: {
      caller: 'none',
      handle: 'refused TRANSACTION_ENDED',
      rows: others,
      healed: true,
    },
  };

  test('during a statement: that call fails, nothing is committed, the pool heals', async () => {
    expect(await FAULTS.duringStatement(server.url, max)).toEqual(expected.duringStatement);
  });

  test('during a COPY: that call fails, nothing is committed, the pool heals', async () => {
    expect(await FAULTS.duringCopy(server.url, max)).toEqual(expected.duringCopy);
  });

  test('(or refuses a COPY at its end) that call fails, the pool goes on', async () => {
    expect(await FAULTS.copyRefused(server.url, max)).toEqual(expected.copyRefused);
  });

  test('(or fills the reader of a COPY) the next statement is answered', async () => {
    expect(await FAULTS.copyOutThenNext(server.url, max)).toEqual(expected.copyOutThenNext);
  });

  test('(or its reader gives up a COPY) that call fails, the pool heals', async () => {
    expect(await FAULTS.copyOutGivenUp(server.url, max)).toEqual(expected.copyOutGivenUp);
  });

  test('between two statements: the dead handle writes nothing into the work of others', async () => {
    expect(await FAULTS.idleThenWrite(server.url, max)).toEqual(expected.idleThenWrite);
  });

  test('between two statements: the dead handle reads no row of another user', async () => {
    expect(await FAULTS.idleThenRead(server.url, max)).toEqual(expected.idleThenRead);
  });

  test('between two statements: the dead handle is refused at once', async () => {
    expect(await FAULTS.idleThenAtOnce(server.url, max)).toEqual(expected.idleThenAtOnce);
  });

  test('under a reserved handle: it is refused, and giving it back does no harm', async () => {
    expect(await FAULTS.reserved(server.url, max)).toEqual(expected.reserved);
  });

  test('(or a transaction ends) its handle is refused afterwards', async () => {
    expect(await FAULTS.afterTheEnd(server.url, max)).toEqual(expected.afterTheEnd);
  });

  test('the process lives through all of it', async () => {
    const program = join(import.meta.dirname, 'driver-faults.ts');
    const args = [program, server.url, String(max)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const seen = stdout.trim().split('\n');
    expect(seen).toEqual(
      Object.entries(expected).map(([name, outcome]) => `${name} ${JSON.stringify(outcome)}`),
    );
  });
});

describe('a session', () => {
  test('runs as the restricted role from its first statement, in UTC, under its name', async () => {
    await using pool = open({ role: 'lt_driver_test', name: 'restricted', lockTimeoutMs: 1_500 });
    const [row] = await pool.sql`
      SELECT current_user, current_setting('TimeZone') AS zone,
             current_setting('application_name') AS name,
             current_setting('statement_timeout') AS statement,
             current_setting('lock_timeout') AS lock`;
    expect(row).toEqual({
      current_user: 'lt_driver_test',
      zone: 'UTC',
      name: 'restricted',
      statement: '30s',
      lock: '1500ms',
    });
  });

  test('cancels a statement that runs too long', async () => {
    await using pool = open({ statementTimeoutMs: 50 });
    await expect(pool.sql`SELECT pg_sleep(5)`).rejects.toMatchObject({ code: '57014' });
  });

  test('ends a transaction that rests too long, and its handle with it', async () => {
    await using pool = open({ idleInTransactionTimeoutMs: 50 });
    await using watcher = open({});
    const rest = pool.sql.begin(async (tx) => {
      const [mine] = await tx<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      const lives = () => watcher.sql`SELECT FROM pg_stat_activity WHERE pid = ${mine!.pid}`;
      while ((await lives()).length > 0);
      await tx`SELECT 1`;
    });
    await expect(rest).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    expect(await pool.sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  test('closes although its connection was ended during a statement', async () => {
    const pool = openDriver({ url: server.url, name: 'closing', max: 1 });
    await using admin = open({});
    const [row] = await pool.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const slow = pool.sql`SELECT pg_sleep(20)`.catch(() => 'rejected');
    const closing = pool.close(10_000);
    const startedAt = performance.now();
    await admin.sql`SELECT pg_terminate_backend(${row?.pid ?? 0}, 5000)`;
    expect(await slow).toBe('rejected');
    await closing;
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('values', () => {
  const kinds = pgTable('kinds', {
    seq: bigint({ mode: 'number' }),
    on: date({ mode: 'string' }),
    at: timestamp({ withTimezone: true, mode: 'string' }),
    body: jsonb(),
    dates: date({ mode: 'string' }).array(),
    counts: integer().array(),
  });
  const row = {
    seq: Number.MAX_SAFE_INTEGER,
    on: '2025-07-01',
    at: '2026-02-17T17:00:00.120Z',
    body: { a: [1, 'b'] },
    dates: ['2023-01-15', '2033-12-31'],
    counts: [1, 2],
  };

  beforeAll(async () => {
    await using pool = open({});
    await pool.sql`
      CREATE TABLE kinds (seq bigint, "on" date, at timestamptz, body jsonb, dates date[],
                          counts int[])`;
  });

  test('are the same in statements written by hand and by Drizzle', async () => {
    await using pool = open({});
    await pool.sql`INSERT INTO kinds ${pool.sql({ ...row, body: pool.sql.json(row.body) })}`;
    await pool.typed.insert(kinds).values(row);
    expect(await pool.sql`SELECT * FROM kinds`).toEqual([row, row]);
    expect(await pool.typed.select().from(kinds)).toEqual([row, row]);
  });

  test('of one precision sort as texts, and microseconds are kept', async () => {
    await using pool = open({});
    const rows = await pool.sql<{ at: string }[]>`
      SELECT at FROM (VALUES ('2026-01-01 07:00:00+07'::timestamptz),
                             ('2026-01-01 00:00:00.12+00'),
                             ('2026-01-01 00:00:00.5+00')) AS t (at)`;
    const instants = rows.map(({ at }) => at);
    expect(instants).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.120Z',
      '2026-01-01T00:00:00.500Z',
    ]);
    expect(instants.toSorted()).toEqual(instants);
    const [fine] = await pool.sql`SELECT '2026-01-01 00:00:00.00001+00'::timestamptz AS at`;
    expect(fine).toEqual({ at: '2026-01-01T00:00:00.000010Z' });
  });

  test('that a number cannot hold are refused, not rounded', async () => {
    await using pool = open({});
    await expect(pool.sql`SELECT 9007199254740993::bigint AS seq`).rejects.toThrow(RangeError);
    expect(await pool.sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });
});

test('a database is made from a template and dropped with whoever uses it', async () => {
  const copy = await createDatabase(server.url, 'copy', 'lientich');
  const user = openDriver({ url: copy, name: 'user', max: 1 });
  expect(await user.sql`SELECT count(*) AS notes FROM note`).toEqual([{ notes: 0 }]);
  await dropDatabase(server.url, 'copy');
  await dropDatabase(server.url, 'copy');
  await expect(user.sql`SELECT 1`).rejects.toThrow(/does not exist|terminat|CONNECTION_CLOSED/);
  await user.close();
});

function open(options: Partial<Parameters<typeof openDriver>[0]>): Driver & AsyncDisposable {
  const driver = openDriver({ url: server.url, name: 'test', max: 2, ...options });
  return { ...driver, [Symbol.asyncDispose]: () => driver.close() };
}
