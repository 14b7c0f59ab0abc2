import type { Fragment, Queryable } from '#db/driver.ts';
import { dueMail, joinsMail, type ClaimedMail, type NewMorning } from '#db/reads/mails.ts';
import type { MailFailure } from '#domain/mail.ts';
import type { Instant } from '#domain/vocabulary.ts';

/** Columns keep milliseconds: rounded up, what is due now would not be due for whoever asks at once. */
const now = (sql: Queryable) => sql`date_trunc('milliseconds', statement_timestamp())`;

/** Draws up mails of an office's morning: whoever else did it meanwhile drew up the same. Answers how many are new. */
export const drawUpMails = async (
  sql: Queryable,
  programme: string,
  rows: readonly (NewMorning & { readonly id: string; readonly message_id: string })[],
  waitMs: number,
): Promise<number> => {
  const { count } = await sql`
    insert into mails (id, programme_id, office_id, morning, n, message_id, drawn_up_at, tries, next_try_at)
    select x.id, ${programme}, x.office, x.morning, x.n, x.message_id, statement_timestamp(), 0,
      ${now(sql)} + ${waitMs} * interval '1 millisecond'
    from jsonb_to_recordset(${sql.json(rows as never)}) as x (id uuid, office uuid, morning date, n int,
      message_id text)
    on conflict do nothing`;
  return count;
};

/**
 * Takes the coordinator's next due mail in hand: counts the try and puts the next one off, so that nobody else
 * takes it and a crash leaves it to be tried again. The first try closes it over the messages ready by then.
 */
export const claimMail = async (
  sql: Queryable,
  coordinator: string,
  holdMs: number,
): Promise<ClaimedMail | null> => {
  const [mail] = await sql<ClaimedMail[]>`
    with l as materialized (${dueMail(sql, coordinator)}),
    claimed as (
      update mails c set tries = c.tries + 1, closed_at = coalesce(c.closed_at, statement_timestamp()),
        next_try_at = statement_timestamp() + ${holdMs} * interval '1 millisecond'
      from l where c.id = l.id returning c.*),
    joined as (
      update messages m set mail_id = l.id from l where l.closed_at is null and ${joinsMail(sql)})
    select c.id, c.message_id as "messageId", c.morning, c.tries, iso(statement_timestamp()) as at,
      o.name as office, o.mailbox, p.title as programme, p.rehearsal, p.stepped_at is not null as stepped
    from claimed c join offices o on o.id = c.office_id join programmes p on p.id = c.programme_id`;
  return mail ?? null;
};

/** It was taken by the mail server. That is so whoever else has tried it since. */
export const noteSent = (sql: Queryable, id: string) => sql`
  update mails set sent_at = statement_timestamp(), parked_at = null, failure = null, detail = null
  where id = ${id} and sent_at is null`;

/** A try failed: it is tried again at `next`, or parked. A try that was overtaken by another notes nothing. */
export const noteFailed = (
  sql: Queryable,
  { id, tries }: Pick<ClaimedMail, 'id' | 'tries'>,
  failed: { readonly failure: MailFailure; readonly detail: string; readonly next: Instant | null },
) => sql`
  update mails set failure = ${failed.failure}, detail = ${failed.detail},
    next_try_at = coalesce(${failed.next}::timestamptz, next_try_at),
    parked_at = case when ${failed.next}::timestamptz is null then statement_timestamp() end
  where id = ${id} and sent_at is null and tries = ${tries}`;

/** A parked mail is tried afresh, with the same Message-ID; over `receipt`. Its coordinators are woken. */
export const alsoRetry = (sql: Queryable, mail: string): Fragment[] => [
  sql`again as (
    update mails set parked_at = null, tries = 0, next_try_at = ${now(sql)}
    where id = ${mail} and parked_at is not null and sent_at is null and exists (select from receipt) returning id)`,
  sql`woken as (
    insert into pending (programme_id, coordinator_id, unit_key, at)
    select distinct a.programme_id, a.coordinator_id, '', programme_now(a.programme_id)
    from again join messages m on m.mail_id = again.id join assignments a on a.id = m.assignment_id)`,
];
