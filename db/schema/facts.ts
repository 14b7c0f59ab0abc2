import { sql } from 'drizzle-orm';
import { bigint, date, index, integer, jsonb, pgSequence, pgTable } from 'drizzle-orm/pg-core';
import { primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { FactKind } from '#domain/vocabulary.ts';
import { instant, programmeId } from './columns.ts';

export const ledgerSeq = pgSequence('ledger_seq');

/** What happened: written once, never changed (INSERT by GRANT, nobody may UPDATE or DELETE). */
export const facts = pgTable(
  'facts',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    programmeId: programmeId(),
    kind: text('kind').$type<FactKind>().notNull(),
    rolloutId: uuid('rollout_id'),
    jointActId: uuid('joint_act_id'),
    assignmentId: uuid('assignment_id'),
    /** The office it is done for; the author's may be its superior or its stand-in. */
    officeId: uuid('office_id'),
    payload: jsonb('payload').$type<Readonly<Record<string, unknown>>>().notNull(),
    accountId: uuid('account_id').notNull(),
    authorOfficeId: uuid('author_office_id'),
    authorPost: text('author_post').notNull(),
    key: text('key').notNull(),
    at: instant('at').notNull(),
    realAt: instant('real_at').notNull(),
  },
  (t) => [
    unique('facts_key').on(t.accountId, t.key),
    // A joint act is put in force or discarded, once, and signed once by each office, however many ask at once.
    uniqueIndex('facts_settlement')
      .on(t.jointActId)
      .where(sql`kind in ('promulgation', 'discard')`),
    uniqueIndex('facts_signature')
      .on(t.jointActId, t.officeId)
      .where(sql`kind = 'signature'`),
    index('facts_assignment').on(t.assignmentId),
    index('facts_rollout').on(t.rolloutId, t.kind),
    index('facts_office').on(t.officeId, t.kind),
    // A version of the calendar is published once.
    uniqueIndex('facts_calendar')
      .on(t.programmeId, sql`(payload->>'version')`)
      .where(sql`kind = 'calendar'`),
  ],
);

/** The answer to one request, kept as long as the fact: the same key gets it again. */
export const receipts = pgTable(
  'receipts',
  {
    accountId: uuid('account_id').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** Null for ordinary rows (drafts, accounts). */
    ledgerSeq: bigint('ledger_seq', { mode: 'number' }).unique('receipts_ledger_seq'),
    status: integer('status').notNull(),
    answer: jsonb('answer').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.key] })],
);

/** One row per fact and per consequence; `body` is canonical text in natural keys and dates. */
export const ledger = pgTable(
  'ledger',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    programmeId: programmeId(),
    kind: text('kind').notNull(),
    assignmentId: uuid('assignment_id'),
    at: instant('at').notNull(),
    realAt: instant('real_at').notNull(),
    body: text('body').notNull(),
  },
  (t) => [index('ledger_real_at').on(t.realAt), index('ledger_assignment').on(t.assignmentId)],
);

/** An accepted fact that had become impossible before its look: kept, with the reason, shown to its author. */
export const notApplied = pgTable('not_applied', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  reason: text('reason').notNull(),
});

/** The day's ledger hashed onto the day before: no hashing on the hot path, nothing quietly rewritten. */
export const ledgerDigests = pgTable('ledger_digests', {
  day: date('day', { mode: 'string' }).primaryKey(),
  rows: integer('rows').notNull(),
  digest: text('digest').notNull(),
});
