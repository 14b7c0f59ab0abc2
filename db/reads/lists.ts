import type { Queryable } from '#db/driver.ts';
import type { DeadlineReason } from '#domain/deadline.ts';
import type { CivilDate, LineState, PairState, StepKind, StepState } from '#domain/vocabulary.ts';
import type { Tier } from '#domain/vocabulary.ts';
import { comesAfter, tierRank, type UnitPosition } from './units.ts';

/** A recipient and its assignment as last stored; before its gate opens there is none. */
export type RecipientRow = {
  readonly unit: {
    readonly key: string;
    readonly code: string;
    readonly name: string;
    readonly tier: Tier;
    readonly parentKey: string;
  };
  readonly assignment: string | null;
  readonly state: PairState;
  readonly version: number | null;
  readonly doneOn: CivilDate | null;
  readonly onTime: boolean | null;
  readonly heldBy: readonly string[];
  readonly heldBySuperiorOf: readonly string[];
  readonly conferenceOn: CivilDate | null;
  readonly conferenceCounts: boolean;
  readonly lines: readonly {
    readonly agency: string;
    readonly office: string;
    readonly state: LineState;
    readonly receivedOn: CivilDate | null;
  }[];
  readonly steps: readonly {
    readonly key: string;
    readonly kind: StepKind;
    readonly state: StepState;
    readonly dueOn: CivilDate;
    readonly filedOn: CivilDate | null;
    /** Why its date is that. */
    readonly reason: DeadlineReason;
  }[];
  /** News about it that its coordinator has not considered yet. */
  readonly beingProcessed: number;
};

/** Recipients of a rollout within a scope, in the official order of units. */
export const readRecipients = (
  sql: Queryable,
  find: {
    readonly rollout: string;
    readonly scope: string;
    readonly state: PairState | null;
    readonly tier: Tier | null;
    readonly parent: string | null;
    readonly search: string | null;
    readonly after: UnitPosition | null;
    readonly limit: number;
  },
) => sql<RecipientRow[]>`
  select json_build_object('key', u.key, 'code', u.code, 'name', u.name, 'tier', rc.tier,
      'parentKey', rc.parent_key) as unit,
    a.id as assignment, coalesce(a.state, 'notOpen') as state, a.version, a.done_on as "doneOn", a.on_time as "onTime",
    coalesce(a.held_by, '{}') as "heldBy", coalesce(a.held_by_superior_of, '{}') as "heldBySuperiorOf",
    a.conference_on as "conferenceOn", coalesce(a.conference_counts, false) as "conferenceCounts",
    (select coalesce(json_agg(json_build_object('agency', l.agency, 'office', l.office_id, 'state', l.state,
        'receivedOn', l.received_on) order by l.agency), '[]') from lines l where l.assignment_id = a.id) as lines,
    (select coalesce(json_agg(json_build_object('key', s.key, 'kind', s.kind, 'state', s.state, 'dueOn', s.due_on,
        'filedOn', s.filed_on, 'reason', s.deadline->'reason') order by s.key), '[]') from steps s where s.assignment_id = a.id) as steps,
    (select count(*)::int from pending q
      where q.coordinator_id = a.coordinator_id and q.unit_key = a.unit_key) as "beingProcessed"
  from recipients rc join units u on u.key = rc.unit_key
    left join assignments a on a.rollout_id = rc.rollout_id and a.unit_key = rc.unit_key
  where rc.rollout_id = ${find.rollout} and u.path >= ${find.scope} and u.path < left(${find.scope}, -1) || '0'
    ${find.state === null ? sql`` : sql`and coalesce(a.state, 'notOpen') = ${find.state}`}
    ${find.tier === null ? sql`` : sql`and rc.tier = ${find.tier}`}
    ${find.parent === null ? sql`` : sql`and rc.parent_key = ${find.parent}`}
    ${find.search === null ? sql`` : sql`and strpos(u.search_name, ${find.search}) > 0`}
    ${find.after === null ? sql`` : sql`and ${comesAfter(sql, find.after)}`}
  order by ${tierRank(sql, sql`u.tier`)}, u.code, u.key limit ${find.limit}`;
