/** The change feed: whoever is concerned hears that something changed, nobody else hears anything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { createRolloutActivities } from '#activities/rollout.ts';
import { createApp } from '#api/app.ts';
import { openFeed } from '#api/changes/feed.ts';
import { readConfig } from '#config.ts';
import { createServer, type Server } from '#server.ts';
import { BODIES } from '#test/support/bodies.ts';
import { openEar, type Ear } from '#test/support/ear.ts';
import { eventually, openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openProxy, type Proxy } from '#test/support/tcp-proxy.ts';
import type { AgencyCode, UnitKey } from '#test/support/tiny-programme.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const ROOT = resolve(import.meta.dirname, '..', '..');
/** A request would be cut off after this; listening is not. */
const config = readConfig({ PORT: '0', RATE_PER_SECOND: '0', REQUEST_TIMEOUT_MS: '1000' });

let database: LiveDatabase;
let proxy: Proxy;
let postgres: string;
let server: Server;
let tiny: TinyRollout;
let ears: Ear[] = [];

beforeAll(async () => {
  proxy = await openProxy();
});
beforeEach(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  const url = new URL(database.url);
  postgres = url.host;
  proxy.forward(postgres);
  url.host = proxy.address;
  server = await createServer({ config, databaseUrl: url.href, log: silent });
});
afterEach(async () => {
  await Promise.all(ears.map((ear) => ear.leave().catch(() => {})));
  ears = [];
  await server.stop();
  await database.close();
});
afterAll(() => proxy.close());

const ask = (token: string, more: Record<string, string> = {}, at = server.url) =>
  fetch(`${at}/changes`, { headers: { authorization: `Bearer ${token}`, ...more } });

async function listen(token: string, more?: Record<string, string>, at?: string): Promise<Ear> {
  const ear = openEar(await ask(token, more, at));
  ears.push(ear);
  expect(ear.status).toBe(200);
  return ear;
}

const account = (agency: AgencyCode, unit: UnitKey) =>
  tiny.seeded.account(agency, unit, { role: unit === 't:01' ? 'planner' : 'officer' });
const earOf = async (agency: AgencyCode, unit: UnitKey) => listen(await account(agency, unit));

async function acknowledge(agency: AgencyCode, unit: UnitKey): Promise<void> {
  const path = `/assignments/${tiny.assignment(unit)}/acknowledgements`;
  expect((await tiny.head(agency, unit).post(path, { version: 1 })).status).toBe(201);
}

test('an act is heard by the other side and every superior, and by nobody else', async () => {
  const [otherSide, district, province] = await Promise.all([
    earOf('union', 't:0111'),
    earOf('police', 't:011'),
    earOf('union', 't:01'),
  ]);
  const strangers = await Promise.all([earOf('police', 't:0112'), earOf('police', 't:012')]);
  const concerned = [otherSide, district, province];
  // The fact, then what its look made of it: twice each.
  await acknowledge('police', 't:0111');
  await Promise.all(concerned.map((ear) => ear.hears(1)));
  await settle(database.worker);
  await Promise.all(concerned.map((ear) => ear.hears(2)));
  await acknowledge('union', 't:0111');
  await Promise.all(concerned.map((ear) => ear.hears(3)));
  expect(strangers.map((ear) => ear.heard())).toEqual([0, 0]);
  // They do listen: what is theirs they hear, and it is the first they hear.
  await acknowledge('union', 't:0112');
  await acknowledge('police', 't:012');
  await Promise.all(strangers.map((ear) => ear.hears(1)));
  expect(strangers.map((ear) => ear.heard())).toEqual([1, 1]);
  expect(otherSide.heard()).toBe(3);
  for (const ear of [...concerned, ...strangers])
    expect(ear.everything()).toMatch(/^retry: 3000\n\n((event: changed\ndata: \{\}|:)\n\n)*$/);
});

