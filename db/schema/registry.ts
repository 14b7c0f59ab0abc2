import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { unique, uuid } from 'drizzle-orm/pg-core';
import type { CalendarDay, CalendarYear } from '#domain/calendar.ts';
import type { Template } from '#domain/template.ts';
import type { Bilingual, Tier } from '#domain/vocabulary.ts';
import { civilDate, instant, programmeId } from './columns.ts';

/** Administrative units: identity is (key, validity), never code or name (DESIGN 1.6). */
export const units = pgTable(
  'units',
  {
    key: text('key').primaryKey(),
    code: text('code').notNull(),
    tier: text('tier').$type<Tier>().notNull(),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    /** Accent-free lower case, for search. */
    searchName: text('search_name').notNull(),
    parentKey: text('parent_key'),
    /** `/province/district/commune/` by key, compared under COLLATE "C". */
    path: text('path').notNull(),
    validFrom: civilDate('valid_from').notNull(),
    validTo: civilDate('valid_to'),
  },
  (t) => [index('units_path').on(t.path), index('units_parent').on(t.parentKey)],
);

export const unitSuccessions = pgTable(
  'unit_successions',
  {
    oldKey: text('old_key').notNull(),
    /** Empty when the unit was abolished without an heir. */
    newKey: text('new_key').notNull(),
    change: text('change').notNull(),
    extent: text('extent').notNull(),
    decidedOn: civilDate('decided_on'),
    effectiveOn: civilDate('effective_on').notNull(),
  },
  (t) => [primaryKey({ columns: [t.oldKey, t.newKey] })],
);

export const programmes = pgTable('programmes', {
  id: text('id').primaryKey(),
  title: jsonb('title').$type<Bilingual>().notNull(),
  rootUnit: text('root_unit').notNull(),
  rehearsal: boolean('rehearsal').notNull(),
  validFrom: civilDate('valid_from').notNull(),
  validTo: civilDate('valid_to').notNull(),
  /** Where each value comes from; assumed ones are shown as such. */
  marks: jsonb('marks').$type<Readonly<Record<string, string>>>().notNull(),
  document: jsonb('document').$type<Readonly<Record<string, unknown>>>().notNull(),
  /** Null: live. Else the programme's clock stands at this instant (rehearsals and tests). */
  steppedAt: instant('stepped_at'),
  calendarVersion: integer('calendar_version').notNull(),
  importedDigest: text('imported_digest').notNull(),
});

export const agencies = pgTable(
  'agencies',
  {
    programmeId: programmeId(),
    code: text('code').notNull(),
    name: jsonb('name').$type<Bilingual>().notNull(),
    ordinal: integer('ordinal').notNull(),
    signs: boolean('signs').notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.code] })],
);

/** One agency in one unit, in that agency's own tree. */
export const offices = pgTable(
  'offices',
  {
    id: uuid('id').primaryKey(),
    programmeId: programmeId(),
    agency: text('agency').notNull(),
    unitKey: text('unit_key').notNull(),
    name: text('name').notNull(),
    /** The office's own address, never a person's; without one its messages stay in the application. */
    mailbox: text('mailbox'),
    parentId: uuid('parent_id'),
    validFrom: civilDate('valid_from').notNull(),
    validTo: civilDate('valid_to'),
  },
  (t) => [
    unique('offices_one').on(t.programmeId, t.agency, t.unitKey),
    index('offices_parent').on(t.parentId),
    index('offices_unit').on(t.unitKey),
  ],
);

/** By version: a rollout keeps the calendar it was planned on, whatever is published after it. */
export const calendarDays = pgTable(
  'calendar_days',
  {
    programmeId: programmeId(),
    version: integer('version').notNull().default(1),
    date: civilDate('date').notNull(),
    kind: text('kind').notNull(),
    nameVi: text('name_vi').notNull(),
    nameEn: text('name_en').notNull(),
    source: text('source').notNull(),
    confirmed: boolean('confirmed').notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.version, t.date] })],
);

export const calendarYears = pgTable(
  'calendar_years',
  {
    programmeId: programmeId(),
    version: integer('version').notNull().default(1),
    year: integer('year').notNull(),
    confirmed: boolean('confirmed').notNull(),
    source: text('source').notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.version, t.year] })],
);

/** A version that nobody has published yet: an ordinary row. */
export const calendarDrafts = pgTable('calendar_drafts', {
  id: uuid('id').primaryKey(),
  programmeId: programmeId(),
  version: integer('version').notNull(),
  days: jsonb('days').$type<readonly CalendarDay[]>().notNull(),
  years: jsonb('years').$type<readonly CalendarYear[]>().notNull(),
  createdBy: uuid('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
});

export const templates = pgTable(
  'templates',
  {
    programmeId: programmeId(),
    key: text('key').notNull(),
    body: jsonb('body').$type<Template>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.programmeId, t.key] })],
);
