/** Every act of "Việc của tôi" done through its form, as those do it who owe it. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readConfig } from '#config.ts';
import type { ActKind } from '#web/work/forms.ts';
import { createServer, type Server } from '#server.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { linksTo, plain, sentAsShown, visitorOf, type Visitor } from '#test/support/pages.ts';
import type { AgencyCode, UnitKey } from '#test/support/tiny-programme.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';

let database: LiveDatabase;
let tiny: TinyRollout;
let server: Server;
const log = { info: () => {}, warn: () => {}, error: console.error };

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  tiny = await issueTinyRollout(database);
  const config = readConfig({ PORT: '0', RATE_PER_SECOND: '0' });
  server = await createServer({ config, databaseUrl: database.url, log });
});
afterAll(async () => {
  await server?.stop();
  await database?.close();
});

const visitors = new Map<string, Visitor>();
async function of(agency: AgencyCode, unit: UnitKey): Promise<Visitor> {
  const known = visitors.get(`${agency}@${unit}`);
  if (known !== undefined) return known;
  const role = unit === 't:01' ? 'planner' : 'officer';
  const visitor = visitorOf(server.url, await tiny.seeded.account(agency, unit, { role }));
  visitors.set(`${agency}@${unit}`, visitor);
  return visitor;
}

type Who = readonly [AgencyCode, UnitKey];
type Options = { readonly about?: string; readonly refused?: RegExp };

/** Opens the form from the list, fills it in over what it shows, sends it; answers the form's page. */
async function act(
  [agency, unit]: Who,
  kind: ActKind,
  fields: Readonly<Record<string, string>> = {},
  { about = '', refused }: Options = {},
): Promise<string> {
  await settle(database.worker);
  const visitor = await of(agency, unit);
  const links = linksTo((await visitor.get('/viec')).text, kind);
  const link = links.find((href) => decodeURIComponent(href).includes(about));
  expect(link, `${agency} ${unit} is offered ${kind} of ${about}`).toBeDefined();
  const form = await visitor.get(link!);
  const shown = sentAsShown(form.text);
  for (const name of Object.keys(fields)) expect(form.text, name).toContain(`name="${name}"`);
  const answer = await visitor.post('/viec/lam', { ...shown, ...fields });
  const told = plain(answer.text.replaceAll(/<[^>]*>/g, ' '));
  if (refused === undefined) expect(answer.heading, told).toBe('Đã ghi nhận');
  else expect(told).toMatch(refused);
  return form.text;
}

const at = (day: string) =>
  database.owner`update programmes set stepped_at = ${`${day}T01:00:00.000Z`}`;
const DOCUMENT = { 'document.number': '7/CV' };
const conference = (heldOn: string) => ({
  heldOn,
  form: 'inPerson',
  mode: 'joint',
  'invited.byAgency.police': '1.200',
  'invited.byAgency.union': '10 ',
  'invited.others': '0',
  'present.byAgency.police': '9',
  'present.byAgency.union': '8',
  'present.others': '0',
  chairPost: 'Phó Chủ tịch',
  'minutes.number': 'không số',
});

test('the conference of the top is recorded, read and confirmed', async () => {
  await at('2023-08-02');
  await act(['police', 't:01'], 'rolloutConference', conference('2023-08-02'));
  const form = await act(['union', 't:01'], 'rolloutConferenceConfirmation', { agrees: 'true' });
  for (const told of ['02/08/2023', 'Phó Chủ tịch', 'không số', '1200'])
    expect(form).toContain(told);
});

test('a request is made, withdrawn, made again and answered with a new date', async () => {
  const asked = { reason: 'deadline', text: 'Trùng lịch <b>mùa vụ</b> & "lễ"' };
  const commune = ['police', 't:0121'] as const;
  await act(commune, 'adjustmentRequest', asked);
  await act(commune, 'adjustmentWithdrawal');
  await act(commune, 'adjustmentRequest', asked);
  const above = ['police', 't:012'] as const;
  const answer = { answer: 'adjust', consultedOn: '2023-08-02', ...DOCUMENT };
  await act(above, 'adjustmentAnswer', answer, { refused: /C2: cần ghi mục này/ });
  const restDay = { ...answer, 'dates.C2': '2023-11-18' };
  await act(above, 'adjustmentAnswer', restDay, { refused: /17\/11\/2023 hoặc 20\/11\/2023/ });
  const form = await act(above, 'adjustmentAnswer', { ...answer, 'dates.C2': '2023-11-20' });
  expect(form).toMatch(/đang là \d\d\/\d\d\/\d{4}/);
  expect(form).toContain('Trùng lịch &lt;b&gt;mùa vụ&lt;/b&gt; &amp; &quot;lễ&quot;');
});

test('a request is kept as it is though a date was typed', async () => {
  await act(['union', 't:0121'], 'adjustmentRequest', {
    reason: 'lackOfMeans',
    text: 'Thiếu người',
  });
  const answer = { answer: 'keep', consultedOn: '2023-08-02', ...DOCUMENT };
  await act(['union', 't:012'], 'adjustmentAnswer', { ...answer, 'dates.C2': '2023-11-20' });
});

