import type { Queryable } from '#db/driver.ts';
import type { RolloutFact } from '#domain/rollout-record.ts';
import type { CivilDate, Instant, PairState, Tier } from '#domain/vocabulary.ts';
import type { Wake } from '#domain/wake.ts';
import { assignmentColumns, assignmentTables, type AssignmentRow } from './assignments.ts';
import { mailLevels, type MailLevels } from './mails.ts';
import { rolloutFactsJson } from './rollouts.ts';

export type CoordinatorRow = {
  readonly id: string;
  readonly programme: string;
  readonly rollout: string;
  readonly unit: string;
  readonly parent: string | null;
  readonly state: 'open' | 'closed';
  readonly complete: boolean;
  readonly stepped: boolean;
  readonly at: Instant;
  readonly today: CivilDate;
};

/**
 * Takes a coordinator's row for the rest of the transaction: one writer at a time. FOR NO KEY UPDATE, because
 * FOR UPDATE would block the foreign keys of facts. Whoever opens assignments keeps acts about the whole rollout
 * out meanwhile: each is either in their first version or comes after it. Null when there is no such row.
 */
export async function lockCoordinator(
  sql: Queryable,
  id: string,
  opening = false,
): Promise<Omit<CoordinatorRow, 'at' | 'today'> | null> {
  const [row] = await sql<CoordinatorRow[]>`
    select c.id, c.programme_id as programme, c.rollout_id as rollout, c.unit_key as unit, c.parent_id as parent,
      c.state, c.complete, p.stepped_at is not null as stepped
    from coordinators c join programmes p on p.id = c.programme_id join rollouts r on r.id = c.rollout_id
    where c.id = ${id} for no key update of c ${opening ? sql`for share of r` : sql``}`;
  return row ?? null;
}

export type PendingStock = Pick<CoordinatorRow, 'at' | 'today'> & {
  readonly rows: readonly { readonly id: number; readonly unit: string }[];
};

/**
 * What is pending for a coordinator, read before the facts so that exactly what was considered is deleted, and
 * the step's instant. Both in one statement: a clock that moves writes its pending rows in the same one, so a
 * step that takes such a row stands at the new instant.
 */
export async function readPending(
  sql: Queryable,
  { id, programme }: Pick<CoordinatorRow, 'id' | 'programme'>,
): Promise<PendingStock> {
  const [row] = await sql<PendingStock[]>`
    select iso(n.at) as at, local_date(n.at) as today,
      (select coalesce(json_agg(json_build_object('id', q.id, 'unit', q.unit_key) order by q.id), '[]')
        from pending q where q.coordinator_id = ${id}) as rows
    from (select programme_now(${programme}) as at) n`;
  return row!;
}

export type Surroundings = {
  readonly rolloutFacts: readonly RolloutFact[];
  /** The coordinator's own pair's confirmed conference; at the top there is no pair. */
  readonly ownConference: CivilDate | null;
  readonly recipients: readonly {
    readonly unit: string;
    readonly tier: Tier;
    readonly leads: boolean;
    /** Stored state of its assignment; null before the gate opens. */
    readonly state: PairState | null;
    readonly wake: Wake | null;
  }[];
  readonly children: readonly {
    readonly unit: string;
    readonly complete: boolean;
    readonly looked: boolean;
  }[];
  /** Null where messages are not mailed. */
  readonly mails: MailLevels | null;
};

/** All that a coordinator's decision needs besides the assignments themselves, in one statement. */
export async function readSurroundings(
  sql: Queryable,
  { id, rollout, unit }: Pick<CoordinatorRow, 'id' | 'rollout' | 'unit'>,
  mailing = false,
): Promise<Surroundings> {
  const [row] = await sql<Surroundings[]>`
    select ${rolloutFactsJson(sql, sql`${rollout}::uuid`)} as "rolloutFacts",
      (select conference_on from assignments where rollout_id = ${rollout} and unit_key = ${unit}) as "ownConference",
      (select coalesce(json_agg(json_build_object('unit', r.unit_key, 'tier', r.tier, 'leads', r.leads,
          'state', a.state, 'wake', a.wake) order by r.unit_key collate "C"), '[]')
        from recipients r left join assignments a on a.rollout_id = r.rollout_id and a.unit_key = r.unit_key
        where r.rollout_id = ${rollout} and r.parent_key = ${unit}) as recipients,
      (select coalesce(json_agg(json_build_object('unit', c.unit_key, 'complete', c.complete,
          'looked', c.first_looked_at is not null)), '[]')
        from coordinators c where c.parent_id = ${id}) as children,
      ${mailing ? mailLevels(sql, id) : sql`null::json`} as mails`;
  return row!;
}

/** Recipients below those of a unit that have no assignment yet, subtree by subtree: what is cut off is whole. */
export const readUnopenedBelow = (
  sql: Queryable,
  { rollout, unit }: Pick<CoordinatorRow, 'rollout' | 'unit'>,
) => sql<{ unit: string; parent: string; tier: Tier }[]>`
  select r.unit_key as unit, r.parent_key as parent, r.tier
  from units top join units u on u.path >= top.path and u.path < left(top.path, -1) || '0'
    join recipients r on r.unit_key = u.key
    left join assignments a on a.rollout_id = r.rollout_id and a.unit_key = r.unit_key
  where top.key = ${unit} and r.rollout_id = ${rollout} and r.parent_key <> ${unit} and a.id is null
  order by u.path`;

/** The assignments to consider: those that are due, and the subjects of what is pending. */
export const readWorkingSet = (
  sql: Queryable,
  { id, at, today }: Pick<CoordinatorRow, 'id' | 'at' | 'today'>,
  units: readonly string[] | 'all',
) => sql<AssignmentRow[]>`
  select ${assignmentColumns(sql, sql`${today}::date`)} from ${assignmentTables(sql)}
  where a.coordinator_id = ${id} and (${units === 'all'} or a.look_at <= ${at} or a.unit_key = any(${units === 'all' ? [] : [...units]}))
  order by a.unit_key collate "C"`;
