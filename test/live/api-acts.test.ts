/** What may be done about one assignment besides the ordinary way: mended, decided, exempted, reopened, on paper. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ASSIGNMENT } from '#api/assignments/shapes.ts';
import { WORK_PAGE } from '#api/work/items.ts';
import { verifyRecord } from '#verify/index.ts';
import type { Client, Told } from '#test/support/api.ts';
import { CONFERENCE, PLAN } from '#test/support/bodies.ts';
import { stepTo } from '#test/support/joint-acts.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { AGENCIES, type UnitKey } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let tiny: TinyRollout;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
});
afterAll(() => database?.close());

const document = { number: '7/QĐ', on: '2023-08-01' };
const at = (unit: UnitKey, noun = '') => `/assignments/${tiny.assignment(unit)}${noun}`;
const read = async (client: Client, unit: UnitKey) =>
  ASSIGNMENT.parse((await client.get(at(unit))).body);
const work = async (client: Client, unit: UnitKey) => {
  await settle(database.worker);
  const { items } = WORK_PAGE.parse((await client.get('/work?limit=200')).body);
  return items.filter((item) => item.unit.key === unit);
};
const done = (told: Told): Told => {
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return told;
};
const notApplied = (reason: string) => ({
  status: 409,
  body: { code: 'act.not_applied', details: { reason } },
});
const pairOf = (unit: UnitKey) =>
  AGENCIES.map((agency) => tiny.head(agency, unit)) as [Client, Client];

async function received(unit: UnitKey): Promise<[Client, Client]> {
  const pair = pairOf(unit);
  for (const head of pair) done(await head.post(at(unit, '/acknowledgements'), { version: 1 }));
  return pair;
}

async function filedBy(client: Client, unit: UnitKey, noun: string, body: object): Promise<number> {
  return Number(done(await client.post(at(unit, `/${noun}`), body)).body['seq']);
}

const planNumbered = (number: string) => ({
  ...PLAN,
  documents: [{ agency: 'police', number, on: '2023-08-01' }],
});

test('a correction keeps the date, is told once, and the other side confirms anew', async () => {
  const [police, union] = await received('t:0111');
  const filing = await filedBy(police, 't:0111', 'plans', PLAN);
  done(await union.post(at('t:0111', '/confirmations'), { filing, agrees: true }));
  const path = at('t:0111', '/corrections');
  const evidence = { step: 'plan', plan: planNumbered('02/KH') };
  expect(await union.post(path, { filing, evidence })).toMatchObject(notApplied('othersFiling'));
  const future = {
    step: 'plan',
    plan: { ...PLAN, documents: [{ agency: 'police', number: '1', on: '2023-12-01' }] },
  };
  expect(await police.post(path, { filing, evidence: future })).toMatchObject({
    status: 422,
    body: { code: 'evidence.future' },
  });
  const report = { step: 'report', report: { document, remarks: null } };
  expect(await police.post(path, { filing, evidence: report })).toMatchObject(
    notApplied('noSuchStep'),
  );
  expect((await tiny.head('police', 't:011').post(path, { filing, evidence })).status).toBe(403);
  expect((await tiny.head('police', 't:0112').post(path, { filing, evidence })).status).toBe(404);
  const key = { 'idempotency-key': 'corrected' };
  const first = done(await police.post(path, { filing, evidence }, key));
  const again = await police.post(path, { filing, evidence }, key);
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const plan = (await read(police, 't:0111')).steps.find((s) => s.kind === 'plan');
  expect(plan).toMatchObject({
    state: { code: 'filed' },
    filedOn: '2023-08-01',
    filing: { n: 2, confirmedBy: [], evidence: { plan: { documents: [{ number: '02/KH' }] } } },
  });
  expect(await police.post(path, { filing, evidence })).toMatchObject(notApplied('superseded'));
  expect((await work(union, 't:0111')).map((i) => i.section)).toContain('toConfirm');
});

test('a dispute is decided when both superiors say the same', async () => {
  const [police, union] = await received('t:0112');
  const filing = await filedBy(police, 't:0112', 'plans', PLAN);
  const path = at('t:0112', '/dispute-decisions');
  const [above, beside] = pairOf('t:011');
  const stands = { filing, stands: true, document };
  expect(await above.post(path, stands)).toMatchObject(notApplied('notDisputed'));
  const word = { filing, agrees: false, differs: 'Số khác' };
  done(await union.post(at('t:0112', '/confirmations'), word));
  expect((await union.post(path, stands)).status).toBe(403);
  expect((await tiny.head('union', 't:0111').post(path, stands)).status).toBe(404);
  const late = { ...stands, document: { number: '1', on: '2023-09-01' } };
  expect(await above.post(path, late)).toMatchObject({ body: { code: 'evidence.future' } });
  for (const superior of [above, beside]) {
    const item = (await work(superior, 't:0112')).find((i) => i.section === 'toAnswer');
    expect(item?.title).toContain('Decide what the two sides differ on');
    expect(item?.acts).toMatchObject([{ kind: 'disputeDecision', body: { filing } }]);
  }
  done(await above.post(path, stands));
  expect((await read(police, 't:0112')).steps.find((s) => s.kind === 'plan')).toMatchObject({
    state: { code: 'disputed' },
    filing: { dispute: { agency: 'union', decided: { police: true } } },
  });
  expect((await work(above, 't:0112')).filter((i) => i.section === 'toAnswer')).toEqual([]);
  done(await beside.post(path, { ...stands, stands: false }));
  done(await beside.post(path, stands));
  expect((await read(police, 't:0112')).steps.find((s) => s.kind === 'plan')).toMatchObject({
    state: { code: 'confirmed' },
    filing: { confirmedBy: ['union'], dispute: null },
  });
  const report = await filedBy(union, 't:0112', 'reports', { document, remarks: null });
  const differs = { filing: report, agrees: false, differs: 'Thiếu một mục' };
  done(await police.post(at('t:0112', '/confirmations'), differs));
  for (const superior of [above, beside])
    done(await superior.post(path, { filing: report, stands: false, document }));
  expect((await read(police, 't:0112')).steps.find((s) => s.kind === 'report')).toMatchObject({
    state: { code: 'returned' },
    returned: { agency: 'union', reason: 'Thiếu một mục' },
  });
});

test('an office is exempted by its own superior and taken in again on a new version', async () => {
  const [police, union] = pairOf('t:0121');
  done(await police.post(at('t:0121', '/acknowledgements'), { version: 1 }));
  const [aboveA, aboveB] = pairOf('t:012');
  const [out, back] = [at('t:0121', '/exemptions'), at('t:0121', '/reinstatements')];
  const body = { reason: 'Chưa có tổ chức Hội', document };
  expect((await union.post(out, body)).status).toBe(403);
  expect((await tiny.head('union', 't:01').post(out, body)).status).toBe(403);
  expect((await tiny.head('union', 't:011').post(out, body)).status).toBe(404);
  expect(await aboveB.post(out, { ...body, reason: 'Tài liệu Mật' })).toMatchObject({
    status: 422,
    body: { code: 'text.secret', details: { field: 'reason' } },
  });
  expect(await aboveB.post(back, body)).toMatchObject(notApplied('notExempt'));
  done(await aboveB.post(out, body));
  expect(await aboveA.post(out, body)).toMatchObject(notApplied('lastLine'));
  expect(await union.post(at('t:0121', '/acknowledgements'), { version: 1 })).toMatchObject(
    notApplied('exempt'),
  );
  expect((await read(union, 't:0121')).lines[1]).toMatchObject({ state: { code: 'exempt' } });
  expect(await work(union, 't:0121')).toMatchObject([{ section: 'done', title: 'Exempt' }]);
  done(await aboveB.post(back, body));
  const after = await read(union, 't:0121');
  expect(after.versions.map((v) => v.cause)).toEqual([
    { code: 'opening', label: 'As first issued' },
    { code: 'reinstatement', label: 'Taken in again after an exemption' },
  ]);
  const owed = (await work(union, 't:0121')).find((i) => i.section === 'now');
  expect(owed).toMatchObject({
    title: 'C1 (version 2): Taken in again after an exemption',
    change: { cause: { code: 'reinstatement' }, content: null, dates: [] },
    acts: [{ kind: 'acknowledgement', body: { version: 2 } }, {}],
  });
  done(await union.post(owed!.acts[0]!.href, owed!.acts[0]!.body));
});

test('a tiếp nhận on paper counts from its own date, entered by a superior of the line', async () => {
  const path = at('t:0122', '/acknowledgements');
  const paper = { number: '15/CV', on: '2023-08-01' };
  const [police, union] = pairOf('t:0122');
  const province = tiny.head('police', 't:01');
  await stepTo(tiny, database, '2023-08-03T01:00:00.000Z');
  expect((await police.post(path, { version: 1, paper })).status).toBe(403);
  expect((await tiny.head('police', 't:011').post(path, { version: 1, paper })).status).toBe(404);
  expect((await province.post(path, { version: 1 })).status).toBe(403);
  for (const [on, code] of [
    ['2023-08-04', 'evidence.future'],
    ['2023-07-31', 'evidence.contradictory'],
  ])
    expect(await province.post(path, { version: 1, paper: { ...paper, on } })).toMatchObject({
      status: 422,
      body: { code, details: { field: 'paper.on' } },
    });
  done(await province.post(path, { version: 1, paper }));
  expect((await read(union, 't:0122')).lines[0]).toMatchObject({
    state: { code: 'received' },
    receivedOn: { 1: '2023-08-01' },
    onPaper: { 1: paper },
  });
  expect(await police.post(path, { version: 1 })).toMatchObject(notApplied('alreadyReceived'));
});

test('the superior of a silent office confirms instead of it, and is named', async () => {
  const [police, union] = pairOf('t:0122');
  const filing = await filedBy(police, 't:0122', 'plans', PLAN);
  const path = at('t:0122', '/confirmations');
  const superior = tiny.head('union', 't:012');
  const word = { filing, agrees: true };
  expect(await superior.post(path, word)).toMatchObject(notApplied('notSilent'));
  expect(await work(superior, 't:0122')).toEqual([]);
  const { filing: filed } = (await read(police, 't:0122')).steps.find((s) => s.kind === 'plan')!;
  await stepTo(tiny, database, filed!.insteadFrom);
  // Further up nobody may, however silent it is.
  expect((await tiny.head('union', 't:01').post(path, word)).status).toBe(403);
  const [item] = await work(superior, 't:0122');
  expect(item).toMatchObject({
    section: 'toAnswer',
    office: { name: 'union Xã Bắc' },
    acts: [{ kind: 'confirmation', href: path, body: { filing } }],
  });
  done(await superior.post(item!.acts[0]!.href, { ...item!.acts[0]!.body, agrees: true }));
  expect((await read(union, 't:0122')).steps.find((s) => s.kind === 'plan')?.filing).toMatchObject({
    confirmedBy: ['union'],
    confirmedInstead: [{ agency: 'union', name: 'union Huyện Nhì' }],
  });
});

test('a pair that is done is reopened by a superior of one line, with a reason', async () => {
  const [a, b] = await received('t:011');
  const [province, union] = pairOf('t:01');
  const path = at('t:011', '/reopenings');
  const body = { step: 'plan', reason: 'Sai số liệu', field: 'documents' };
  expect(await province.post(path, body)).toMatchObject(notApplied('notDone'));
  const held = await province.post(`/rollouts/${tiny.rollout}/conferences`, CONFERENCE);
  const word = { conference: held.body['seq'], agrees: true };
  done(await union.post(`/rollouts/${tiny.rollout}/conference-confirmations`, word));
  const heldOn = '2023-08-04';
  const conference = { ...CONFERENCE, heldOn, minutes: { number: '1', on: heldOn } };
  for (const [noun, evidence] of [
    ['plans', PLAN],
    ['conferences', conference],
    ['reports', { document, remarks: null }],
  ] as const) {
    const filing = await filedBy(a, 't:011', noun, evidence);
    done(await b.post(at('t:011', '/confirmations'), { filing, agrees: true }));
  }
  await settle(database.worker);
  for (const superior of [province, union])
    done(await superior.post(at('t:011', '/acceptances'), {}));
  expect((await read(a, 't:011')).state).toMatchObject({ code: 'done' });
  expect((await a.post(path, body)).status).toBe(403);
  expect((await tiny.head('police', 't:012').post(path, body)).status).toBe(404);
  done(await province.post(path, body));
  const after = await read(b, 't:011');
  expect([after.state.code, after.done]).toEqual(['returned', null]);
  expect(await work(a, 't:011')).toMatchObject([
    { section: 'returned', returned: { agency: 'police', reason: 'Sai số liệu' } },
    ...Array.from({ length: 0 }),
  ]);
});

test('the record holds to all of it', async () => {
  await settle(database.worker);
  const { invariants } = await verifyRecord({ sql: database.reader, patienceMs: 0 });
  expect(invariants.flatMap((i) => i.problems.map((found) => [i.id, found]))).toEqual([]);
});
