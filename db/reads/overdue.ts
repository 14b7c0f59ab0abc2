import type { Queryable } from '#db/driver.ts';
import type { CivilDate, StepKind, StepState, Tier } from '#domain/vocabulary.ts';

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
  /** Days on which the step was returned, and the last one: time to mend runs from it. */
  readonly returnedOn: CivilDate | null;
  readonly beingProcessed: number;
};

export type OverduePosition = readonly [
  dueOn: CivilDate,
  unit: string,
  step: string,
  agency: string,
];

/**
 * Steps that nobody has filed and that were due before `before`, longest first. Who filed is never among the
 * holders, and a step filed in time is not overdue for want of the other's word or a check (PRODUCT 2.4).
 */
export const readOverdue = (
  sql: Queryable,
  find: {
    readonly rollout: string;
    readonly scope: string;
    readonly today: CivilDate;
    /** The last working day up to today. */
    readonly before: CivilDate;
    readonly after: OverduePosition | null;
    readonly limit: number;
  },
) => sql<OverdueRow[]>`
  with late as materialized (
    select a.id, a.unit_key, a.coordinator_id, s.key, s.kind, s.state, s.owed_by, s.due_on, 1 as version
    from assignments a join steps s on s.assignment_id = a.id
    where a.rollout_id = ${find.rollout} and a.state <> 'done' and s.filed_on is null and s.due_on < ${find.before}
    union all
    -- A later version asks for a fresh tiếp nhận, beside the one that is there.
    select a.id, a.unit_key, a.coordinator_id, s.key, s.kind, s.state, s.owed_by, v.acknowledge_by, v.n
    from assignments a join steps s on s.assignment_id = a.id and s.kind = 'acknowledgement' and s.filed_on is not null
      join versions v on v.assignment_id = a.id and v.n = a.version and v.n > 1
    where a.rollout_id = ${find.rollout} and a.state <> 'done' and v.acknowledge_by < ${find.before}),
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
    (select max(local_date(f.at)) from facts f where h.state = 'returned' and f.assignment_id = h.id
      and f.kind = 'return' and f.payload->>'step' = h.kind) as "returnedOn",
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
