/** What the record would contradict itself by is refused, and of several at once one is let through. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Client } from '#test/support/api.ts';
import { CONFERENCE, PLAN } from '#test/support/bodies.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { TEMPLATE } from '#test/support/tiny-programme.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';

let database: LiveDatabase;
let tiny: TinyRollout;
let police: Client;
let union: Client;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  [police, union] = [tiny.head('police', 't:01'), tiny.head('union', 't:01')];
});
afterAll(() => database?.close());

const DRAFT = { template: TEMPLATE.key, title: 'Đợt triển khai', closeOn: '2023-12-29' };
const MARK = 'TRAINING DATA – does not reflect reality';
const ASSUMED = 'assumed, no document states it';
type Item = Record<string, never>;
const itemsOf = ({ body }: { body: Record<string, never> }) => body['items'] as unknown as Item[];

const stepTo = async (to: string) => {
  const told = await tiny.operator.post('/programmes/tiny/clock', { to });
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  await settle(database.worker);
};

/** Drafted and signed by both; what is left is to put it in force. */
async function signedDraft(): Promise<{ act: string; dates: Record<string, { on: string }> }> {
  const drafted = await police.post('/rollouts', DRAFT);
  const opened = await police.post(`/rollouts/${drafted.body['id']}/joint-acts`, { kind: 'issue' });
  const act = String(opened.body['id']);
  const document = { number: '1', on: '2023-07-31' };
  for (const agency of [police, union])
    await agency.post(`/joint-acts/${act}/signatures`, { document, signatoryPost: 'Giám đốc' });
  return { act, dates: drafted.body['dates'] as never };
}

test('every list of a rehearsal is marked, and every assumed date', async () => {
  const { rollout } = tiny;
  const own = ['assignments', 'holders', 'joint-acts'].map(
    (list) => `/rollouts/${rollout}/${list}`,
  );
  const lists = [...own, '/overdue'];
  for (const path of [...lists, '/rollouts', '/messages', '/offices', '/units', '/work'])
    expect((await police.get(path)).body['rehearsal'], path).toBe(MARK);
  const commune = tiny.head('police', 't:0111');
  const [owed] = itemsOf(await commune.get('/work'));
  expect(owed).toMatchObject({ due: { assumed: ASSUMED } });
  const [recipient] = itemsOf(await police.get(lists[0]!));
  expect(recipient?.['steps']).toContainEqual(expect.objectContaining({ assumed: ASSUMED }));
  await database.owner`update programmes set rehearsal = false`;
  for (const path of [...lists, '/offices', '/work'])
    expect((await police.get(path)).body['rehearsal'], path).toBeNull();
  await database.owner`update programmes set rehearsal = true`;
});

test('an unknown template is the planner’s mistake, not a want of right', async () => {
  const unknown = { ...DRAFT, template: 'nothing' };
  expect(await police.post('/rollouts', unknown)).toMatchObject({
    status: 400,
    body: { code: 'request.invalid', details: { errors: [{ field: 'template' }] } },
  });
  expect((await tiny.head('police', 't:011').post('/rollouts', unknown)).status).toBe(403);
});

test('a draft begins after today and ends within the programme', async () => {
  expect(await police.post('/rollouts', { ...DRAFT, closeOn: '2023-12-01' })).toMatchObject({
    status: 422,
    body: { code: 'deadline.out_of_order', details: { step: 'P1', today: '2023-08-01' } },
  });
  for (const [from, to] of [
    ['2023-01-01', '2023-12-28'],
    ['2024-01-01', '2033-12-31'],
  ] as const) {
    await database.owner`update programmes set valid_from = ${from}, valid_to = ${to}`;
    expect(await police.post('/rollouts', DRAFT)).toMatchObject({
      status: 422,
      body: { code: 'deadline.out_of_order', details: { from, to } },
    });
  }
  await database.owner`update programmes set valid_from = '2023-01-01', valid_to = '2033-12-31'`;
});

test('a conference that contradicts itself or the rollout is refused by its field', async () => {
  const nobody = { byAgency: { police: 10, union: 0 }, others: 3 };
  const crowd = { byAgency: { police: 100, union: 120 }, others: 3 };
  const minutes = { number: '01/BB', on: '2023-07-31' };
  const contradictions = [
    ['heldOn', { ...CONFERENCE, heldOn: '2023-07-31' }],
    ['minutes.on', { ...CONFERENCE, minutes }],
    ['mode', { ...CONFERENCE, present: nobody }],
    ['mode', { ...CONFERENCE, present: { byAgency: { police: 9 }, others: 0 } }],
  ] as const;
  const below = `/assignments/${tiny.assignment('t:011')}/conferences`;
  const top = `/rollouts/${tiny.rollout}/conferences`;
  const district = tiny.head('police', 't:011');
  for (const [field, body] of contradictions)
    for (const told of [await district.post(below, body), await police.post(top, body)])
      expect(told).toMatchObject({
        status: 422,
        body: { code: 'evidence.contradictory', details: { field } },
      });
  // More may come than were invited, and apart the agencies meet alone.
  const apart = { ...CONFERENCE, mode: 'separate', present: nobody };
  expect((await district.post(below, apart)).status).toBe(201);
  expect((await police.post(top, { ...CONFERENCE, present: crowd })).status).toBe(201);
});

