/** Phiên đăng nhập: that it ends when it should, at the next request and for whoever listens, and lives till then. */
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { readConfig } from '#config.ts';
import type { Transaction } from '#db/driver.ts';
import { hashToken } from '#facts/record.ts';
import { noteUse } from '#facts/session.ts';
import { createServer, type Server } from '#server.ts';
import type { Client } from '#test/support/api.ts';
import { openEar, type Ear } from '#test/support/ear.ts';
import { eventually, openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openPeople, PASSWORD, type People } from '#test/support/people.ts';

let database: LiveDatabase;
let people: People;
let server: Server;
let ears: Ear[] = [];

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const NEW = 'rừng già mưa đêm';

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  people = await openPeople(database);
  const config = readConfig({ PORT: '0', RATE_PER_SECOND: '0' });
  server = await createServer({ config, databaseUrl: database.url, log: silent });
});
afterEach(async () => {
  await Promise.all(ears.map((ear) => ear.leave().catch(() => {})));
  ears = [];
  await database.owner`delete from attempts`;
});
afterAll(async () => {
  await server?.stop();
  await database?.close();
});

type Held = { readonly session: string; readonly token: string; readonly client: Client };

async function signedIn(login: string, password = PASSWORD): Promise<Held> {
  const { status, body } = await people.signIn(login, password);
  expect(status, JSON.stringify(body)).toBe(201);
  const token = String(body['token']);
  return { session: String(body['session']), token, client: people.api.as(token) };
}
const statusOf = async ({ client }: Held) => (await client.get('/me')).status;
async function listen(token: string): Promise<Ear> {
  const headers = { authorization: `Bearer ${token}` };
  const ear = openEar(await fetch(`${server.url}/changes`, { headers }));
  ears.push(ear);
  expect(ear.status).toBe(200);
  return ear;
}
const rowOf = async (session: string) => {
  const [row] = await database.owner<Record<string, string | null>[]>`
    select *, extract(epoch from idle_until - now())::int as "idleIn" from sessions where id = ${session}`;
  return row!;
};
const noted = async (account: string, kind: string) => {
  const [row] = await database.owner<{ n: number }[]>`
    select count(*)::int as n from sign_ins where account_id = ${account} and kind = ${kind}`;
  return row!.n;
};

test('one’s own session ends at the next request; another one, and the program’s token, do not', async () => {
  const who = await people.activated('police', 't:0111');
  const [one, two] = [await signedIn(who.login), await signedIn(who.login)];
  const ear = await listen(one.token);
  const told = await two.client.post(`/sessions/${one.session}/endings`, {});
  expect(told).toMatchObject({ status: 201, body: { session: one.session } });
  expect([
    await statusOf(one),
    await statusOf(two),
    await statusOf({ ...two, client: who.client }),
  ]).toEqual([401, 200, 200]);
  await ear.ended;
  expect(await rowOf(one.session)).toMatchObject({ ended_by: who.id });
  expect(await noted(who.id, 'sessionEnded')).toBe(1);
  expect(await two.client.post(`/sessions/${one.session}/endings`, {})).toMatchObject({
    status: 409,
    body: { code: 'session.ended' },
  });
  // Signing out: the answer still comes.
  expect((await two.client.post(`/sessions/${two.session}/endings`, {})).status).toBe(201);
  expect(await statusOf(two)).toBe(401);
  const writes = await one.client.post('/me/password-changes', { old: PASSWORD, new: NEW });
  expect(writes).toMatchObject({ status: 401, body: { code: 'account.unknown' } });
});

