/** What the API's two pools may do to the record, whatever a statement of theirs says. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Sql } from '#db/driver.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout } from '#test/support/tiny-rollout.ts';

let database: LiveDatabase;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  await issueTinyRollout(database);
});
afterAll(() => database?.close());

const denied = (sql: Sql, statement: string) =>
  expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' });

const RECORD = ['facts', 'ledger', 'receipts', 'recipients', 'messages', 'versions', 'not_applied'];

/** What lets somebody in, as far as it is kept, and whether it is compared by a statement of the intake's. */
const HASHES = [
  ['accounts.token_hash', false],
  ['sessions.token_hash', false],
  ['accounts.password_hash', true],
  ['activation_codes.code_hash', true],
  ['attempts.key', true],
] as const;

test.each(HASHES)(
  '%s is read by no role but, for some, the intake (%s)',
  async (name, compared) => {
    const [table = '', column = ''] = name.split('.');
    for (const sql of [database.reader, database.worker, ...(compared ? [] : [database.intake])]) {
      await denied(sql, `select ${column} from ${table}`);
      await denied(sql, `select * from ${table}`);
      await denied(sql, `select t from ${table} t`);
      await denied(sql, `select 1 from ${table} where ${column} like 'a%'`);
    }
    if (compared)
      expect(await database.intake.unsafe(`select ${column} from ${table} limit 0`)).toEqual([]);
    const imported = database.intake.begin(async (tx) => {
      await tx`set local role lt_import`;
      await tx.unsafe(`select ${column} from ${table}`);
    });
    await expect(imported).rejects.toMatchObject({ code: '42501' });
  },
);

test('the account behind a token is told to whoever has its hash, and to roles that ask for it', async () => {
  const hash = 'a'.repeat(64);
  for (const sql of [database.reader, database.intake])
    expect(await sql`select account_by_token(${hash}) as id`).toEqual([{ id: null }]);
  await denied(database.worker, `select account_by_token('${hash}')`);
});

test('what was noted of sign-ins stays, and the intake cannot even read it', async () => {
  await denied(database.intake, 'select id from sign_ins');
  for (const sql of [database.intake, database.reader]) {
    await denied(sql, 'delete from sign_ins');
    await denied(sql, `update sign_ins set kind = 'signedIn'`);
  }
});

test.each(RECORD)('nobody of the API changes or removes rows of %s', async (table) => {
  for (const sql of [database.intake, database.reader]) {
    await denied(sql, `delete from ${table}`);
    await denied(sql, `truncate ${table}`);
    const [column] = await database.owner<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = ${table} and is_identity = 'NO' limit 1`;
    await denied(sql, `update ${table} set ${column!.name} = ${column!.name}`);
  }
});

test('consequences are the worker’s: the intake writes no state of an assignment', async () => {
  for (const table of ['assignments', 'lines', 'steps', 'coordinators'])
    await denied(database.intake, `delete from ${table}`);
  await denied(database.intake, `update assignments set state = 'done'`);
  await denied(database.intake, `update coordinators set complete = true`);
  await denied(database.intake, `insert into messages (programme_id) values ('tiny')`);
});

test('the reader writes nothing at all', async () => {
  const tables = await database.owner<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables) {
    const [can] = await database.reader<{ any: boolean }[]>`
      select has_table_privilege(${name}, 'insert') or has_table_privilege(${name}, 'update')
        or has_table_privilege(${name}, 'delete') or has_any_column_privilege(${name}, 'update') as any`;
    expect(can, name).toEqual({ any: false });
  }
});

test('a fact once written stays as it was written', async () => {
  const before = await database.owner`select seq, payload from facts order by seq`;
  expect(before.length).toBe(3);
  await denied(database.intake, `update facts set payload = '{}'`);
  expect(await database.owner`select seq, payload from facts order by seq`).toEqual(before);
});
