/** Mã kích hoạt: who gives one to whom, what it is good for, and that it is good for it once. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Told } from '#test/support/api.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openPeople, PASSWORD, type People } from '#test/support/people.ts';

let database: LiveDatabase;
let people: People;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  people = await openPeople(database);
});
afterAll(() => database?.close());

const REFUSED = { status: 401, body: { code: 'activation.refused' } };
const count = (told: readonly Told[], status: number) =>
  told.filter((t) => t.status === status).length;
const kindsOf = async (account: string) =>
  (
    await database.owner<{ kind: string }[]>`
    select kind from sign_ins where account_id = ${account} order by id`
  ).map(({ kind }) => kind);
const live = async (account: string) => {
  const [row] = await database.owner<{ n: number }[]>`
    select count(*)::int as n from sessions where account_id = ${account} and ended_at is null`;
  return row!.n;
};

test('a code is given with login, office and end, once; it sets the password and begins a session', async () => {
  const who = await people.person('police', 't:0111');
  const key = { 'idempotency-key': 'code' };
  const path = `/accounts/${who.id}/activation-codes`;
  const told = await people.operator.post(path, {}, key);
  expect(told).toMatchObject({
    status: 201,
    body: { account: who.id, login: 'police-0111', office: 'police Xã Đông' },
  });
  expect(told.body['code']).toMatch(/^[34679AC-HJKMNPQRTVWXY]{4}(-[34679AC-HJKMNPQRTVWXY]{4}){3}$/);
  const days = (Date.parse(String(told.body['expiresAt'])) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(13.99);
  expect(days).toBeLessThanOrEqual(14.01);
  const again = await people.operator.post(path, {}, key);
  expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([
    { ...told.body, code: null },
    'true',
  ]);
  const begun = await people.activate(String(told.body['code']).toLowerCase().replaceAll('-', ' '));
  expect(begun).toMatchObject({ status: 201, body: { account: who.id } });
  expect(begun.body['token']).toMatch(/^ls_[\w-]{43}$/);
  expect(begun.headers.get('cache-control')).toBe('no-store');
  const me = await people.api.as(String(begun.body['token'])).get('/me');
  expect(me).toMatchObject({ status: 200, body: { account: who.id } });
  // The program of the office goes on with its own.
  expect((await who.client.get('/me')).status).toBe(200);
  expect(await kindsOf(who.id)).toEqual(['activated']);
});

test('logins are numbered within an office, and another programme’s bear its key', async () => {
  const [second, third] = [
    await people.person('police', 't:0111'),
    await people.person('police', 't:0111'),
  ];
  const given = await Promise.all([people.issue(second), people.issue(third)]);
  expect(given.map(({ login }) => login).toSorted()).toEqual(['police-0111-2', 'police-0111-3']);
  // A later code of the same account names the same login.
  expect((await people.issue(second)).login).toBe(given[0].login);
  const me = await people.operator.get('/me');
  expect((await people.issue({ id: String(me.body['account']) })).login).toBe('operator');
  const other = await people.person('police', 't:0112');
  await database.owner`update accounts set login = 'police-0112', programme_id = 'another'
    where id = ${other.id}`;
  const own = await people.person('police', 't:0112');
  expect((await people.issue(own)).login).toBe('tiny-police-0112');
});

test('several codes at once for one account leave one that works', async () => {
  const who = await people.person('union', 't:0112');
  const codes = await Promise.all([1, 2, 3, 4].map(() => people.issue(who)));
  expect(new Set(codes.map(({ login }) => login)).size).toBe(1);
  const told: Told[] = [];
  for (const { code } of codes) told.push(await people.activate(code));
  expect([count(told, 201), count(told, 401)]).toEqual([1, 3]);
});

test('given by the superior of the same line and by operators, to nobody disabled', async () => {
  const commune = await people.person('union', 't:0121');
  const at = `/accounts/${commune.id}/activation-codes`;
  const [superior, otherLine, sibling] = [
    await people.person('union', 't:012'),
    await people.person('police', 't:012'),
    await people.person('union', 't:0122'),
  ];
  expect((await superior.client.post(at, {})).status).toBe(201);
  expect((await otherLine.client.post(at, {})).status).toBe(403);
  expect((await sibling.client.post(at, {})).status).toBe(404);
  // Not even to itself: who holds a program's token makes no password of it.
  expect((await commune.client.post(at, {})).status).toBe(403);
  expect((await people.operator.post(`/accounts/${commune.id}/disablement`, {})).status).toBe(201);
  expect(await superior.client.post(at, {})).toMatchObject({
    status: 409,
    body: { code: 'account.disabled' },
  });
});

test('a code that is wrong, malformed, replaced, expired, used or of a disabled account is refused alike', async () => {
  const refused = async (code: string, password?: string) => {
    const told = await people.activate(code, password);
    expect(told).toMatchObject(REFUSED);
    const { instance: _, ...body } = told.body;
    return JSON.stringify([body, told.headers.get('www-authenticate')]);
  };
  const who = await people.person('police', 't:0122');
  const first = await people.issue(who);
  const second = await people.issue(who);
  const said = [await refused('34AC-79DE-XYQR-TVWM'), await refused('no code at all')];
  said.push(await refused(first.code));
  await database.owner`update activation_codes set expires_at = now() - interval '1 second'
    where account_id = ${who.id}`;
  said.push(await refused(second.code));
  const third = await people.issue(who);
  expect((await people.activate(third.code)).status).toBe(201);
  await database.owner`update activation_codes set used_at = now() - interval '11 minutes'
    where account_id = ${who.id} and used_at is not null`;
  said.push(await refused(third.code));
  const fourth = await people.issue(who);
  expect((await people.operator.post(`/accounts/${who.id}/disablement`, {})).status).toBe(201);
  said.push(await refused(fourth.code));
  expect(new Set(said).size).toBe(1);
  expect(said[0]).toContain('ask your superior for a new one');
});

test('of twenty at once with twenty passwords exactly one is let in, and it is its password that counts', async () => {
  const who = await people.person('union', 't:011');
  const { login, code } = await people.issue(who);
  const passwords = Array.from({ length: 20 }, (_, i) => `một mật khẩu khác ${i} nữa`);
  const told = await Promise.all(passwords.map((password) => people.activate(code, password)));
  expect(count(told, 201)).toBe(1);
  const other = told.filter(({ status }) => status !== 201).map(({ body }) => String(body['code']));
  // Nineteen wrong passwords for one account: those after the first few have to wait.
  expect(new Set(other)).toEqual(new Set(['activation.refused', 'attempts.too_many']));
  expect(await live(who.id)).toBe(1);
  const [used] = await database.owner`
    select count(*)::int as n from activation_codes where account_id = ${who.id} and used_at is not null`;
  expect(used).toEqual({ n: 1 });
  await database.owner`delete from attempts`;
  const winner = passwords[told.findIndex(({ status }) => status === 201)]!;
  expect((await people.signIn(login, winner)).status).toBe(201);
});

test('who never saw the answer sends the same again and is let in; with another password not', async () => {
  const who = await people.person('police', 't:011');
  const { code } = await people.issue(who);
  const told = await Promise.all([1, 2, 3].map(() => people.activate(code)));
  expect(count(told, 201)).toBe(3);
  expect((await people.activate(code)).status).toBe(201);
  expect(await people.activate(code, 'một mật khẩu khác hẳn')).toMatchObject(REFUSED);
  expect(await kindsOf(who.id)).toEqual([
    'activated',
    'signedIn',
    'signedIn',
    'signedIn',
    'wrongPassword',
  ]);
  for (const { body } of told)
    expect((await people.api.as(String(body['token'])).get('/me')).status).toBe(200);
});

test('a new code ends every session there was, and the password before it', async () => {
  const who = await people.activated('union', 't:0122');
  const second = await people.signIn(who.login);
  const { login, code } = await people.issue(who);
  // Until it is used nothing has changed.
  expect((await who.own.get('/me')).status).toBe(200);
  const begun = await people.activate(code, 'rừng già mưa đêm');
  expect(begun.status).toBe(201);
  for (const token of [who.own, people.api.as(String(second.body['token']))])
    expect((await token.get('/me')).status).toBe(401);
  expect((await people.signIn(login)).status).toBe(401);
  expect((await people.signIn(login, 'rừng già mưa đêm')).status).toBe(201);
  const [ended] = await database.owner`
    select count(*)::int as n from sessions where account_id = ${who.id} and ended_by = ${who.id}`;
  expect(ended).toEqual({ n: 2 });
});

test('a password that is too easy leaves the code as it was', async () => {
  const who = await people.person('police', 't:0121');
  const { login, code } = await people.issue(who);
  for (const [password, rule] of [
    ['ngắn', 'length'],
    ['x7Kq-'.repeat(41), 'length'],
    ['Matkhau@2023', 'common'],
    [login.toUpperCase(), 'login'],
  ] as const)
    expect(await people.activate(code, password)).toMatchObject({
      status: 422,
      body: { code: 'password.weak', details: { rule } },
    });
  expect((await people.activate(code, PASSWORD)).status).toBe(201);
});

test('the list of accounts says how far each is, and shows no code', async () => {
  const who = await people.person('union', 't:01', { role: 'planner' });
  const path = `/offices/${people.seeded.office('union', 't:01')}/accounts`;
  const row = async () =>
    (await people.operator.get(path)).body['items']![0] as unknown as Record<string, unknown>;
  expect(await row()).toMatchObject({ login: null, activatedAt: null, codeUntil: null });
  const { code } = await people.issue(who);
  const open = await row();
  expect(open).toMatchObject({ login: 'union-01', activatedAt: null });
  expect(open['codeUntil']).toMatch(/Z$/);
  expect(JSON.stringify(open)).not.toContain(code);
  await people.activate(code);
  const done = await row();
  expect(done).toMatchObject({ codeUntil: null });
  expect(done['activatedAt']).toMatch(/Z$/);
});
