/** The joint acts of a rollout after its issue: drafted, seen beforehand, signed, in force, and what each office sees. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ASSIGNMENT } from '#api/assignments/shapes.ts';
import { ROLLOUT } from '#api/rollouts/shapes.ts';
import { WORK_PAGE } from '#api/work/items.ts';
import { verifyRecord } from '#verify/index.ts';
import type { Client, Told } from '#test/support/api.ts';
import { drafted, planners, putInForce, sign, stepTo } from '#test/support/joint-acts.ts';
import { SIGNATURE } from '#test/support/joint-acts.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { TEMPLATE, type UnitKey } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let tiny: TinyRollout;
let police: Client;
let union: Client;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  [police, union] = planners(tiny);
});
afterAll(() => database?.close());

const AMEND = {
  kind: 'amend',
  reason: 'Trùng đợt cao điểm',
  dates: { C2: '2023-10-20' },
  content: null,
};
const refused = (code: string, details: object = {}) => ({ body: { code, details } });
const notNow = (reason: string) => ({ status: 409, ...refused('rollout.not_now', { reason }) });
const drafts = () => `/rollouts/${tiny.rollout}/joint-acts`;
type Row = {
  unit: { key: string };
  outcome: { code: string };
  version: { n: number; acknowledgeBy: string } | null;
  steps: { key: string; from: string | null; to: string | null }[];
};
const rows = ({ body }: Told) => body['items'] as unknown as Row[];
const work = async (client: Client) =>
  WORK_PAGE.parse((await client.get('/work?limit=200')).body).items;
const read = async (client: Client, unit: UnitKey) =>
  ASSIGNMENT.parse((await client.get(`/assignments/${tiny.assignment(unit)}`)).body);
const readRollout = async (id = tiny.rollout) =>
  ROLLOUT.parse((await police.get(`/rollouts/${id}`)).body);

test('what cannot come into force is not drafted, either', async () => {
  const post = (body: object, as = police) => as.post(drafts(), body);
  expect(await post({ ...AMEND, dates: {} })).toMatchObject({ status: 400 });
  expect(await post({ ...AMEND, dates: { C2: '2023-10-21' } })).toMatchObject({
    status: 422,
    ...refused('deadline.rest_day', { previous: '2023-10-20', next: '2023-10-23' }),
  });
  for (const dates of [{ C2: '2023-12-29' }, { C2: '2023-08-01' }])
    expect(await post({ ...AMEND, dates })).toMatchObject(refused('deadline.out_of_order'));
  for (const step of ['X9', 'P1', 'C1'])
    expect(await post({ ...AMEND, dates: { [step]: '2023-10-20' } })).toMatchObject(
      refused('deadline.no_step', { step }),
    );
  expect(await post({ ...AMEND, dates: { C2: '2023-10-16' } })).toMatchObject(
    refused('deadline.unchanged', { dates: { C2: '2023-10-16' } }),
  );
  expect(await post({ ...AMEND, dates: { C2: '2025-10-20' } })).toMatchObject({ status: 422 });
  expect(await post({ ...AMEND, content: 'Tài liệu Tối mật' })).toMatchObject(
    refused('text.secret', { field: 'content' }),
  );
  expect(await post({ kind: 'resume' })).toMatchObject(notNow('notSuspended'));
  expect(await post({ kind: 'issue' })).toMatchObject(refused('rollout.in_force'));
  expect((await post(AMEND, tiny.head('police', 't:011'))).status).toBe(404);
  const officer = tiny.api.as(await tiny.seeded.account('police', 't:01', { role: 'officer' }));
  expect((await post(AMEND, officer)).status).toBe(403);
  expect((await post(AMEND, tiny.operator)).status).toBe(403);
});

test('an amendment is seen beforehand by each in its scope, and then does just that', async () => {
  const act = await drafted(tiny, { ...AMEND, content: 'Thêm mục tuyên truyền' });
  expect(await police.post(drafts(), AMEND)).toMatchObject(refused('rollout.act_exists'));
  const path = `/joint-acts/${act}/preview`;
  const seen = await police.get(`${path}?limit=4`);
  expect(seen.body).toMatchObject({
    act: { kind: { code: 'amend', label: 'Amend' }, n: 1, terms: { dates: { C2: '2023-10-20' } } },
    asOf: '2023-08-01',
    rehearsal: 'TRAINING DATA – does not reflect reality',
    totals: { newVersion: 6 },
    top: [],
    beingProcessed: 0,
  });
  const rest = await police.get(`${path}?limit=4&cursor=${String(seen.body['next'])}`);
  const all = [...rows(seen), ...rows(rest)];
  expect(all.map((r) => r.unit.key)).toEqual([
    't:011',
    't:012',
    't:0111',
    't:0112',
    't:0121',
    't:0122',
  ]);
  expect(rest.body['next']).toBeNull();
  expect(all[2]).toMatchObject({
    state: { code: 'awaiting' },
    outcome: { code: 'newVersion' },
    version: { n: 2, acknowledgeBy: '2023-08-03' },
  });
  expect(all[2]!.steps.find((s) => s.key === 'C2')).toEqual({
    key: 'C2',
    kind: 'plan',
    label: 'C2',
    from: '2023-10-16',
    to: '2023-10-20',
  });
  const below = await tiny.head('union', 't:011').get(path);
  expect(rows(below).map((r) => r.unit.key)).toEqual(['t:011', 't:0111', 't:0112']);
  expect(below.body['totals']).toEqual({ newVersion: 3 });
  expect((await tiny.operator.get(path)).status).toBe(403);

  await sign(tiny, act);
  expect((await union.post(`/joint-acts/${act}/promulgation`, {})).status).toBe(201);
  await settle(database.worker);
  expect(await police.get(path)).toMatchObject({ status: 409, ...refused('rollout.in_force') });
  expect(await police.post(`/joint-acts/${act}/discard`, {})).toMatchObject(
    refused('rollout.in_force'),
  );
  const after = await read(police, 't:0111');
  expect(after.versions[1]).toMatchObject({
    cause: { code: 'amendment', label: 'Amended with the whole rollout' },
    content: 'Thêm mục tuyên truyền',
    dueOn: '2023-08-03',
    dates: { C2: '2023-10-20' },
  });
  expect(after.steps.find((s) => s.key === 'C2')).toMatchObject({ dueOn: '2023-10-20' });
  const plan = (await readRollout()).dates.find((d) => d.key === 'C2');
  expect(plan).toMatchObject({ on: '2023-10-20', asIssued: '2023-10-16' });
  expect(plan?.why.slice(0, 2)).toEqual([
    'Due: by the end of Fri 20/10/2023',
    '= a date set by a person',
  ]);
});

test('a new version is to be received anew, and says what it changes', async () => {
  const commune = tiny.head('police', 't:0111');
  const item = (await work(commune)).find((i) => i.section === 'now');
  expect(item).toMatchObject({
    title:
      'C1 (version 2): Amended with the whole rollout; C2 16/10/2023 → 20/10/2023; Thêm mục tuyên truyền',
    change: {
      cause: { code: 'amendment' },
      content: 'Thêm mục tuyên truyền',
      dates: [{ step: 'C2', label: 'C2', from: '2023-10-16', to: '2023-10-20' }],
    },
    acts: [{ kind: 'acknowledgement', body: { version: 2 } }, {}],
  });
  const first = item!.acts[0]!;
  expect(await commune.post(first.href, { version: 1 })).toMatchObject(
    refused('act.not_applied', { reason: 'superseded' }),
  );
  expect((await commune.post(first.href, first.body)).status).toBe(201);
});

test('a draft of any kind is its agencies’ to sign, may be discarded, and copied', async () => {
  const suspend = { kind: 'suspend', reason: 'Mưa lũ' };
  const act = await drafted(tiny, suspend);
  const item = (await work(union)).find(
    (i) => i.section === 'rollout' && i.title.includes('Suspend'),
  );
  expect(item).toMatchObject({
    title: 'Record the signature: Suspend (0/2)',
    acts: [{ kind: 'signature', href: `/joint-acts/${act}/signatures` }],
  });
  expect(await union.post(`/joint-acts/${act}/copies`, {})).toMatchObject(
    refused('rollout.act_exists'),
  );
  expect((await tiny.head('union', 't:011').post(`/joint-acts/${act}/discard`, {})).status).toBe(
    404,
  );
  expect(await union.post(`/joint-acts/${act}/promulgation`, {})).toMatchObject(
    refused('rollout.unsigned'),
  );
  const key = { 'idempotency-key': 'discard' };
  const discarded = await union.post(`/joint-acts/${act}/discard`, {}, key);
  expect(discarded.status, JSON.stringify(discarded.body)).toBe(201);
  const again = await union.post(`/joint-acts/${act}/discard`, {}, key);
  expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([discarded.body, 'true']);
  const signed = await police.post(`/joint-acts/${act}/signatures`, SIGNATURE);
  expect(signed).toMatchObject(notNow('discarded'));
  expect(await police.get(`/joint-acts/${act}/preview`)).toMatchObject(notNow('discarded'));
  expect(await police.post(`/joint-acts/${act}/discard`, {})).toMatchObject(notNow('discarded'));
  const copied = await police.post(`/joint-acts/${act}/copies`, {});
  expect(copied).toMatchObject({ status: 201, body: { kind: 'suspend', rollout: tiny.rollout } });
  const list = (await police.get(drafts())).body['items'] as unknown as { n: number }[];
  expect(list.slice(-2)).toMatchObject([
    { kind: { code: 'suspend' }, n: 1, discardedAt: '2023-08-01T01:00:00.000Z' },
    { kind: { code: 'suspend' }, n: 2, terms: suspend, discardedAt: null },
  ]);
  expect((await police.post(`/joint-acts/${copied.body['id']}/discard`, {})).status).toBe(201);
});

test('while it is suspended nothing is asked; each open date moves by the days it lasted', async () => {
  await stepTo(tiny, database, '2023-08-02T01:00:00.000Z');
  const act = await drafted(tiny, { kind: 'suspend', reason: 'Mưa lũ' });
  const before = await police.get(`/joint-acts/${act}/preview`);
  expect(before.body['totals']).toEqual({ suspended: 6 });
  expect(rows(before)[0]!.steps.every((s) => s.from === s.to)).toBe(true);
  await sign(tiny, act);
  expect((await police.post(`/joint-acts/${act}/promulgation`, {})).status).toBe(201);
  await settle(database.worker);
  expect(await police.post(drafts(), { kind: 'suspend', reason: 'x' })).toMatchObject(
    notNow('suspended'),
  );
  const commune = tiny.head('union', 't:0121');
  expect((await read(commune, 't:0121')).state).toEqual({ code: 'suspended', label: 'Suspended' });
  expect((await read(commune, 't:0121')).rollout.state.code).toBe('suspended');
  expect(await work(commune)).toMatchObject([
    { section: 'waiting', title: 'The rollout is suspended, nothing is asked', acts: [] },
  ]);
  expect((await work(tiny.head('union', 't:012'))).flatMap((i) => i.acts)).toEqual([]);
  await stepTo(tiny, database, '2023-08-08T01:00:00.000Z');
  const resume = await drafted(tiny, { kind: 'resume' });
  const told = await police.get(`/joint-acts/${resume}/preview`);
  expect(told.body['totals']).toEqual({ resumed: 6 });
  // Wednesday to Tuesday: four working days.
  expect(rows(told)[4]!.steps).toMatchObject([
    { key: 'C1', from: '2023-08-03', to: '2023-08-09' },
    { key: 'C2', from: '2023-10-20', to: '2023-10-26' },
    {},
    {},
  ]);
  await sign(tiny, resume);
  expect((await union.post(`/joint-acts/${resume}/promulgation`, {})).status).toBe(201);
  await settle(database.worker);
  const plan = (await read(commune, 't:0121')).steps.find((s) => s.key === 'C2');
  expect(plan?.dueOn).toBe('2023-10-26');
  expect(plan?.why.slice(0, 4)).toEqual([
    'Due: by the end of Thu 26/10/2023',
    '= 4 working days after Fri 20/10/2023, for a suspension of 4 working days',
    'Before that, Fri 20/10/2023:',
    '= a date set by a person',
  ]);
  const { dates } = await readRollout();
  const top = told.body['top'] as unknown as { key: string; to: string }[];
  expect(top.map(({ key }) => key)).toEqual(['P2', 'P3', 'P4']);
  expect(dates.find((d) => d.key === 'D2')?.why.join('\n')).toContain(
    'for a suspension of 4 working days',
  );
  for (const { key, on } of dates.filter((d) => d.on !== null && d.kind !== 'issue'))
    expect([key, on]).toEqual([
      key,
      [...rows(told).flatMap((r) => r.steps), ...top].find((s) => s.key === key)?.to,
    ]);
});

test('ended without being carried out, with a reason: what was not done says so, and nothing more is taken', async () => {
  const bare = await drafted(tiny, { kind: 'close', unmet: null });
  for (const told of [
    await police.get(`/joint-acts/${bare}/preview`),
    await signedPromulgation(bare),
  ])
    expect(told).toMatchObject({ status: 409, ...refused('rollout.not_done', { undone: 6 }) });
  await police.post(`/joint-acts/${bare}/discard`, {});
  const act = await drafted(tiny, { kind: 'close', unmet: 'Sắp xếp đơn vị hành chính' });
  const told = await police.get(`/joint-acts/${act}/preview`);
  expect(told.body['totals']).toEqual({ closedUnmet: 6 });
  expect(rows(told)[0]!.steps.every((s) => s.to === null)).toBe(true);
  expect((await signedPromulgation(act)).status).toBe(201);
  await settle(database.worker);
  const commune = tiny.head('police', 't:0122');
  expect(await work(commune)).toMatchObject([
    { section: 'done', title: 'Ended without being carried out', acts: [] },
  ]);
  const [notice] = (await commune.get('/messages?limit=1')).body['items'] as unknown as {
    why: string[];
  }[];
  expect(notice!.why).toContain('Reason: Sắp xếp đơn vị hành chính');
  const path = `/assignments/${tiny.assignment('t:0122')}/acknowledgements`;
  expect(await commune.post(path, { version: 2 })).toMatchObject(refused('rollout.not_open'));
  expect(await readRollout()).toMatchObject({
    state: { code: 'closed' },
    over: { by: { code: 'close' } },
    totals: { closedUnmet: 6 },
  });
  expect(await police.post(drafts(), { kind: 'recall', reason: 'x' })).toMatchObject(
    notNow('notRunning'),
  );
});

async function signedPromulgation(act: string): Promise<Told> {
  await sign(tiny, act);
  return police.post(`/joint-acts/${act}/promulgation`, {});
}

/** Drafted from the template as it stands now. */
async function draftOf(closeOn: string): Promise<string> {
  const told = await police.post('/rollouts', {
    template: TEMPLATE.key,
    title: 'Đợt hai',
    closeOn,
  });
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return String(told.body['id']);
}

