/** Mails of a rollout whose mail server takes them, refuses them, hangs or hangs up: steps in this process. */
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createRolloutActivities } from '#activities/rollout.ts';
import { createSendActivities, type SendPace } from '#activities/send/deliver.ts';
import { createMailer, type Mailer } from '#activities/send/smtp.ts';
import type { Sql } from '#db/driver.ts';
import { readMailWaiting } from '#db/reads/mails.ts';
import { readClock } from '#db/reads/programmes.ts';
import { indexCalendar } from '#domain/calendar.ts';
import { mailAt, TRIES_MAX } from '#domain/mail.ts';
import { putInForce } from '#test/support/joint-acts.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { CATCHER_MODES, openCatcher, type Catcher } from '#test/support/mail-catcher.ts';
import { issueTinyRollout, type TinyRollout } from '#test/support/tiny-rollout.ts';
import { PROGRAMME, type UnitKey } from '#test/support/tiny-programme.ts';

const CALENDAR = {
  version: 1,
  days: [],
  years: [2023, 2024].map((year) => ({ year, confirmed: true, source: 'test' })),
};
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

/** Every coordinator looks until nothing is left to draw, where mail is set up. */
async function settleMailing(): Promise<void> {
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

const mailer = (patienceMs = 800) => createMailer({ url: catcher.url, from: FROM, patienceMs });

/** One step "Gửi" of each coordinator. */
async function deliver(by: Mailer | null = mailer(), pace: Partial<SendPace> = {}): Promise<void> {
  const { deliverMessages } = createSendActivities(database.worker, by, {
    gatherMs: 0,
    holdMs: 60_000,
    ...pace,
  });
  for (const unit of LEADING)
    await deliverMessages({ programme: PROGRAMME, rollout: tiny.rollout, unit });
}

/** As if the pause after the last try were over. */
const pauseOver = () => database.owner`
  update mails set next_try_at = now() - interval '1 second' where sent_at is null and parked_at is null`;

type Mail = {
  readonly id: string;
  readonly to: string;
  readonly messageId: string;
  readonly morning: string;
  readonly tries: number;
  readonly state: 'sent' | 'parked' | 'waiting';
  readonly failure: string | null;
  readonly detail: string | null;
  readonly messages: number;
};

const mails = () => database.owner<Mail[]>`
  select l.id, o.mailbox as to, l.message_id as "messageId", l.morning, l.tries, l.failure, l.detail,
    case when l.sent_at is not null then 'sent' when l.parked_at is not null then 'parked' else 'waiting' end as state,
    (select count(*)::int from messages m where m.mail_id = l.id) as messages
  from mails l join offices o on o.id = l.office_id order by o.mailbox, l.morning, l.n`;

/** The day before C1 and D1 are due, seven in the morning: everybody who has not acknowledged is reminded. */
const REMINDED_AT = '2023-08-02T00:00:00.000Z';
const REPORTED_AT = '2023-08-04T00:00:00.000Z';

async function reminded(...units: readonly UnitKey[]): Promise<void> {
  await equip(...units);
  await stepTo(REMINDED_AT);
  await settleMailing();
}

test('one mail holds what an office is told on a morning, whichever coordinator told it', async () => {
  await equip('t:012', 't:0122');
  await stepTo(REPORTED_AT);
  await settleMailing();
  await deliver();
  const toDistrict = catcher.caught.filter(({ to }) => to === mailbox('police', 't:012'));
  expect(toDistrict).toHaveLength(1);
  const [mail] = toDistrict;
  // Its own reminder comes from the province's coordinator, the reports about its communes from its own.
  expect(mail!.subject).toBe(`[${MARK}] Báo cáo cấp trên (2), Nhắc việc (1) – 04/08/2023`);
  expect(mail!.text.startsWith(`${MARK}\n`)).toBe(true);
  expect(mail!.text).toContain('Vì sao tôi nhận thư này?');
  expect(mail!.headers['auto-submitted']).toBe('auto-generated');
  for (const mail of await mails()) expect(mail).toMatchObject({ state: 'sent', tries: 1 });
});

test('what is recorded after the morning’s mail has left goes in a second one', async () => {
  await reminded('t:0121');
  await deliver();
  await database.owner`update messages set mail_id = null where mail_id is not null
    and recipient_id = ${tiny.seeded.office('police', 't:0121')}`;
  await deliver();
  const [first, second] = (await mails()).filter(({ to }) => to === mailbox('police', 't:0121'));
  expect([first?.morning, second?.morning]).toEqual(['2023-08-02', '2023-08-02']);
  expect(second?.messageId).not.toBe(first?.messageId);
  expect(catcher.shown()).toHaveLength(3);
});

test('a mail not tried yet is told with the messages that it would hold', async () => {
  await equip('t:012');
  await stepTo(REPORTED_AT);
  await settleMailing();
  await deliver(mailer(), { gatherMs: 60_000 });
  const { body } = await tiny.operator.get('/mails?state=waiting');
  expect(body['items']).toMatchObject([
    { tries: 0, messages: 3 },
    { tries: 0, messages: 3 },
  ]);
});

/** What the first try comes to, and what the mail server has then taken of it. */
const FIRST_TRY = {
  accept: { failure: null, taken: 1, detail: null },
  refuse4xx: { failure: 'refused', taken: 0, detail: 'RCPT TO 450 4.2.1' },
  refuse5xx: { failure: 'refused', taken: 0, detail: 'RCPT TO 550 5.1.1' },
  hang: { failure: 'notReached', taken: 0, detail: expect.stringContaining('ETIMEDOUT') },
  dropInData: { failure: 'noAnswer', taken: 0, detail: expect.stringContaining('ECONNECTION') },
  acceptThenDrop: { failure: 'noAnswer', taken: 1, detail: expect.stringContaining('ECONNECTION') },
  acceptThenHang: { failure: 'noAnswer', taken: 1, detail: expect.stringContaining('ETIMEDOUT') },
} as const;

describe.each(CATCHER_MODES)('a mail server in mode %s', (mode) => {
  const expected = FIRST_TRY[mode];

  test('each due mail is tried once; after the pause, with the server well, each is sent and shown once', async () => {
    await reminded('t:0121');
    catcher.become(mode);
    await deliver();
    await deliver();
    const { failure, detail } = expected;
    const state = failure === null ? 'sent' : 'waiting';
    const first = await mails();
    expect(first).toHaveLength(2);
    for (const mail of first) expect(mail).toMatchObject({ tries: 1, state, failure, detail });
    expect(catcher.caught).toHaveLength(2 * expected.taken);
    catcher.become('accept');
    await pauseOver();
    await deliver();
    await deliver();
    const second = await mails();
    for (const [i, mail] of second.entries())
      expect(mail).toMatchObject({
        state: 'sent',
        messages: 1,
        messageId: first[i]!.messageId,
        failure: null,
      });
    expect(
      catcher
        .shown()
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(second.map(({ to }) => to));
  });
});

test('a server that cannot be reached is not knocked at for every mail of a step', async () => {
  await reminded('t:011', 't:012', 't:0121', 't:0122');
  catcher.become('hang');
  // To learn of it takes a step's whole time, as it does where a server is waited for as long as it should be.
  await deliver(mailer(), { stepMs: 100 });
  expect((await mails()).map(({ tries, failure }) => [tries, failure])).toEqual(
    Array.from({ length: 8 }, () => [1, 'notReached']),
  );
  // The districts' mails are the province's coordinator's, those of the communes their district's.
  expect(catcher.visits()).toBe(2);
});

test('a retry wakes by the real clock; the programme’s knows nothing of it', async () => {
  await reminded('t:0121');
  const before = await readClock(database.reader, PROGRAMME);
  const look = () =>
    createRolloutActivities(database.worker, true).takeStockOfRollout({
      programme: PROGRAMME,
      rollout: tiny.rollout,
      unit: 't:012',
    });
  expect(await look()).toMatchObject({ mailsDue: 2, hasWork: false, wakeAtMs: null });
  catcher.become('refuse4xx');
  await deliver();
  const { wakeAtMs, ...rest } = await look();
  expect(rest).toMatchObject({
    mailsDue: 0,
    hasWork: false,
    wakeFor: expect.stringMatching(/gửi thư$/),
  });
  const minutes = (wakeAtMs! - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(4);
  expect(minutes).toBeLessThan(5.1);
  expect(await readClock(database.reader, PROGRAMME)).toEqual(before);
});

test('as many as deliver at once: each mail is sent once', async () => {
  await reminded('t:011', 't:012', 't:0111', 't:0112', 't:0121', 't:0122');
  await Promise.all([deliver(), deliver(), deliver(), deliver()]);
  await deliver();
  expect(catcher.caught).toHaveLength(12);
  expect(catcher.shown()).toHaveLength(12);
  for (const mail of await mails()) expect(mail).toMatchObject({ tries: 1, messages: 1 });
});

test('a worker that ends between sending and noting leaves the mail to be tried again, as the same mail', async () => {
  await reminded('t:0121');
  const real = mailer();
  const dying: Mailer = {
    ...real,
    async send(letter) {
      await real.send(letter);
      throw new Error('killed');
    },
  };
  await expect(deliver(dying)).rejects.toThrow('killed');
  expect(catcher.caught).toHaveLength(1);
  await deliver();
  // The other mail was nobody's; the first is in hand until its time is over.
  expect(catcher.caught).toHaveLength(2);
  await pauseOver();
  await deliver();
  expect(catcher.caught).toHaveLength(3);
  expect(catcher.shown()).toHaveLength(2);
  for (const mail of await mails()) expect(mail).toMatchObject({ state: 'sent', messages: 1 });
});

test('after eight tries a mail is parked: seen by the office and the operator, and tried again by the operator', async () => {
  await reminded('t:0121');
  catcher.become('refuse5xx');
  for (let n = 1; n <= TRIES_MAX + 2; n += 1) {
    await deliver();
    await pauseOver();
  }
  expect(catcher.visits()).toBe(2 * TRIES_MAX);
  const office = tiny.head('police', 't:0121');
  const reason = 'The mail server refused it';
  expect((await office.get('/messages')).body['items']).toMatchObject([
    { kind: 'reminder', delivery: { code: 'parked', reason, sentAt: null } },
  ]);
  const told = await tiny.operator.get('/mails?state=parked');
  expect(told.body['items']).toMatchObject([
    {
      tries: TRIES_MAX,
      failure: { code: 'refused', detail: 'RCPT TO 550 5.1.1' },
      nextTryAt: null,
    },
    { tries: TRIES_MAX, messages: 1, morning: '2023-08-02' },
  ]);
  // Counts, an office and a failure; not a word of what the mail says.
  expect(JSON.stringify(told.body['items'])).not.toMatch(/C1|Reminder|Nhắc/);
  const id = (told.body['items'] as unknown as readonly { id: string }[])[0]!.id;
  expect((await office.get('/mails')).status).toBe(403);
  expect((await office.post(`/mails/${id}/retries`, {})).status).toBe(403);

  catcher.become('accept');
  const retried = await tiny.operator.post(`/mails/${id}/retries`, {}, { 'idempotency-key': 'r1' });
  expect(retried).toMatchObject({ status: 201, body: { mail: id } });
  const pending = await database.owner<{ coordinator: string }[]>`
    select coordinator_id as coordinator from pending`;
  expect(pending).toEqual([{ coordinator: `rollout/${tiny.rollout}/t:012` }]);
  await deliver();
  expect((await mails()).map(({ state, tries }) => `${state} ${tries}`).toSorted()).toEqual([
    `parked ${TRIES_MAX}`,
    'sent 1',
  ]);
  const again = await tiny.operator.post(`/mails/${id}/retries`, {}, { 'idempotency-key': 'r1' });
  expect(again).toMatchObject({ status: 201, body: { mail: id } });
  expect(await tiny.operator.post(`/mails/${id}/retries`, {})).toMatchObject({
    status: 409,
    body: { code: 'mail.not_parked' },
  });
  expect((await tiny.operator.get('/mails?state=sent')).body['items']).toMatchObject([{ id }]);
});

test('a wrong password parks the mails: one login a step, and nobody is told the secret', async () => {
  await reminded('t:0121');
  const guarded = await openCatcher('accept', { user: { name: 'worker', password: 'right' } });
  closing.push(guarded);
  const url = guarded.url.replace('://', '://worker:wrong-secret@');
  for (let n = 1; n <= TRIES_MAX; n += 1) {
    await deliver(createMailer({ url, from: FROM, patienceMs: 300 }));
    await pauseOver();
  }
  expect(guarded.logins).toHaveLength(TRIES_MAX);
  const parked = await tiny.operator.get('/mails?state=parked');
  const failure = {
    code: 'login',
    label: 'The mail server did not accept the user or the password',
    detail: 'AUTH PLAIN 535 5.7.8',
  };
  expect(parked.body['items']).toMatchObject([{ failure }, { failure }]);
  const told = await tiny.head('police', 't:0121').get('/messages');
  expect(JSON.stringify([parked.body, told.body, await mails()])).not.toContain('wrong-secret');
});

test('a reminder that could not leave before the recall of its rollout is not mailed after it', async () => {
  await reminded('t:0121');
  catcher.become('hang');
  await deliver();
  await putInForce(tiny, database, { kind: 'recall', reason: 'Ban hành nhầm' });
  catcher.become('accept');
  await pauseOver();
  await deliver();
  expect(catcher.caught).toEqual([]);
  for (const mail of await mails())
    expect(mail).toMatchObject({ state: 'parked', failure: 'moot' });
  const [, told] = (await tiny.head('police', 't:0121').get('/messages')).body[
    'items'
  ] as unknown as readonly { readonly delivery: object }[];
  expect(told!.delivery).toMatchObject({
    code: 'parked',
    reason: expect.stringContaining('recalled or closed before the mail could leave'),
  });
});

test('a rehearsal is sent to no mail server but one of this machine, and says so', async () => {
  await reminded('t:0121');
  const sent: string[] = [];
  const outside: Mailer = {
    host: 'mail.tinh.test',
    domain: 'tinh.test',
    async send({ to }) {
      sent.push(to);
      return { ok: true };
    },
  };
  await deliver(outside);
  expect(sent).toEqual([]);
  for (const mail of await mails())
    expect(mail).toMatchObject({ state: 'parked', failure: 'outside', detail: 'mail.tinh.test' });
  await database.owner`update programmes set rehearsal = false`;
  await database.owner`update mails set parked_at = null`;
  await pauseOver();
  await deliver(outside);
  expect(sent).toHaveLength(2);
});

test('without a mail server, or without a mailbox, messages stay in the application', async () => {
  await stepTo(REMINDED_AT);
  await settleMailing();
  await equip('t:0121');
  await deliver();
  const settle = createRolloutActivities(database.worker);
  await stepTo(REPORTED_AT);
  const key = { programme: PROGRAMME, rollout: tiny.rollout, unit: 't:012' };
  for (const { agency, rung } of (await settle.takeStockOfRollout(key)).reportsUpDue)
    await settle.reportToSuperior(key, agency, rung);
  await deliver(null);
  expect(await mails()).toEqual([]);
  const told = await tiny.head('police', 't:0121').get('/messages');
  expect(told.body['items']).toMatchObject([{ delivery: { code: 'inApp', reason: null } }]);
});

test('a notice waits for seven on the next working day', async () => {
  await reminded('t:0121');
  await deliver();
  catcher.forget();
  // As a joint act on a Friday afternoon records it; the Monday after it is a working day.
  await stepTo('2023-08-04T08:00:00.000Z');
  await database.owner`
    insert into messages (programme_id, assignment_id, step, version, agency, rung, n, kind, recipient_id, due_at, at,
      outcome, reason, mail_at)
    select ${PROGRAMME}, ${tiny.assignment('t:0121')}, '', 1, 'police', 'suspend', 0, 'notice',
      ${tiny.seeded.office('police', 't:0121')}, '2023-08-04T08:00:00Z', '2023-08-04T08:00:00Z', 'sent', null,
      ${mailAt('notice', '2023-08-04T08:00:00.000Z', indexCalendar(CALENDAR))}`;
  await deliver();
  await stepTo('2023-08-06T23:59:59.000Z');
  await deliver();
  expect(catcher.caught).toEqual([]);
  expect(await readMailWaiting(database.worker)).toEqual([]);
  await stepTo('2023-08-07T00:00:00.000Z');
  // The clock was stepped past no wake-up of the coordinator's: the sweep sees the morning come.
  const key = { programme: PROGRAMME, rollout: tiny.rollout, unit: 't:012' };
  expect(await readMailWaiting(database.worker)).toEqual([key]);
  await deliver();
  expect(await readMailWaiting(database.worker)).toEqual([]);
  expect(catcher.caught).toMatchObject([{ subject: `[${MARK}] Thông báo (1) – 07/08/2023` }]);
  const told = await tiny.head('police', 't:0121').get('/messages');
  expect((told.body['items'] as unknown as readonly object[])[0]).toMatchObject({
    kind: 'notice',
    text: 'The rollout is suspended; deadlines stand still meanwhile: Xã Nam, “Đợt triển khai”',
    deadline: [],
    dueOn: null,
    delivery: { code: 'sent' },
  });
});

test('an office sees the mail it would get for its own messages, and for no other’s', async () => {
  await reminded('t:0121', 't:0122');
  const ids = async (unit: UnitKey) => {
    const { body } = await tiny.head('police', unit).get('/messages');
    return (body['items'] as unknown as readonly { id: number }[]).map(({ id }) => id);
  };
  const [own, other] = [await ids('t:0121'), await ids('t:0122')];
  const office = tiny.head('police', 't:0121');
  const preview = await office.get(`/messages/mail?messages=${own.join()}`);
  await deliver();
  const sent = catcher.caught.find(({ to }) => to === mailbox('police', 't:0121'))!;
  expect(preview.body).toMatchObject({ subject: sent.subject, text: sent.text });
  expect((await office.get(`/messages/mail?messages=${other.join()}`)).status).toBe(404);
  expect((await office.get('/messages/mail?messages=x')).status).toBe(400);
  expect((await tiny.operator.get(`/messages/mail?messages=${own.join()}`)).status).toBe(403);
});

test('what may be changed of a mail and a message is what sending and trying again need', async () => {
  await reminded('t:0121');
  await deliver();
  const denied = (sql: Sql, statement: string) =>
    expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' });
  for (const statement of [
    `update mails set message_id = 'x'`,
    `update mails set office_id = gen_random_uuid()`,
    `delete from mails`,
    `update messages set outcome = 'skipped'`,
    `update messages set mail_at = null`,
    `delete from messages`,
  ])
    await denied(database.worker, statement);
  for (const statement of [
    `update mails set sent_at = now()`,
    `update mails set closed_at = null`,
    `update mails set message_id = 'x'`,
    `insert into mails select * from mails`,
    `update messages set mail_id = null`,
  ])
    await denied(database.intake, statement);
});
