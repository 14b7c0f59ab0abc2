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
