import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { MessageKind } from '#domain/vocabulary.ts';
import { civilDate, instant, programmeId } from './columns.ts';

/** What looks after one thing at one unit: the source from which the whole Temporal side can be rebuilt. */
export const coordinators = pgTable(
  'coordinators',
  {
    /** The workflow id. */
    id: text('id').primaryKey(),
    programmeId: programmeId(),
    kind: text('kind').notNull(),
    rolloutId: uuid('rollout_id').notNull(),
    unitKey: text('unit_key').notNull(),
    parentId: text('parent_id'),
    state: text('state').$type<'open' | 'closed'>().notNull(),
    complete: boolean('complete').notNull(),
    firstLookedAt: instant('first_looked_at'),
    lookedAt: instant('looked_at'),
    nextWakeAt: instant('next_wake_at'),
    stuckSince: instant('stuck_since'),
  },
  (t) => [
    index('coordinators_parent').on(t.parentId),
    index('coordinators_wake').on(t.nextWakeAt),
    index('coordinators_rollout').on(t.rolloutId),
  ],
);

/** What a coordinator has not yet considered. The effect deletes the row, not the delivery. */
export const pending = pgTable(
  'pending',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    programmeId: programmeId(),
    coordinatorId: text('coordinator_id').notNull(),
    /** An assignment's unit; the coordinator's own for "everything under it"; empty for what is open. */
    unitKey: text('unit_key').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('pending_coordinator').on(t.coordinatorId)],
);

/**
 * What a look made lists show otherwise without a consequence of its own in the ledger: numbered with it, kept for
 * minutes, read by the change feed alone.
 */
export const changes = pgTable('changes', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  programmeId: programmeId(),
  unitKey: text('unit_key').notNull(),
  realAt: instant('real_at').notNull(),
});

/** A row that could not be judged: set aside for the operator while the others go on. */
export const troubles = pgTable('troubles', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  programmeId: programmeId(),
  coordinatorId: text('coordinator_id').notNull(),
  unitKey: text('unit_key').notNull(),
  at: instant('at').notNull(),
  message: text('message').notNull(),
});

/** Each rung of each ladder ends here in exactly one row: sent, or skipped with a reason. */
export const messages = pgTable(
  'messages',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    programmeId: programmeId(),
    assignmentId: uuid('assignment_id').notNull(),
    step: text('step').notNull(),
    version: integer('version').notNull(),
    agency: text('agency').notNull(),
    rung: text('rung').notNull(),
    n: integer('n').notNull(),
    /** `reminder` goes to the office, `reportUp` to a superior of its own agency, a `notice` to all of a line. */
    kind: text('kind').$type<MessageKind>().notNull(),
    recipientId: uuid('recipient_id'),
    /** The date it is about, as it stood when the rung fell due; null where no step is meant. */
    dueOn: civilDate('due_on'),
    dueAt: instant('due_at').notNull(),
    at: instant('at').notNull(),
    outcome: text('outcome').$type<'sent' | 'skipped'>().notNull(),
    reason: text('reason'),
    /** From when on it may be mailed, by the programme's clock; null: shown in the application only. */
    mailAt: instant('mail_at'),
    mailId: uuid('mail_id'),
  },
  (t) => [
    unique('messages_rung').on(t.assignmentId, t.step, t.version, t.agency, t.rung, t.n),
    index('messages_recipient').on(t.recipientId),
    index('messages_mail').on(t.mailId),
    index('messages_to_mail')
      .on(t.recipientId)
      .where(sql`mail_at is not null and mail_id is null`),
  ],
);
