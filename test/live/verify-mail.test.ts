/** Mails broken by hand, as the owner: verify names each of them (I9). */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createRolloutActivities } from '#activities/rollout.ts';
import { createSendActivities } from '#activities/send/deliver.ts';
import { createMailer } from '#activities/send/smtp.ts';
import { verifyRecord } from '#verify/index.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openCatcher } from '#test/support/mail-catcher.ts';
import { issueTinyRollout } from '#test/support/tiny-rollout.ts';
import { PROGRAMME } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  const catcher = await openCatcher();
  const tiny = await issueTinyRollout(database);
  await database.owner`update offices set mailbox = agency || substr(unit_key, 3) || '@office.test'`;
  const to = '2023-08-02T00:00:00.000Z';
  await tiny.operator.post(`/programmes/${PROGRAMME}/clock`, { to });
  const steps = createRolloutActivities(database.worker, true);
  const mailer = createMailer({ url: catcher.url, from: 'lientich@tinh.test' });
  const send = createSendActivities(database.worker, mailer, { gatherMs: 0, holdMs: 30_000 });
  for (const unit of ['t:01', 't:011', 't:012']) {
    const key = { programme: PROGRAMME, rollout: tiny.rollout, unit };
    const { remindersDue } = await steps.takeStockOfRollout(key);
    for (const { rung } of remindersDue) await steps.remind(key, rung);
    await steps.takeStockOfRollout(key);
    await send.deliverMessages(key);
  }
  expect(catcher.caught).toHaveLength(12);
  await catcher.close();
});
afterAll(() => database?.close());

const mailOf = (agency: string) =>
  `(select mails.id from mails join offices on offices.id = office_id
    where agency = '${agency}' and unit_key = 't:011')`;
const MAIL = mailOf('police');
const OTHER = mailOf('union');
const MESSAGE = `(select min(id) from messages where mail_id = ${MAIL})`;

/** What is done, and what is said of it. */
const BREAKS: readonly (readonly [what: string, statements: string, said: RegExp])[] = [
  [
    'a mail is sent and parked',
    `update mails set parked_at = now() where id = ${MAIL}`,
    /^mail police@t:011 2023-08-02\/1: is both sent and parked$/,
  ],
  [
    'a mail is sent that was never tried',
    `update mails set tries = 0 where id = ${MAIL}`,
    /^mail police@t:011 2023-08-02\/1: is sent and was never tried$/,
  ],
  [
    'a mail loses its message',
    `update messages set mail_id = null where id = ${MESSAGE}`,
    /^mail police@t:011 2023-08-02\/1: was tried and holds no message$/,
  ],
  [
    'a mail is doubled',
    `alter table mails drop constraint mails_one;
     insert into mails select gen_random_uuid(), programme_id, office_id, morning, n, 'x', drawn_up_at, null, 0, now()
       from mails where id = ${MAIL}`,
    /^mail police@t:011 2023-08-02\/1: stands 2 times in the record$/,
  ],
  [
    'two mails have one Message-ID',
    `alter table mails drop constraint mails_message_id_unique;
     update mails set message_id = (select message_id from mails where id = ${MAIL}) where id = ${OTHER}`,
    /^mail \S+ 2023-08-02\/1: shares its Message-ID with another$/,
  ],
  [
    'a mail is deleted under its message',
    `delete from mails where id = ${MAIL}`,
    /^message rollout-tiny\/1 t:011 D1\/1\/police\/before1\/0: is in a mail that does not exist$/,
  ],
  [
    'a message is in the mail of another office',
    `update messages set mail_id = ${OTHER} where id = ${MESSAGE}`,
    /^message rollout-tiny\/1 t:011 D1\/1\/police\/before1\/0: is in the mail of another office$/,
  ],
  [
    'a message is in the mail of another morning',
    `update messages set mail_at = mail_at + interval '1 day' where id = ${MESSAGE}`,
    /^message rollout-tiny\/1 t:011 D1\/1\/police\/before1\/0: is in the mail of another morning$/,
  ],
  [
    'a mailed message was skipped',
    `update messages set outcome = 'skipped', reason = 'notOwed' where id = ${MESSAGE}`,
    /^message rollout-tiny\/1 t:011 D1\/1\/police\/before1\/0: is in a mail and was skipped$/,
  ],
  [
    'a message is in a mail that nobody tried',
    `update mails set closed_at = null where id = ${MAIL}`,
    /^message rollout-tiny\/1 t:011 D1\/1\/police\/before1\/0: is in a mail that was never tried$/,
  ],
];

async function consumed(statements: string): Promise<readonly string[]> {
  let told: readonly string[] = [];
  const undo = new Error('undone');
  await database.owner
    .begin(async (tx) => {
      if (statements !== '') await tx.unsafe(statements);
      const { invariants } = await verifyRecord({ sql: tx, patienceMs: 0 });
      const i9 = invariants.find(({ id }) => id === 'I9')!;
      told = i9.problems.map(({ subject, message }) => `${subject}: ${message}`);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return told;
}

test('mails as sending leaves them are sound', async () => {
  expect(await consumed('delete from pending')).toEqual([]);
});

test.each(BREAKS)('%s: verify names it', async (_what, statements, said) => {
  expect(await consumed(`delete from pending; ${statements}`)).toContainEqual(
    expect.stringMatching(said),
  );
});
