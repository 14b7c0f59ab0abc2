/** Ủy quyền: by whom, to whom, for which days; and that it counts as somebody in post, from instant to instant. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readClock } from '#db/reads/programmes.ts';
import { verifyRecord } from '#verify/index.ts';
import type { Client, Told } from '#test/support/api.ts';
import { stepTo } from '#test/support/joint-acts.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { PROGRAMME, type AgencyCode, type UnitKey } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let tiny: TinyRollout;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
});
afterAll(() => database?.close());

const document = { number: '3/GUQ', on: '2023-08-01' };
const path = (agency: AgencyCode, unit: UnitKey) =>
  `/offices/${tiny.seeded.office(agency, unit)}/delegations`;
const unfit = (rule: string) => ({
  status: 422,
  body: { code: 'delegation.unfit', details: { rule } },
});

/** An account of the office that may not confirm by itself. */
async function officer(
  agency: AgencyCode,
  unit: UnitKey,
  basis: 'deputy' | null = null,
): Promise<{ id: string; client: Client }> {
  const office = tiny.seeded.office(agency, unit);
  const wanted = { role: 'officer', basis, post: 'Cán bộ' };
  const made = await tiny.operator.post(`/offices/${office}/accounts`, wanted);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return { id: String(made.body['id']), client: tiny.api.as(String(made.body['token'])) };
}
const basisOf = async (client: Client) => (await client.get('/me')).body['basis'];
const done = (told: Told) => expect(told.status, JSON.stringify(told.body)).toBe(201);

test('an account is not created with it: there is a document', async () => {
  const office = tiny.seeded.office('police', 't:0111');
  const wanted = { role: 'officer', basis: 'delegated', post: 'Cán bộ' };
  expect(await tiny.operator.post(`/offices/${office}/accounts`, wanted)).toMatchObject({
    status: 400,
    body: { details: { errors: [{ field: 'basis', expected: 'one of: head | deputy' }] } },
  });
});

test('each rule that is broken is named', async () => {
  const [head, at] = [tiny.head('police', 't:0111'), path('police', 't:0111')];
  const { id, client } = await officer('police', 't:0111');
  const other = await officer('union', 't:0111');
  const deputy = await officer('police', 't:0111', 'deputy');
  const gone = await officer('police', 't:0111');
  done(await tiny.operator.post(`/accounts/${gone.id}/disablement`, {}));
  const days = { from: '2023-08-01', to: '2023-08-31' };
  const body = { account: id, document, ...days };
  expect(await head.post(at, { ...body, account: other.id })).toMatchObject(unfit('account'));
  expect(await head.post(at, { ...body, account: deputy.id })).toMatchObject(unfit('ownBasis'));
  expect(await head.post(at, { ...body, account: gone.id })).toMatchObject(unfit('disabled'));
  for (const wrong of [
    { from: '2023-08-10', to: '2023-08-09' },
    { from: '2023-07-01', to: '2023-07-31' },
  ])
    expect(await head.post(at, { ...body, ...wrong })).toMatchObject(unfit('dates'));
  const late = { ...body, document: { number: '1', on: '2023-08-02' } };
  expect(await head.post(at, late)).toMatchObject({ body: { code: 'evidence.future' } });
  expect(
    await head.post(at, { ...body, document: { number: 'Mật', on: '2023-08-01' } }),
  ).toMatchObject({
    body: { code: 'text.secret' },
  });
  expect((await client.post(at, body)).status).toBe(403);
  expect((await tiny.head('police', 't:011').post(at, body)).status).toBe(403);
  expect((await tiny.head('police', 't:0112').post(at, body)).status).toBe(404);
  expect((await tiny.operator.post(at, body)).status).toBe(403);
  const key = { 'idempotency-key': 'delegation' };
  const first = await head.post(at, body, key);
  done(first);
  const again = await head.post(at, body, key);
  expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
  // One level: who confirms by it passes it on to nobody.
  const third = await officer('police', 't:0111');
  expect(await client.post(at, { ...body, account: third.id })).toMatchObject(unfit('oneLevel'));
});

