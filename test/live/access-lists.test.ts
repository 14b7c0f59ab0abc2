/** Answers, whatever is asked for, hold nothing from outside the scope of who asks. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Staff } from '#test/access/matrix.ts';
import { named, readScopes, type Scopes } from '#test/access/scope.ts';
import { openAccessWorld, type AccessWorld } from '#test/access/world.ts';
import type { Client } from '#test/support/api.ts';
import { stepTo } from '#test/support/joint-acts.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';

let database: LiveDatabase;
let world: AccessWorld;
let scopes: Scopes;
let units: readonly string[];

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  world = await openAccessWorld(database);
  const asked = { reason: 'deadline', text: 'Xin lùi hạn' };
  const request = `/assignments/${world.assignment('long', 't:0111')}/adjustments`;
  expect((await world.client('head', 'police@t:0111').post(request, asked)).status).toBe(201);
  // Late enough that everybody was reminded, reported and is overdue.
  await stepTo(world.tiny, database, '2023-10-18T03:00:00.000Z');
  scopes = await readScopes(database.owner);
  const rows = await database.owner<{ key: string }[]>`select key from units order by key`;
  units = rows.map(({ key }) => key);
});
afterAll(() => database?.close());

/** Who asks, from where, and for whom it acts besides. */
const READERS: readonly (readonly [office: string, besides: readonly string[]])[] = [
  ['police@t:011', []],
  ['union@t:0111', []],
  ['police@t:0122', ['t:0121']],
  ['union@t:0121', []],
  ['police@t:01111', []],
  ['police@t:013', []],
  ['police@t:02', []],
];
const WHO: readonly Staff[] = ['officer', 'plannerHead', 'leader', 'auditor'];
const readers = READERS.flatMap(([office, besides]) =>
  WHO.map((who) => [`${who} ${office}`, { who, office, besides }] as const),
);

/**
 * What an answer may name from outside, and why: the unit or office right above, the superior that holds what is
 * overdue or owes an answer, and those who stand in for an office.
 */
const ALLOWED = [
  /^items\.unit\.parentKey$/,
  /^items\.parentId$/,
  /^items\.holder\.id$/,
  /^items\.standIns$/,
  /^superiors\./,
  /^lines\.request\.toBeAnsweredBy\.office$/,
  /^holder\.superiors\.office$/,
];

async function strangers(
  client: Client,
  path: string,
  outside: ReadonlySet<string>,
): Promise<string[]> {
  const told = await client.get(path);
  if (told.status === 404) return [];
  expect(told.status, `${path}: ${JSON.stringify(told.body)}`).toBe(200);
  return [...named(told.body, outside)]
    .filter(([at]) => !ALLOWED.some((allowed) => allowed.test(at)))
    .map(([at, what]) => `${path}: ${what} at ${at}`);
}

const ofRollout = () => {
  const { long, short, tiered, draft } = world.rollouts;
  return [long, short, tiered, draft].flatMap((id) =>
    ['', '/assignments', '/holders', '/joint-acts'].map((list) => `/rollouts/${id}${list}`),
  );
};
const assignments = () =>
  units
    .filter((unit) => !['t:01', 't:02', 't:01111'].includes(unit))
    .map((unit) => `/assignments/${world.assignment('long', unit)}`);
const PAGED = ['/work', '/messages', '/overdue', '/rollouts', '/offices'];
const paged = () => [...PAGED, `/rollouts/${world.rollouts.long}/assignments`];
const previews = () =>
  [world.acts.drafted, world.acts.issue].map((act) => `/joint-acts/${act}/preview`);

/** Filters that name what the reader may not see, each unit and each office in turn. */
const filtered = () => [
  ...units.flatMap((unit) => [
    `/overdue?unit=${unit}`,
    `/offices?unit=${unit}`,
    `/rollouts/${world.rollouts.long}/assignments?parent=${unit}`,
    `/offices?parent=${world.office(`police@${unit}`)}`,
  ]),
  ...Object.values(world.rollouts).map((rollout) => `/overdue?rollout=${rollout}`),
  '/overdue?agency=union',
  '/offices?agency=union&vacant=true',
  `/rollouts/${world.rollouts.long}/assignments?tier=commune&search=xa`,
];

