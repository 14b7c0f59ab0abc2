/** A rollout of the tiny programme, issued through the API; the engine's own steps run in this process. */
import { expect } from 'vitest';
import { createRolloutActivities, type RolloutActivities } from '#activities/rollout.ts';
import type { Sql } from '#db/driver.ts';
import type { RolloutKey } from '#workflows/contract.ts';
import { apiOver, type Client } from './api.ts';
import type { LiveDatabase } from './live.ts';
import { seedTinyProgramme, TEMPLATE } from './tiny-programme.ts';
import type { AgencyCode, Seeded, UnitKey } from './tiny-programme.ts';
import { AGENCIES, UNIT_KEYS } from './tiny-programme.ts';

const SIGNED_ON = '2023-07-31';
/** A Friday, late enough for every step of the template. */
const CLOSE_ON = '2023-12-29';

const signature = (number: string) => ({
  document: { number, on: SIGNED_ON },
  signatoryPost: 'Giám đốc',
});

export type TinyRollout = {
  readonly rollout: string;
  readonly seeded: Seeded;
  readonly api: ReturnType<typeof apiOver>;
  /** The head of an office. */
  readonly head: (agency: AgencyCode, unit: UnitKey) => Client;
  readonly operator: Client;
  readonly assignment: (unit: UnitKey) => string;
};

/** Drafts, signs and issues; every assignment is open afterwards. `prepare` adds to the programme before. */
export async function issueTinyRollout(
  database: LiveDatabase,
  prepare: () => Promise<void> = async () => {},
): Promise<TinyRollout> {
  const seeded = await seedTinyProgramme(database.owner);
  await prepare();
  const api = apiOver(database);
  const heads = new Map<string, Client>();
  for (const unit of UNIT_KEYS)
    for (const agency of AGENCIES) {
      const role = unit === 't:01' ? 'planner' : 'officer';
      heads.set(`${agency}@${unit}`, api.as(await seeded.account(agency, unit, { role })));
    }
  const head = (agency: AgencyCode, unit: UnitKey) => heads.get(`${agency}@${unit}`)!;
  const operator = api.as(await seeded.account(null, null, { role: 'operator' }));
  const rollout = await issue(head('police', 't:01'), head('union', 't:01'));
  await settle(database.worker);
  const opened = await database.owner<{ id: string; unit: string }[]>`
    select id, unit_key as unit from assignments where rollout_id = ${rollout}`;
  const assignment = (unit: UnitKey) => opened.find((a) => a.unit === unit)!.id;
  return { rollout, seeded, api, head, operator, assignment };
}

async function issue(police: Client, union: Client): Promise<string> {
  const draft = { template: TEMPLATE.key, title: 'Đợt triển khai', closeOn: CLOSE_ON };
  const drafted = await police.post('/rollouts', draft);
  expect(drafted.status).toBe(201);
  const rollout = String(drafted.body['id']);
  const act = await police.post(`/rollouts/${rollout}/joint-acts`, { kind: 'issue' });
  for (const [i, agency] of [police, union].entries()) {
    const path = `/joint-acts/${act.body['id']}/signatures`;
    expect((await agency.post(path, signature(`${i + 1}`))).status).toBe(201);
  }
  const issued = await union.post(`/joint-acts/${act.body['id']}/promulgation`, {});
  expect(issued.status).toBe(201);
  return rollout;
}

/** What the coordinators do, one look after the other in this process, until no look asks for anything. */
export async function settle(sql: Sql): Promise<void> {
  const activities = createRolloutActivities(sql);
  for (;;) {
    const keys = await sql<RolloutKey[]>`
      select programme_id as programme, rollout_id as rollout, unit_key as unit from coordinators c
      where first_looked_at is null or exists (select from pending p where p.coordinator_id = c.id) order by id`;
    if (keys.length === 0) return;
    for (const key of keys) await lookUntilDone(activities, key);
  }
}

async function lookUntilDone(activities: RolloutActivities, key: RolloutKey): Promise<void> {
  for (;;) {
    const look = await activities.takeStockOfRollout(key);
    if (look.toOpen > 0) await activities.issueAssignments(key);
    for (const { act } of look.noticesDue) await activities.notify(key, act);
    for (const { rung } of look.remindersDue) await activities.remind(key, rung);
    for (const { agency, rung } of look.reportsUpDue)
      await activities.reportToSuperior(key, agency, rung);
    if (look.everyoneDone) await activities.completeUpwards(key);
    if (!look.hasWork) return;
  }
}
