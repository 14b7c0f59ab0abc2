import type { Queryable } from '#db/driver.ts';
import type { DocumentRef } from '#domain/assignment.ts';
import {
  addWorkingDays,
  countWorkingDays,
  isWorkingDay,
  NoCalendarYear,
} from '#domain/calendar.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { DeadlineReason } from '#domain/deadline.ts';
import type { HoldingReason } from '#domain/holding-reason.ts';
import type { Template } from '#domain/template.ts';
import type { CivilDate, StepKind, StepState, Tier } from '#domain/vocabulary.ts';
import { readRunning, type RunningRollout } from './running.ts';
import { tierRank } from './units.ts';

/** One step of one assignment past its date, by an agency that now holds it: its office, or that one's superior. */
type Held = {
  readonly unit: {
    readonly key: string;
    readonly code: string;
    readonly name: string;
    readonly tier: Tier;
  };
  readonly rollout: string;
  readonly assignment: string;
  readonly step: string;
  readonly kind: StepKind;
  readonly state: StepState;
  /** Of a tiếp nhận the version that is to be received; else 0. */
  readonly version: number;
  /** Overdue after this day. */
  readonly dueOn: CivilDate;
  readonly agency: string;
  /** The superior answers or fills the post; the office itself owes nothing meanwhile. */
  readonly bySuperior: boolean;
  readonly holder: { readonly id: string; readonly name: string } | null;
  readonly since: CivilDate;
  /** The day by which every other side had finished its part. */
  readonly othersDoneOn: CivilDate | null;
  readonly because: HoldingReason | null;
  /** When its superior was last told that it is late. */
  readonly toldOn: CivilDate | null;
  readonly beingProcessed: number;
  /** Why the step's date is that. */
  readonly reason: DeadlineReason;
};

export type OverdueRow = Held & {
  readonly days: number;
  /** What it was given by: the issue, as this agency signed it. */
  readonly document: DocumentRef | null;
  readonly title: string;
  readonly template: Template;
};

export type OverduePosition = readonly [
  dueOn: CivilDate,
  tier: Tier,
  code: string,
  unit: string,
  rollout: string,
  step: string,
  version: number,
  agency: string,
];

export const overduePosition = (row: OverdueRow): OverduePosition => [
  row.dueOn,
  row.unit.tier,
  row.unit.code,
  row.unit.key,
  row.rollout,
  row.step,
  row.version,
  row.agency,
];

export type OverdueFind = {
  readonly programme: string;
  /** Null: all that are running. */
  readonly rollout: string | null;
  readonly scope: string;
  /** A unit within the scope: its own and those below it. */
  readonly unit?: string | undefined;
  readonly agency?: string | undefined;
  readonly today: CivilDate;
};

/** Earlier than any date of the record. */
const NEVER: CivilDate = '0001-01-01';

/**
 * What was due before this day is told as overdue: a deadline passes at 24:00 of its day, and is told from the next
 * working day, so it is reckoned from the last one up to today (PRODUCT 3).
 */
export function overdueBefore(calendar: WorkingCalendar, today: CivilDate): CivilDate {
  if (isWorkingDay(calendar, today)) return today;
  try {
    return addWorkingDays(calendar, today, -1);
  } catch (thrown) {
    // Before the calendar begins there is no rollout, so nothing was due there.
    if (thrown instanceof NoCalendarYear) return NEVER;
    throw thrown;
  }
}

/**
 * What is overdue today, longest first, by agency that holds it now. Who filed is never among the holders, and a
 * step filed in time is not overdue for want of the other's word or a check (PRODUCT 2.4).
 */
export async function readOverdue(
  sql: Queryable,
  find: OverdueFind & { readonly after: OverduePosition | null; readonly limit: number },
): Promise<OverdueRow[]> {
  const running = await readRunning(sql, find);
  if (running.size === 0) return [];
  const rows = await selectOverdue(sql, find, running);
  return rows.map((row) => {
    const { base, calendar, documents } = running.get(row.rollout)!;
    return {
      ...row,
      days: countWorkingDays(calendar, row.dueOn, find.today),
      document: documents[row.agency] ?? null,
      title: base.title,
      template: base.template,
    };
  });
}