test('another’s is ended by the superior of its line and by operators', async () => {
  const who = await people.activated('union', 't:0111');
  const end = async (by: Client) => {
    const { session } = await signedIn(who.login);
    return (await by.post(`/sessions/${session}/endings`, {})).status;
  };
  const superior = await people.person('union', 't:011');
  const colleague = await people.person('union', 't:0111');
  const otherLine = await people.person('police', 't:011');
  const sibling = await people.person('union', 't:0112');
  const got: number[] = [];
  for (const by of [superior, colleague, otherLine, sibling]) got.push(await end(by.client));
  expect([...got, await end(people.operator)]).toEqual([201, 403, 403, 404, 201]);
  const nobodys = '/sessions/0190a000-0000-7000-8000-000000000000/endings';
  expect((await superior.client.post(nobodys, {})).status).toBe(404);
  expect((await people.anybody.post(nobodys, {})).status).toBe(401);
});

test.each(['disablement', 'tokens'] as const)(
  '%s ends every session at once, whoever listens',
  async (path) => {
    const who = await people.activated('police', 't:0112');
    const held = [await signedIn(who.login), await signedIn(who.login)];
    const all = await Promise.all(held.map(({ token }) => listen(token)));
    expect((await people.operator.post(`/accounts/${who.id}/${path}`, {})).status).toBe(201);
    expect(await Promise.all(held.map(statusOf))).toEqual([401, 401]);
    await Promise.all(all.map((ear) => ear.ended));
    // With the one of the activation.
    expect(await noted(who.id, 'sessionEnded')).toBe(3);
    const again = await people.signIn(who.login);
    expect(again.status).toBe(path === 'tokens' ? 201 : 401);
  },
);

test('unused for too long it is over, whatever the programme’s clock says; its late use is noted once', async () => {
  const who = await people.activated('union', 't:0112');
  const held = await signedIn(who.login);
  // Half a year later in the programme: nothing here goes by that clock.
  const to = '2024-02-01T01:00:00.000Z';
  expect((await people.operator.post('/programmes/tiny/clock', { to })).status).toBe(201);
  expect(await statusOf(held)).toBe(200);
  const ear = await listen(held.token);
  await database.owner`update sessions set idle_until = now() - interval '1 second' where id = ${held.session}`;
  expect(await statusOf(held)).toBe(401);
  await ear.ended;
  for (let i = 0; i < 3; i += 1) await noteUse(database.intake, hashToken(held.token));
  expect(await noted(who.id, 'sessionExpired')).toBe(1);
  expect(await rowOf(held.session)).toMatchObject({ ended_by: null });
  expect((await rowOf(held.session))['ended_at']).not.toBeNull();
});

test('used or not, it is over at its end', async () => {
  const who = await people.activated('police', 't:0121');
  const held = await signedIn(who.login);
  await database.owner`update sessions set expires_at = now() - interval '1 second' where id = ${held.session}`;
  expect(await statusOf(held)).toBe(401);
  expect((await people.signIn(who.login)).status).toBe(201);
});

test('use moves its idle end on, beside the answer and once a minute at most', async () => {
  const who = await people.activated('union', 't:0121');
  const held = await signedIn(who.login);
  const back = () => database.owner`update sessions set seen_at = now() - interval '2 minutes',
    idle_until = now() + interval '5 minutes' where id = ${held.session}`;
  await back();
  expect(await statusOf(held)).toBe(200);
  const moved = await eventually('the idle end is moved on', async () => {
    const row = await rowOf(held.session);
    return Number(row['idleIn']) > 29 * 60 && row;
  });
  await noteUse(database.intake, hashToken(held.token));
  expect((await rowOf(held.session))['seen_at']).toBe(moved['seen_at']);
  // A connection that listens is used as it opens.
  await back();
  await listen(held.token);
  await eventually('it is moved on again', async () => {
    const row = await rowOf(held.session);
    return Number(row['idleIn']) > 29 * 60;
  });
});

