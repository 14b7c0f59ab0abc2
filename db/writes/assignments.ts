import type { Transaction } from '#db/driver.ts';
import type { ConferenceSince } from '#domain/assignment.ts';
import type { Deadline } from '#domain/deadline.ts';
import type { HoldingReason } from '#domain/holding-reason.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import type { Wake } from '#domain/wake.ts';

/** One assignment as its facts have it now: what lists and roll-ups read. */
export type Projection = {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly done_on: CivilDate | null;
  readonly on_time: boolean | null;
  readonly held_by: readonly string[];
  readonly held_by_superior_of: readonly string[];
  readonly held_since: CivilDate | null;
  readonly holdings: readonly {
    readonly step: string;
    readonly version: number;
    readonly agency: string;
    readonly by_superior: boolean;
    readonly since: CivilDate;
    readonly due_on: CivilDate;
    readonly others_done_on: CivilDate | null;
    readonly because: HoldingReason | null;
  }[];
  readonly conference_on: CivilDate | null;
  readonly conferences: readonly ConferenceSince[];
  readonly conference_counts: boolean;
  readonly conference_present: readonly string[];
  readonly wake: Wake | null;
  readonly look_at: Instant | null;
  readonly lines: readonly {
    readonly agency: string;
    readonly state: string;
    readonly received_on: CivilDate | null;
  }[];
  readonly steps: readonly {
    readonly key: string;
    readonly kind: string;
    readonly state: string;
    readonly due_on: CivilDate;
    readonly filed_on: CivilDate | null;
    readonly owed_by: readonly string[];
    readonly deadline: Deadline;
  }[];
};

/**
 * Writes what changed of the projections, and nothing of what did not: set-based, one statement.
 *
 * @returns the units of which something changed
 */
export const saveProjections = (tx: Transaction, rows: readonly Projection[]) => tx<
  { unit: string }[]
>`
  with given as materialized (
    select * from jsonb_to_recordset(${tx.json(rows as never)}) as x (id uuid, state text, version int, done_on date,
      on_time boolean, held_by text[], held_by_superior_of text[], held_since date, holdings jsonb, conference_on date, conferences jsonb,
      conference_counts boolean, conference_present text[], wake jsonb, look_at timestamptz, lines jsonb, steps jsonb)),
  pairs as (
    update assignments a set state = g.state, version = g.version, done_on = g.done_on, on_time = g.on_time,
      held_by = g.held_by, held_by_superior_of = g.held_by_superior_of, held_since = g.held_since, conference_on = g.conference_on, conferences = g.conferences,
      conference_counts = g.conference_counts, conference_present = g.conference_present, wake = g.wake, look_at = g.look_at
    from given g where a.id = g.id and (a.state, a.version, a.done_on, a.on_time, a.held_by, a.held_by_superior_of,
      a.held_since, a.conference_on, a.conferences, a.conference_counts, a.conference_present, a.wake, a.look_at) is distinct from (g.state, g.version, g.done_on,
      g.on_time, g.held_by, g.held_by_superior_of, g.held_since, g.conference_on, g.conferences, g.conference_counts, g.conference_present, g.wake, g.look_at)
    returning a.id),
  sides as (
    update lines l set state = x.state, received_on = x.received_on
    from given g, jsonb_to_recordset(g.lines) as x (agency text, state text, received_on date)
    where l.assignment_id = g.id and l.agency = x.agency
      and (l.state, l.received_on) is distinct from (x.state, x.received_on)
    returning l.assignment_id as id),
  owed as materialized (
    select g.id, x.* from given g, jsonb_to_recordset(g.holdings) as x (step text, version int, agency text,
      by_superior boolean, since date, due_on date, others_done_on date, because jsonb)),
  released as (
    delete from holdings h using given g where h.assignment_id = g.id and not exists (select from owed o
      where (o.id, o.step, o.version, o.agency, o.by_superior)
        = (h.assignment_id, h.step, h.version, h.agency, h.by_superior))),
  held as (
    insert into holdings as h (assignment_id, step, version, agency, by_superior, since, due_on, others_done_on, because)
    select * from owed
    on conflict (assignment_id, step, version, agency, by_superior) do update
      set since = excluded.since, due_on = excluded.due_on, others_done_on = excluded.others_done_on,
        because = excluded.because
      where (h.since, h.due_on, h.others_done_on, h.because)
        is distinct from (excluded.since, excluded.due_on, excluded.others_done_on, excluded.because)),
  dated as (
    insert into steps as s (assignment_id, key, kind, state, due_on, filed_on, owed_by, deadline)
    select g.id, x.key, x.kind, x.state, x.due_on, x.filed_on, x.owed_by, x.deadline
    from given g, jsonb_to_recordset(g.steps) as x (key text, kind text, state text, due_on date, filed_on date,
      owed_by text[], deadline jsonb)
    on conflict (assignment_id, key) do update set state = excluded.state, due_on = excluded.due_on,
      filed_on = excluded.filed_on, owed_by = excluded.owed_by, deadline = excluded.deadline
    where (s.state, s.due_on, s.filed_on, s.owed_by, s.deadline) is distinct from
      (excluded.state, excluded.due_on, excluded.filed_on, excluded.owed_by, excluded.deadline)
    returning s.assignment_id as id)
  select a.unit_key as unit from assignments a
  where a.id in (select id from pairs union all select id from sides union all select id from dated)`;

/** Opens the assignments of recipients that have none: with its lines and its first version. */
export const openAssignments = (
  tx: Transaction,
  given: {
    readonly programme: string;
    readonly rollout: string;
    readonly at: Instant;
    readonly today: CivilDate;
    readonly signing: readonly string[];
    readonly rows: readonly {
      readonly id: string;
      readonly unit: string;
      /** Who looks after it. */
      readonly coordinator: string;
      readonly acknowledge_by: CivilDate;
      readonly content: string | null;
      readonly dates: Readonly<Record<string, CivilDate>>;
      readonly body: string;
    }[];
  },
) => tx`
  with given as materialized (
    select x.*, nextval('ledger_seq') as seq from jsonb_to_recordset(${tx.json(given.rows as never)}) as x (id uuid,
      unit text, coordinator text, acknowledge_by date, content text, dates jsonb, body text)),
  made as (
    insert into assignments (id, programme_id, rollout_id, unit_key, tier, coordinator_id, opened_at, opened_seq, state, version,
      held_by, held_by_superior_of, conference_counts, conference_present, look_at)
    select g.id, ${given.programme}, ${given.rollout}, g.unit, u.tier, g.coordinator, ${given.at}, g.seq, 'awaiting', 1,
      '{}', '{}', false, '{}', ${given.at}
    from given g join units u on u.key = g.unit
    on conflict do nothing returning id, unit_key),
  sides as (
    insert into lines (assignment_id, agency, office_id, state)
    select m.id, o.agency, o.id, 'issued' from made m join offices o on o.unit_key = m.unit_key
    where o.programme_id = ${given.programme} and o.agency = any(${[...given.signing]})
      and o.valid_from <= ${given.today} and (o.valid_to is null or o.valid_to >= ${given.today})),
  first as (
    insert into versions (assignment_id, n, cause, content, made_at, acknowledge_by, dates)
    select g.id, 1, 'opening', g.content, ${given.at}, g.acknowledge_by, g.dates from given g join made m on m.id = g.id)
  insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
  select g.seq, ${given.programme}, 'opened', g.id, ${given.at}, statement_timestamp(), g.body
  from given g join made m on m.id = g.id`;
