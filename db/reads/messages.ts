import type { Fragment, Queryable } from '#db/driver.ts';
import type { Deadline } from '#domain/deadline.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import type { MailFailure } from '#domain/mail.ts';
import type { CivilDate, Instant, MessageKind, Tier } from '#domain/vocabulary.ts';

/** A reminder, a report or a notice that an office was sent, and what it was about. */
export type MessageRow = {
  readonly id: number;
  readonly kind: MessageKind;
  readonly rung: string;
  readonly step: string;
  readonly version: number;
  readonly agency: string;
  readonly dueAt: Instant;
  readonly at: Instant;
  readonly assignment: string;
  readonly rollout: string;
  readonly unit: { readonly key: string; readonly name: string; readonly tier: Tier };
  /** The date as it was told: what was sent reads the same ever after. */
  readonly dueOn: CivilDate | null;
  /** The step's date as it stands now, and why it is that. */
  readonly deadline: Deadline | null;
  /** What the joint act of a notice says; null for a reminder, a report and a calendar. */
  readonly terms: JointActTerms | null;
  readonly recipient: { readonly id: string; readonly name: string };
  /** The office whose line it is about. */
  readonly owing: { readonly id: string; readonly name: string };
  readonly mail: {
    readonly mailAt: Instant | null;
    readonly sentAt: Instant | null;
    readonly parkedAt: Instant | null;
    readonly failure: MailFailure | null;
  };
};

const select = (sql: Queryable, where: Fragment) => sql<MessageRow[]>`
  select m.id, m.kind, m.rung, m.step, m.version, m.agency, iso(m.due_at) as "dueAt", iso(m.at) as at,
    m.assignment_id as assignment, a.rollout_id as rollout,
    json_build_object('key', u.key, 'name', u.name, 'tier', u.tier) as unit, m.due_on as "dueOn", s.deadline,
    (select j.terms from joint_acts j
      where m.kind = 'notice' and (j.rollout_id, j.kind, j.n) = (a.rollout_id, m.rung, m.n)) as terms,
    json_build_object('id', o.id, 'name', o.name) as recipient,
    json_build_object('id', w.id, 'name', w.name) as owing,
    json_build_object('mailAt', iso(m.mail_at), 'sentAt', iso(l.sent_at), 'parkedAt', iso(l.parked_at),
      'failure', l.failure) as mail
  from messages m join assignments a on a.id = m.assignment_id join units u on u.key = a.unit_key
    join offices o on o.id = m.recipient_id
    join offices w on w.programme_id = m.programme_id and w.agency = m.agency and w.unit_key = a.unit_key
    left join mails l on l.id = m.mail_id
    left join steps s on s.assignment_id = a.id and s.key = m.step
  where m.outcome = 'sent' and ${where}`;

/** Whose messages an account reads: its office's, and those of offices that this one stands in for on that day. */
export type Reader = {
  readonly office: string;
  readonly today: CivilDate;
  /** All offices of a programme in the unit of that path and below, too; null: those alone. */
  readonly scope: { readonly programme: string; readonly path: string } | null;
};

const readBy = (sql: Queryable, { office, today, scope }: Reader) => sql`
  m.recipient_id in (
    select ${office}::uuid
    ${
      scope === null
        ? sql``
        : sql`union all
    select r.id from offices r join units ru on ru.key = r.unit_key
    where r.programme_id = ${scope.programme} and ru.path >= ${scope.path} and ru.path < left(${scope.path}, -1) || '0'`
    }
    union all
    select f.office_id from facts f
    where f.kind = 'standIn' and f.payload->>'standInOffice' = ${office}::text
      and (f.payload->>'from')::date <= ${today} and (f.payload->>'to')::date >= ${today})`;

/** What was sent to them, newest first; `before` is the last one of the page before. */
export const readMessages = (
  sql: Queryable,
  reader: Reader,
  { before, limit }: { readonly before: number | null; readonly limit: number },
) =>
  select(
    sql,
    sql`${readBy(sql, reader)} and (${before}::bigint is null or m.id < ${before})
      order by m.id desc limit ${limit}`,
  );

/** One as it was told, for whoever runs the installation. */
export const readMessage = (sql: Queryable, id: number) => select(sql, sql`m.id = ${id}`);

/** Those of them among the ids. */
export const readMessagesById = (sql: Queryable, reader: Reader, ids: readonly number[]) =>
  select(sql, sql`${readBy(sql, reader)} and m.id = any(${[...ids]}::bigint[]) ${inOrder(sql)}`);

/** What a mail has to say: its messages, but for reminders of what was recalled, or closed unmet, since. */
export const readMessagesOfMail = (sql: Queryable, mail: string) =>
  select(
    sql,
    sql`m.mail_id = ${mail} and (m.kind = 'notice' or a.state not in ('recalled', 'closedUnmet')) ${inOrder(sql)}`,
  );

/** As a mail lists them: by date, then in the order of units; the same at every try. */
const inOrder = (sql: Queryable) => sql`order by m.due_on, u.code, u.key, m.step, m.id`;
