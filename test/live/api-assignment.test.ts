import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ASSIGNMENT } from '#api/assignments/shapes.ts';
import { WORK_PAGE, type WorkItem, type WorkSection } from '#api/work/items.ts';
import type { Client } from '#test/support/api.ts';
import { CONFERENCE, PLAN } from '#test/support/bodies.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';
import type { UnitKey } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let tiny: TinyRollout;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
});
afterAll(() => database?.close());

async function work(client: Client): Promise<WorkItem[]> {
  return WORK_PAGE.parse((await client.get('/work')).body).items;
}

/** Does the first act of that section, with what the office adds to it. */
async function act(client: Client, section: WorkSection, rest: object = {}, unit?: UnitKey) {
  const items = await work(client);
  const item = items.find((i) => i.section === section && (unit ?? i.unit.key) === i.unit.key);
  const [first] = item?.acts ?? [];
  expect(first, JSON.stringify(items, null, 1)).toBeDefined();
  const told = await client.post(first!.href, { ...first!.body, ...rest });
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return told;
}

const read = async (client: Client, unit: UnitKey) =>
  ASSIGNMENT.parse((await client.get(`/assignments/${tiny.assignment(unit)}`)).body);

const acknowledgements = (unit: UnitKey) =>
  `/assignments/${tiny.assignment(unit)}/acknowledgements`;

test('the list of an office leads it from tiếp nhận to the report, act by act', async () => {
  const [police, union] = [tiny.head('police', 't:0111'), tiny.head('union', 't:0111')];
  await act(police, 'now');
  await act(police, 'now', PLAN);
  expect((await work(police)).map((i) => i.section)).toContain('waiting');
  await act(union, 'now');
  await act(union, 'toConfirm', { agrees: true });
  await act(union, 'now', CONFERENCE);
  await act(police, 'toConfirm', { agrees: true });
  // Held, but the tiers above have not met yet: it is kept and does not count.
  expect(await read(police, 't:0111')).toMatchObject({
    state: { code: 'inProgress' },
    conference: { counts: false },
    holder: { offices: [], superiors: [{ agency: 'police', name: 'police Huyện Đầu' }, {}] },
  });
  const report = { document: { number: 'không số', on: '2023-08-01' }, remarks: null };
  await act(police, 'now', report);
  await act(union, 'toConfirm', { agrees: true });
});

test('an acknowledgement sent twice with one key is one fact and the same answer', async () => {
  const police = tiny.head('police', 't:0112');
  const send = (body: unknown) =>
    police.post(acknowledgements('t:0112'), body, { 'idempotency-key': 'once' });
  const first = await send({ version: 1 });
  const second = await send(' {  "version" : 1 } ');
  expect(first.status).toBe(201);
  expect([second.status, second.body]).toEqual([first.status, first.body]);
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  const [facts] = await database.owner`
    select count(*)::int as n from facts where assignment_id = ${tiny.assignment('t:0112')}`;
  expect(facts).toEqual({ n: 1 });
  expect(await send({ version: 2 })).toMatchObject({
    status: 422,
    body: { code: 'idempotency.other_body' },
  });
});

test('an act that can have no effect is refused with the reason', async () => {
  const union = tiny.head('union', 't:0112');
  expect(await union.post(acknowledgements('t:0112'), { version: 9 })).toMatchObject({
    status: 409,
    body: { code: 'act.not_applied', details: { reason: 'superseded' } },
  });
});

test('outside the scope nothing is found; within it what one may not do is forbidden', async () => {
  const path = acknowledgements('t:0121');
  const stranger = tiny.head('police', 't:0111');
  expect((await stranger.post(path, { version: 1 })).status).toBe(404);
  expect((await stranger.get(`/assignments/${tiny.assignment('t:0121')}`)).status).toBe(404);
  const superior = tiny.head('police', 't:012');
  expect((await superior.get(`/assignments/${tiny.assignment('t:0121')}`)).status).toBe(200);
  expect((await superior.post(path, { version: 1 })).status).toBe(403);
});

test('an operator sees no content and does no act', async () => {
  const { operator, rollout } = tiny;
  expect((await operator.post(acknowledgements('t:0121'), { version: 1 })).status).toBe(403);
  for (const path of [
    '/work',
    '/messages',
    `/rollouts/${rollout}`,
    `/rollouts/${rollout}/assignments`,
    '/overdue',
    `/overdue?rollout=${rollout}`,
    `/rollouts/${rollout}/holders`,
    `/rollouts/${rollout}/joint-acts`,
    `/assignments/${tiny.assignment('t:0121')}`,
  ])
    expect((await operator.get(path)).status, path).toBe(403);
});

