/** Signing in with login and password: what is let in, what is refused alike, and who has to wait. */
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { readConfig } from '#config.ts';
import { createServer } from '#server.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openPeople, PASSWORD, type People } from '#test/support/people.ts';

let database: LiveDatabase;
let people: People;
/** Of an activated account. */
let login: string;
let account: string;

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const WRONG = 'không phải mật khẩu này';

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  people = await openPeople(database);
  ({ login, id: account } = await people.activated('police', 't:0111'));
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.owner`delete from attempts`;
});

const statusesOf = async (
  n: number,
  attempt: (i: number) => Promise<{ status: number }>,
): Promise<number[]> => {
  const seen: number[] = [];
  for (let i = 0; i < n; i += 1) seen.push((await attempt(i)).status);
  return seen;
};
/** As if so much time had passed. */
const pass = (seconds: number) =>
  database.owner`update attempts set since = since - make_interval(secs => ${seconds}),
    until = until - make_interval(secs => ${seconds})`;
const waitOf = ({ body, headers }: Awaited<ReturnType<People['signIn']>>) => {
  const { retryAfter } = body['details'] as unknown as { retryAfter: number };
  expect(headers.get('retry-after')).toBe(String(retryAfter));
  return retryAfter;
};

test('login and password begin a session with a token of its own each time', async () => {
  const [one, two] = [await people.signIn(login), await people.signIn(` ${login.toUpperCase()} `)];
  for (const told of [one, two]) {
    expect(told).toMatchObject({ status: 201, body: { account } });
    const { idleUntil, expiresAt } = told.body as unknown as Record<string, string>;
    expect((Date.parse(idleUntil!) - Date.now()) / 60_000).toBeCloseTo(30, 0);
    expect((Date.parse(expiresAt!) - Date.now()) / 3_600_000).toBeCloseTo(12, 1);
    expect(told.headers.get('cache-control')).toBe('no-store');
  }
  expect(one.body['token']).not.toBe(two.body['token']);
  const own = people.api.as(String(two.body['token']));
  const listed = (await own.get('/me/sessions?limit=2')).body;
  expect(listed['items']).toMatchObject([
    { id: two.body['session'], current: true, how: { code: 'password' } },
    { id: one.body['session'], current: false },
  ]);
  const rest = (await own.get(`/me/sessions?cursor=${listed['next']}`)).body;
  expect(rest).toMatchObject({ items: [{ how: { code: 'activation' } }], next: null });
});

test('nobody’s login, a wrong password, a disabled and a never activated account are refused alike', async () => {
  const gone = await people.activated('police', 't:0112');
  await people.operator.post(`/accounts/${gone.id}/disablement`, {});
  const waiting = await people.issue(await people.person('police', 't:0121'));
  const told = [
    await people.signIn(login, WRONG),
    await people.signIn('police-9999'),
    await people.signIn(gone.login),
    await people.signIn(waiting.login),
  ];
  const said = told.map(({ status, body: { instance: _, ...body } }) =>
    JSON.stringify([status, body]),
  );
  expect(new Set(said).size).toBe(1);
  expect(told[0]).toMatchObject({ status: 401, body: { code: 'session.refused' } });
});

test('and after the same work: the time it takes tells nothing', async () => {
  const gone = await people.activated('union', 't:0112');
  await people.operator.post(`/accounts/${gone.id}/disablement`, {});
  const waiting = await people.issue(await people.person('union', 't:0121'));
  const logins = [login, 'police-9999', gone.login, waiting.login];
  const took = new Map(logins.map((name) => [name, [] as number[]]));
  for (let round = 0; round < 30; round += 1) {
    await database.owner`delete from attempts`;
    for (const name of logins) {
      const since = performance.now();
      expect((await people.signIn(name, WRONG)).status).toBe(401);
      took.get(name)!.push(performance.now() - since);
    }
  }
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!;
  const known = median(took.get(login)!);
  for (const name of logins.slice(1)) {
    const ratio = median(took.get(name)!) / known;
    expect(ratio, `${name} ${known} ms`).toBeGreaterThan(0.75);
    expect(ratio, `${name} ${known} ms`).toBeLessThan(1.33);
  }
});

test.each([
  ['somebody’s login', () => login],
  ['nobody’s login', () => 'police-9998'],
])('from the fifth wrong password of %s on each makes the next one wait longer', async (_, of) => {
  const wrong = () => people.signIn(of(), WRONG);
  expect(await statusesOf(5, wrong)).toEqual([401, 401, 401, 401, 401]);
  const waits: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    // The right one, too: what has to wait must not tell.
    const told = await people.signIn(of());
    expect(told).toMatchObject({ status: 429, body: { code: 'attempts.too_many' } });
    waits.push(Math.round(waitOf(told) / 60));
    await pass(waitOf(told));
    expect((await wrong()).status).toBe(401);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  // A day after the first one they are counted anew.
  await pass(86_400);
  expect(await statusesOf(5, wrong)).toEqual([401, 401, 401, 401, 401]);
  expect((await wrong()).status).toBe(429);
});

