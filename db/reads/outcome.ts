import type { Queryable } from '#db/driver.ts';
import type { CivilDate, StepKind, Tier } from '#domain/vocabulary.ts';

/** What came of a rollout, counted from the record. */
export type Outcome = {
  /** The programme's date of the closing act; null while it is not closed. */
  readonly asOf: CivilDate | null;
  /** The root unit and the recipients, by tier. */
  readonly units: Readonly<Partial<Record<Tier, number>>>;
  /** The offices of the recipients, and the root's. */
  readonly offices: number;
  readonly acknowledgements: number;
  readonly adjustments: number;
  /** Offices for which somebody was named to stand in. */
  readonly vacancies: number;
  readonly returned: number;
  readonly disputes: number;
  readonly reminders: number;
  readonly reportsUp: number;
  /** Of the whole programme: facts and ledger rows are one numbering. */
  readonly facts: number;
  readonly ledgerRows: number;
  readonly pending: number;
  readonly coordinators: number;
};

export async function readOutcome(sql: Queryable, rollout: string): Promise<Outcome | null> {
  const [row] = await sql<Outcome[]>`
    with own as materialized (
      select f.kind, f.payload, f.office_id, f.at, j.kind as act from facts f
        left join assignments a on a.id = f.assignment_id left join joint_acts j on j.id = f.joint_act_id
      where f.rollout_id = ${rollout} or a.rollout_id = ${rollout}),
    carrying as (
      select l.office_id from lines l join assignments a on a.id = l.assignment_id where a.rollout_id = ${rollout})
    select (select local_date(min(at)) from own where kind = 'promulgation' and act = 'close') as "asOf",
      (select json_object_agg(tier, n) from (
        select tier, count(*)::int as n from (
          select tier from recipients where rollout_id = r.id
          union all select u.tier from units u where u.key = r.root_unit) t group by tier) c) as units,
      (select count(distinct o.id)::int from offices o join agencies g
          on g.programme_id = o.programme_id and g.code = o.agency and g.signs
        where o.programme_id = r.programme_id
          and (o.unit_key = r.root_unit or o.id in (select office_id from carrying))) as offices,
      (select count(*)::int from own where kind = 'acknowledgement') as acknowledgements,
      (select count(*)::int from own where kind = 'adjustmentRequest') as adjustments,
      (select count(distinct office_id)::int from facts where kind = 'standIn' and programme_id = r.programme_id
        and office_id in (select office_id from carrying)) as vacancies,
      (select count(*)::int from own where kind = 'return') as returned,
      (select count(*)::int from own where kind in ('confirmation', 'rolloutConferenceConfirmation')
        and payload->'agrees' = 'false') as disputes,
      (select count(*)::int from messages m join assignments a on a.id = m.assignment_id
        where a.rollout_id = r.id and m.outcome = 'sent' and m.kind = 'reminder') as reminders,
      (select count(*)::int from messages m join assignments a on a.id = m.assignment_id
        where a.rollout_id = r.id and m.outcome = 'sent' and m.kind = 'reportUp') as "reportsUp",
      (select count(*)::int from facts where programme_id = r.programme_id) as facts,
      (select count(*)::int from ledger where programme_id = r.programme_id) as "ledgerRows",
      (select count(*)::int from pending where programme_id = r.programme_id) as pending,
      (select count(*)::int from coordinators where rollout_id = r.id) as coordinators
    from rollouts r where r.id = ${rollout}`;
  return row ?? null;
}

/** Every ledger body of a programme in code point order: they hold natural keys and programme dates only. */
export const readLedgerBodies = (sql: Queryable, programme: string) =>
  sql<{ body: string }[]>`
    select body from ledger where programme_id = ${programme} order by body collate "C"`;

/** Where the recipients stand under way, tier by tier. */
export type Progress = {
  readonly steps: readonly {
    readonly tier: Tier;
    readonly kind: StepKind;
    readonly confirmed: number;
  }[];
  readonly sides: readonly {
    readonly tier: Tier;
    readonly agency: string;
    readonly received: number;
    /** Pairs that now wait for this agency's office. */
    readonly holding: number;
  }[];
};

export async function readProgress(sql: Queryable, rollout: string): Promise<Progress> {
  const [row] = await sql<Progress[]>`
    select (select coalesce(json_agg(s), '[]') from (
        select a.tier, s.kind, count(*) filter (where s.state = 'confirmed')::int as confirmed
        from assignments a join steps s on s.assignment_id = a.id where a.rollout_id = ${rollout} group by 1, 2) s) as steps,
      (select coalesce(json_agg(s), '[]') from (
        select a.tier, l.agency, count(l.received_on)::int as received,
          count(*) filter (where l.agency = any(a.held_by))::int as holding
        from assignments a join lines l on l.assignment_id = a.id where a.rollout_id = ${rollout} group by 1, 2) s) as sides`;
  return row!;
}