test('nothing is heard when nothing changed', async () => {
  const ear = await earOf('union', 't:011');
  const path = `/assignments/${tiny.assignment('t:011')}/acknowledgements`;
  const head = tiny.head('police', 't:011');
  await head.post(path, { version: 1 }, { 'idempotency-key': 'once' });
  await ear.hears(1);
  await settle(database.worker);
  await ear.hears(2);
  // The same again, a refusal, a read, a needless look at everything.
  const again = await head.post(path, { version: 1 }, { 'idempotency-key': 'once' });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect((await head.post(path, { version: 7 })).status).toBe(409);
  expect((await head.get('/work')).status).toBe(200);
  const key = { programme: 'tiny', rollout: tiny.rollout, unit: 't:01' };
  await createRolloutActivities(database.worker).takeStockOfRollout(key);
  // Whoever listens from now on has had a look at the record after all of this, and so had the ear.
  await earOf('union', 't:012');
  expect(ear.heard()).toBe(2);
  await acknowledge('union', 't:011');
  await ear.hears(3);
  expect(ear.heard()).toBe(3);
});

test('a rollout’s own acts are heard where it goes, a draft by its root alone', async () => {
  const [root, commune] = [await earOf('union', 't:01'), await earOf('police', 't:0111')];
  const planner = tiny.head('police', 't:01');
  expect((await planner.post('/rollouts', BODIES['draftRollout'])).status).toBe(201);
  await root.hears(1);
  expect(commune.heard()).toBe(0);
  const held = await planner.post(
    `/rollouts/${tiny.rollout}/conferences`,
    BODIES['holdRolloutConference'],
  );
  expect(held.status, JSON.stringify(held.body)).toBe(201);
  await Promise.all([root.hears(2), commune.hears(1)]);
});

test('who stands in for an office hears what concerns it; an operator hears of the engine alone', async () => {
  const [standIn, stranger] = [await earOf('police', 't:012'), await earOf('union', 't:0121')];
  const operator = await listen(await tiny.seeded.account(null, null, { role: 'operator' }));
  const named = await tiny
    .head('police', 't:01')
    .post(`/offices/${tiny.seeded.office('police', 't:011')}/stand-ins`, {
      standInOffice: tiny.seeded.office('police', 't:012'),
      post: 'Trưởng',
      from: '2023-08-01',
      to: '2023-12-31',
    });
  expect(named.status, JSON.stringify(named.body)).toBe(201);
  // Its open work waits for another look: that is the engine's.
  await Promise.all([standIn.hears(1), operator.hears(1)]);
  await settle(database.worker);
  await Promise.all([standIn.hears(2), operator.hears(2)]);
  await acknowledge('union', 't:011');
  await Promise.all([standIn.hears(3), operator.hears(3)]);
  expect(stranger.heard()).toBe(0);
  // A draft is content: where somebody has heard of it, the operator has not.
  const root = await earOf('union', 't:01');
  const planner = tiny.head('police', 't:01');
  expect((await planner.post('/rollouts', BODIES['draftRollout'])).status).toBe(201);
  await root.hears(1);
  expect(operator.heard()).toBe(3);
  await acknowledge('police', 't:011');
  await operator.hears(4);
  expect(operator.heard()).toBe(4);
});

test('what commits after later numbers is heard, however much later', async () => {
  const [late, other] = [await earOf('union', 't:012'), await earOf('union', 't:011')];
  await database.owner.begin(async (tx) => {
    await tx`insert into changes (seq, programme_id, unit_key, real_at)
      values (nextval('ledger_seq'), 'tiny', 't:012', now())`;
    await acknowledge('police', 't:011');
    await other.hears(1);
    expect(late.heard()).toBe(0);
  });
  await late.hears(1);
});

test('while the database is away the connection stays; what was missed is heard after its return', async () => {
  const [ear, stranger] = [await earOf('union', 't:011'), await earOf('union', 't:012')];
  proxy.forward(null);
  await eventually('the API is without its database', async () => {
    const ready = await fetch(`${server.url}/readyz`);
    return ready.status === 503;
  });
  expect((await ask('x'.repeat(20))).status).toBe(503);
  await acknowledge('police', 't:011');
  expect(ear.heard()).toBe(0);
  proxy.forward(postgres);
  await ear.hears(1);
  expect(stranger.heard()).toBe(0);
});

