/** Turns that a rollout takes where two things meet: a correction and a list, a dispute and a word, two acts at once. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ASSIGNMENT } from '#api/assignments/shapes.ts';
import { verifyRecord } from '#verify/index.ts';
import type { Client, Told } from '#test/support/api.ts';
import {
  drafted,
  planners,
  putInForce,
  sign,
  SIGNATURE,
  stepTo,
} from '#test/support/joint-acts.ts';
import { CONFERENCE, PLAN } from '#test/support/bodies.ts';
import { eventually, openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { TEMPLATE } from '#test/support/tiny-programme.ts';

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

const refused = (status: number, code: string, details: object = {}) => ({
  status,
  body: { code, details },
});
const items = ({ body }: Told) => body['items'] as unknown as Record<string, never>[];

async function draftOf(closeOn: string): Promise<string> {
  const draft = { template: TEMPLATE.key, title: 'Đợt hai', closeOn };
  const told = await police.post('/rollouts', draft);
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return String(told.body['id']);
}

test('the overdue table names the document that it was given by as it was corrected', async () => {
  const rollout = await draftOf('2024-01-05');
  const act = await drafted(tiny, { kind: 'issue' }, rollout);
  await sign(tiny, act);
  const corrected = { document: { number: '13/KH', on: '2023-07-31' }, signatoryPost: 'Chủ tịch' };
  const told = await union.post(`/joint-acts/${act}/signature-corrections`, corrected);
  expect(told.status).toBe(201);
  expect((await police.post(`/joint-acts/${act}/promulgation`, {})).status).toBe(201);
  await settle(database.worker);
  await stepTo(tiny, database, '2023-08-07T01:00:00.000Z');
  const rows = items(await police.get(`/overdue?rollout=${rollout}`));
  const given = Object.fromEntries(rows.map((row) => [row['agency'], row['document']]));
  expect(given).toEqual({ police: SIGNATURE.document, union: corrected.document });
});

test('a dispute on the conference at the top ends by recording it again, and by nothing else', async () => {
  const path = (what: string) => `/rollouts/${tiny.rollout}/${what}`;
  const held = await police.post(path('conferences'), CONFERENCE);
  const conference = held.body['seq'];
  const word = (agrees: object, as = union) =>
    as.post(path('conference-confirmations'), { conference, ...agrees });
  expect((await word({ agrees: false, differs: 'Số người dự khác' })).status).toBe(201);
  expect(await word({ agrees: true })).toMatchObject(refused(409, 'rollout.conference_disputed'));
  const again = await union.post(path('conferences'), CONFERENCE);
  expect(again.status).toBe(201);
  const agreed = { conference: again.body['seq'], agrees: true };
  expect((await police.post(path('conference-confirmations'), agreed)).status).toBe(201);

  // Confirmed, it is corrected by the agency that recorded it; then the other one's word is asked for again.
  const corrected = { ...CONFERENCE, invited: { byAgency: { police: 12, union: 12 }, others: 3 } };
  expect(await police.post(path('conferences'), corrected)).toMatchObject(
    refused(409, 'rollout.conference_confirmed'),
  );
  const anew = await union.post(path('conferences'), corrected);
  expect(anew.status, JSON.stringify(anew.body)).toBe(201);
  expect((await police.get(`/rollouts/${tiny.rollout}`)).body['conference']).toMatchObject({
    evidence: { invited: corrected.invited },
    confirmed: false,
  });
  const agreedAnew = { conference: anew.body['seq'], agrees: true };
  expect((await police.post(path('conference-confirmations'), agreedAnew)).status).toBe(201);
});

test('of two acts put in force at one instant the second is judged on the first', async () => {
  const rollout = await draftOf('2024-01-12');
  const act = async (terms: object) => {
    const id = await drafted(tiny, terms, rollout);
    await sign(tiny, id);
    return id;
  };
  const issue = await act({ kind: 'issue' });
  expect((await police.post(`/joint-acts/${issue}/promulgation`, {})).status).toBe(201);
  const recall = await act({ kind: 'recall', reason: 'Ban hành nhầm' });
  const suspend = await act({ kind: 'suspend', reason: 'Mưa lũ' });
  // Both are judged before either is written; the ledger has the recall first.
  const waiting = async (n: number) => {
    const [row] = await database.owner<{ n: number }[]>`
      select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and a.datname = current_database()`;
    return row!.n >= n;
  };
  let sent: Promise<Told>[] = [];
  await database.owner.begin(async (held) => {
    await held`select from rollouts where id = ${rollout} for update`;
    sent = [police.post(`/joint-acts/${recall}/promulgation`, {})];
    await eventually('the recall waits', () => waiting(1));
    sent.push(union.post(`/joint-acts/${suspend}/promulgation`, {}));
    await eventually('both wait', () => waiting(2));
  });
  const notNow = refused(409, 'rollout.not_now', { reason: 'notRunning' });
  expect(await Promise.all(sent)).toMatchObject([{ status: 201 }, notNow]);
  const acts = items(await police.get(`/rollouts/${rollout}/joint-acts`));
  expect(acts.at(-1)).toMatchObject({ kind: { code: 'suspend' }, inForceAt: null });
  const path = (what: string) => `/joint-acts/${suspend}/${what}`;
  expect(await union.post(path('promulgation'), {})).toMatchObject(notNow);
  expect((await union.post(path('discard'), {})).status).toBe(201);
});

test('what is asked to be adjusted is adjusted, or kept, and never “adjusted” to what it was', async () => {
  const path = `/assignments/${tiny.assignment('t:0111')}`;
  const asked = await tiny
    .head('police', 't:0111')
    .post(`${path}/adjustments`, { reason: 'deadline', text: 'Xin lùi hạn' });
  const answer = (dates: object) =>
    tiny.head('police', 't:011').post(`${path}/adjustment-answers`, {
      request: asked.body['seq'],
      answer: 'adjust',
      consultedOn: '2023-08-01',
      document: SIGNATURE.document,
      dates,
    });
  const step = { C1: '2023-10-20' };
  expect(await answer(step)).toMatchObject(refused(422, 'deadline.no_step', { step: 'C1' }));
  const same = { C2: '2023-10-16' };
  expect(await answer(same)).toMatchObject(refused(422, 'deadline.unchanged', { dates: same }));
  expect(await answer({ C2: '2023-12-29' })).toMatchObject(
    refused(422, 'deadline.out_of_order', { step: 'C3' }),
  );
  expect((await answer({ C2: '2023-10-20' })).status).toBe(201);
});

test('paper that an amendment has overtaken is taken for the version that it is of', async () => {
  const amendment = { kind: 'amend', reason: 'Mưa lũ', dates: {}, content: 'Thêm mục 3' };
  await putInForce(tiny, database, amendment);
  const path = `/assignments/${tiny.assignment('t:0121')}`;
  const [office, district] = [tiny.head('police', 't:0121'), tiny.head('police', 't:012')];
  const receive = (as: Client, body: object) => as.post(`${path}/acknowledgements`, body);
  const superseded = refused(409, 'act.not_applied', { reason: 'superseded' });
  expect(await receive(office, { version: 1 })).toMatchObject(superseded);
  const paper = { number: '15/CV', on: '2023-08-01' };
  expect((await receive(district, { version: 1, paper })).status).toBe(201);
  // What is amended is still to be received, and no paper of before can have done it.
  expect(await receive(district, { version: 2, paper })).toMatchObject(
    refused(422, 'evidence.contradictory'),
  );
  expect((await receive(office, { version: 2 })).status).toBe(201);
  await settle(database.worker);
  const { lines } = ASSIGNMENT.parse((await office.get(path)).body);
  expect(lines[0]?.receivedOn).toEqual({ 1: '2023-08-01', 2: expect.any(String) });
});

test('a version tells a date for each step it sets, the tiếp nhận as well', async () => {
  const path = `/assignments/${tiny.assignment('t:0122')}`;
  const { versions } = ASSIGNMENT.parse((await police.get(path)).body);
  expect(versions[0]?.dates).toEqual({
    C1: '2023-08-03',
    C2: '2023-10-16',
    C3: '2023-11-29',
    C4: '2023-12-06',
  });
});

test('a later date for a report is granted on request, whatever the conference would have it be', async () => {
  const path = `/assignments/${tiny.assignment('t:0112')}`;
  const [from, other] = [tiny.head('police', 't:0112'), tiny.head('union', 't:0112')];
  const done = async (noun: string, body: object) => {
    const told = await from.post(`${path}/${noun}`, body);
    expect(told.status, JSON.stringify(told.body)).toBe(201);
    const confirmation = { filing: told.body['seq'], agrees: true };
    expect((await other.post(`${path}/confirmations`, confirmation)).status).toBe(201);
  };
  const report = async () =>
    ASSIGNMENT.parse((await from.get(path)).body).steps.find((s) => s.kind === 'report');
  await done('plans', PLAN);
  await done('conferences', { ...CONFERENCE, minutes: { number: '1/BB', on: '2023-08-07' } });
  expect(await report()).toMatchObject({ dueOn: '2023-08-14' });
  const asked = await from.post(`${path}/adjustments`, { reason: 'deadline', text: 'Mưa lũ' });
  const dates = { C4: '2023-08-25' };
  const answer = { request: asked.body['seq'], answer: 'adjust', consultedOn: '2023-08-07', dates };
  const answered = await tiny
    .head('police', 't:011')
    .post(`${path}/adjustment-answers`, { ...answer, document: SIGNATURE.document });
  expect(answered.status, JSON.stringify(answered.body)).toBe(201);
  expect(await report()).toMatchObject({ dueOn: '2023-08-25' });
});

test('a calendar laid over a suspension moves what it moves itself, and the closing of what is all open', async () => {
  const rollout = tiny.rollout;
  await putInForce(tiny, database, { kind: 'suspend', reason: 'Mưa lũ' });
  await stepTo(tiny, database, '2023-08-09T01:00:00.000Z');
  // The closing, and what the communes plan; two days suspended by then move every other date, too.
  const days = ['2023-12-29', '2024-01-02'].map((date) => ({
    date,
    kind: 'swapped_off',
    nameVi: 'Nghỉ hoán đổi',
    nameEn: 'Swapped off',
    source: '99/VPCP-KGVX',
    confirmed: true,
  }));
  const draft = await police.post('/programmes/tiny/calendars', { days });
  const path = `/calendars/${draft.body['id']}`;
  const seen = await police.get(`${path}/preview`);
  const key = String((await police.get(`/rollouts/${rollout}`)).body['key']);
  const moved = items(seen).filter((row) => row['rollout'] === key);
  expect(moved).toMatchObject([{ unit: null, step: 'P4', from: '2024-01-02', to: '2024-01-03' }]);
  const { digest } = seen.body;
  expect((await police.post(`${path}/publication`, { digest })).status).toBe(201);
  await settle(database.worker);
  const told = await database.owner`
    select m.id from messages m join assignments a on a.id = m.assignment_id
    where m.rung = 'calendar' and a.rollout_id = ${rollout}`;
  expect(told).toEqual([]);
  await putInForce(tiny, database, { kind: 'resume' });
});

test('the record holds to all of it', async () => {
  await settle(database.worker);
  const { invariants } = await verifyRecord({ sql: database.reader, patienceMs: 0 });
  expect(invariants.flatMap((i) => i.problems.map((found) => [i.id, found]))).toEqual([]);
});
