import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { apiOver, type Client } from '#test/support/api.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { seedTinyProgramme, TEMPLATE, type Seeded } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let seeded: Seeded;
let police: Client;
let union: Client;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  seeded = await seedTinyProgramme(database.owner);
  const { as } = apiOver(database);
  police = as(await seeded.account('police', 't:01', { role: 'planner' }));
  union = as(await seeded.account('union', 't:01', { role: 'planner' }));
});
afterAll(() => database?.close());

const DRAFT = { template: TEMPLATE.key, title: 'Đợt triển khai', closeOn: '2023-12-29' };
const signature = (number: string) => ({
  document: { number, on: '2023-07-31' },
  signatoryPost: 'Giám đốc',
});

test('a rollout is issued by the signatures of both agencies and by nothing less', async () => {
  const draft = await police.post('/rollouts', DRAFT);
  expect(draft).toMatchObject({ status: 201, body: { dates: { P4: { on: '2023-12-29' } } } });
  const act = await police.post(`/rollouts/${draft.body['id']}/joint-acts`, { kind: 'issue' });
  expect(act.status).toBe(201);
  const { id } = act.body;
  expect((await police.post(`/joint-acts/${id}/signatures`, signature('1'))).status).toBe(201);
  expect(await union.post(`/joint-acts/${id}/promulgation`, {})).toMatchObject({
    status: 409,
    body: { code: 'rollout.unsigned', details: { signed: ['police'], of: ['police', 'union'] } },
  });
  expect((await union.post(`/joint-acts/${id}/signatures`, signature('2'))).status).toBe(201);
  expect((await union.post(`/joint-acts/${id}/promulgation`, {})).status).toBe(201);
  const [counts] = await database.owner`
    select (select count(*)::int from recipients) as recipients, (select count(*)::int from coordinators) as coordinators`;
  expect(counts).toEqual({ recipients: 6, coordinators: 1 });
});
