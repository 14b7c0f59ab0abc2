/** Everything that somebody did in a programme, as it was recorded: what an oracle reckons from. No projection is read. */
import type { Sql } from '#db/driver.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { Template } from '#domain/template.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- as recorded: by kind of fact
export type Payload = Readonly<Record<string, any>>;
export type Fact = {
  readonly seq: number;
  readonly at: Instant;
  readonly kind: string;
  readonly agency: string;
  readonly payload: Payload;
  /** Of a fact about a joint act. */
  readonly act?: string | null;
  readonly terms?: Payload;
};
export type Pair = {
  readonly id: string;
  readonly rollout: string;
  readonly unit: string;
  readonly parent: string;
  readonly tier: string;
  readonly openedAt: Instant;
  readonly openedSeq: number;
  readonly lines: readonly { readonly agency: string; readonly staffed: readonly Span[] }[];
  readonly facts: readonly Fact[];
};
type Span = { readonly from: Instant; readonly to: Instant | null };
export type Rollout = {
  readonly id: string;
  readonly template: Template;
  readonly dates: Readonly<Record<string, { readonly on: CivilDate }>>;
  readonly signing: readonly string[];
  readonly calendar: Calendar;
  readonly facts: readonly Fact[];
};
/** Everything that somebody did, as it was recorded. */
export type Story = {
  readonly now: Instant;
  readonly rollouts: readonly Rollout[];
  readonly pairs: readonly Pair[];
};

export async function readStory(sql: Sql, programme: string): Promise<Story> {
  const [clock] = await sql<{ now: Instant }[]>`
    select to_char(coalesce(stepped_at, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now
    from programmes where id = ${programme}`;
  const rollouts = await sql<Rollout[]>`
    select r.id, r.template, r.dates,
      (select json_agg(code) from agencies where programme_id = ${programme} and signs) as signing,
      json_build_object('version', r.calendar_version,
        'days', (select coalesce(json_agg(json_build_object('date', date, 'kind', kind)), '[]') from calendar_days d
          where d.programme_id = r.programme_id and d.version = r.calendar_version),
        'years', (select json_agg(json_build_object('year', year)) from calendar_years y
          where y.programme_id = r.programme_id and y.version = r.calendar_version)) as calendar,
      (select coalesce(json_agg(json_build_object('seq', f.seq, 'at', iso(f.at), 'kind', f.kind, 'agency', o.agency,
          'payload', f.payload, 'act', j.kind, 'terms', j.terms) order by f.seq), '[]')
        from facts f left join offices o on o.id = f.office_id left join joint_acts j on j.id = f.joint_act_id
        where f.rollout_id = r.id) as facts
    from rollouts r where r.programme_id = ${programme}`;
  const pairs = await sql<Pair[]>`
    select a.id, a.rollout_id as rollout, a.unit_key as unit, rc.parent_key as parent, a.tier,
      iso(a.opened_at) as "openedAt", a.opened_seq as "openedSeq",
      (select json_agg(json_build_object('agency', l.agency, 'staffed',
          (select coalesce(json_agg(json_build_object('from', iso(x.since), 'to', iso(x.until))), '[]') from (
            select c.created_at as since, c.disabled_at as until from accounts c
              where c.office_id = l.office_id and c.basis is not null
            union all
            select greatest(s.at, ((s.payload->>'from')::timestamp - interval '7 hours') at time zone 'UTC'),
              ((s.payload->>'to')::timestamp + interval '17 hours') at time zone 'UTC'
            from facts s where s.kind = 'standIn' and s.office_id = l.office_id) x)) order by l.agency)
        from lines l where l.assignment_id = a.id) as lines,
      (select coalesce(json_agg(json_build_object('seq', f.seq, 'at', iso(f.at), 'kind', f.kind, 'agency', o.agency,
          'payload', f.payload) order by f.seq), '[]')
        from facts f join offices o on o.id = f.office_id
        where f.assignment_id = a.id and not exists (select from not_applied n where n.seq = f.seq)) as facts
    from assignments a join recipients rc on rc.rollout_id = a.rollout_id and rc.unit_key = a.unit_key
    where a.programme_id = ${programme} order by a.unit_key`;
  return { now: clock!.now, rollouts: [...rollouts], pairs: [...pairs] };
}

/** A row of the list, in words. */
export type OracleRow = {
  readonly unit: string;
  readonly step: string;
  readonly version: number;
  readonly agency: string;
  readonly bySuperior: boolean;
  readonly dueOn: CivilDate;
  readonly workingDaysOverdue: number;
  readonly since: CivilDate;
  readonly othersDoneOn: CivilDate | null;
};

/** The same of an item of `GET /overdue`. */
export const rowOf = (item: Payload): OracleRow => ({
  unit: item['unit']['key'],
  step: item['step']['key'],
  version: item['version'],
  agency: item['agency'],
  bySuperior: item['bySuperior'],
  dueOn: item['dueOn'],
  workingDaysOverdue: item['workingDaysOverdue'],
  since: item['since'],
  othersDoneOn: item['othersDoneOn'],
});

export const lineOf = (r: OracleRow) =>
  `${r.unit} ${r.step} ${r.version} ${r.agency} ${r.bySuperior ? 'superior' : 'office'} ${r.dueOn} ` +
  `${r.workingDaysOverdue} ${r.since} ${r.othersDoneOn ?? '-'}`;
