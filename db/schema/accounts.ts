import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ConfirmingBasis, Role } from '#domain/vocabulary.ts';
import { instant, programmeId } from './columns.ts';

/** Who may ask: an office and a post, never a person's name (PRODUCT 2.5). */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid('id').primaryKey(),
    programmeId: programmeId(),
    officeId: uuid('office_id'),
    role: text('role').$type<Role>().notNull(),
    basis: text('basis').$type<ConfirmingBasis>(),
    post: text('post').notNull(),
    /** SHA-256 of the bearer token; the token itself is shown once and kept nowhere. */
    tokenHash: text('token_hash').notNull().unique(),
    /** Given with its first activation code, and kept. */
    login: text('login').unique(),
    /** Argon2id; null until it is activated. */
    passwordHash: text('password_hash'),
    /** Programme time: from then on somebody can confirm for the office. */
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
  },
  (t) => [
    index('accounts_office').on(t.officeId),
    // Whoever counts who may confirm for an office need not ask for the role.
    check('accounts_basis', sql`basis is null or role in ('officer', 'planner')`),
  ],
);
