import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PROBLEM } from '#api/problem.ts';
import type { Client, Told } from '#test/support/api.ts';
import { BODIES, mutated } from '#test/support/bodies.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { operationsOf } from '#test/support/operations.ts';
import { issueTinyRollout, type TinyRollout } from '#test/support/tiny-rollout.ts';

let database: LiveDatabase;
let tiny: TinyRollout;
let planner: Client;
let posts: { readonly path: string; readonly operationId: string; readonly keyed: boolean }[];
let gets: string[];
let jointAct: string;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  planner = tiny.head('police', 't:01');
  const draft = await planner.post(`/rollouts/${tiny.rollout}/joint-acts`, BODIES['openJointAct']);
  jointAct = String(draft.body['id']);
  const operations = operationsOf(tiny.api.app);
  posts = operations.flatMap(({ method, path, operationId, security }) =>
    // A receipt belongs to an account: where there is none yet, there is no key.
    method === 'post'
      ? [{ path, operationId: operationId ?? '', keyed: security !== undefined }]
      : [],
  );
  gets = operations.flatMap(({ method, path, security }) =>
    method === 'get' && security !== undefined ? [path] : [],
  );
});
afterAll(() => database?.close());

/** What the path's id means differs: each operation gets one that exists, so that its body is what is judged. */
function at(path: string): string {
  const [, noun] = path.split('/');
  const id = { rollouts: tiny.rollout, programmes: 'tiny', 'joint-acts': jointAct }[noun ?? ''];
  const office = tiny.seeded.office('police', 't:011');
  const fallback = noun === 'offices' ? office : tiny.assignment('t:011');
  return path.replace('{id}', id ?? fallback);
}

function expectRefusal(told: Told, what: string): void {
  expect(told.status, what).toBeGreaterThanOrEqual(400);
  expect(told.status, what).toBeLessThan(500);
  expect(told.type, what).toMatch(/^application\/problem\+json/);
  const problem = PROBLEM.parse(told.body);
  expect(problem.status).toBe(told.status);
  expect(JSON.stringify(problem)).not.toMatch(/select |insert |\.ts:|node_modules/i);
}

const NFD = 'Tiếng Việt'.normalize('NFD');
const deep = (n: number): string => '{"a":'.repeat(n) + '1' + '}'.repeat(n);

/** Bodies that no operation takes, whatever it takes. */
const WHOLE: Readonly<Record<string, string>> = {
  'no JSON': '{"a":',
  'nothing at all': '',
  'a list': '[]',
  'the word null': 'null',
  'a number too large': '1e400',
  'a NUL': '{"post":"a\\u0000b"}',
  'a lone surrogate': '{"text":"\\ud800"}',
  'a bidirectional mark': '{"text":"abc\\u202edef"}',
  'text in NFD': JSON.stringify({ title: NFD }),
  'a name in NFD': JSON.stringify({ [NFD]: 1 }),
  'a prototype': '{"__proto__":{"post":"x"},"constructor":{"prototype":{}}}',
  'deep nesting': deep(5_000),
  'unknown fields': JSON.stringify({ nobody: 'knows', this: 1 }),
  'two megabytes': JSON.stringify({ text: 'a'.repeat(2 * 1024 * 1024) }),
};

describe.each(Object.keys(WHOLE))('a body of %s', (name) => {
  test('is refused by every POST as a problem and never fails the server', async () => {
    for (const { path } of posts)
      expectRefusal(await planner.post(at(path), WHOLE[name]!), `${name} to ${path}`);
  });
});

/** Put in every place of every body that fits; what then still fits may be answered as such. */
const VALUES: readonly unknown[] = [
  null,
  '',
  '   ',
  'x'.repeat(10_000),
  '2023-02-29',
  '0001-01-01',
  '9999-12-31',
  '2199-12-31',
  'constructor',
  '__proto__',
  '0',
  true,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  [],
  {},
  [[[]]],
  { __proto: 1 },
];

test('no value in any place of a body that fits makes the server fail', async () => {
  expect(posts.map((p) => p.operationId).toSorted()).toEqual(Object.keys(BODIES).toSorted());
  for (const { path, operationId } of posts)
    for (const value of VALUES)
      for (const body of mutated(BODIES[operationId], value)) {
        const told = await planner.post(at(path), body);
        if (told.status >= 400) expectRefusal(told, `${operationId} ${JSON.stringify(body)}`);
      }
});

test('an act without a content type is refused with 415, without a key with 400', async () => {
  for (const { path, operationId, keyed } of posts) {
    const untyped = await planner.post(at(path), BODIES[operationId], { 'content-type': '' });
    expect(untyped, path).toMatchObject({ status: 415, body: { code: 'request.not_json' } });
    if (!keyed) continue;
    for (const key of ['', 'k'.repeat(201), 'có dấu'.normalize('NFD').replace(/[^ -~]/g, '\x7f')]) {
      const told = await planner.post(at(path), BODIES[operationId], { 'idempotency-key': key });
      expect(told, path).toMatchObject({ status: 400, body: { code: 'idempotency.key_missing' } });
    }
  }
});

test.each(['0', 'x', '%00', '%ff', '%2e%2e', "'--", '00000000-0000-0000-0000', '__proto__'])(
  'the id %s names nothing anywhere',
  async (id) => {
    for (const path of gets.filter((p) => p.includes('{id}')))
      expect((await planner.get(path.replace('{id}', id))).status, path).toBe(404);
    for (const { path, operationId } of posts.filter((p) => p.path.includes('{id}')))
      expect((await planner.post(path.replace('{id}', id), BODIES[operationId])).status, path).toBe(
        404,
      );
  },
);

const QUERIES = [
  'limit=0',
  'limit=201',
  'limit=x',
  'cursor=x',
  `cursor=${Buffer.from('["province","\\u0000","x","y"]').toString('base64url')}`,
  `cursor=${Buffer.from('[{"__proto__":1}]').toString('base64url')}`,
  'search=%00',
  `search=${encodeURIComponent(NFD)}`,
  'nobody=knows',
  'tier=village',
];

test('every list refuses a query that does not fit', async () => {
  const lists = gets.filter((p) =>
    /\/(sessions|units|offices|rollouts|overdue|assignments|work|messages|preview)$/.test(p),
  );
  for (const path of lists)
    for (const query of QUERIES)
      expectRefusal(await planner.get(`${at(path)}?${query}`), `${path}?${query}`);
});

test('a refusal names the field, what was found and what was expected, in the asker’s language', async () => {
  const path = `/assignments/${tiny.assignment('t:011')}/acknowledgements`;
  const english = await planner.post(path, { version: 'one', more: 1 });
  expect(english.body).toMatchObject({
    code: 'request.invalid',
    details: {
      errors: [
        { field: 'version', found: 'one', expected: 'a number' },
        { field: 'more', found: 1, expected: 'no such field' },
      ],
    },
  });
  const vietnamese = await planner.post(path, { version: 'one' }, { 'accept-language': 'fr' });
  expect(vietnamese.body).toMatchObject({
    title: 'Yêu cầu không đúng mẫu.',
    details: { errors: [{ field: 'version', expected: 'số' }] },
  });
});
