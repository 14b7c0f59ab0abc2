/** Mails of a rollout whose mail server takes them, refuses them, hangs or hangs up: steps in this process. */
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createRolloutActivities } from '#activities/rollout.ts';
import { createSendActivities } from '#activities/send/deliver.ts';
import { createPostman, type Postman } from '#activities/send/smtp.ts';
import { TRIES_MAX } from '#domain/mail.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { CATCHER_MODES, openCatcher, type Catcher } from '#test/support/mail-catcher.ts';
import { issueTinyRollout, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { PROGRAMME, type UnitKey } from '#test/support/tiny-programme.ts';

const FROM = 'lientich@tinh.test';
const MARK = 'DỮ LIỆU TẬP HUẤN – không phản ánh thực tế';
const closing: { close(): Promise<unknown> }[] = [];
let database: LiveDatabase;
let tiny: TinyRollout;
let catcher: Catcher;

beforeEach(async () => {
  database = await openDatabase(inject('live'));
  catcher = await openCatcher();
  closing.push(database, catcher);
  tiny = await issueTinyRollout(database);
});
afterAll(async () => {
  for (const one of closing) await one.close();
});

const mailbox = (agency: string, unit: string) => `${agency}.${unit.slice(2)}@office.test`;

/** Gives the offices of these units their mailboxes. */
async function equip(...units: readonly UnitKey[]): Promise<void> {
  for (const unit of units)
    await database.owner`update offices set mailbox = agency || '.' || substr(unit_key, 3) || '@office.test'
      where unit_key = ${unit}`;
}

const stepTo = (at: string) => tiny.operator.post(`/programmes/${PROGRAMME}/clock`, { to: at });

/** Every coordinator looks until nothing is left to draw, in posting mode. */
async function settlePosting(): Promise<void> {
  const activities = createRolloutActivities(database.worker, true);
  for (const unit of LEADING) {
    const key = { programme: PROGRAMME, rollout: tiny.rollout, unit };
    for (;;) {
      const look = await activities.takeStockOfRollout(key);
      for (const { rung } of look.remindersDue) await activities.remind(key, rung);
      for (const { agency, rung } of look.reportsUpDue)
        await activities.reportToSuperior(key, agency, rung);
      if (!look.hasWork) break;
    }
  }
}

const LEADING: readonly UnitKey[] = ['t:01', 't:011', 't:012'];
const look = (unit: UnitKey) =>
  createRolloutActivities(database.worker, true).takeStockOfRollout({
    programme: PROGRAMME,
    rollout: tiny.rollout,
    unit,
  });

const postman = (patienceMs = 300) => createPostman({ url: catcher.url, from: FROM, patienceMs });

/** One step "Gửi" of each coordinator. */
async function deliver(by: Postman | null = postman()): Promise<void> {
  const { deliverMessages } = createSendActivities(database.worker, by, {
    gatherMs: 0,
    holdMs: 60_000,
  });
  for (const unit of LEADING)
    await deliverMessages({ programme: PROGRAMME, rollout: tiny.rollout, unit });
}

/** As if the pause after the last try were over. */
const pauseOver = () => database.owner`
  update mails set next_try_at = now() - interval '1 second' where sent_at is null and parked_at is null`;

const mails = () => database.owner<
  {
    tries: number;
    sent: boolean;
    parked: boolean;
    failure: string | null;
    messages: number;
    id: string;
    message_id: string;
    morning: string;
  }[]
>`select l.id, l.message_id, l.morning, l.tries, l.sent_at is not null as sent, l.parked_at is not null as parked, l.failure,
    (select count(*)::int from messages m where m.mail_id = l.id) as messages
  from mails l order by l.office_id, l.morning, l.n`;

/** The day before C1 and D1 are due, seven in the morning: everybody who has not acknowledged is reminded. */
const REMINDED_AT = '2023-08-02T00:00:00.000Z';
const REPORTED_AT = '2023-08-04T00:00:00.000Z';

async function reminded(...units: readonly UnitKey[]): Promise<void> {
  await equip(...units);
  await stepTo(REMINDED_AT);
  await settlePosting();
}

test('one mail holds what an office is told on a morning, whichever coordinator told it', async () => {
  await equip('t:012', 't:0122');
  await stepTo(REPORTED_AT);
  await settlePosting();
  await deliver();
  const toDistrict = catcher.caught.filter(({ to }) => to === mailbox('police', 't:012'));
  // Of the 2nd, recorded late, and of the 4th: reminders and reports recorded at one instant are one digest.
  expect(toDistrict).toHaveLength(1);
  const [digest] = toDistrict;
  expect(digest!.text).toContain('Báo cáo cấp trên (2)');
  expect(digest!.subject).toContain(MARK);
  expect(digest!.text.startsWith(`${MARK}\n`)).toBe(true);
  expect(digest!.text).toContain('Vì sao tôi nhận thư này?');
  expect(digest!.headers['auto-submitted']).toBe('auto-generated');
  for (const mail of await mails()) expect(mail).toMatchObject({ sent: true, tries: 1 });
});
