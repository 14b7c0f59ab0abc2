/**
 * What happens to a pool when the server ends one of its connections, told as scenarios that return what was
 * seen. The tests run them here, and once more in a process of their own to see that it lives.
 */
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { openDriver, type Driver, type Sql, type Transaction } from '#db/driver.ts';

export interface Seen {
  /** How the call whose connection was ended came back. */
  caller: string;
  /** How its handle answered afterwards. */
  handle: string;
  /** What is in the table in the end, in order. */
  rows: string[];
  /** Whether every connection of the pool works again, the very next statement included. */
  healed: boolean;
}

type Fault = (url: string, max: number) => Promise<Seen>;

/** F5: the backend ends while a statement of a transaction runs. */
const duringStatement: Fault = (url, max) =>
  onPool(url, max, async ({ sql }, end) => {
    const caller = outcome(
      sql.begin(async (tx) => {
        await tx`INSERT INTO note (owner, body) VALUES ('a', 'A1')`;
        const pid = await backend(tx);
        void pause(50).then(() => end(pid));
        await tx`SELECT pg_sleep(20)`;
      }),
    );
    return { caller: await caller, handle: 'none' };
  });

/** The same in the middle of a COPY into a table. */
const duringCopy: Fault = (url, max) =>
  onPool(url, max, async ({ sql }, end) => {
    const caller = outcome(
      sql.begin(async (tx) => {
        const pid = await backend(tx);
        await pipeline(rowsUntil(end(pid)), await copyInto(tx));
      }),
    );
    return { caller: await caller, handle: 'none' };
  });

/** No fault of the server: a COPY is refused at its very end, after its last row was sent. */
const copyRefused: Fault = (url, max) =>
  onPool(url, max, async ({ sql }) => {
    const caller = outcome(
      sql.begin(async (tx) => {
        await pipeline(['a\tA1\n'.repeat(3), 'a\n'], await copyInto(tx));
      }),
    );
    return { caller: await caller, handle: 'none' };
  });

/** No fault at all: what a COPY out of a table brings fills the reader, then the next statement follows. */
const copyOutThenNext: Fault = (url, max) =>
  onPool(url, max, async ({ sql }) => {
    const caller = outcome(
      sql.begin(async (tx) => {
        for (let round = 0; round < 5; round += 1) {
          await drain(await tx`COPY (SELECT repeat('x', 66000)) TO STDOUT`.readable());
          await Promise.race([tx`SELECT 1`, tooLate()]);
        }
      }),
    );
    return { caller: await caller, handle: 'none' };
  });

/** No fault of the server: the reader of a COPY gives up half way. */
const copyOutGivenUp: Fault = (url, max) =>
  onPool(url, max, async ({ sql }) => {
    const given = outcome(
      sql.begin(async (tx) => {
        const rows = tx`COPY (SELECT repeat('x', 1000) FROM generate_series(1, 200000)) TO STDOUT`;
        for await (const piece of await rows.readable()) {
          if (piece !== null) throw new Error('no room');
        }
      }),
    );
    return { caller: await Promise.race([given, tooLate()]), handle: 'none' };
  });

async function drain(source: Readable): Promise<void> {
  await pause(20);
  for await (const piece of source) void piece;
}

