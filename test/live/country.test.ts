/** A programme whose root stands above the provinces: read, issued by that root, run and completed on four tiers. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createRolloutActivities } from '#activities/rollout.ts';
import { newId } from '#db/ids.ts';
import { importProgramme } from '#facts/programme.ts';
import { hashToken } from '#facts/record.ts';
import { apiOver, type Client } from '#test/support/api.ts';
import { CONFERENCE } from '#test/support/bodies.ts';
import { countryProgramme, PROVINCES, ROOT } from '#test/support/country.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { settle } from '#test/support/tiny-rollout.ts';

const folder = countryProgramme();
const AGENCIES = ['police', 'womensUnion'] as const;
type Agency = (typeof AGENCIES)[number];

let database: LiveDatabase;
beforeAll(async () => {
  database = await openDatabase(inject('live'));
  await importProgramme(database.intake, folder, { rehearsal: true });
  await database.owner`update programmes set stepped_at = '2023-08-01T01:00:00Z'`;
});
afterAll(() => database.close());

async function heads(): Promise<(agency: Agency, unit: string) => Client> {
  const api = apiOver(database);
  const offices = await database.owner<{ id: string; agency: string; unit: string }[]>`
    select id, agency, unit_key as unit from offices`;
  const clients = new Map<string, Client>();
  for (const { id, agency, unit } of offices) {
    const token = `lt_test_${newId()}`;
    await database.owner`insert into accounts ${database.owner({
      id: newId(),
      programme_id: folder.programme.key,
      office_id: id,
      role: unit === ROOT ? 'planner' : 'officer',
      basis: 'head',
      post: 'Thủ trưởng',
      token_hash: hashToken(token),
      created_at: '2023-07-01T00:00:00Z',
    })}`;
    clients.set(`${agency}@${unit}`, api.as(token));
  }
  return (agency, unit) => clients.get(`${agency}@${unit}`)!;
}

test('every province hangs under the root, whatever tree its row came from', () => {
  expect(folder.rootUnit).toBe(ROOT);
  const province = folder.units.find(({ key }) => key === PROVINCES[0]);
  expect(province).toMatchObject({ parentKey: ROOT, path: `/${ROOT}/s:08/` });
  expect(folder.offices.find(({ key }) => key === 'police@s:08')?.parentKey).toBe(`police@${ROOT}`);
});

test('it is issued, looked after and completed tier by tier', async () => {
  const head = await heads();
  const [police, union] = [head('police', ROOT), head('womensUnion', ROOT)];
  const ok = async (told: ReturnType<Client['post']>) => {
    const { status, body } = await told;
    expect(status, JSON.stringify(body)).toBe(201);
    return body as Record<string, unknown>;
  };
  const draft = { template: 'country', title: 'Đợt triển khai', closeOn: '2023-10-31' };
  const rollout = String((await ok(police.post('/rollouts', draft)))['id']);
  const issue = await ok(police.post(`/rollouts/${rollout}/joint-acts`, { kind: 'issue' }));
  const act = String(issue['id']);
  const signature = { document: { number: '1', on: '2023-07-31' }, signatoryPost: 'Thủ trưởng' };
  for (const agency of [police, union])
    await ok(agency.post(`/joint-acts/${act}/signatures`, signature));
  await ok(union.post(`/joint-acts/${act}/promulgation`, {}));
  // Every gate is open from the issue on: the root's first steps open all that is below, for those who look after it.
  const root = { programme: folder.programme.key, rollout, unit: ROOT };
  const activities = createRolloutActivities(database.worker);
  expect((await activities.takeStockOfRollout(root)).toOpen).toBe(PROVINCES.length);
  await activities.issueAssignments(root);
  const opened = await database.owner<{ unit: string; coordinator: string; lines: number }[]>`
    select a.unit_key as unit, a.coordinator_id as coordinator, count(*)::int as lines
    from assignments a join lines l on l.assignment_id = a.id group by 1, 2 order by 1`;
  const parents = new Map(folder.units.map(({ key, parentKey }) => [key, parentKey]));
  expect(opened).toEqual(
    [...parents.keys()]
      .filter((unit) => unit !== ROOT)
      .toSorted()
      .map((unit) => ({ unit, coordinator: `rollout/${rollout}/${parents.get(unit)}`, lines: 2 })),
  );
  await settle(database.worker);
  // Once each, whoever comes later.
  const [ledger] = await database.owner<{ n: number }[]>`
    select count(*)::int as n from ledger where kind = 'opened'`;
  expect(ledger?.n).toBe(opened.length);

  const coordinators = await database.owner<{ unit: string }[]>`
    select unit_key as unit from coordinators order by unit_key collate "C"`;
  expect(coordinators.map(({ unit }) => unit)).toEqual([
    's:08',
    's:081',
    's:09',
    's:091',
    's:092',
    ROOT,
  ]);

  // The root's own conference is on its list, with the date of its tier's step.
  const { body: work } = await police.get('/work');
  const items = (work as unknown as { items: { act?: unknown; due: { on: string } | null }[] })
    .items;
  const { body: planned } = await police.get(`/rollouts/${rollout}`);
  const { dates } = planned as unknown as { dates: { key: string; on: string }[] };
  expect(items.map((item) => item.due?.on)).toContain(dates.find(({ key }) => key === 'N2')!.on);
  const bothSides = { byAgency: { police: 10, womensUnion: 12 }, others: 3 };
  const held = { ...CONFERENCE, invited: bothSides, present: bothSides };
  const { seq } = await ok(police.post(`/rollouts/${rollout}/conferences`, held));
  const word = { conference: seq, agrees: true };
  await ok(union.post(`/rollouts/${rollout}/conference-confirmations`, word));

  const clock = '2023-08-02T01:00:00Z';
  await database.owner`update programmes set stepped_at = ${clock}`;
  const assignments = await database.owner<{ id: string; unit: string }[]>`
    select id, unit_key as unit from assignments`;
  expect(assignments).toHaveLength(folder.units.length - 1);
  for (const { id, unit } of assignments)
    for (const agency of AGENCIES)
      await ok(head(agency, unit).post(`/assignments/${id}/acknowledgements`, { version: 1 }));
  const after = { ...held, heldOn: '2023-08-02', minutes: { number: '2', on: '2023-08-02' } };
  for (const unit of PROVINCES) {
    const { id } = assignments.find((a) => a.unit === unit)!;
    const filing = (await ok(head('police', unit).post(`/assignments/${id}/conferences`, after)))[
      'seq'
    ];
    await ok(
      head('womensUnion', unit).post(`/assignments/${id}/confirmations`, { filing, agrees: true }),
    );
  }
  await settle(database.worker);

  const [top] = await database.owner<{ complete: boolean }[]>`
    select complete from coordinators where unit_key = ${ROOT}`;
  expect(top).toEqual({ complete: true });
  const { body: seen } = await police.get(`/rollouts/${rollout}`);
  expect(seen).toMatchObject({
    coverage: {
      central: null,
      province: { covered: 2, of: 2 },
      district: { of: 3 },
      commune: { of: 5 },
    },
  });
});