describe('nothing from elsewhere is told to', () => {
  test.for(readers)('the %s', async ([, { who, office, besides }]) => {
    const client = world.client(who, office);
    const outside = scopes.outside(office.split('@')[1]!, besides);
    const widest = world.client('plannerHead', 'police@t:01');
    const cursors = await Promise.all(
      paged().map(
        async (path) => [path, (await widest.get(`${path}?limit=1`)).body['next']] as const,
      ),
    );
    const paths = [
      ...paged().map((path) => `${path}?limit=200`),
      // Where another one's page ended.
      ...cursors.flatMap(([path, next]) =>
        next === null ? [] : [`${path}?cursor=${String(next)}`],
      ),
      ...ofRollout(),
      ...assignments(),
      ...previews(),
      ...filtered(),
      '/me',
    ];
    const found: string[] = [];
    for (const path of paths) found.push(...(await strangers(client, path, outside)));
    expect([...new Set(found)]).toEqual([]);
  });
});

type Item = Readonly<Record<string, unknown>>;
const items = async (client: Client, path: string) =>
  (await client.get(path)).body['items'] as unknown as readonly Item[];

test('there is something to be told: each list of the root tells of what is below', async () => {
  const outside = scopes.outside('t:02');
  const lists = paged().filter((path) => path !== '/rollouts');
  for (const path of [...lists, `/joint-acts/${world.acts.drafted}/preview`]) {
    const { body } = await world.client('leader', 'police@t:01').get(path);
    expect([...named(body, outside)].length, path).toBeGreaterThan(0);
  }
});

test('the programme next door is told nothing of this one, whoever asks there', async () => {
  const { office } = (await world.outsider('foreign').get('/me')).body as unknown as {
    readonly office: { readonly id: string };
  };
  const beyond = new Set([...scopes.outside('t:02'), ...scopes.outside('t:01')]);
  // The units are everybody's; that office is its own.
  for (const known of [...units, office.id]) beyond.delete(known);
  const leader = await world.outsider('foreignOperator').post(`/offices/${office.id}/accounts`, {
    role: 'leader',
    basis: null,
    post: 'Lãnh đạo',
  });
  const readers = [
    world.outsider('foreign'),
    world.outsider('foreignOperator'),
    world.tiny.api.as(String(leader.body['token'])),
  ];
  for (const reader of readers)
    for (const path of [...PAGED, '/mails', '/me'])
      expect([...named((await reader.get(path)).body, beyond)], path).toEqual([]);
});

test('an operator is told of counts and offices, and of no content', async () => {
  const [row] = await items(world.outsider('operator'), '/rollouts');
  expect(row).toMatchObject({ title: null });
  expect((await items(world.outsider('operator'), '/mails'))[0]).not.toHaveProperty('text');
});

test('a leader and an auditor read what every office in their scope was told, others what theirs was', async () => {
  const told = async (who: Staff, office: string) => {
    const rows = await items(world.client(who, office), '/messages?limit=200');
    const ids = rows.map((row) => (row['recipient'] as { readonly id: string }).id);
    return new Set(ids);
  };
  const ids = (...names: readonly string[]) => new Set(names.map(world.office));
  expect(await told('officer', 'police@t:011')).toEqual(ids('police@t:011'));
  const scope = ['t:011', 't:0111', 't:0112'].flatMap((u) => [`police@${u}`, `union@${u}`]);
  for (const who of ['leader', 'auditor'] as const)
    expect(await told(who, 'police@t:011')).toEqual(ids(...scope));
  expect(await told('leader', 'police@t:0122')).toEqual(
    ids('police@t:0122', 'union@t:0122', 'police@t:0121'),
  );
});

test('their own work list has nothing to be done in it', async () => {
  for (const who of ['leader', 'auditor'] as const) {
    const rows = await items(world.client(who, 'police@t:0111'), '/work?limit=200');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.flatMap((row) => row['acts'] as object[])).toEqual([]);
  }
});