test('a token that is nobody’s, or a disabled account’s, is answered 401', async () => {
  expect((await tiny.api.as('lt_nobody_knows_this_one').get('/me')).status).toBe(401);
  const office = tiny.seeded.office('police', 't:0122');
  const made = await tiny.operator.post(`/offices/${office}/accounts`, {
    role: 'officer',
    basis: null,
    post: 'Cán bộ',
  });
  const officer = tiny.api.as(String(made.body['token']));
  expect((await officer.get('/me')).status).toBe(200);
  await tiny.operator.post(`/accounts/${made.body['id']}/disablement`, {});
  expect((await officer.get('/me')).status).toBe(401);
});

test('a contact officer without a basis files, and does not confirm', async () => {
  const officer = tiny.api.as(await tiny.seeded.account('police', 't:0121', { basis: null }));
  expect((await officer.post(acknowledgements('t:0121'), { version: 1 })).status).toBe(403);
  const filed = await officer.post(`/assignments/${tiny.assignment('t:0121')}/plans`, PLAN);
  expect(filed.status).toBe(201);
  const kinds = (await work(officer)).flatMap((i) => i.acts.map((a) => a.kind));
  expect(kinds).not.toContain('acknowledgement');
});

test('a request for adjustment: the superior’s list, the new version, what the other side sees', async () => {
  const [police, union] = [tiny.head('police', 't:0122'), tiny.head('union', 't:0122')];
  await act(police, 'now');
  const path = `/assignments/${tiny.assignment('t:0122')}/adjustments`;
  await police.post(path, { reason: 'deadline', text: 'Trùng lịch tập huấn' });
  const seen = (await read(union, 't:0122')).lines.find((l) => l.agency === 'police');
  expect(seen?.request).toMatchObject({
    reason: { code: 'deadline' },
    text: null,
    answerBy: '2023-08-04',
    toBeAnsweredBy: { name: 'police Huyện Nhì' },
  });
  await settle(database.worker);
  await act(tiny.head('police', 't:012'), 'toAnswer', {
    answer: 'adjust',
    consultedOn: '2023-08-01',
    document: { number: '7', on: '2023-08-01' },
    dates: { C2: '2023-10-20' },
  });
  const after = await read(police, 't:0122');
  expect(after.versions).toHaveLength(2);
  expect(after.steps.find((s) => s.key === 'C2')).toMatchObject({ dueOn: '2023-10-20' });
  const again = (await work(police)).find((i) => i.step?.key === 'C1');
  expect(again?.acts[0]).toMatchObject({ kind: 'acknowledgement', body: { version: 2 } });
});

test('whom an office gave the work to is shown to itself alone', async () => {
  const path = `/assignments/${tiny.assignment('t:012')}`;
  const [police, union] = [tiny.head('police', 't:012'), tiny.head('union', 't:012')];
  await police.post(`${path}/acknowledgements`, { version: 1 });
  await police.post(`${path}/designations`, { post: 'Đội trưởng' });
  const line = async (client: Client) =>
    (await read(client, 't:012')).lines.find((l) => l.agency === 'police');
  expect(await line(police)).toMatchObject({
    state: { code: 'assigned' },
    assignedPost: 'Đội trưởng',
  });
  expect(await line(union)).toMatchObject({ state: { code: 'received' }, assignedPost: null });
});

test('every date comes with its reason in words, in the asker’s language', async () => {
  const { steps } = await read(tiny.head('police', 't:0112'), 't:0112');
  const plan = steps.find((s) => s.key === 'C2');
  expect(plan?.dueOn).toBe('2023-10-16');
  expect(plan?.why.join('\n')).toMatch(
    /Due: by the end of Mon 16\/10\/2023\n= 32 working days before/,
  );
});

test('a vacant office is on its superior’s list, who stands in for it and acts', async () => {
  await database.owner`update accounts set disabled_at = now()
    where office_id = ${tiny.seeded.office('union', 't:0121')}`;
  const district = tiny.head('union', 't:012');
  await act(district, 'vacantBelow', { post: 'Chủ tịch', from: '2023-08-01', to: '2023-12-31' });
  const mine = (await work(district)).filter((i) => i.office.standingIn);
  expect(mine.map((i) => i.unit.key)).toContain('t:0121');
  const own = mine.find((i) => i.acts[0]?.kind === 'acknowledgement');
  expect((await district.post(own!.acts[0]!.href, own!.acts[0]!.body)).status).toBe(201);
});