test('a draft is discarded with its issue, and copied for another end', async () => {
  const rollout = await draftOf('2024-01-05');
  const act = await drafted(tiny, { kind: 'issue' }, rollout);
  const path = `/rollouts/${rollout}/discard`;
  expect((await tiny.head('union', 't:011').post(path, {})).status).toBe(404);
  expect((await union.post(path, {})).status).toBe(201);
  expect(await union.post(path, {})).toMatchObject(notNow('discarded'));
  expect(await police.post(`/joint-acts/${act}/copies`, {})).toMatchObject(notNow('discarded'));
  expect((await readRollout(rollout)).state).toEqual({
    code: 'discarded',
    label: 'Draft discarded',
  });
  expect((await work(police)).filter((i) => i.rollout?.id === rollout)).toEqual([]);
  const copies = `/rollouts/${rollout}/copies`;
  const copy = { title: 'Đợt ba', closeOn: '2024-01-12' };
  expect(await police.post(copies, { ...copy, closeOn: '2024-01-13' })).toMatchObject(
    refused('deadline.rest_day'),
  );
  expect(await police.post(copies, { ...copy, title: 'Tối mật' })).toMatchObject(
    refused('text.secret', { field: 'title' }),
  );
  expect((await tiny.head('police', 't:011').post(copies, copy)).status).toBe(404);
  const copied = await police.post(copies, copy, { 'idempotency-key': 'copy' });
  expect(copied).toMatchObject({ status: 201, body: { dates: { P4: { on: '2024-01-12' } } } });
  const again = await police.post(copies, copy, { 'idempotency-key': 'copy' });
  expect(again.body).toEqual(copied.body);
  // Discarded before anybody asked for signatures, too.
  expect((await police.post(`/rollouts/${copied.body['id']}/discard`, {})).status).toBe(201);
  const issued = await police.post(`/rollouts/${tiny.rollout}/discard`, {});
  expect(issued).toMatchObject(notNow('alreadyInForce'));
});

