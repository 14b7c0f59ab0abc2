import type { Fragment, Queryable } from '#db/driver.ts';
import type { AssignmentFact, ConferenceSince } from '#domain/assignment.ts';
import type { AssignmentStock, OfficeStock } from '#domain/rollout.ts';
import type { CivilDate, Instant, PairState, Tier } from '#domain/vocabulary.ts';

/** An assignment with all that its state is folded from, and the state as last stored. */
export type AssignmentRow = {
  readonly id: string;
  readonly rollout: string;
  readonly coordinator: string;
  readonly unit: string;
  readonly unitName: string;
  readonly path: string;
  readonly tier: Tier;
  readonly openedAt: Instant;
  readonly openedSeq: number;
  readonly state: PairState;
  readonly version: number;
  readonly conferenceOn: CivilDate | null;
  /** Confirmed conference of the unit above, where that is a recipient too; the top's comes from its rollout. */
  readonly aboveIsRecipient: boolean;
  readonly conferenceAbove: CivilDate | null;
  readonly conferencesAbove: readonly ConferenceSince[] | null;
  readonly offices: readonly (OfficeStock & {
    readonly name: string;
    readonly standIns: readonly string[];
  })[];
  readonly facts: readonly AssignmentFact[];
  readonly recorded: readonly string[];
};

/** The select list of `AssignmentRow` over `a` (assignments); `today` is a date expression. */
export const assignmentColumns = (sql: Queryable, today: Fragment) => sql`
  a.id, a.rollout_id as rollout, a.coordinator_id as coordinator, a.unit_key as unit, u.name as "unitName",
  u.path, a.tier, iso(a.opened_at) as "openedAt", a.opened_seq as "openedSeq", a.state, a.version, a.conference_on as "conferenceOn",
  (p.id is not null) as "aboveIsRecipient", p.conference_on as "conferenceAbove",
  p.conferences as "conferencesAbove",
  (select coalesce(json_agg(json_build_object('agency', l.agency, 'office', l.office_id, 'name', o.name,
      'staffed', office_staffing(l.office_id),
      'standIns', office_stand_ins(l.office_id, ${today}),
      'superiors', office_superiors(l.office_id, ${today})) order by g.ordinal), '[]')
    from lines l join offices o on o.id = l.office_id
      join agencies g on g.programme_id = a.programme_id and g.code = l.agency
    where l.assignment_id = a.id) as offices,
  (select coalesce(json_agg(json_build_object('seq', f.seq, 'at', iso(f.at), 'agency', o.agency, 'act',
      jsonb_build_object('kind', f.kind) || f.payload) order by f.seq), '[]')
    from facts f join offices o on o.id = f.office_id where f.assignment_id = a.id) as facts,
  (select coalesce(json_agg(m.step || '/' || m.version || '/' || m.agency || '/' || m.rung || '/' || m.n), '[]')
    from messages m where m.assignment_id = a.id) as recorded`;

/** The tables of `assignmentColumns`. */
export const assignmentTables = (sql: Queryable) => sql`
  assignments a join units u on u.key = a.unit_key
    join recipients rc on rc.rollout_id = a.rollout_id and rc.unit_key = a.unit_key
    left join assignments p on p.rollout_id = a.rollout_id and p.unit_key = rc.parent_key`;

export const stockOf = (row: AssignmentRow): AssignmentStock => ({
  unit: row.unit,
  tier: row.tier,
  openedAt: row.openedAt,
  openedSeq: row.openedSeq,
  conferencesAbove: row.conferencesAbove,
  offices: row.offices,
  facts: row.facts,
  recorded: new Set(row.recorded),
});

/** The date that this assignment's conference must come after, given the one at the top of the rollout. */
export const conferenceAboveOf = (row: AssignmentRow, atTop: CivilDate | null): CivilDate | null =>
  row.aboveIsRecipient ? row.conferenceAbove : atTop;
