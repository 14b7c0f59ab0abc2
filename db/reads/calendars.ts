import type { Queryable } from '#db/driver.ts';
import type { CalendarDay, CalendarYear } from '#domain/calendar.ts';
import type { AssignmentStock, RolloutTerms } from '#domain/rollout.ts';
import { conferenceAtTop, viewRollout } from '#domain/rollout-record.ts';
import type { RolloutFact, RolloutView } from '#domain/rollout-record.ts';
import type { TemplateStep } from '#domain/template.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { assignmentColumns, assignmentTables, conferenceAboveOf, stockOf } from './assignments.ts';
import type { AssignmentRow } from './assignments.ts';
import { readEdicts, readRolloutBase, rolloutFactsJson, type RolloutBase } from './rollouts.ts';

/** A calendar that is not in force yet, and what it is laid over. */
export type CalendarDraft = {
  readonly id: string;
  readonly version: number;
  readonly days: readonly CalendarDay[];
  readonly years: readonly CalendarYear[];
  /** The version in force. */
  readonly base: number;
  readonly published: boolean;
  /** Path of the programme's root unit. */
  readonly path: string;
};

/** A query over `me` (standing.ts). */
export const calendarDraftObject = (sql: Queryable, id: string) => sql`
  select d.id, d.version, d.days, d.years, p.calendar_version as base, root.path,
    exists (select from facts f where f.programme_id = p.id and f.kind = 'calendar'
      and f.payload->>'draft' = d.id::text) as published
  from calendar_drafts d join programmes p on p.id = d.programme_id join units root on root.key = p.root_unit
  where d.id = ${id} and d.programme_id = me.programme_id`;

/** A rollout that a calendar may still move dates of. */
export type OpenRollout = {
  readonly id: string;
  readonly key: string;
  readonly terms: RolloutTerms;
  /** Steps that the plan alone still dates: the top's own to come, and all while some recipient is to be opened. */
  readonly planned: readonly string[];
  readonly assignments: readonly {
    readonly stock: AssignmentStock;
    readonly conferenceAbove: CivilDate | null;
  }[];
};

/** Every rollout of a programme that is neither over nor discarded, with its assignments in the order of the units. */
export async function readOpenRollouts(
  sql: Queryable,
  programme: string,
  at: Instant,
): Promise<readonly OpenRollout[]> {
  const rows = await sql<{ id: string; facts: RolloutFact[]; waiting: boolean }[]>`
    select r.id, ${rolloutFactsJson(sql, sql`r.id`)} as facts,
      not exists (select from recipients rc where rc.rollout_id = r.id) or exists (
        select from recipients rc where rc.rollout_id = r.id and not exists (select from assignments a
          where a.rollout_id = rc.rollout_id and a.unit_key = rc.unit_key)) as waiting
    from rollouts r where r.programme_id = ${programme} order by r.key`;
  const open: OpenRollout[] = [];
  for (const { id, facts, waiting } of rows) {
    const base = await readRolloutBase(sql, id);
    if (base === null) continue;
    const view = viewRollout(base.signing, facts);
    if (view.over !== null || view.state === 'discarded') continue;
    const terms = { ...base, edicts: await readEdicts(sql, base, view) };
    const assignments = await sql<AssignmentRow[]>`
      select ${assignmentColumns(sql, sql`local_date(${at}::timestamptz)`)} from ${assignmentTables(sql)}
      where a.rollout_id = ${id} and a.state <> 'done' order by a.unit_key`;
    const atTop = conferenceAtTop(view);
    open.push({
      id,
      key: base.key,
      terms,
      planned: plannedOf(base, view, waiting),
      assignments: assignments.map((row) => ({
        stock: stockOf(row),
        conferenceAbove: conferenceAboveOf(row, atTop),
      })),
    });
  }
  return open;
}

function plannedOf({ template }: RolloutBase, view: RolloutView, waiting: boolean): string[] {
  const top = template.steps.find(({ kind }) => kind === 'issue')?.tier;
  const past = ({ kind }: TemplateStep) =>
    (kind === 'issue' && view.issuedAt !== null) ||
    (kind === 'conference' && conferenceAtTop(view) !== null);
  return template.steps.flatMap((step) =>
    (step.tier === top ? !past(step) : waiting) ? [step.key] : [],
  );
}

/** The versions drafted for a programme, newest first, and the one in force. */
export async function readCalendarDrafts(sql: Queryable, programme: string) {
  const items = await sql<
    {
      id: string;
      version: number;
      draftedAt: Instant;
      publishedAt: Instant | null;
      days: number;
    }[]
  >`
    select d.id, d.version, iso(d.created_at) as "draftedAt", jsonb_array_length(d.days) as days,
      (select iso(f.at) from facts f where f.programme_id = d.programme_id and f.kind = 'calendar'
        and f.payload->>'draft' = d.id::text) as "publishedAt"
    from calendar_drafts d where d.programme_id = ${programme} order by d.id desc`;
  const [head] = await sql<{ inForce: number }[]>`
    select calendar_version as "inForce" from programmes where id = ${programme}`;
  return { inForce: head?.inForce ?? 0, items };
}

/** What the units of a programme are called. */
export async function readUnitNames(
  sql: Queryable,
  programme: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ key: string; name: string }[]>`
    select distinct u.key, u.name from units u join offices o on o.unit_key = u.key
    where o.programme_id = ${programme}`;
  return new Map(rows.map(({ key, name }) => [key, name]));
}
