import type { Queryable } from '#db/driver.ts';
import { addWorkingDays, isWorkingDay, NoCalendarYear } from '#domain/calendar.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { CivilDate, StepKind, StepState, Tier } from '#domain/vocabulary.ts';
import { readRolloutBase } from './rollouts.ts';

/** One step of one assignment past its date, by an agency that now holds it: its office, or that one's superior. */
export type OverdueRow = {
  readonly unit: {
    readonly key: string;
    readonly code: string;
    readonly name: string;
    readonly tier: Tier;
  };
  readonly assignment: string;
  readonly step: string;
  readonly kind: StepKind;
  readonly state: StepState;
  readonly version: number;
  readonly dueOn: CivilDate;
  readonly agency: string;
  /** The superior answers or fills the post; the office itself owes nothing meanwhile. */
  readonly bySuperior: boolean;
  readonly holder: { readonly id: string; readonly name: string } | null;
  readonly beingProcessed: number;
};

export type OverduePosition = readonly [
  dueOn: CivilDate,
  unit: string,
  step: string,
  agency: string,
];

type Find = {
  readonly rollout: string;
  readonly scope: string;
  readonly today: CivilDate;
  readonly after: OverduePosition | null;
  readonly limit: number;
};

/** Earlier than any date of the record. */
const NEVER: CivilDate = '0001-01-01';

/**
 * What is told as overdue on a day: what was due before `dueBefore`, unless it was returned on `mendingSince` or
 * later, which may still be mended in time (PRODUCT 3). Both are told from the next working day, so both are
 * reckoned from the last one up to today.
 */
export function overdueBounds(
  calendar: WorkingCalendar,
  mendWithin: number,
  today: CivilDate,
): { readonly dueBefore: CivilDate; readonly mendingSince: CivilDate } {
  // Before the calendar begins there is no rollout, so nothing was due or returned there.
  const back = (from: CivilDate, days: number): CivilDate => {
    try {
      return addWorkingDays(calendar, from, -days);
    } catch (thrown) {
      if (thrown instanceof NoCalendarYear) return NEVER;
      throw thrown;
    }
  };
  const dueBefore = isWorkingDay(calendar, today) ? today : back(today, 1);
  return { dueBefore, mendingSince: dueBefore === NEVER ? NEVER : back(dueBefore, mendWithin) };
}

/**
 * Steps of a rollout that are overdue today, longest first, by agency that holds them now. Who filed is never among
 * the holders, and a step filed in time is not overdue for want of the other's word or a check (PRODUCT 2.4).
 */
export async function readOverdue(sql: Queryable, find: Find): Promise<OverdueRow[]> {
  const base = await readRolloutBase(sql, find.rollout);
  if (base === null) return [];
  const bounds = overdueBounds(base.calendar, base.template.mendWithin, find.today);
  return selectOverdue(sql, { ...find, ...bounds });
}

const selectOverdue = (
  sql: Queryable,
  find: Find & { readonly dueBefore: CivilDate; readonly mendingSince: CivilDate },
) => sql<OverdueRow[]>`
  with late as materialized (
    select a.id, a.unit_key, a.coordinator_id, s.key, s.kind, s.state, s.owed_by, s.due_on, 1 as version
    from assignments a join steps s on s.assignment_id = a.id
    where a.rollout_id = ${find.rollout} and a.state <> 'done' and s.filed_on is null and s.due_on < ${find.dueBefore}
      and not (s.state = 'returned' and exists (select from facts f where f.assignment_id = a.id and f.kind = 'return'
        and f.payload->>'step' = s.kind and local_date(f.at) >= ${find.mendingSince}
        and not exists (select from not_applied n where n.seq = f.seq)))
    union all
    -- A later version asks for a fresh tiếp nhận, beside the one that is there.
    select a.id, a.unit_key, a.coordinator_id, s.key, s.kind, s.state, s.owed_by, v.acknowledge_by, v.n
    from assignments a join steps s on s.assignment_id = a.id and s.kind = 'acknowledgement' and s.filed_on is not null
      join versions v on v.assignment_id = a.id and v.n = a.version and v.n > 1
    where a.rollout_id = ${find.rollout} and a.state <> 'done' and v.acknowledge_by < ${find.dueBefore}),
  held as (
    select t.*, l.agency, l.office_id, l.state in ('vacant', 'adjustmentRequested') as by_superior
    from late t join lines l on l.assignment_id = t.id
    where l.agency = any(t.owed_by)
      or (t.state = 'open' and t.version = 1 and l.state in ('vacant', 'adjustmentRequested')
        and (t.kind <> 'acknowledgement' or l.received_on is null)))
  select json_build_object('key', u.key, 'code', u.code, 'name', u.name, 'tier', u.tier) as unit, h.id as assignment,
    h.key as step, h.kind, h.state, h.version, h.due_on as "dueOn", h.agency, h.by_superior as "bySuperior",
    (select json_build_object('id', o.id, 'name', o.name) from offices o where o.id =
      case when h.by_superior then (office_superiors(h.office_id, ${find.today}))[1] else h.office_id end) as holder,
    (select count(*)::int from pending q
      where q.coordinator_id = h.coordinator_id and q.unit_key = h.unit_key) as "beingProcessed"
  from held h join units u on u.key = h.unit_key
  where u.path >= ${find.scope} and u.path < left(${find.scope}, -1) || '0'
    ${
      find.after === null
        ? sql``
        : sql`and (h.due_on, u.key, h.key, h.agency)
            > (${find.after[0]}::date, ${find.after[1]}, ${find.after[2]}, ${find.after[3]})`
    }
  order by h.due_on, u.key, h.key, h.agency limit ${find.limit}`;