test('an issue is seen beforehand, a unit is opened early, and a recall ends it', async () => {
  await database.owner`update templates set body = body || '{"receiving": "byTier"}'`;
  const rollout = await draftOf('2024-01-05');
  const early = `/rollouts/${rollout}/early-openings`;
  const opening = { unit: 't:011', reason: 'Huyện chậm ban hành kế hoạch' };
  expect(await police.post(early, opening)).toMatchObject(refused('rollout.not_open'));
  const act = await drafted(tiny, { kind: 'issue' }, rollout);
  const seen = await police.get(`/joint-acts/${act}/preview?limit=3`);
  expect(seen.body['totals']).toEqual({ opens: 2, opensLater: 4 });
  expect(rows(seen)).toMatchObject([
    { unit: { key: 't:011' }, outcome: { code: 'opens' } },
    { unit: { key: 't:012' }, outcome: { code: 'opens' } },
    { unit: { key: 't:0111' }, outcome: { code: 'opensLater' }, state: { code: 'notOpen' } },
  ]);
  expect(rows(seen)[2]!.steps.map((s) => [s.key, s.from])).toEqual([
    ['C1', null],
    ['C2', null],
    ['C3', null],
    ['C4', null],
  ]);
  expect((await tiny.head('police', 't:011').get(`/joint-acts/${act}/preview`)).status).toBe(404);
  expect((await signedPromulgation(act)).status).toBe(201);
  await settle(database.worker);
  expect((await tiny.head('police', 't:011').post(early, opening)).status).toBe(404);
  expect((await police.post(early, { ...opening, unit: 't:0111' })).status).toBe(404);
  expect(await police.post(early, { ...opening, reason: '001088012345' })).toMatchObject(
    refused('text.personal'),
  );
  const amendment = { ...AMEND, dates: { C2: '2023-11-01' }, content: 'Thêm mục tập huấn' };
  await putInForce(tiny, database, amendment, rollout);
  expect((await police.post(early, opening)).status).toBe(201);
  expect(await union.post(early, opening)).toMatchObject(refused('gate.open'));
  await settle(database.worker);
  const [counts] = await database.owner`
    select count(*)::int as n from assignments where rollout_id = ${rollout} and tier = 'commune'`;
  expect(counts).toEqual({ n: 2 });
  // Opened after the amendment: it is in the first version.
  const [opened] =
    await database.owner`select s.due_on as "dueOn", s.deadline->>'on' as "reasoned" from steps s
    join assignments a on a.id = s.assignment_id where a.rollout_id = ${rollout} and s.key = 'C2' limit 1`;
  expect(opened).toEqual({ dueOn: '2023-11-01', reasoned: '2023-11-01' });
  const items = await work(tiny.head('union', 't:0111'));
  expect(items.find((i) => i.rollout?.id === rollout)).toMatchObject({
    title: 'C1: Thêm mục tập huấn',
    change: { cause: { code: 'opening' }, content: 'Thêm mục tập huấn', dates: [] },
    acts: [{ kind: 'acknowledgement', body: { version: 1 } }, {}],
  });
  const recall = await drafted(tiny, { kind: 'recall', reason: 'Ban hành nhầm' }, rollout);
  const told = await police.get(`/joint-acts/${recall}/preview`);
  expect(told.body['totals']).toEqual({ recalled: 4, neverOpens: 2 });
  expect(
    rows(told)
      .map((r) => r.outcome.code)
      .toSorted(),
  ).toEqual(['neverOpens', 'neverOpens', 'recalled', 'recalled', 'recalled', 'recalled']);
  expect((await signedPromulgation(recall)).status).toBe(201);
  await settle(database.worker);
  expect(await readRollout(rollout)).toMatchObject({
    state: { code: 'recalled', label: 'Recalled' },
    over: { by: { code: 'recall' } },
    totals: { recalled: 4, notOpen: 2 },
  });
});

test('the record holds to all of it', async () => {
  await settle(database.worker);
  const { invariants } = await verifyRecord({ sql: database.reader, patienceMs: 0 });
  expect(invariants.flatMap((i) => i.problems.map((found) => [i.id, found]))).toEqual([]);
});
