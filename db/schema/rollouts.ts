import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { ConferenceSince } from '#domain/assignment.ts';
import type { Deadline } from '#domain/deadline.ts';
import type { HoldingReason } from '#domain/holding-reason.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import type { Template } from '#domain/template.ts';
import type { Wake } from '#domain/wake.ts';
import type { JointActKind, Tier, VersionCause } from '#domain/vocabulary.ts';
import { civilDate, instant, programmeId } from './columns.ts';

/** A draft is an ordinary row; its template, dates and calendar are frozen by the issue. */
export const rollouts = pgTable(
  'rollouts',
  {
    id: uuid('id').primaryKey(),
    programmeId: programmeId(),
    /** Its natural name in the ledger: template key and number within the programme. */
    key: text('key').notNull(),
    title: text('title').notNull(),
    rootUnit: text('root_unit').notNull(),
    /** Planned date of the issue; recipients are the units valid on the day it is in fact issued. */
    issueOn: civilDate('issue_on').notNull(),
    template: jsonb('template').$type<Template>().notNull(),
    dates: jsonb('dates').$type<Readonly<Record<string, Deadline>>>().notNull(),
    calendarVersion: integer('calendar_version').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Counts the acts about the whole of it that were put in force: each is judged on what was in force before it. */
    latch: integer('latch').notNull().default(0),
  },
  (t) => [uniqueIndex('rollouts_key').on(t.programmeId, t.key)],
);

/** One noun for every act that needs all agencies: kind, subject, signatures (facts), put in force (a fact). */
export const jointActs = pgTable(
  'joint_acts',
  {
    id: uuid('id').primaryKey(),
    programmeId: programmeId(),
    rolloutId: uuid('rollout_id')
      .notNull()
      .references(() => rollouts.id),
    kind: text('kind').$type<JointActKind>().notNull(),
    /** The how-manieth of its kind: its natural name. */
    n: integer('n').notNull(),
    /** What it says: frozen with the draft, because that is what is signed. */
    terms: jsonb('terms').$type<JointActTerms>().notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('joint_acts_one').on(t.rolloutId, t.kind, t.n)],
);

/** The pairs that a rollout goes to, frozen by the issue and never changed after it. */
export const recipients = pgTable(
  'recipients',
  {
    rolloutId: uuid('rollout_id').notNull(),
    unitKey: text('unit_key').notNull(),
    parentKey: text('parent_key').notNull(),
    tier: text('tier').$type<Tier>().notNull(),
    /** Has recipients of its own below, so a coordinator of its own. */
    leads: boolean('leads').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.rolloutId, t.unitKey] }),
    index('recipients_parent').on(t.rolloutId, t.parentKey),
  ],
);

/** What a pair owes in a rollout. All but identity and opening is a projection of its facts. */
export const assignments = pgTable(
  'assignments',
  {
    id: uuid('id').primaryKey(),
    programmeId: programmeId(),
    rolloutId: uuid('rollout_id').notNull(),
    unitKey: text('unit_key').notNull(),
    tier: text('tier').$type<Tier>().notNull(),
    coordinatorId: text('coordinator_id').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** Its opening's place in the ledger: what came into force before it is in its first version. */
    openedSeq: bigint('opened_seq', { mode: 'number' }).notNull(),
    state: text('state').notNull(),
    version: integer('version').notNull(),
    doneOn: civilDate('done_on'),
    onTime: boolean('on_time'),
    /** Agencies of the pair that hold it; and those whose superior does. */
    heldBy: text('held_by').array().notNull(),
    heldBySuperiorOf: text('held_by_superior_of').array().notNull(),
    heldSince: civilDate('held_since'),
    conferenceOn: civilDate('conference_on'),
    /** How it came and went: who waited for it below was not late. */
    conferences: jsonb('conferences').$type<readonly ConferenceSince[]>().notNull().default([]),
    conferenceCounts: boolean('conference_counts').notNull(),
    conferencePresent: text('conference_present').array().notNull(),
    /** When its coordinator is to wake for it, and what falls due then. */
    wake: jsonb('wake').$type<Wake>(),
    /** Until then only what happens to it can change anything: a look passes it over. */
    lookAt: instant('look_at'),
  },
  (t) => [
    uniqueIndex('assignments_one').on(t.rolloutId, t.unitKey),
    index('assignments_coordinator').on(t.coordinatorId, t.state),
  ],
);

export const lines = pgTable(
  'lines',
  {
    assignmentId: uuid('assignment_id').notNull(),
    agency: text('agency').notNull(),
    officeId: uuid('office_id').notNull(),
    state: text('state').notNull(),
    receivedOn: civilDate('received_on'),
  },
  (t) => [
    primaryKey({ columns: [t.assignmentId, t.agency] }),
    index('lines_office').on(t.officeId),
  ],
);

export const steps = pgTable(
  'steps',
  {
    assignmentId: uuid('assignment_id').notNull(),
    key: text('key').notNull(),
    kind: text('kind').notNull(),
    state: text('state').notNull(),
    dueOn: civilDate('due_on').notNull(),
    filedOn: civilDate('filed_on'),
    owedBy: text('owed_by').array().notNull(),
    /** Why this date: replayed, it gives the same one (DESIGN 6). */
    deadline: jsonb('deadline').$type<Deadline>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.assignmentId, t.key] })],
);

/** Each step that is owed, with the side that owes it and since when: what lists of the overdue are made of. */
export const holdings = pgTable(
  'holdings',
  {
    assignmentId: uuid('assignment_id').notNull(),
    step: text('step').notNull(),
    /** Of a tiếp nhận the version that it is of; else 0. */
    version: integer('version').notNull(),
    agency: text('agency').notNull(),
    /** The superior owes an answer, or somebody in post. */
    bySuperior: boolean('by_superior').notNull(),
    since: civilDate('since').notNull(),
    /** Overdue after this day. */
    dueOn: civilDate('due_on').notNull(),
    /** The day by which every other side had finished its part of the step; null: one has not. */
    othersDoneOn: civilDate('others_done_on'),
    because: jsonb('because').$type<HoldingReason>(),
  },
  (t) => [
    primaryKey({ columns: [t.assignmentId, t.step, t.version, t.agency, t.bySuperior] }),
    index('holdings_due').on(t.dueOn),
  ],
);

/** What each version set, and why there is one. The earlier ones stay. */
export const versions = pgTable(
  'versions',
  {
    assignmentId: uuid('assignment_id').notNull(),
    n: integer('n').notNull(),
    cause: text('cause').$type<VersionCause>().notNull(),
    /** What an amendment changes besides dates. */
    content: text('content'),
    madeAt: instant('made_at').notNull(),
    acknowledgeBy: civilDate('acknowledge_by').notNull(),
    dates: jsonb('dates').$type<Readonly<Record<string, string>>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.assignmentId, t.n] })],
);
