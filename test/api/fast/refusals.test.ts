import { expect, test } from 'vitest';
import { PostgresError } from '#db/driver.ts';
import { PROBLEM } from '#api/problem.ts';
import { languageOf } from '#api/intake.ts';
import { appWithoutDatabase } from '#test/support/app.ts';

const TOKEN = { authorization: 'Bearer lt_0123456789abcdef' };
const app = appWithoutDatabase();

type Asked = { readonly method?: string; readonly headers?: Readonly<Record<string, string>> };

async function ask(path: string, init: Asked = {}, from = app) {
  const response = await from.request(path, { ...init, headers: { ...TOKEN, ...init.headers } });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

test('an address that nobody serves is not found', async () => {
  expect(await ask('/nowhere')).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
});

test('a method that is not offered names those that are', async () => {
  const told = await ask('/rollouts', { method: 'DELETE' });
  expect(told).toMatchObject({ status: 405, body: { code: 'request.method' } });
  expect(told.headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'POST']);
  expect((await ask('/rollouts/1/conferences')).headers.get('allow')).toBe('POST');
});

test.each([undefined, '', 'Bearer', 'Bearer short', 'Basic abc', 'Bearer lt_0123456789 abcdef'])(
  'without a token nobody is asked: %s',
  async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await app.request('/me', { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ code: 'account.unknown' });
  },
);

test('an unexpected error tells nothing of itself, and is logged with the request’s id', async () => {
  const logged: object[] = [];
  const log = { info: () => {}, warn: () => {}, error: (details: object) => logged.push(details) };
  const told = await ask('/me', {}, appWithoutDatabase({ log }, new Error('select secret')));
  expect(told).toMatchObject({ status: 500, body: { code: 'server.error' } });
  expect(JSON.stringify(told.body)).not.toContain('secret');
  const problem = PROBLEM.parse(told.body);
  const id = told.headers.get('x-request-id');
  expect(problem.instance).toBe(`urn:lientich:request:${id}`);
  expect(logged).toMatchObject([{ requestId: id }]);
});

const passing = (code: string) => Object.assign(new PostgresError('x' as never), { code });

test.each([
  ['57P01', passing('57P01')],
  ['55P03', passing('55P03')],
  ['23505', passing('23505')],
  ['a dead connection', Object.assign(new Error('x'), { code: 'CONNECTION_CLOSED' })],
  ['no server', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
])('%s is answered 503: the same request may be sent again', async (_, thrown) => {
  const told = await ask('/me', {}, appWithoutDatabase({}, thrown));
  expect(told).toMatchObject({ status: 503, body: { code: 'server.busy' } });
  expect(told.headers.get('retry-after')).toBe('2');
});

test('a request that takes too long is answered 503', async () => {
  const limits = { timeoutMs: 20, bodyBytes: 1_000, rate: { perSecond: 0, burst: 1 } };
  const ready = () => new Promise<never>(() => {});
  const told = await ask('/readyz', {}, appWithoutDatabase({ limits, ready }));
  expect(told).toMatchObject({ status: 503, body: { code: 'server.busy' } });
});

test('an account that asks too much is told so, and nobody else', async () => {
  const limits = { timeoutMs: 1_000, bodyBytes: 1_000, rate: { perSecond: 1, burst: 2 } };
  const limited = appWithoutDatabase({ limits });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i += 1) statuses.push((await ask('/me', {}, limited)).status);
  expect(statuses).toEqual([500, 500, 429, 429]);
  const other = { headers: { authorization: 'Bearer lt_another_account_1' } };
  expect((await ask('/me', other, limited)).status).toBe(500);
});

test.each([
  [undefined, 'vi'],
  ['en', 'en'],
  ['en-GB,vi;q=0.5', 'en'],
  ['vi,en', 'vi'],
  ['fr,en;q=0.2', 'en'],
  ['en;q=0', 'vi'],
  ['*', 'vi'],
  [';;;q=', 'vi'],
] as const)('%s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test('a refusal is told in the language asked for', async () => {
  const vi = await ask('/nowhere', { headers: { 'accept-language': 'vi' } });
  expect(vi.body['title']).toBe('Không tìm thấy.');
  const en = await ask('/nowhere', { headers: { 'accept-language': 'en' } });
  expect(en.body['title']).toBe('Not found.');
  expect(en.headers.get('content-language')).toBe('en');
});

test('answers may not be framed, guessed at or kept', async () => {
  const { headers } = await ask('/me');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('cache-control')).toBe('no-store');
});

test('what is open needs no account and tells nothing of the record', async () => {
  for (const [path, status] of [
    ['/livez', 200],
    ['/readyz', 503],
    ['/openapi.json', 200],
    ['/reference', 200],
    ['/reference/init.js', 200],
    ['/reference/nothing.js', 404],
  ] as const)
    expect((await app.request(path)).status, path).toBe(status);
});
