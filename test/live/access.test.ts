/** Every operation, asked over HTTP by every kind of account from everywhere, answers what the matrix says. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { nameOf, operationIdOf, readMatrix } from '#test/access/matrix.ts';
import type { Cell, Outsider, Staff } from '#test/access/matrix.ts';
import { objectOf, type RelationName } from '#test/access/operations.ts';
import { INSTANTS, sceneOf, siteOf, type Asked } from '#test/access/requests.ts';
import { openAccessWorld, type AccessWorld } from '#test/access/world.ts';
import { type Client } from '#test/support/api.ts';
import { appWithoutDatabase } from '#test/support/app.ts';
import { BODIES } from '#test/support/bodies.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { operationsOf } from '#test/support/operations.ts';

let database: LiveDatabase;
let world: AccessWorld;
let before: object;

/** Whatever an operation writes is among these. */
const written = async () => {
  const [counts] = await database.owner`
    select (select count(*)::int from receipts) as receipts, (select count(*)::int from facts) as facts,
      (select md5(string_agg(a::text, ',' order by id)) from accounts a) as accounts,
      (select stepped_at from programmes where id = 'tiny') as now`;
  return { ...counts };
};

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  world = await openAccessWorld(database);
  before = await written();
});
afterAll(() => database?.close());

/** Whose office asks, and about which unit's. */
type Place = readonly [unit: string, office: string];

const PLACES: Readonly<Record<RelationName, Place>> = {
  self: ['t:0111', 'police@t:0111'],
  partner: ['t:0111', 'union@t:0111'],
  parent: ['t:0111', 'police@t:011'],
  partnersParent: ['t:0111', 'union@t:011'],
  grandparent: ['t:0111', 'police@t:01'],
  partnersGrandparent: ['t:0111', 'union@t:01'],
  child: ['t:011', 'police@t:0111'],
  partnersChild: ['t:011', 'union@t:0111'],
  grandchild: ['t:011', 'police@t:01111'],
  sibling: ['t:0111', 'police@t:0112'],
  otherBranch: ['t:0111', 'police@t:012'],
  standIn: ['t:0121', 'police@t:0122'],
  ended: ['t:0131', 'police@t:013'],
  overEnded: ['t:0131', 'police@t:01'],
};

const AT_ROOT: Readonly<Partial<Record<RelationName, Place>>> = {
  self: ['t:01', 'police@t:01'],
  partner: ['t:01', 'union@t:01'],
  child: ['t:01', 'police@t:011'],
  partnersChild: ['t:01', 'union@t:011'],
  grandchild: ['t:01', 'police@t:0111'],
  otherBranch: ['t:01', 'police@t:02'],
};

function placeOf({ operation, state, relation }: Cell): Place {
  const kind = objectOf(operation, state);
  const below = kind === 'assignment' || kind === 'office' || kind === 'head' || kind === 'own';
  const place = (below ? PLACES : AT_ROOT)[relation ?? 'self'];
  if (place === undefined) throw new Error(`nobody is ${relation} to ${operation}`);
  return place;
}

const clientOf = (cell: Cell): Client =>
  cell.relation === null
    ? world.outsider(cell.who as Outsider)
    : world.client(cell.who as Staff, placeOf(cell)[1]);

const operations = new Map(
  operationsOf(appWithoutDatabase()).map((operation) => [operation.operationId ?? '', operation]),
);

function send(cell: Cell, { id, body, query }: Asked) {
  const operationId = operationIdOf(cell);
  const { method, path } = operations.get(operationId)!;
  const at = path.replace('{id}', id ?? '') + (query === undefined ? '' : `?${query}`);
  const client = clientOf(cell);
  return method === 'get' ? client.get(at) : client.post(at, body ?? BODIES[operationId]);
}

let answered = 0;

/** What is answered otherwise than the matrix has it; nothing of it stays. */
async function faultsOf(cells: readonly Cell[]): Promise<string[]> {
  const faults: string[] = [];
  for (const [unit, there] of Map.groupBy(cells, (cell) => placeOf(cell)[0]))
    await world.undone(async (tx) => {
      const [{ operation, state }] = there as [Cell];
      const asked = await sceneOf(operation, state)(siteOf(world, unit));
      const now = INSTANTS[state];
      if (now !== undefined) await tx`update programmes set stepped_at = ${now}`;
      for (const cell of there)
        await world.undone(async () => {
          const told = await send(cell, asked);
          answered += 1;
          const { status, code } = cell.answer;
          const got = told.status < 300 ? 'done' : told.status;
          const why = got === 'done' ? null : ((told.body['code'] ?? null) as string | null);
          // Whoever has no right is told nothing else.
          const details = Object.keys(told.body['details'] ?? {}).length;
          if (
            got !== status ||
            why !== code ||
            (details > 0 && [401, 403, 404].includes(told.status))
          )
            faults.push(`${nameOf(cell)}: ${got} ${why}, the matrix says ${status} ${code}`);
        });
    });
  return faults;
}

const cells = readMatrix();
const blocks = Map.groupBy(cells, ({ operation, state }) => `${operation}@${state}`);

describe('everybody who asks is answered as the matrix says', () => {
  test.for([...blocks])('%s', async ([, block]) => {
    expect(await faultsOf(block)).toEqual([]);
  });
});

test('the matrix was asked whole, and nothing of it is left', async () => {
  console.log(`the authorisation matrix over HTTP: ${answered} cells answered`);
  expect(answered).toBe(cells.length);
  expect(await written()).toEqual(before);
});

test('who only reads is given no ground to confirm, by nobody', async () => {
  const office = world.office('police@t:0111');
  const superior = world.client('head', 'police@t:011');
  for (const role of ['leader', 'auditor']) {
    const wanted = { role, basis: 'head', post: 'Lãnh đạo' };
    expect(await superior.post(`/offices/${office}/accounts`, wanted)).toMatchObject({
      status: 400,
      body: { details: { errors: [{ field: 'basis', found: 'head' }] } },
    });
  }
  const { body } = await world.client('leader', 'police@t:0111').get('/me');
  const delegation = {
    ...(BODIES['delegate'] as object),
    account: body['account'],
  };
  const head = world.client('head', 'police@t:0111');
  expect(await head.post(`/offices/${office}/delegations`, delegation)).toMatchObject({
    status: 422,
    body: { code: 'delegation.unfit', details: { rule: 'role' } },
  });
});

test('nobody is named to stand in who is out of the scope of who names', async () => {
  const path = `/offices/${world.office('police@t:0111')}/stand-ins`;
  const named = (unit: string, by: string) =>
    world.client('head', by).post(path, {
      ...(BODIES['nameStandIn'] as object),
      standInOffice: world.office(`police@${unit}`),
    });
  for (const unit of ['t:0121', 't:012', 't:01', 't:02'])
    expect((await named(unit, 'police@t:011')).body, unit).toMatchObject({ code: 'standin.unfit' });
  await world.undone(async () => {
    expect((await named('t:0112', 'police@t:011')).status).toBe(201);
  });
  await world.undone(async () => {
    expect((await named('t:011', 'police@t:011')).status).toBe(201);
  });
});