test('of several at once one is let through, and the others are told why', async () => {
  const statuses = (told: readonly { status: number }[]) =>
    told.map((t) => t.status).toSorted((a, b) => a - b);
  const drafts = await Promise.all([1, 2, 3, 4].map(() => police.post('/rollouts', DRAFT)));
  expect(statuses(drafts)).toEqual([201, 201, 201, 201]);
  const acts = await Promise.all(
    [police, union, police, union].map((agency) =>
      agency.post(`/rollouts/${drafts[0]!.body['id']}/joint-acts`, { kind: 'issue' }),
    ),
  );
  expect(statuses(acts)).toEqual([201, 409, 409, 409]);
  expect(acts.find((t) => t.status === 409)?.body).toMatchObject({ code: 'rollout.act_exists' });
  const { act } = await signedDraft();
  const issued = await Promise.all(
    [police, union, police, union].map((a) => a.post(`/joint-acts/${act}/promulgation`, {})),
  );
  expect(statuses(issued)).toEqual([201, 409, 409, 409]);
  expect(issued.find((t) => t.status === 409)?.body).toMatchObject({ code: 'rollout.in_force' });
  await settle(database.worker);
});

test('two steps of the clock at once never move it back', async () => {
  const step = (to: string) => tiny.operator.post('/programmes/tiny/clock', { to });
  const told = await database.owner.begin(async (tx) => {
    await tx`select from programmes for update`;
    const later = step('2023-08-02T05:00:00.000Z');
    // Behind the first in the queue for the row.
    await pause(200);
    const earlier = step('2023-08-02T04:00:00.000Z');
    await pause(200);
    return { both: Promise.all([later, earlier]) };
  });
  const both = await told.both;
  expect(both.map((t) => t.status)).toEqual([201, 409]);
  expect(both[1]?.body).toMatchObject({ code: 'clock.backwards' });
  const facts = await database.owner`select payload->>'to' as to from facts where kind = 'clock'`;
  expect(facts).toEqual([{ to: '2023-08-02T05:00:00.000Z' }]);
  const now = await database.owner`select iso(stepped_at) as now from programmes`;
  expect(now).toEqual([{ now: '2023-08-02T05:00:00.000Z' }]);
  await settle(database.worker);
});

test('an issue may come late, but not after what is to follow it', async () => {
  const [early, late] = [await signedDraft(), await signedDraft()];
  await stepTo(`${early.dates['P1']!.on}T16:59:59.000Z`);
  await stepTo(`${early.dates['P1']!.on}T20:00:00.000Z`);
  expect((await police.post(`/joint-acts/${early.act}/promulgation`, {})).status).toBe(201);
  await stepTo(`${late.dates['P2']!.on}T01:00:00.000Z`);
  expect(await police.post(`/joint-acts/${late.act}/promulgation`, {})).toMatchObject({
    status: 422,
    body: { code: 'deadline.out_of_order', details: { step: 'P2' } },
  });
});

test('what was returned is overdue only when it was not mended in time', async () => {
  const path = `/assignments/${tiny.assignment('t:0111')}`;
  const [a, b] = [tiny.head('police', 't:0111'), tiny.head('union', 't:0111')];
  for (const head of [a, b]) await head.post(`${path}/acknowledgements`, { version: 1 });
  const filed = await a.post(`${path}/plans`, PLAN);
  await b.post(`${path}/confirmations`, { filing: filed.body['seq'], agrees: true });
  const plans = async () => {
    const commune = await a.get(`/overdue?rollout=${tiny.rollout}&limit=200`);
    return itemsOf(commune).filter(({ step }) => step?.['kind'] === 'plan');
  };
  // Due on Monday 16 October, returned on that day: two working days to mend it.
  await stepTo('2023-10-16T03:00:00.000Z');
  const returned = { step: 'plan', reason: 'Thiếu số', field: 'documents' };
  const told = await tiny.head('police', 't:011').post(`${path}/returns`, returned);
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  await settle(database.worker);
  await stepTo('2023-10-18T10:00:00.000Z');
  expect(await plans()).toEqual([]);
  await stepTo('2023-10-19T03:00:00.000Z');
  expect(await plans()).toMatchObject([
    { step: { state: { code: 'returned' } }, dueOn: '2023-10-18', assumed: ASSUMED },
  ]);
});