test('four wrong ones and the right one are nothing, and are forgotten', async () => {
  for (let round = 0; round < 3; round += 1) {
    await statusesOf(4, () => people.signIn(login, WRONG));
    expect((await people.signIn(login)).status).toBe(201);
  }
});

test('the wait outlives the process, and every process knows of it', async () => {
  await statusesOf(5, () => people.signIn(login, WRONG));
  const server = await createServer({
    config: readConfig({ PORT: '0' }),
    databaseUrl: database.url,
    log: silent,
  });
  const answer = await fetch(`${server.url}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50);
  await server.stop();
});

test('no spelling of a login is a login of its own', async () => {
  const fullWidth = Array.from(login, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0));
  const spellings = [
    login,
    login.toUpperCase(),
    ` ${login}`,
    `${login}\u00a0\t`,
    fullWidth.join(''),
    fullWidth.join('').toUpperCase(),
  ];
  for (const spelling of spellings) {
    await database.owner`delete from attempts`;
    expect((await people.signIn(spelling)).status, spelling).toBe(201);
  }
  expect(await statusesOf(6, (i) => people.signIn(spellings[i]!, WRONG))).toEqual([
    401, 401, 401, 401, 401, 429,
  ]);
  for (const spelling of spellings)
    expect((await people.signIn(spelling)).status, spelling).toBe(429);
});

test('of fifty guesses at once five are compared', async () => {
  const told = await Promise.all(Array.from({ length: 50 }, () => people.signIn(login, WRONG)));
  expect(told.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(told.filter(({ status }) => status === 429)).toHaveLength(45);
});

test('who is locked out is let in again by a new code, and by nothing else', async () => {
  const who = await people.activated('union', 't:0111');
  await statusesOf(5, () => people.signIn(who.login, WRONG));
  expect((await people.signIn(who.login)).status).toBe(429);
  const { code } = await people.issue(who);
  expect((await people.signIn(who.login)).status).toBe(429);
  expect((await people.activate(code, 'rừng già mưa đêm')).status).toBe(201);
  expect((await people.signIn(who.login, 'rừng già mưa đêm')).status).toBe(201);
  // Another office was never kept out.
  expect((await people.signIn(login)).status).toBe(201);
});

test('a hundred wrong codes a minute are compared, whosever; right ones do not count', async () => {
  const who = await people.person('union', 't:0122');
  for (let i = 0; i < 3; i += 1)
    expect((await people.activate((await people.issue(who)).code)).status).toBe(201);
  const { code } = await people.issue(who);
  const told = await Promise.all(
    Array.from({ length: 110 }, () => people.activate('34AC-79DE-XYQR-TVWM')),
  );
  expect(told.filter(({ status }) => status === 401)).toHaveLength(100);
  const kept = await people.activate(code);
  expect(kept.status).toBe(429);
  expect(waitOf(kept)).toBeLessThanOrEqual(60);
  // Who has a password is not concerned.
  expect((await people.signIn(login)).status).toBe(201);
  await pass(61);
  expect((await people.activate(code)).status).toBe(201);
});

test('what strangers try fills no table, and says nothing of what they typed', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, i) => people.signIn(`stranger-${i}`, WRONG)));
  const keys = await database.owner<{ key: string }[]>`select key from attempts`;
  for (const { key } of keys) expect(key).toMatch(/^login [0-9a-f]{4}$/);
});

test('who came and who was kept out is written down, by account and instant alone', async () => {
  await database.owner`delete from sign_ins`;
  await people.signIn(login);
  await statusesOf(5, () => people.signIn(login, WRONG));
  await people.signIn(login);
  await people.signIn('police-9997', WRONG);
  await people.activate('34AC-79DE-XYQR-TVWM');
  const rows = await database.owner`select account_id as account, kind from sign_ins order by id`;
  const wrong = { account, kind: 'wrongPassword' };
  expect(rows).toEqual([
    { account, kind: 'signedIn' },
    wrong,
    wrong,
    wrong,
    wrong,
    wrong,
    // Told once, as the wait begins: who keeps knocking writes nothing.
    { account, kind: 'throttled' },
    { account: null, kind: 'wrongPassword' },
    { account: null, kind: 'wrongCode' },
  ]);
  const columns = await database.owner`select column_name as name from information_schema.columns
    where table_name = 'sign_ins' order by ordinal_position`;
  expect(columns.map(({ name }) => name)).toEqual(['id', 'account_id', 'kind', 'at']);
});
