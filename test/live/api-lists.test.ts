import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ROLLOUT } from '#api/rollouts/shapes.ts';
import { apiOver, type Client } from '#test/support/api.ts';
import { CONFERENCE, PLAN } from '#test/support/bodies.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { AGENCIES, type UnitKey } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let tiny: TinyRollout;
let province: Client;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  province = tiny.head('police', 't:01');
});
afterAll(() => database?.close());

type Rows = { items: Record<string, never>[]; next: string | null };

/** Every page of a list, two rows at a time. */
async function pages(client: Client, path: string): Promise<Record<string, never>[]> {
  const all: Record<string, never>[] = [];
  for (let cursor = ''; ;) {
    const told = await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=2${cursor}`);
    expect(told.status, JSON.stringify(told.body)).toBe(200);
    const { items, next } = told.body as unknown as Rows;
    all.push(...items);
    if (next === null) return all;
    expect(items.length).toBeLessThanOrEqual(2);
    cursor = `&cursor=${next}`;
  }
}

const stepTo = async (at: string) => {
  expect((await tiny.operator.post('/programmes/tiny/clock', { to: at })).status).toBe(201);
  await settle(database.worker);
};

test('pages follow each other without a gap or a repetition', async () => {
  const keys = (await pages(province, '/units')).map((u) => u['key']);
  expect(keys).toEqual(['t:01', 't:011', 't:012', 't:0111', 't:0112', 't:0121', 't:0122']);
  const offices = await pages(province, '/offices');
  expect(new Set(offices.map(({ id }) => id)).size).toBe(14);
  const rows = await pages(province, `/rollouts/${tiny.rollout}/assignments`);
  expect(rows).toHaveLength(6);
});

test('units are found without accents, and by tier, parent and day', async () => {
  const found = async (query: string) =>
    (await pages(province, `/units?${query}`)).map((u) => u['key']);
  expect(await found('search=dong')).toEqual(['t:0111']);
  expect(await found(`search=${encodeURIComponent('ĐÔNG')}`)).toEqual(['t:0111']);
  expect(await found('search=%25')).toEqual([]);
  expect(await found('tier=commune&parent=t:012')).toEqual(['t:0121', 't:0122']);
  expect(await found('asOf=1999-12-31')).toEqual([]);
});

test('an office lists its own unit and below, an operator the whole programme', async () => {
  const district = await pages(tiny.head('union', 't:011'), '/offices?agency=union');
  expect(district.map(({ unit }) => unit?.['key'])).toEqual(['t:011', 't:0111', 't:0112']);
  expect(await pages(tiny.operator, '/offices?vacant=false')).toHaveLength(14);
  expect(await pages(tiny.operator, '/offices?vacant=true')).toEqual([]);
});

test('what is overdue has one row for each agency that holds it, longest first', async () => {
  const ack = (agency: 'police' | 'union', unit: UnitKey) =>
    tiny.head(agency, unit).post(`/assignments/${tiny.assignment(unit)}/acknowledgements`, {
      version: 1,
    });
  // The date is Thursday 3 August: nothing is told before the Friday.
  await stepTo('2023-08-03T10:00:00.000Z');
  expect(await pages(province, `/overdue?rollout=${tiny.rollout}`)).toEqual([]);
  for (const unit of ['t:011', 't:012', 't:0111', 't:0112', 't:0121'] as const)
    for (const agency of AGENCIES) await ack(agency, unit);
  await ack('union', 't:0122');
  await stepTo('2023-08-05T10:00:00.000Z');
  const rows = await pages(province, `/overdue?rollout=${tiny.rollout}`);
  expect(rows).toMatchObject([
    {
      unit: { key: 't:0122' },
      step: { key: 'C1', kind: 'acknowledgement' },
      dueOn: '2023-08-03',
      workingDaysOverdue: 1,
      agency: 'police',
      bySuperior: false,
      holder: { name: 'police Xã Bắc' },
    },
  ]);
  expect(await pages(tiny.head('police', 't:0111'), `/overdue?rollout=${tiny.rollout}`)).toEqual(
    [],
  );
  await tiny
    .head('police', 't:0122')
    .post(`/assignments/${tiny.assignment('t:0122')}/adjustments`, {
      reason: 'other',
      text: 'Chưa rõ việc',
    });
  await settle(database.worker);
  expect(await pages(province, `/overdue?rollout=${tiny.rollout}`)).toMatchObject([
    { agency: 'police', bySuperior: true, holder: { name: 'police Huyện Nhì' } },
  ]);
});

test('a reminder says why it was sent, and a report went to the superior', async () => {
  const told = await pages(tiny.head('police', 't:0122'), '/messages');
  expect(told).toMatchObject([
    {
      kind: 'reminder',
      text: 'Reminder: C1, Xã Bắc; due by the end of 03/08/2023',
      recipient: { name: 'police Xã Bắc' },
    },
  ]);
  expect(await pages(tiny.head('police', 't:012'), '/messages')).toMatchObject([
    { kind: 'reportUp', text: 'Overdue by 1 working day: C1, Xã Bắc; it was due on 03/08/2023' },
    { kind: 'reminder', text: 'Reminder: D1, Huyện Nhì; due by the end of 03/08/2023' },
  ]);
});

test('coverage counts a pair that is done and whose conference counts, and names its date', async () => {
  const { rollout } = tiny;
  const union = tiny.head('union', 't:01');
  const held = await province.post(`/rollouts/${rollout}/conferences`, CONFERENCE);
  const word = { conference: held.body['seq'], agrees: true };
  expect((await union.post(`/rollouts/${rollout}/conference-confirmations`, word)).status).toBe(
    201,
  );
  const heldOn = '2023-08-04';
  const unit = 't:011';
  const [a, b] = [tiny.head('police', unit), tiny.head('union', unit)];
  const path = `/assignments/${tiny.assignment(unit)}`;
  const document = { number: '1', on: heldOn };
  const filings = [
    ['plans', PLAN],
    [
      'conferences',
      {
        ...CONFERENCE,
        heldOn,
        mode: 'separate',
        minutes: document,
        present: { byAgency: { police: 9 }, others: 0 },
      },
    ],
    ['reports', { document, remarks: null }],
  ] as const;
  for (const [noun, body] of filings) {
    const filed = await a.post(`${path}/${noun}`, body);
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    await b.post(`${path}/confirmations`, { filing: filed.body['seq'], agrees: true });
  }
  await settle(database.worker);
  for (const superior of [province, union]) {
    const work = await superior.get('/work');
    const check = (
      work.body['items'] as unknown as { section: string; acts: { href: string }[] }[]
    ).find((i) => i.section === 'toCheck');
    expect((await superior.post(check!.acts[0]!.href, {})).status).toBe(201);
  }
  await settle(database.worker);
  const seen = ROLLOUT.parse((await province.get(`/rollouts/${rollout}`)).body);
  expect(seen).toMatchObject({
    asOf: '2023-08-05',
    rehearsal: 'TRAINING DATA – does not reflect reality',
    state: { code: 'issued' },
    signatures: { issue: { signed: ['police', 'union'] }, close: { signed: [] } },
    totals: { done: 1 },
    coverage: {
      province: null,
      district: {
        covered: 1,
        of: 2,
        byAgency: { police: { covered: 1, of: 2 }, union: { covered: 0, of: 2 } },
      },
      commune: { covered: 0, of: 4 },
    },
  });
  const plan = seen.dates.find((d) => d.key === 'D2');
  expect(plan).toMatchObject({ assumed: 'assumed, no document states it' });
  expect(plan?.why[1]).toMatch(/= 12 working days before/);
});

test('a commune sees its rollout and the counts of itself alone', async () => {
  const seen = await tiny.head('union', 't:0121').get(`/rollouts/${tiny.rollout}`);
  expect(seen.body).toMatchObject({
    scope: 't:0121',
    coverage: { province: null, district: null, commune: { of: 1 } },
  });
  const rows = await pages(tiny.head('union', 't:0121'), `/rollouts/${tiny.rollout}/assignments`);
  expect(rows).toMatchObject([{ unit: { key: 't:0121' } }]);
});

test('a draft is its root’s alone', async () => {
  const draft = { template: 'rollout-tiny', title: 'Nháp', closeOn: '2023-12-28' };
  const drafted = await province.post('/rollouts', draft);
  const path = `/rollouts/${drafted.body['id']}`;
  expect((await tiny.head('union', 't:01').get(path)).status).toBe(200);
  expect((await tiny.head('union', 't:011').get(path)).status).toBe(404);
  expect(await tiny.head('union', 't:011').post('/rollouts', draft)).toMatchObject({ status: 403 });
  expect(await pages(tiny.head('union', 't:011'), '/rollouts')).toHaveLength(1);
});

test('a closing on a rest day is refused with its two neighbours', async () => {
  const draft = { template: 'rollout-tiny', title: 'Nháp', closeOn: '2023-12-30' };
  expect(await province.post('/rollouts', draft)).toMatchObject({
    status: 422,
    body: {
      code: 'deadline.rest_day',
      details: { previous: '2023-12-29', next: '2024-01-01' },
    },
  });
});

test('an operator sees counts without titles and the live side; without Temporal that part alone', async () => {
  const [row] = await pages(tiny.operator, '/rollouts');
  expect(row).toMatchObject({ title: null });
  const path = `/rollouts/${tiny.rollout}/workflows`;
  expect((await province.get(path)).status).toBe(403);
  const down = [undefined, () => Promise.reject(new Error('14 UNAVAILABLE'))] as const;
  for (const inspect of down) {
    const token = await tiny.seeded.account(null, null, { role: 'operator' });
    const { as } = apiOver(database, inspect === undefined ? {} : { inspect });
    expect(await as(token).get(path)).toMatchObject({
      status: 503,
      body: { code: 'engine.unreachable' },
    });
    expect((await as(token).get('/rollouts')).status).toBe(200);
  }
  const live = {
    workflowId: `rollout/${tiny.rollout}/t:01`,
    runId: 'run',
    status: 'RUNNING',
    stage: '1/2',
    waitsFor: 'Chờ việc mới',
    waitsUntil: null,
    historyLength: 12,
    pendingActivities: [],
    uiUrl: null,
  };
  const token = await tiny.seeded.account(null, null, { role: 'operator' });
  const { as } = apiOver(database, { inspect: async () => [live] });
  const rows = await pages(as(token), path);
  expect(rows.map((r) => [r['id'], r['live'] !== null])).toEqual([
    [live.workflowId, true],
    [`rollout/${tiny.rollout}/t:011`, false],
    [`rollout/${tiny.rollout}/t:012`, false],
  ]);
});

test('the clock is the operator’s, goes forward, and not beyond the calendar', async () => {
  const path = '/programmes/tiny/clock';
  expect((await province.post(path, { to: '2023-09-01T00:00:00.000Z' })).status).toBe(403);
  const back = await tiny.operator.post(path, { to: '2023-08-01T00:00:00.000Z' });
  expect(back.body).toMatchObject({ code: 'clock.backwards' });
  const beyond = await tiny.operator.post(path, { to: '2025-01-01T00:00:00.000Z' });
  expect(beyond.body).toMatchObject({ code: 'deadline.no_year', details: { year: 2025 } });
  expect((await province.get(path)).body).toMatchObject({ mode: 'stepped', quiet: true });
  expect((await province.get('/programmes/another')).status).toBe(404);
  expect((await province.get('/programmes/tiny')).body).toMatchObject({ assumed: ['title.vi'] });
});

test('a new account’s token is shown once, and a lost one is replaced', async () => {
  const path = `/offices/${tiny.seeded.office('union', 't:0111')}/accounts`;
  const wanted = { role: 'officer', basis: 'deputy', post: 'Phó Chủ tịch' };
  const superior = tiny.head('union', 't:011');
  const create = () => superior.post(path, wanted, { 'idempotency-key': 'account' });
  const made = await create();
  expect(made.body['token']).toMatch(/^lt_/);
  expect((await create()).body).toEqual({ ...made.body, token: null });
  expect((await tiny.head('police', 't:011').post(path, wanted)).status).toBe(403);
  const replaced = await superior.post(`/accounts/${made.body['id']}/tokens`, {});
  expect((await tiny.api.as(String(made.body['token'])).get('/me')).status).toBe(401);
  const me = await tiny.api.as(String(replaced.body['token'])).get('/me');
  expect(me.body).toMatchObject({ post: 'Phó Chủ tịch', office: { unit: { key: 't:0111' } } });
  expect(await pages(superior, path)).toHaveLength(2);
  const stored = await database.owner`select answer::text from receipts`;
  expect(JSON.stringify(stored)).not.toContain(String(replaced.body['token']));
});
