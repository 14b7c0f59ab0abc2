/** What offices are told in the application: it stays as it was told, and whoever acts for an office reads it. */
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import type { Client } from '#test/support/api.ts';
import { putInForce, stepTo } from '#test/support/joint-acts.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { issueTinyRollout, settle, type TinyRollout } from '#test/support/tiny-rollout.ts';

const closing: LiveDatabase[] = [];
let database: LiveDatabase;
let tiny: TinyRollout;
beforeEach(async () => {
  database = await openDatabase(inject('live'));
  closing.push(database);
  tiny = await issueTinyRollout(database);
});
afterAll(async () => {
  for (const one of closing) await one.close();
});

type Message = {
  readonly id: number;
  readonly rung: string;
  readonly text: string;
  readonly dueOn: string | null;
  readonly why: readonly string[];
  readonly deadline: readonly string[];
  readonly recipient: { readonly id: string };
};

const told = async (who: Client): Promise<readonly Message[]> =>
  (await who.get('/messages')).body['items'] as unknown as readonly Message[];

test('an overdue step that is given another date was told overdue by the date of then', async () => {
  const superior = tiny.head('police', 't:012');
  // C2 is due on 16 October.
  await stepTo(tiny, database, '2023-10-17T01:00:00.000Z');
  const [before] = await told(superior);
  expect(before).toMatchObject({
    rung: 'after1',
    text: 'Overdue by 1 working day: C2, Xã Bắc; it was due on 16/10/2023',
  });
  const dates = {
    C2: '2023-12-15',
    C3: '2023-12-20',
    C4: '2023-12-22',
    D4: '2023-12-22',
    P3: '2023-12-27',
  };
  await putInForce(tiny, database, { kind: 'amend', reason: 'Mưa lũ', dates });
  const after = (await told(superior)).find(({ id }) => id === before!.id)!;
  const { text, dueOn, why } = before!;
  expect(after).toMatchObject({ text, dueOn, why });
  // Why the date is what it is now is another question.
  expect(after.deadline[0]).toContain('15/12/2023');
});

test('who stands in for an office reads what it is told, and sees the mail it would get', async () => {
  const [vacant, stranger] = [tiny.seeded.office('police', 't:0121'), tiny.head('union', 't:0122')];
  await database.owner`update accounts set disabled_at = now() where office_id = ${vacant}`;
  const standIn = tiny.head('police', 't:0122');
  const named = await tiny.head('police', 't:012').post(`/offices/${vacant}/stand-ins`, {
    standInOffice: tiny.seeded.office('police', 't:0122'),
    post: 'Trưởng Công an xã',
    from: '2023-08-01',
    to: '2023-08-02',
  });
  expect(named.status, JSON.stringify(named.body)).toBe(201);
  await settle(database.worker);
  await stepTo(tiny, database, '2023-08-02T01:00:00.000Z');
  const messages = await told(standIn);
  const [own, other] = [
    messages.find(({ recipient }) => recipient.id !== vacant)!,
    messages.find(({ recipient }) => recipient.id === vacant)!,
  ];
  expect(other.text).toBe('Reminder: C1, Xã Nam; due by the end of 03/08/2023');
  const preview = (...of: readonly Message[]) =>
    standIn.get(`/messages/mail?messages=${of.map(({ id }) => id).join()}`);
  expect((await preview(other)).body).toMatchObject({ office: 'police Xã Nam' });
  expect((await preview(own)).body).toMatchObject({ office: 'police Xã Bắc' });
  // Nobody gets a mail of two offices.
  expect((await preview(own, other)).status).toBe(404);
  expect((await told(stranger)).map(({ recipient }) => recipient.id)).not.toContain(vacant);
  // Its days over, it reads its own again.
  await stepTo(tiny, database, '2023-08-03T01:00:00.000Z');
  expect((await told(standIn)).map(({ recipient }) => recipient.id)).not.toContain(vacant);
});
