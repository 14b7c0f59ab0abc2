import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { backup, restore } from '#db/backup.ts';
import { createDatabase, dropDatabase, openDriver, type Sql } from '#db/driver.ts';
import { startPostgres, type Postgres } from '#embedded/postgres.ts';

let folder: string;
let server: Postgres;
let file: string;
let source: string;
let target: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lientich-backup-'));
  server = await startPostgres({ stateDir: folder, name: 'backup', fsync: false });
  source = server.url;
  await within(source, schema);
  await createDatabase(server.url, 'empty', 'lientich');
  await within(source, fillRecord);
  file = join(folder, 'record.gz');
  await backup({ url: source, file });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await dropDatabase(server.url, 'target');
  target = await createDatabase(server.url, 'target', 'empty');
});

test('a restore gives back every row and goes on numbering where the record stopped', async () => {
  const summary = await restore({ url: target, file });
  expect(summary).toMatchObject({ tables: 3, rows: 2005 });
  expect(await content(target)).toEqual(await content(source));
  await within(target, async (sql) => {
    const [act] = await sql`INSERT INTO act (unit, body) VALUES ('x', 'next') RETURNING id`;
    const [seq] = await sql`SELECT nextval('ledger_seq') AS next, nextval('unused') AS first`;
    // Numbers 2001 and 2002 were given out and rolled back in the source: they stay used.
    expect([act, seq]).toEqual([{ id: 2003 }, { next: 42, first: 1 }]);
    await expect(sql`INSERT INTO act (unit, body) VALUES ('none', '')`).rejects.toMatchObject({
      code: '23503',
    });
  });
});

test('a backup is of one instant, while others write', async () => {
  const during = join(folder, 'during.gz');
  await within(source, async (writer) => {
    const onProgress = (): void => {
      void writer`INSERT INTO act (unit, body) VALUES ('x', 'meanwhile')`.catch(() => {});
    };
    const { rows } = await backup({ url: source, file: during, onProgress });
    expect(rows).toBe(2005);
    await writer`DELETE FROM act WHERE body = 'meanwhile'`;
  });
});

test('a backup can be read without us and never replaces another', async () => {
  const text = gunzipSync(await readFile(file)).toString('utf8');
  expect(text).toContain('\n{"table":"act","columns":["id","unit","body","at"]}\n');
  expect(text).toContain('\nx\tTủa "Sín" Chải\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(backup({ url: source, file })).rejects.toMatchObject({
    code: 'backup.file_exists',
  });
});

test('a backup that cannot be written says why and leaves no file', async () => {
  await within(
    source,
    (sql) => sql`
    CREATE TABLE wide AS SELECT encode(sha256(n::text::bytea), 'hex') AS noise
    FROM generate_series(1, 50000) AS n`,
  );
  const full = join(folder, 'full.gz');
  await symlink('/dev/full', `${full}.part`);
  await expect(backup({ url: source, file: full })).rejects.toMatchObject({ code: 'ENOSPC' });
  await expect(stat(full)).rejects.toMatchObject({ code: 'ENOENT' });
  const nowhere = join(folder, 'none/record.gz');
  await expect(backup({ url: source, file: nowhere })).rejects.toMatchObject({ code: 'ENOENT' });
  await within(source, (sql) => sql`DROP TABLE wide`);
});

const lines = async (): Promise<string[]> =>
  gunzipSync(await readFile(file))
    .toString('utf8')
    .split('\n');
const packed = (changed: string[]): Buffer => gzipSync(changed.join('\n'));

test.each([
  ['cut off', async () => (await readFile(file)).subarray(0, -200)],
  ['cut off between two lines', async () => packed((await lines()).slice(0, -2))],
  ['not packed at all', async () => Buffer.from('hello\n'.repeat(100))],
  ['empty', async () => Buffer.alloc(0)],
  ['of something else', async () => packed(['{"product":"other"}', ''])],
  ['changed in one row', async () => packed(replace(await lines(), /fact 7\t/, 'fact 8\t'))],
  [
    'short of one row',
    async () => packed((await lines()).filter((row) => !row.includes('fact 7\t'))),
  ],
  ['with one bit turned', async () => flip(await readFile(file))],
])('a file that is %s is refused and nothing is restored', async (_what, make) => {
  const damaged = join(folder, 'damaged.gz');
  await writeFile(damaged, await make());
  await expect(restore({ url: target, file: damaged })).rejects.toMatchObject({
    code: 'backup.damaged',
  });
  expect(await content(target)).toEqual({ units: [], acts: [], notes: [] });
});

