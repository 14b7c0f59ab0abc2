import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { MailFailure } from '#domain/mail.ts';
import { civilDate, instant, programmeId } from './columns.ts';

/**
 * What an office is sent on one morning: all its messages of it. Its instants are real time, whatever the
 * programme's clock says: a mail server knows no other.
 */
export const mails = pgTable(
  'mails',
  {
    id: uuid('id').primaryKey(),
    programmeId: programmeId(),
    officeId: uuid('office_id').notNull(),
    /** The morning, by the programme's clock. */
    morning: civilDate('morning').notNull(),
    /** Above 1 for what was recorded after that morning's mail had left. */
    n: integer('n').notNull(),
    /** Made of office, morning and n, and kept: every try carries it, so that a receiver can drop a repeat. */
    messageId: text('message_id').notNull().unique(),
    drawnUpAt: instant('drawn_up_at').notNull(),
    /** Set by the first try: no message joins after it. */
    closedAt: instant('closed_at'),
    tries: integer('tries').notNull(),
    nextTryAt: instant('next_try_at').notNull(),
    sentAt: instant('sent_at'),
    parkedAt: instant('parked_at'),
    /** Of the last try that failed. */
    failure: text('failure').$type<MailFailure>(),
    /** The step and the numbers that the server answered with; never its words, which may quote the mail. */
    detail: text('detail'),
  },
  (t) => [
    unique('mails_one').on(t.officeId, t.morning, t.n),
    index('mails_programme').on(t.programmeId, t.id),
    index('mails_open')
      .on(t.nextTryAt)
      .where(sql`sent_at is null and parked_at is null`),
  ],
);
