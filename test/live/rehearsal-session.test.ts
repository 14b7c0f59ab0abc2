/** One click in a rehearsal, and in nothing else. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openPeople, type People } from '#test/support/people.ts';

let database: LiveDatabase;
let people: People;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  people = await openPeople(database);
});
afterAll(() => database?.close());

const begin = (who: object, programme = 'tiny') =>
  people.anybody.post(`/programmes/${programme}/rehearsal-sessions`, who);
const NOT_FOUND = { status: 404, body: { code: 'request.not_found' } };

test('a persona is an account, or whoever of an office may confirm', async () => {
  const clerk = await people.person('police', 't:0111', { basis: null });
  const head = await people.person('police', 't:0111');
  const office = people.seeded.office('police', 't:0111');
  const byOffice = await begin({ office });
  expect(byOffice).toMatchObject({ status: 201, body: { account: head.id } });
  const byAccount = await begin({ account: clerk.id });
  expect(byAccount).toMatchObject({ status: 201, body: { account: clerk.id } });
  const own = people.api.as(String(byOffice.body['token']));
  expect((await own.get('/me')).body).toMatchObject({ office: { id: office } });
  expect((await own.get('/me/sessions')).body['items']).toMatchObject([
    { how: { code: 'rehearsal' }, current: true },
  ]);
  // Nobody set a password for it by that.
  const change = { old: 'không có mật khẩu nào', new: 'rừng già mưa đêm' };
  expect((await own.post('/me/password-changes', change)).body).toMatchObject({
    code: 'password.none',
  });
});

test('nobody disabled, nobody of another programme, nobody at all is not found', async () => {
  const gone = await people.person('union', 't:0111');
  await people.operator.post(`/accounts/${gone.id}/disablement`, {});
  expect(await begin({ account: gone.id })).toMatchObject(NOT_FOUND);
  expect(await begin({ office: people.seeded.office('union', 't:0111') })).toMatchObject(NOT_FOUND);
  expect(await begin({ account: '0190a000-0000-7000-8000-000000000000' })).toMatchObject(NOT_FOUND);
  const foreign = await people.person('union', 't:0112');
  await database.owner`update accounts set programme_id = 'another' where id = ${foreign.id}`;
  expect(await begin({ account: foreign.id })).toMatchObject(NOT_FOUND);
  for (const body of [{}, { office: gone.id, account: gone.id }, { office: 1 }, { who: gone.id }])
    expect((await begin(body)).status, JSON.stringify(body)).toBe(400);
});

test('of each tier and agency one is offered, who may confirm', async () => {
  const listed = await people.anybody.get('/programmes/tiny/rehearsal-accounts');
  expect(listed.status).toBe(200);
  const items = listed.body['items'] as unknown as {
    account: string;
    role: string;
    office: object | null;
  }[];
  expect(items.map(({ role }) => role).toSorted()).toContain('operator');
  for (const { account } of items) expect((await begin({ account })).status, account).toBe(201);
});

test('a programme that is no rehearsal does not have it, nor does one that is not there', async () => {
  const who = await people.person('police', 't:0112');
  const office = people.seeded.office('police', 't:0112');
  expect((await begin({ office })).status).toBe(201);
  await database.owner`update programmes set rehearsal = false`;
  expect(await people.anybody.get('/programmes/tiny/rehearsal-accounts')).toMatchObject(NOT_FOUND);
  const told = [
    await begin({ office }),
    await begin({ account: who.id }),
    await begin({ office }, 'nothing'),
  ];
  for (const one of told) expect(one).toMatchObject(NOT_FOUND);
  const [row] =
    await database.owner`select count(*)::int as n from sessions where account_id = ${who.id}`;
  expect(row).toEqual({ n: 1 });
  await database.owner`update programmes set rehearsal = true`;
});
