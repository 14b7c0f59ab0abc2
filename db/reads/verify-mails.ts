import type { Queryable } from '#db/driver.ts';

/** A mail or a message that contradicts another, in natural names. */
export type MailTrouble = { readonly subject: string; readonly message: string };

const FINDINGS_MAX = 1_000;

/** What sending cannot leave behind; `scope` null is every programme. */
export const readMailTroubles = (sql: Queryable, scope: string | null) => sql<MailTrouble[]>`
  with named as (
    select l.*, o.agency || '@' || o.unit_key || ' ' || l.morning || '/' || l.n as subject
    from mails l join offices o on o.id = l.office_id
    where ${scope}::text is null or l.programme_id = ${scope}),
  told as (
    select m.*, concat_ws('/', m.step, m.version, m.agency, m.rung, m.n) as rung_name, a.unit_key, r.key as rollout
    from messages m join assignments a on a.id = m.assignment_id join rollouts r on r.id = a.rollout_id
    where m.mail_id is not null and (${scope}::text is null or m.programme_id = ${scope}))
  select 'mail ' || x.subject as subject, x.message from (
    select subject, 'is both sent and parked' as message from named where sent_at is not null and parked_at is not null
    union all
    select subject, 'is sent and was never tried' from named where sent_at is not null and tries < 1
    union all
    select subject, 'was tried and holds no message' from named l
      where closed_at is not null and not exists (select from messages m where m.mail_id = l.id)
    union all
    select subject, 'stands ' || count(*) || ' times in the record' from named group by subject having count(*) > 1
    union all
    select min(subject), 'shares its Message-ID with another' from named group by message_id having count(*) > 1) x
  union all
  select concat_ws(' ', 'message', t.rollout, t.unit_key, t.rung_name), case
      when l.id is null then 'is in a mail that does not exist'
      when t.outcome <> 'sent' then 'is in a mail and was skipped'
      when t.recipient_id is distinct from l.office_id then 'is in the mail of another office'
      when l.closed_at is null then 'is in a mail that was never tried'
      else 'is in the mail of another morning' end
  from told t left join mails l on l.id = t.mail_id
  where l.id is null or t.outcome <> 'sent' or t.recipient_id is distinct from l.office_id or l.closed_at is null
    or local_date(t.mail_at) is distinct from l.morning
  order by 1, 2 limit ${FINDINGS_MAX}`;
