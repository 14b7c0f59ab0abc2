import type { Fragment, Queryable } from '#db/driver.ts';
import type { MailFailure } from '#domain/mail.ts';
import type { Bilingual, CivilDate, MailState, Instant } from '#domain/vocabulary.ts';

/** What a coordinator's messages ask of the mail, by the real clock. */
export type MailLevels = {
  /** Mails that may be tried now, those not drawn up yet among them. */
  readonly due: number;
  /** When the next one may; null when nobody knows, or none waits. */
  readonly nextAt: Instant | null;
};

/** Messages that a coordinator recorded, to be mailed. */
const messagesOf = (sql: Queryable, coordinator: string) => sql`
  messages m join assignments a on a.id = m.assignment_id and a.coordinator_id = ${coordinator}`;

/**
 * The mail levels of a coordinator as JSON. A morning to come is known by the real clock only where the
 * programme's is live; under a stepped one the sweep sees it come.
 */
export const mailLevels = (sql: Queryable, coordinator: string): Fragment => sql`
  (select json_build_object('due', count(*) filter (where x.at <= statement_timestamp()),
      'nextAt', iso(min(x.at) filter (where x.at > statement_timestamp())))
    from (
      select l.id::text as mail, l.next_try_at as at
      from ${messagesOf(sql, coordinator)} join mails l on l.id = m.mail_id
      where l.sent_at is null and l.parked_at is null
      union
      select w.office || ' ' || w.morning, coalesce(l.next_try_at, w.at)
      from (
        select m.recipient_id as office, local_date(m.mail_at) as morning, min(case
            when m.mail_at <= programme_now(p.id) then statement_timestamp()
            when p.stepped_at is null then m.mail_at end) as at
        from ${messagesOf(sql, coordinator)} join programmes p on p.id = m.programme_id
        where m.mail_at is not null and m.mail_id is null group by 1, 2) w
        left join mails l on l.office_id = w.office and l.morning = w.morning and l.closed_at is null) x)`;

/** A mail to be drawn up. */
export type NewMorning = {
  readonly office: string;
  readonly morning: CivilDate;
  readonly n: number;
};

/** Mornings of offices for which a coordinator has messages and which have no mail that these could join. */
export const readNewMornings = (sql: Queryable, coordinator: string) => sql<NewMorning[]>`
  select w.office, w.morning, coalesce(max(l.n), 0) + 1 as n
  from (
    select distinct m.recipient_id as office, local_date(m.mail_at) as morning
    from ${messagesOf(sql, coordinator)}
    where m.mail_id is null and m.mail_at <= programme_now(m.programme_id)) w
    left join mails l on l.office_id = w.office and l.morning = w.morning
  group by 1, 2 having count(l.id) filter (where l.closed_at is null) = 0`;

/** A message waits for its mail: `m` fits the mail `l` as long as that one is not closed. */
export const joinsMail = (sql: Queryable) => sql`
  m.mail_id is null and m.recipient_id = l.office_id and local_date(m.mail_at) = l.morning
    and m.mail_at <= programme_now(m.programme_id)`;

/** The mail that is due for longest among those that hold, or would hold, a message of the coordinator. */
export const dueMail = (sql: Queryable, coordinator: string) => sql`
  select l.id, l.office_id, l.morning, l.closed_at from mails l
  where l.sent_at is null and l.parked_at is null and l.next_try_at <= statement_timestamp()
    and (l.id in (select m.mail_id from ${messagesOf(sql, coordinator)} where m.mail_id is not null)
      or l.closed_at is null and (l.office_id, l.morning) in (
        select m.recipient_id, local_date(m.mail_at) from ${messagesOf(sql, coordinator)}
        where m.mail_id is null and m.mail_at <= programme_now(m.programme_id)))
  order by l.next_try_at, l.id limit 1 for update of l skip locked`;