export async function countOverdue(sql: Queryable, find: OverdueFind): Promise<number> {
  const running = await readRunning(sql, find);
  if (running.size === 0) return 0;
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n ${late(sql, find, running)}`;
  return row?.n ?? 0;
}

type Running = ReadonlyMap<string, RunningRollout>;

/** Overdue holdings `h` of the assignments `a` of the units `u` in scope. */
function late(sql: Queryable, { scope, unit, agency, today }: OverdueFind, running: Running) {
  const rollouts = [...running].map(([id, { calendar }]) => ({
    id,
    due_before: overdueBefore(calendar, today),
  }));
  return sql`
    from units u join assignments a on a.unit_key = u.key
      join jsonb_to_recordset(${sql.json(rollouts)}) as r (id uuid, due_before date) on r.id = a.rollout_id
      join holdings h on h.assignment_id = a.id and h.due_on < r.due_before
    where u.path >= ${scope} and u.path < left(${scope}, -1) || '0'
      ${
        unit === undefined
          ? sql``
          : sql`and exists (select from units w where w.key = ${unit}
              and u.path >= w.path and u.path < left(w.path, -1) || '0')`
      }
      ${agency === undefined ? sql`` : sql`and h.agency = ${agency}`}`;
}

/** The page is found first: what else is told of a row is looked up for its rows alone. */
const selectOverdue = (
  sql: Queryable,
  find: OverdueFind & { readonly after: OverduePosition | null; readonly limit: number },
  running: Running,
) => sql<Held[]>`
  with page as materialized (
    select h.*, a.rollout_id, a.coordinator_id, u.key as unit_key, u.code, u.name, u.tier,
      row_number() over (order by ${order(sql)}) as n
    ${late(sql, find, running)} ${find.after === null ? sql`` : sql`and ${later(sql, find.after)}`}
    order by n limit ${find.limit})
  select json_build_object('key', h.unit_key, 'code', h.code, 'name', h.name, 'tier', h.tier) as unit,
    h.rollout_id as rollout, h.assignment_id as assignment, h.step, s.kind, s.state, s.deadline->'reason' as reason, h.version, h.due_on as "dueOn",
    h.agency, h.by_superior as "bySuperior", h.since, h.others_done_on as "othersDoneOn", h.because,
    (select json_build_object('id', o.id, 'name', o.name) from offices o where o.id =
      case when h.by_superior then (office_superiors(l.office_id, ${find.today}))[1] else l.office_id end) as holder,
    -- Asked for another's confirmation it was told of something else: those have an n.
    (select local_date(max(m.at)) from messages m where m.assignment_id = h.assignment_id and m.step = h.step
      and m.agency = h.agency and m.kind = 'reportUp' and m.outcome = 'sent' and m.n = 0
      and m.version >= h.version) as "toldOn",
    (select count(*)::int from pending q
      where q.coordinator_id = h.coordinator_id and q.unit_key = h.unit_key) as "beingProcessed"
  from page h join lines l on l.assignment_id = h.assignment_id and l.agency = h.agency
    join steps s on s.assignment_id = h.assignment_id and s.key = h.step
  order by h.n`;

const order = (sql: Queryable) => sql`
  h.due_on, ${tierRank(sql, sql`u.tier`)}, u.code, u.key, a.rollout_id, h.step, h.version, h.agency`;

function later(sql: Queryable, after: OverduePosition) {
  const [dueOn, tier, code, unit, rollout, step, version, agency] = after;
  return sql`(${order(sql)}) > (${dueOn}::date, ${tierRank(sql, tier)}, ${code}, ${unit}, ${rollout}::uuid, ${step},
    ${version}::int, ${agency})`;
}
