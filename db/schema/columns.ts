import { date, text, timestamp } from 'drizzle-orm/pg-core';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';

/** An instant, UTC, to the millisecond: what a fact and its judgement compare. */
export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3, mode: 'string' }).$type<Instant>();

/** A legal date at +07:00: never an instant. */
export const civilDate = (name: string) => date(name, { mode: 'string' }).$type<CivilDate>();

export const programmeId = () => text('programme_id').notNull();