const COMMUNE = 't:0111';
const plan = { 'documents.0.number': '12/KH', localItems: 'Tổ tự quản\r\nChợ phiên' };
const report = { ...DOCUMENT, remarks: 'Đủ' };

test('one commune goes the whole way: dispute, decision, return and acceptance', async () => {
  for (const agency of ['police', 'union'] as const) {
    await act([agency, COMMUNE], 'acknowledgement');
    await act([agency, COMMUNE], 'designation', { post: 'Phó Trưởng' });
  }
  const own = await act(['union', COMMUNE], 'plan', plan);
  // One's own paper is what must be named.
  expect(own.indexOf('union Xã Đông</legend>')).toBeLessThan(
    own.indexOf('police Xã Đông</legend>'),
  );
  const differs = { agrees: 'false', differs: '' };
  await act(['police', COMMUNE], 'confirmation', differs, {
    refused: /Điểm khác: cần ghi mục này/,
  });
  const form = await act(['police', COMMUNE], 'confirmation', { ...differs, differs: 'Sai số' });
  expect(form).toContain('union Xã Đông: 12/KH');
  for (const agency of ['police', 'union'] as const)
    await act([agency, 't:011'], 'disputeDecision', { stands: 'false', ...DOCUMENT });
  await act(['union', COMMUNE], 'plan', plan);
  await act(['police', COMMUNE], 'confirmation', { agrees: 'true' });
  await at('2023-08-10');
  for (const agency of ['police', 'union'] as const)
    await act([agency, 't:011'], 'acknowledgement');
  await act(['police', 't:011'], 'plan', plan);
  await act(['union', 't:011'], 'confirmation', { agrees: 'true' });
  await act(['police', 't:011'], 'conference', conference('2023-08-09'));
  await act(['union', 't:011'], 'confirmation', { agrees: 'true' });
  await act(['police', COMMUNE], 'conference', conference('2023-08-10'));
  await act(['union', COMMUNE], 'confirmation', { agrees: 'true' });
  await act(['police', COMMUNE], 'report', report);
  await act(['union', COMMUNE], 'confirmation', { agrees: 'true' });

  const list = await (await of('police', 't:011')).get('/viec');
  const whole = /toCheck[\s\S]*?href="(\/nhiem-vu\/[^"]*)"/.exec(list.text)?.[1] ?? '';
  const seen = plain((await (await of('police', 't:011')).get(whole)).text);
  for (const told of ['Chợ phiên', 'Phó Chủ tịch', '7/CV', 'Đủ']) expect(seen).toContain(told);
  await act(['police', 't:011'], 'return', { step: 'report', field: 'Ghi chú', reason: 'Ghi rõ' });
  await act(['police', COMMUNE], 'report', report);
  await act(['union', COMMUNE], 'confirmation', { agrees: 'true' });
  for (const agency of ['police', 'union'] as const) await act([agency, 't:011'], 'acceptance');
});

test('who is vacant is stood in for', async () => {
  await database.owner`update accounts set disabled_at = now()
    where office_id = ${tiny.seeded.office('union', 't:0122')}`;
  await act(['union', 't:012'], 'standIn', { post: 'Chủ tịch' });
});

test('a rollout is closed when all is done', async () => {
  await settle(database.worker);
  await database.owner`update assignments set state = 'done' where state <> 'done'`;
  await act(['police', 't:01'], 'jointAct');
  const signature = { ...DOCUMENT, signatoryPost: 'Giám đốc' };
  await act(['police', 't:01'], 'signature', signature);
  await act(['union', 't:01'], 'signature', signature);
  await act(['union', 't:01'], 'promulgation');
  const [over] =
    await database.owner`select from facts where kind = 'promulgation' and rollout_id = ${tiny.rollout}`;
  expect(over).toBeDefined();
});

test('the tree ends where nobody is below, and the other language keeps the place', async () => {
  const planner = await of('police', 't:01');
  const inTree = async (query: string) => {
    const { text } = await planner.get(`/dot/${tiny.rollout}${query}`);
    return { text, units: [...text.matchAll(/<th scope="row">/g)].length };
  };
  expect((await inTree('')).units).toBe(2);
  const district = await inTree('?duoi=t:011');
  expect(district.units).toBe(2);
  expect(district.text).not.toContain('duoi=t%3A0111');
  expect(district.text).toContain(encodeURIComponent(`/dot/${tiny.rollout}?duoi=t:011`));
  expect((await inTree('?duoi=t:0111')).units).toBe(0);
});

test('who may draft nothing is not asked to', async () => {
  const answer = await (await of('police', 't:011')).get('/dot/moi');
  expect([answer.status, answer.location]).toEqual([302, '/dot']);
});

test('an operator, who has no pages here, is told so and can leave', async () => {
  const operator = visitorOf(
    server.url,
    await tiny.seeded.account(null, null, { role: 'operator' }),
  );
  const { status, text } = await operator.get('/viec');
  expect(status).toBe(403);
  expect(text).toContain('action="/dang-xuat"');
  expect(text).not.toContain('Chưa gửi được');
});