/** Coordinators whose messages may be mailed now and who may not know it: the clock was stepped, a run has ended. */
export const readMailWaiting = (sql: Queryable) => sql<
  { programme: string; rollout: string; unit: string }[]
>`
  with waiting as (
    select m.assignment_id from mails l join messages m on m.mail_id = l.id
    where l.sent_at is null and l.parked_at is null and l.next_try_at <= statement_timestamp()
    union all
    select m.assignment_id from messages m
      left join mails l on l.office_id = m.recipient_id and l.morning = local_date(m.mail_at) and l.closed_at is null
    where m.mail_id is null and m.mail_at <= programme_now(m.programme_id)
      and coalesce(l.next_try_at <= statement_timestamp(), true))
  select distinct c.programme_id as programme, c.rollout_id as rollout, c.unit_key as unit
  from waiting w join assignments a on a.id = w.assignment_id join coordinators c on c.id = a.coordinator_id`;

/** Coordinators with mails that are neither sent nor parked: their workflows may run although nothing is open. */
export const readMailing = (sql: Queryable) => sql<{ id: string }[]>`
  select distinct a.coordinator_id as id from mails l join messages m on m.mail_id = l.id
    join assignments a on a.id = m.assignment_id where l.sent_at is null and l.parked_at is null`;

export type MailRow = {
  readonly id: string;
  readonly office: {
    readonly id: string;
    readonly agency: string;
    readonly name: string;
    readonly unit: { readonly key: string; readonly name: string };
  };
  readonly mailbox: string | null;
  readonly morning: CivilDate;
  readonly n: number;
  /** How many messages it holds. */
  readonly messages: number;
  readonly tries: number;
  readonly nextTryAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly parkedAt: Instant | null;
  readonly failure: MailFailure | null;
  readonly detail: string | null;
};

/** A programme's mails without a word of what they say, newest first; `before` is the last one of the page before. */
export const readMails = (
  sql: Queryable,
  find: {
    readonly programme: string;
    readonly state: MailState | null;
    readonly before: string | null;
    readonly limit: number;
  },
) => {
  const state = {
    waiting: sql`and l.sent_at is null and l.parked_at is null`,
    sent: sql`and l.sent_at is not null`,
    parked: sql`and l.sent_at is null and l.parked_at is not null`,
  };
  return sql<MailRow[]>`
    select l.id, o.mailbox, l.morning, l.n, l.tries, l.failure, l.detail, iso(l.sent_at) as "sentAt",
      iso(l.parked_at) as "parkedAt",
      case when l.sent_at is null and l.parked_at is null then iso(l.next_try_at) end as "nextTryAt",
      json_build_object('id', o.id, 'agency', o.agency, 'name', o.name,
        'unit', json_build_object('key', u.key, 'name', u.name)) as office,
      (select count(*)::int from messages m
        where m.mail_id = l.id or l.closed_at is null and ${joinsMail(sql)}) as messages
    from mails l join offices o on o.id = l.office_id join units u on u.key = o.unit_key
    where l.programme_id = ${find.programme} ${find.state === null ? sql`` : state[find.state]}
      and (${find.before}::uuid is null or l.id < ${find.before})
    order by l.id desc limit ${find.limit}`;
};

export type MailObject = { readonly id: string; readonly parked: boolean };

/** A mail of the asker's programme; a query over `me` (standing.ts). */
export const mailObject = (sql: Queryable, id: string) => sql`
  select l.id, l.parked_at is not null and l.sent_at is null as parked
  from mails l where l.id = ${id} and l.programme_id = me.programme_id`;

/** A mail taken in hand: what it is sent as and to. */
export type ClaimedMail = {
  readonly id: string;
  readonly messageId: string;
  readonly morning: CivilDate;
  readonly tries: number;
  /** The real instant of the claim. */
  readonly at: Instant;
  readonly office: string;
  readonly mailbox: string | null;
  readonly programme: Bilingual;
  readonly rehearsal: boolean;
  readonly stepped: boolean;
};