test('it confirms on its days and is listed; a later one replaces it', async () => {
  const [head, at] = [tiny.head('union', 't:0112'), path('union', 't:0112')];
  const { id, client } = await officer('union', 't:0112');
  const receive = () =>
    client.post(`/assignments/${tiny.assignment('t:0112')}/acknowledgements`, { version: 1 });
  expect((await receive()).status).toBe(403);
  done(await head.post(at, { account: id, document, from: '2023-08-02', to: '2023-08-31' }));
  expect(await basisOf(client)).toBeNull();
  expect((await receive()).status).toBe(403);
  await stepTo(tiny, database, '2023-08-02T01:00:00.000Z');
  expect(await basisOf(client)).toBe('delegated');
  const office = tiny.seeded.office('union', 't:0112');
  const listed = async () => {
    const offices = await tiny.operator.get('/offices?unit=t:0112&agency=union');
    const accounts = await tiny.operator.get(`/offices/${office}/accounts`);
    const rows = accounts.body['items'] as unknown as Record<string, never>[];
    return [
      (offices.body['items'] as unknown as Record<string, never>[])[0]!['delegates'],
      rows.find((row) => row['id'] === id)!['delegation'],
    ];
  };
  expect(await listed()).toEqual([
    [{ account: id, post: 'Cán bộ', from: '2023-08-02', to: '2023-08-31' }],
    { document, from: '2023-08-02', to: '2023-08-31' },
  ]);
  done(await receive());
  done(await head.post(at, { account: id, document, from: '2023-08-02', to: '2023-08-02' }));
  expect((await listed())[1]).toMatchObject({ to: '2023-08-02' });
  await stepTo(tiny, database, '2023-08-02T17:00:00.000Z');
  expect(await basisOf(client)).toBeNull();
  expect(await listed()).toEqual([[], null]);
});

test('an office whose head has left is staffed by it, from the midnight it begins to the one it ends', async () => {
  const unit = 't:0121';
  const office = tiny.seeded.office('police', unit);
  const { id } = await officer('police', unit);
  const head = tiny.head('police', unit);
  done(
    await head.post(path('police', unit), {
      account: id,
      document,
      from: '2023-08-07',
      to: '2023-08-08',
    }),
  );
  const [account] = await database.owner<{ id: string }[]>`
    select id from accounts where office_id = ${office} and basis = 'head'`;
  done(await tiny.operator.post(`/accounts/${account!.id}/disablement`, {}));
  await settle(database.worker);
  const line = async () => {
    const [row] = await database.owner`
      select l.state, array_to_string(a.held_by_superior_of, ' ') as above from lines l
      join assignments a on a.id = l.assignment_id where a.unit_key = ${unit} and l.agency = 'police'`;
    return { ...row };
  };
  const VACANT = { state: 'vacant', above: 'police' };
  expect(await line()).toEqual(VACANT);
  const seen = new Map<string, object>();
  for (let i = 0; i < 30; i += 1) {
    const { nextWakeAt } = (await readClock(database.reader, PROGRAMME))!;
    if (nextWakeAt === null || nextWakeAt > '2023-08-09T00:00:00.000Z') break;
    await stepTo(tiny, database, nextWakeAt);
    seen.set(nextWakeAt, await line());
  }
  expect(seen.get('2023-08-06T17:00:00.000Z')).toEqual({ state: 'issued', above: '' });
  expect(seen.get('2023-08-08T17:00:00.000Z')).toEqual(VACANT);
  const vacant = await tiny.operator.get('/offices?vacant=true');
  expect(vacant.body['items']).toMatchObject([{ id: office, staffedSince: null }]);
});

test('the record holds to all of it', async () => {
  await settle(database.worker);
  const { invariants } = await verifyRecord({ sql: database.reader, patienceMs: 0 });
  expect(invariants.flatMap((i) => i.problems.map((found) => [i.id, found]))).toEqual([]);
});
