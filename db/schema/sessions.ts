/** How people get in. Ordinary rows by the real clock; of what lets somebody in a hash alone is kept. */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { SignInKind } from '#domain/sign-in.ts';
import type { SessionOrigin } from '#domain/vocabulary.ts';
import { instant } from './columns.ts';

/** Live until it is ended, unused for too long (`idle_until`) or at its end. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    how: text('how').$type<SessionOrigin>().notNull(),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    idleUntil: instant('idle_until').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
    /** The account that ended it; null where it was found to be past its time. */
    endedBy: uuid('ended_by'),
  },
  (t) => [index('sessions_account').on(t.accountId)],
);

/** Mã kích hoạt: one at a time for an account, used once. */
export const activationCodes = pgTable(
  'activation_codes',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    codeHash: text('code_hash').notNull().unique(),
    issuedBy: uuid('issued_by').notNull(),
    issuedAt: instant('issued_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    replacedAt: instant('replaced_at'),
  },
  (t) => [
    uniqueIndex('activation_codes_open')
      .on(t.accountId)
      .where(sql`used_at is null and replaced_at is null`),
    index('activation_codes_account').on(t.accountId),
  ],
);

/** Who came in, who was kept out: insert-only by GRANT. Neither what was typed nor from where (PRODUCT 2.5). */
export const signIns = pgTable(
  'sign_ins',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Null where the login or the code is nobody's. */
    accountId: uuid('account_id'),
    kind: text('kind').$type<SignInKind>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('sign_ins_account').on(t.accountId)],
);

/** How often something was tried, and until when it may not be tried again. */
export const attempts = pgTable('attempts', {
  key: text('key').primaryKey(),
  n: integer('n').notNull(),
  since: instant('since').notNull(),
  until: instant('until'),
});