test('a row the database refuses undoes all of it', async () => {
  await within(target, (sql) => sql`ALTER TABLE act ADD CHECK (body <> 'fact 1999')`);
  await expect(restore({ url: target, file })).rejects.toMatchObject({ code: '23514' });
  expect(await content(target)).toEqual({ units: [], acts: [], notes: [] });
});

test('a newer form, other migrations and a filled target are refused', async () => {
  const newer = join(folder, 'newer.gz');
  await writeFile(newer, packed(replace(await lines(), /"format":1/, '"format":2')));
  await expect(restore({ url: target, file: newer })).rejects.toMatchObject({
    code: 'backup.too_new',
  });
  await within(target, (sql) => sql`INSERT INTO migrations VALUES ('0001_more.sql', 'b')`);
  await expect(restore({ url: target, file })).rejects.toMatchObject({
    code: 'backup.other_migrations',
  });
  await expect(restore({ url: source, file })).rejects.toMatchObject({
    code: 'backup.target_not_empty',
  });
});

async function schema(sql: Sql): Promise<void> {
  await sql`CREATE TABLE migrations (name text PRIMARY KEY, digest text NOT NULL)`;
  await sql`INSERT INTO migrations VALUES ('0000_record.sql', 'a')`;
  await sql`CREATE TABLE unit (key text PRIMARY KEY, name text NOT NULL)`;
  // Comes before the table it refers to, in the order of names, and has a computed column.
  await sql`
    CREATE TABLE act (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                      unit text NOT NULL REFERENCES unit,
                      body text, "size" int GENERATED ALWAYS AS (length(body)) STORED,
                      at timestamptz(3) NOT NULL DEFAULT '2023-01-15 07:00:00+07')`;
  await sql`CREATE TABLE "odd ""name" (id int, j jsonb, b bytea, d date[], "select" numeric)`;
  await sql`ALTER TABLE act ENABLE ROW LEVEL SECURITY`;
  await sql`CREATE SEQUENCE ledger_seq`;
  await sql`CREATE SEQUENCE unused`;
}

async function fillRecord(sql: Sql): Promise<void> {
  const awkward = 'tab\t line\n back\\slash \\. \\N "quote" ữ 𝒳 \r';
  await sql`INSERT INTO unit VALUES ('x', 'Tủa "Sín" Chải'), ('y', ${awkward}), ('\\.', '')`;
  await sql`
    INSERT INTO act (unit, body) SELECT 'x', 'fact ' || n FROM generate_series(1, 2000) AS n`;
  await sql`
    INSERT INTO "odd ""name" VALUES (1, ${sql.json({ a: null })}, ${Buffer.from([0, 10, 92, 255])},
                                     '{2025-07-01,NULL}', 1.10),
                                    (NULL, NULL, NULL, NULL, 'NaN')`;
  await sql
    .begin(async (tx) => {
      await tx`INSERT INTO act (unit, body) VALUES ('x', 'undone'), ('x', 'undone')`;
      await tx`SAVEPOINT s`;
      await tx`ROLLBACK TO s`;
      throw new Error('undo');
    })
    .catch(() => {});
  await sql`SELECT setval('ledger_seq', 41)`;
}

async function content(url: string): Promise<Record<string, unknown[]>> {
  let seen = {};
  await within(url, async (sql) => {
    const units = [...(await sql`SELECT * FROM unit ORDER BY key`)];
    const acts = [...(await sql`SELECT * FROM act ORDER BY id`)];
    const notes = [...(await sql`SELECT * FROM "odd ""name" ORDER BY id`)];
    seen = { units, acts, notes };
  });
  return seen;
}

async function within(url: string, act: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  const driver = openDriver({ url, name: 'test', max: 1 });
  try {
    await act(driver.sql);
  } finally {
    await driver.close();
  }
}

function replace(rows: string[], what: RegExp, by: string): string[] {
  return rows.map((row) => row.replace(what, by));
}

function flip(bytes: Buffer): Buffer {
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return bytes;
}