test('a connection ends when its account is disabled or its token replaced, and is not opened again', async () => {
  const [kept, disabled, replaced] = [
    await earOf('police', 't:0111'),
    await account('police', 't:011'),
    await account('union', 't:011'),
  ];
  const [one, two] = [await listen(disabled), await listen(replaced)];
  for (const [token, path] of [
    [disabled, 'disablement'],
    [replaced, 'tokens'],
  ] as const) {
    const me = await tiny.api.as(token).get('/me');
    const told = await tiny.operator.post(`/accounts/${me.body['account']}/${path}`, {});
    expect(told.status, JSON.stringify(told.body)).toBe(201);
  }
  await Promise.all([one.ended, two.ended]);
  expect((await ask(disabled)).status).toBe(401);
  await acknowledge('police', 't:0111');
  await kept.hears(1);
  expect([one.heard(), two.heard()]).toEqual([0, 0]);
});

test('one account has six connections, and again one when one of them has gone', async () => {
  const token = await account('police', 't:012');
  const six = await Promise.all(Array.from({ length: 6 }, () => listen(token)));
  const seventh = await ask(token);
  expect(seventh.status).toBe(429);
  expect(await seventh.json()).toMatchObject({ code: 'changes.too_many', details: { most: 6 } });
  await six[0]!.leave();
  await eventually('there is room', async () => {
    const answer = await ask(token);
    if (answer.status !== 200) return false;
    ears.push(openEar(answer));
    return true;
  });
});

test('it is an answer like every other: refused, marked, kept by nobody, on a connection that serves more', async () => {
  expect((await fetch(`${server.url}/changes`)).status).toBe(401);
  const token = await account('union', 't:0111');
  const asked = { authorization: `Bearer ${token}` };
  expect((await fetch(`${server.url}/changes?since=1`, { headers: asked })).status).toBe(400);
  // A browser that comes back says what it heard last: there is nothing to be taken up.
  const ear = await listen(token, { 'last-event-id': '17', accept: 'text/event-stream' });
  expect(Object.fromEntries(ear.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const first = get(`${server.url}/livez`, { agent });
  const [live] = (await once(first, 'response')) as [IncomingMessage];
  await once(live.resume(), 'end');
  const second = get(`${server.url}/changes`, { agent, headers: asked });
  const [events] = (await once(second, 'response')) as [IncomingMessage];
  expect([second.reusedSocket, events.statusCode]).toEqual([true, 200]);
  expect(String((await once(events, 'data'))[0])).toBe('retry: 3000\n\n');
  agent.destroy();
});

test('it beats, and outlives the time a request has', async () => {
  const feed = openFeed(database.reader, silent, { pollMs: 5, checkMs: 20, beatMs: 40 });
  const app = createApp({
    sql: database.intake,
    reader: database.reader,
    feed,
    log: silent,
    ready: async () => ({ ready: true, why: null }),
    // Enough for a busy machine to answer in, and half of what it then beats for.
    limits: { timeoutMs: 1_000, bodyBytes: 1_024, rate: { perSecond: 0, burst: 1 } },
  });
  const headers = { authorization: `Bearer ${await account('police', 't:01')}` };
  const ear = openEar(await app.request('/changes', { headers }));
  await eventually('it has beaten for long', async () => ear.beats() >= 50);
  await acknowledge('police', 't:011');
  await ear.hears(1);
  feed.close();
  await ear.ended;
  expect((await app.request('/changes', { headers })).status).toBe(503);
});

test('SIGTERM ends the process although somebody listens', async () => {
  const child = spawn(process.execPath, ['server.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], TZ: 'UTC', DATABASE_URL: database.url, PORT: '0' },
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const token = await account('police', 't:011');
  const all = await Promise.all(Array.from({ length: 5 }, () => listen(token, {}, url)));
  const exit = once(child, 'exit');
  const askedAt = performance.now();
  child.kill('SIGTERM');
  // Ended, not cut off.
  await Promise.all(all.map((ear) => ear.ended));
  expect(await exit).toEqual([0, null]);
  expect(performance.now() - askedAt).toBeLessThan(15_000);
});
