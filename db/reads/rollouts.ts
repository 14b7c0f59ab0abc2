import type { Fragment, Queryable } from '#db/driver.ts';
import type { Edict } from '#domain/assignment.ts';
import { indexCalendar, type CalendarDay, type CalendarYear } from '#domain/calendar.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { Deadline } from '#domain/deadline.ts';
import type { RolloutTerms } from '#domain/rollout.ts';
import { calendarsSince, edictsWith, type RolloutView } from '#domain/rollout-record.ts';
import type { Template } from '#domain/template.ts';
import type { Bilingual, CivilDate, StepKind, Tier } from '#domain/vocabulary.ts';

/** A rollout as it was drafted and, once issued, frozen. */
export type RolloutBase = Omit<RolloutTerms, 'edicts'> & {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly programme: string;
  readonly rootUnit: string;
  readonly rootTier: Tier;
  readonly issueOn: CivilDate;
  readonly deadlines: Readonly<Record<string, Deadline>>;
  /** Agencies whose signatures put a joint act in force, by ordinal. */
  readonly signing: readonly string[];
  readonly agencyNames: Readonly<Record<string, Bilingual>>;
};

type BaseRow = {
  id: string;
  key: string;
  title: string;
  programme: string;
  rootUnit: string;
  rootTier: Tier;
  issueOn: CivilDate;
  template: Template;
  deadlines: Record<string, Deadline>;
  calendarVersion: number;
  signing: string[];
  agencyNames: Record<string, Bilingual>;
  days: CalendarDay[] | null;
  years: CalendarYear[] | null;
};

/** Frozen terms are kept: an issued rollout's template, dates and calendar never change under it. */
const frozen = new Map<string, RolloutBase>();

/** A rollout's terms; null when there is none of that id. */
export async function readRolloutBase(sql: Queryable, id: string): Promise<RolloutBase | null> {
  const kept = frozen.get(id);
  if (kept !== undefined) return kept;
  const read = await readRolloutAfresh(sql, id);
  if (read?.issued === true) frozen.set(id, read.base);
  return read?.base ?? null;
}

/** The same past what this process has kept: for who doubts the record. */
export async function readRolloutAfresh(
  sql: Queryable,
  id: string,
): Promise<{ readonly base: RolloutBase; readonly issued: boolean } | null> {
  const [row] = await sql<(BaseRow & { issued: boolean })[]>`
    select r.id, r.key, r.title, r.programme_id as programme, r.root_unit as "rootUnit",
      (select tier from units where key = r.root_unit) as "rootTier", r.issue_on as "issueOn", r.template, r.dates as deadlines, r.calendar_version as "calendarVersion",
      exists (select from facts f join joint_acts j on j.id = f.joint_act_id
        where f.rollout_id = r.id and f.kind = 'promulgation' and j.kind = 'issue') as issued,
      (select array_agg(code order by ordinal) from agencies
        where programme_id = r.programme_id and signs) as signing,
      (select json_object_agg(code, name) from agencies where programme_id = r.programme_id) as "agencyNames",
      (select json_agg(json_build_object('date', date, 'kind', kind, 'nameVi', name_vi, 'nameEn', name_en,
        'source', source, 'confirmed', confirmed) order by date)
        from calendar_days where programme_id = r.programme_id and version = r.calendar_version) as days,
      (select json_agg(json_build_object('year', year, 'confirmed', confirmed, 'source', source) order by year)
        from calendar_years where programme_id = r.programme_id and version = r.calendar_version) as years
    from rollouts r where r.id = ${id}`;
  if (row === undefined) return null;
  const { issued, days, years, calendarVersion, ...rest } = row;
  const dates = Object.entries(row.deadlines).map(([key, { on }]) => [key, on] as const);
  const calendar = indexCalendar({
    version: calendarVersion,
    years: years ?? [],
    days: days ?? [],
  });
  return { base: { ...rest, dates: Object.fromEntries(dates), calendar }, issued };
}

/** Published versions of a calendar never change, so they are kept. */
const published = new Map<string, WorkingCalendar>();

/** One version of a programme's calendar; null when there is none. */
export async function readCalendarVersion(
  sql: Queryable,
  programme: string,
  version: number,
): Promise<WorkingCalendar | null> {
  const days = await sql<CalendarDay[]>`
    select date, kind, name_vi as "nameVi", name_en as "nameEn", source, confirmed
    from calendar_days where programme_id = ${programme} and version = ${version} order by date`;
  const years = await sql<CalendarYear[]>`
    select year, confirmed, source from calendar_years
    where programme_id = ${programme} and version = ${version} order by year`;
  if (years.length === 0) return null;
  return indexCalendar({ version, days: [...days], years: [...years] });
}

/** What came into force after the issue; most rollouts need no query for it. */
export async function readEdicts(
  sql: Queryable,
  base: Pick<RolloutBase, 'programme' | 'calendar'>,
  view: RolloutView,
  kept: Map<string, WorkingCalendar> = published,
): Promise<Edict[]> {
  const calendars = new Map<number, WorkingCalendar>();
  for (const version of calendarsSince(view, base.calendar.version)) {
    const key = `${base.programme}/${version}`;
    const calendar = kept.get(key) ?? (await readCalendarVersion(sql, base.programme, version));
    if (calendar === null) throw new Error(`calendar ${key} is published and not there`);
    kept.set(key, calendar);
    calendars.set(version, calendar);
  }
  return edictsWith(view, calendars);
}

/**
 * The facts about a rollout itself and the calendars its programme published, as JSON in ledger order; `rollout`
 * names the column or value to match.
 */
export const rolloutFactsJson = (sql: Queryable, rollout: Fragment) => sql`
  (select coalesce(json_agg(x.fact order by x.seq), '[]') from (
    select f.seq, json_build_object('seq', f.seq, 'at', iso(f.at), 'agency', o.agency, 'act',
      jsonb_build_object('kind', f.kind) || f.payload || case when j.id is null then '{}'::jsonb
        else jsonb_build_object('jointAct', jsonb_build_object('id', j.id, 'n', j.n, 'terms', j.terms)) end) as fact
    from facts f left join offices o on o.id = f.office_id left join joint_acts j on j.id = f.joint_act_id
    where f.rollout_id = ${rollout}
    union all
    select f.seq, json_build_object('seq', f.seq, 'at', iso(f.at), 'agency', '', 'act',
      jsonb_build_object('kind', f.kind) || f.payload)
    from facts f where f.kind = 'calendar' and f.programme_id =
      (select named.programme_id from rollouts named where named.id = ${rollout})) x)`;

export type StepRow = {
  readonly key: string;
  readonly kind: StepKind;
  readonly state: string;
  readonly deadline: Deadline;
  readonly unitName: string;
  readonly rollout: string;
  readonly programme: string;
};

/** The steps of one assignment with the reasons of their dates, in the order of the dates. */
export const readSteps = (sql: Queryable, assignment: string) => sql<StepRow[]>`
  select s.key, s.kind, s.state, s.deadline, u.name as "unitName", a.rollout_id as rollout,
    a.programme_id as programme
  from steps s join assignments a on a.id = s.assignment_id join units u on u.key = a.unit_key
  where s.assignment_id = ${assignment} order by s.due_on, s.key`;
