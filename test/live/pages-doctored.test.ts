/** What nobody's browser sends of itself: doctored forms, odd addresses and cookies. Never a 500, and nothing is lost to others. */
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { readConfig } from '#config.ts';
import { createServer, type Server } from '#server.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { linksTo, sentAsShown, visitorOf, type Visitor } from '#test/support/pages.ts';
import { issueTinyRollout, type TinyRollout } from '#test/support/tiny-rollout.ts';

let database: LiveDatabase;
let tiny: TinyRollout;
let server: Server;
let officer: Visitor;
let shown: Record<string, string>;
const logged: string[] = [];
const log = {
  info: () => {},
  warn: () => {},
  error: (details: object, message: string) => logged.push(`${message} ${JSON.stringify(details)}`),
};

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  const config = readConfig({ PORT: '0', RATE_PER_SECOND: '0' });
  server = await createServer({ config, databaseUrl: database.url, log });
  officer = visitorOf(server.url, await tiny.seeded.account('police', 't:0111'));
  const [link = ''] = linksTo((await officer.get('/viec')).text, 'acknowledgement');
  shown = sentAsShown((await officer.get(link)).text);
});
afterAll(async () => {
  await server?.stop();
  await database?.close();
});
beforeEach(() => {
  logged.length = 0;
});

type Part = Record<string, unknown>;
type Loose = Part & { item: Part; act: Part };
/** What the form was about, changed. */
const about = (change: (thing: Loose) => void): string => {
  const thing = JSON.parse(shown['about']!) as Loose;
  change(thing);
  return JSON.stringify(thing);
};
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const factsNow = async () => {
  const [row] = await database.owner<{ n: number }[]>`select count(*)::int as n from facts`;
  return row!.n;
};

test('no name in a form reaches what all objects share', async () => {
  for (const agencies of [['__proto__.polluted'], ['0', 'constructor.prototype.polluted']]) {
    const sides = agencies.map((agency) => ({ agency, name: 'x' }));
    const doctored = about((thing) => Object.assign(thing, { sides, act: conference(thing) }));
    const answer = await officer.post('/viec/lam', { ...shown, about: doctored });
    expect([answer.status, answer.location]).toEqual([302, '/viec?het']);
    expect('polluted' in {} || 'polluted' in []).toBe(false);
  }
  expect((await officer.get('/viec')).status).toBe(200);
});
const conference = ({ act }: Loose) => ({ ...act, kind: 'conference', body: {} });

test.each<[string, string]>([
  ['nothing', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['deep', nested(50_000)],
])('a form about %s leads back to the list', async (_, doctored) => {
  const answer = await officer.post('/viec/lam', { ...shown, about: doctored });
  // Written out in the address as it is sent, the deep one is too large already.
  expect([302, 413]).toContain(answer.status);
  expect(logged).toEqual([]);
});

const DOCTORED: readonly (readonly [string, (thing: Loose) => void])[] = [
  ['no item', (thing) => Reflect.deleteProperty(thing, 'item')],
  ['item null', (thing) => Object.assign(thing, { item: null })],
  ['no sides', (thing) => delete thing['sides']],
  ['sides of null', (thing) => (thing['sides'] = [null])],
  ['no kind of act', ({ act }) => (act['kind'] = 'x')],
  ['kind __proto__', ({ act }) => (act['kind'] = '__proto__')],
  ['kind constructor', ({ act }) => (act['kind'] = 'constructor')],
  ['kind toString', ({ act }) => (act['kind'] = 'toString')],
  ['no lines', ({ item }) => delete item['lines']],
  ['no unit', ({ item }) => delete item['unit']],
  ['no office', ({ item }) => delete item['office']],
  ['no date', ({ item }) => (item['due'] = { on: 'x' })],
  ['no evidence', ({ item }) => (item['filing'] = { evidence: { step: 'x' } })],
  ['half a character', ({ item }) => (item['key'] = '\ud800')],
  ['another host', ({ act }) => (act['href'] = '//elsewhere.example/a')],
  ['another operation', ({ act }) => (act['href'] = '/me/password-changes')],
];
test.each(DOCTORED)('a form about a thing with %s does nothing', async (_, change) => {
  const before = await factsNow();
  const answer = await officer.post('/viec/lam', { ...shown, about: about(change) });
  expect([answer.status, answer.location]).toEqual([302, '/viec?het']);
  expect(await factsNow()).toBe(before);
  expect(logged).toEqual([]);
});

test('an act that the account has no right to is refused as the API refuses it', async () => {
  const id = tiny.assignment('t:0112');
  for (const [noun, body] of [
    ['acceptances', {}],
    ['acknowledgements', { version: 1 }],
    ['acknowledgements', { version: 1, ['__proto__']: 1 }],
    ['acknowledgements', [1]],
    ['no-such', {}],
  ] as const) {
    const href = `/assignments/${id}/${noun}`;
    const doctored = about((thing) => Object.assign(thing.act, { href, body }));
    const answer = await officer.post('/viec/lam', { ...shown, about: doctored });
    expect(answer.status, noun).toBeGreaterThanOrEqual(400);
    expect(answer.status, noun).toBeLessThan(500);
  }
});

test.each(['ế', 'a\nb', '', 'a'.repeat(5_000)])('a key %j is refused', async (sendKey) => {
  expect((await officer.post('/viec/lam', { ...shown, sendKey })).status).toBe(400);
  expect(logged).toEqual([]);
});

test.each(['%E1%BA%BF'.repeat(20), 'a%0Ab', '%00', 'x'])(
  'a cookie %s is nobody’s',
  async (cookie) => {
    const answer = await visitorOf(server.url, cookie).get('/viec');
    expect([answer.status, answer.location]).toEqual([302, '/dang-nhap']);
    expect(logged).toEqual([]);
  },
);

test.each([
  'multipart/form-data',
  'multipart/form-data; boundary=q',
  'text/plain',
  'application/json',
])('a form sent as %s is refused', async (type) => {
  for (const path of ['/viec/lam', '/dang-nhap', '/dot/moi', '/dang-xuat', '/tap-huan/tiny'])
    expect((await officer.post(path, {}, { 'content-type': type })).status, path).toBe(400);
  expect(logged).toEqual([]);
});

test.each([
  '//x.example',
  '/\\x.example',
  '/\t/x.example',
  '/\n/x.example',
  'http://x.example',
  '',
])('after the language one stays here: %j', async (path) => {
  const answer = await officer.get(`/ngon-ngu/en?ve=${encodeURIComponent(path)}`);
  expect([answer.status, answer.location]).toEqual([302, '/']);
});

test('a form comes from here where TLS ends in front of us, too, and from nowhere else', async () => {
  const send = async (origin: string) =>
    (await officer.post('/dang-nhap', { login: 'nobody', password: 'nothing' }, { origin })).status;
  expect(await send(server.url.replace('http:', 'https:'))).toBe(401);
  for (const origin of ['null', 'https://x.example', `${server.url}.x.example`, 'nothing'])
    expect(await send(origin), origin).toBe(403);
});

test.each([
  '/viec/',
  '/viec/khong-co',
  '//viec',
  '/dang-xuat',
  '/tep/khong-co',
  '/dot/a%2fb',
  '/nhiem-vu/x',
])('%s is a page that says there is none', async (path) => {
  const { status, text, heading } = await officer.get(path);
  expect([status, heading]).toEqual([404, 'Không tìm thấy.']);
  expect(text).toMatch(/^<!doctype html><html lang="vi">/);
});