const tooLate = (): Promise<never> =>
  pause(3_000, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer')));

function copyInto(tx: Transaction): Promise<Writable> {
  return tx`COPY note (owner, body) FROM STDIN`.writable();
}

async function* rowsUntil(over: Promise<void>): AsyncGenerator<string> {
  yield 'a\tA1\n';
  await over;
  await pause(50);
  yield 'a\tA2\n';
}

/** F6: it ends between two statements, and the handle is used when others have the connections. */
const idleThenWrite: Fault = (url, max) =>
  whileOthersWork(url, max, (tx) => tx`INSERT INTO note (owner, body) VALUES ('a', 'A2')`);

/** F7: the same with a read, under row-level security, while the others act for user b. */
const idleThenRead: Fault = (url, max) =>
  whileOthersWork(url, max, (tx) => tx`SELECT body FROM note`, 'lt_driver_test');

/** It ends between two statements, and the handle is used at once, when nobody has the connection. */
const idleThenAtOnce: Fault = (url, max) =>
  onPool(url, max, async ({ sql }, end) => {
    const used = Promise.withResolvers<string>();
    const caller = outcome(
      sql.begin(async (tx) => {
        await end(await backend(tx));
        await pause(50);
        used.resolve(await outcome(tx`INSERT INTO note (owner, body) VALUES ('a', 'A1')`));
      }),
    );
    return { caller: await caller, handle: await used.promise };
  });

/** A connection reserved for a session of its own ends and is used, and given back, afterwards. */
const reserved: Fault = (url, max) =>
  onPool(url, max, async ({ sql }, end) => {
    const own = await sql.reserve();
    await end(await backend(own));
    await pause(50);
    const others = Array.from({ length: max }, () => sql.begin((tx) => tx`SELECT pg_sleep(0.2)`));
    await pause(100);
    const handle = await outcome(own`INSERT INTO note (owner, body) VALUES ('a', 'A1')`);
    own.release();
    await Promise.all(others);
    return { caller: 'none', handle };
  });

/** No fault of the server: a statement nobody waited for comes after its transaction. */
const afterTheEnd: Fault = (url, max) =>
  onPool(url, max, async ({ sql }) => {
    let late: Promise<string> | undefined;
    await sql.begin(async (tx) => {
      await tx`SELECT 1`;
      late = pause(50).then(() => outcome(tx`INSERT INTO note (owner, body) VALUES ('a', 'A1')`));
    });
    await Promise.all(Array.from({ length: max }, () => act(sql, 'b', pause(100))));
    return { caller: 'none', handle: (await late) ?? '' };
  });

async function whileOthersWork(
  url: string,
  max: number,
  use: (tx: Transaction) => PromiseLike<unknown>,
  role?: string,
): Promise<Seen> {
  const scenario = async ({ sql }: Driver, end: End): Promise<Pick<Seen, 'caller' | 'handle'>> => {
    const othersWork = Promise.withResolvers<void>();
    const used = Promise.withResolvers<string>();
    const opened = Promise.withResolvers<number>();
    const caller = outcome(
      sql.begin(async (tx) => {
        await tx`SELECT set_config('app.owner', 'a', true)`;
        await tx`INSERT INTO note (owner, body) VALUES ('a', 'A1')`;
        opened.resolve(await backend(tx));
        await othersWork.promise;
        used.resolve(await outcome(use(tx)));
      }),
    );
    await end(await opened.promise);
    const callerSaw = await caller;
    // As many as there are connections: one of them has the one that was ended.
    const held = Promise.withResolvers<void>();
    const others = Array.from({ length: max }, () => act(sql, 'b', held.promise));
    await pause(200);
    othersWork.resolve();
    const handle = await used.promise;
    held.resolve();
    await Promise.all(others);
    return { caller: callerSaw, handle };
  };
  return onPool(url, max, scenario, role);
}

/** A transaction of another user, open until `held` resolves. */
function act(sql: Sql, owner: string, held: Promise<unknown>): Promise<unknown> {
  return sql.begin(async (tx) => {
    await tx`SELECT set_config('app.owner', ${owner}, true)`;
    await tx`INSERT INTO note (owner, body) VALUES (${owner}, ${'B'})`;
    await held;
  });
}

type End = (pid: number) => Promise<void>;

async function onPool(
  url: string,
  max: number,
  scenario: (driver: Driver, end: End) => Promise<Pick<Seen, 'caller' | 'handle'>>,
  role?: string,
): Promise<Seen> {
  const admin = openDriver({ url, name: 'admin', max: 1 });
  const driver = openDriver({ url, name: 'victim', max, ...(role === undefined ? {} : { role }) });
  const end: End = async (pid) => {
    await admin.sql`SELECT pg_terminate_backend(${pid}, 5000)`;
  };
  try {
    const seen = await scenario(driver, end);
    const next = Array.from({ length: 2 * max }, () => driver.sql`SELECT pg_sleep(0.01)`);
    const healed = await Promise.race([
      outcome(Promise.all(next)),
      pause(5_000, 'no answer', { ref: false }),
    ]);
    const rows = await admin.sql<{ body: string }[]>`SELECT body FROM note ORDER BY body`;
    return { ...seen, rows: rows.map((row) => row.body), healed: healed.startsWith('ok') };
  } finally {
    await admin.sql`TRUNCATE note`;
    await Promise.all([driver.close(1_000), admin.close(1_000)]);
  }
}

async function backend(tx: Pick<Sql, 'unsafe'>): Promise<number> {
  const [row] = await tx.unsafe<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
  return row?.pid ?? 0;
}

/** `ok <rows as JSON>` or `refused <code>`. */
async function outcome(promise: PromiseLike<unknown>): Promise<string> {
  try {
    return `ok ${JSON.stringify(await promise)}`;
  } catch (error) {
    return `refused ${(error as { code?: string }).code ?? String(error)}`;
  }
}

/** The table of the scenarios, with a policy: one sees and writes only what is one's own. */
export async function prepareTable(url: string): Promise<void> {
  const admin = openDriver({ url, name: 'admin', max: 1 });
  await admin.sql`CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY, owner text, body text)`;
  await admin.sql`ALTER TABLE note ENABLE ROW LEVEL SECURITY`;
  await admin.sql`CREATE ROLE lt_driver_test NOLOGIN`;
  await admin.sql`GRANT SELECT, INSERT ON note TO lt_driver_test`;
  await admin.sql`
    CREATE POLICY own ON note TO lt_driver_test
      USING (owner = nullif(current_setting('app.owner', true), ''))`;
  await admin.close();
}

export const FAULTS = {
  duringStatement,
  duringCopy,
  copyRefused,
  copyOutThenNext,
  copyOutGivenUp,
  idleThenWrite,
  idleThenRead,
  idleThenAtOnce,
  reserved,
  afterTheEnd,
};

// As a program: `node driver-faults.ts <url> <max> [name ...]` runs them and prints what was seen.
if (import.meta.main) {
  const [, , url = '', max = '1', ...names] = process.argv;
  for (const [name, fault] of Object.entries(FAULTS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(name, JSON.stringify(await fault(url, Number(max))));
  }
}