test('a new password ends the other sessions, and the one before it', async () => {
  const who = await people.activated('police', 't:0122');
  const [own, other] = [await signedIn(who.login), await signedIn(who.login)];
  const change = (body: object, key = 'change') =>
    own.client.post('/me/password-changes', body, { 'idempotency-key': key });
  for (const [body, code] of [
    [{ old: NEW, new: NEW }, 'password.wrong'],
    [{ old: PASSWORD, new: 'ngắn' }, 'password.weak'],
    [{ old: PASSWORD, new: who.login }, 'password.weak'],
  ] as const)
    expect(await change(body), JSON.stringify(body)).toMatchObject({ status: 422, body: { code } });
  expect([await statusOf(own), await statusOf(other)]).toEqual([200, 200]);
  expect((await change({ old: PASSWORD, new: NEW })).status).toBe(201);
  expect([await statusOf(own), await statusOf(other)]).toEqual([200, 401]);
  expect((await people.signIn(who.login)).status).toBe(401);
  expect((await people.signIn(who.login, NEW)).status).toBe(201);
  // Whose answer was lost asks again; what is another change is told apart.
  const again = await change({ old: PASSWORD, new: NEW });
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  expect(await change({ old: NEW, new: PASSWORD })).toMatchObject({
    status: 422,
    body: { code: 'idempotency.other_body' },
  });
});

test('of two changes at once one is done, and the other was of a password no longer there', async () => {
  const who = await people.activated('union', 't:0122');
  const told = await Promise.all(
    Array.from({ length: 4 }, (_, i) =>
      who.own.post('/me/password-changes', { old: PASSWORD, new: `${NEW} ${i}` }),
    ),
  );
  const statuses = told.map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 422, 422, 422]);
  const winner = told.findIndex(({ status }) => status === 201);
  expect((await people.signIn(who.login, `${NEW} ${winner}`)).status).toBe(201);
});

test('the present password is guessed at as seldom here as at the door; without one there is none to change', async () => {
  const who = await people.activated('police', 't:011');
  const change = (old: string) => who.own.post('/me/password-changes', { old, new: NEW });
  const got: number[] = [];
  for (let i = 0; i < 6; i += 1) got.push((await change(`đoán thử lần ${i}`)).status);
  expect(got).toEqual([422, 422, 422, 422, 422, 429]);
  expect((await people.signIn(who.login)).status).toBe(429);
  const program = await people.person('police', 't:011');
  expect(
    await program.client.post('/me/password-changes', { old: PASSWORD, new: NEW }),
  ).toMatchObject({ status: 409, body: { code: 'password.none' } });
});

/** Does something while a transaction of the owner holds; both go on when it commits. */
async function meanwhile<T>(
  hold: (tx: Transaction) => Promise<unknown>,
  act: () => Promise<T>,
): Promise<T> {
  const held = await database.owner.begin(async (tx) => {
    await hold(tx);
    const acting = act();
    await eventually('it waits', async () => {
      const [row] = await database.owner<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return row!.n > 0;
    });
    return { acting };
  });
  return held.acting;
}

test('who is just signing in is signed out with the others', async () => {
  const who = await people.activated('union', 't:011');
  const { code } = await people.issue(who);
  const token = 'ls_the-session-that-is-just-beginning';
  const told = await meanwhile(
    async (tx) => {
      await tx`select from accounts where id = ${who.id} for share`;
      await tx`insert into sessions (id, account_id, token_hash, how, created_at, seen_at, idle_until, expires_at)
        values (gen_random_uuid(), ${who.id}, ${hashToken(token)}, 'password', now(), now(),
          now() + interval '1 hour', now() + interval '1 hour')`;
    },
    () => people.activate(code, NEW),
  );
  expect(told.status).toBe(201);
  expect((await people.api.as(token).get('/me')).status).toBe(401);
});

test('who signs in while the password changes is let in with the new one alone', async () => {
  const who = await people.activated('union', 't:011');
  const told = await meanwhile(
    (tx) => tx`update accounts set password_hash = 'another' where id = ${who.id}`,
    () => people.signIn(who.login),
  );
  expect(told).toMatchObject({ status: 401, body: { code: 'session.refused' } });
});
