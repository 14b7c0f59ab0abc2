/**
 * What has changed since somebody last asked, and who may know of it. Every fact, consequence and silent change of
 * a list has a number of `ledger_seq`. Numbers do not commit in their order: whoever follows them asks for those
 * above the highest it has seen *and* for those below it that it has missed so far.
 */
import type { Queryable } from '#db/driver.ts';

/** What was changed, as scopes judge it. Content it has none. */
export type Subject = {
  readonly programme: string;
  /** Null where the change is a rollout's own, or the whole programme's. */
  readonly unit: string | null;
  readonly rollout: string | null;
};

export type Fresh = {
  readonly numbers: readonly number[];
  readonly subjects: readonly Subject[];
  /** Drafts and joint acts are ordinary rows without a number: how many there are, by programme and root. */
  readonly drafts: readonly (Subject & { readonly n: number })[];
};

/** The highest number older than any statement under way may be: whatever is still to come lies above it. */
export async function readSettledNumber(sql: Queryable, withinSeconds: number): Promise<number> {
  const [row] = await sql<{ seq: number }[]>`
    select seq from ledger where real_at <= statement_timestamp() - make_interval(secs => ${withinSeconds})
    order by real_at desc limit 1`;
  return row?.seq ?? 0;
}

/** Everything numbered above `top` or among the `missed`, in one snapshot. */
export async function readFresh(
  sql: Queryable,
  { top, missed }: { readonly top: number; readonly missed: readonly number[] },
): Promise<Fresh> {
  const entry = sql`l.seq, l.programme_id, l.assignment_id, l.body`;
  const change = sql`c.seq, c.programme_id, c.unit_key`;
  const [row] = await sql<Fresh[]>`
    with entries as materialized (
      select ${entry} from ledger l where l.seq > ${top}
      union all select ${entry} from ledger l where l.seq = any(${[...missed]}::bigint[])),
    looks as materialized (
      select ${change} from changes c where c.seq > ${top}
      union all select ${change} from changes c where c.seq = any(${[...missed]}::bigint[])),
    subjects as (
      select e.programme_id as programme, a.unit_key as unit, null::uuid as rollout
        from entries e join assignments a on a.id = e.assignment_id
      union select e.programme_id, case when f.rollout_id is null then o.unit_key end, f.rollout_id
        from entries e join facts f on f.seq = e.seq left join offices o on o.id = f.office_id
        where e.assignment_id is null
      -- Who is named to stand in for another office has its work from then on.
      union select e.programme_id, o.unit_key, null
        from entries e join facts f on f.seq = e.seq and f.kind = 'standIn'
          join offices o on o.id = (f.payload->>'standInOffice')::uuid
      union select e.programme_id, e.body::jsonb->>'unit', null
        from entries e where e.assignment_id is null and not exists (select from facts f where f.seq = e.seq)
      union select programme_id, unit_key, null from looks)
    select (select coalesce(json_agg(seq), '[]') from (select seq from entries union all select seq from looks) n)
        as numbers,
      (select coalesce(json_agg(s), '[]') from subjects s) as subjects,
      (select coalesce(json_agg(d), '[]') from (
        select r.programme_id as programme, r.root_unit as unit, null as rollout,
          count(distinct r.id)::int + count(j.id)::int as n
        from rollouts r left join joint_acts j on j.rollout_id = r.id group by 1, 2) d) as drafts`;
  return row!;
}

export type Hearer = {
  readonly tokenHash: string;
  /** Something within its scope is among the subjects. An operator sees no content: never. */
  readonly concerned: boolean;
};

/** Of these tokens, those that still let somebody in, and whom the subjects concern. The others may not listen any more. */
export const readHearers = (
  sql: Queryable,
  tokens: readonly string[],
  subjects: readonly Subject[],
) => sql<Hearer[]>`
  with changed as materialized (
    select x.programme, x.unit, x.rollout, coalesce(u.path, root.path) as path
    from jsonb_to_recordset(${sql.json(subjects as never)}) as x (programme text, unit text, rollout uuid)
      left join units u on u.key = x.unit
      left join rollouts r on r.id = x.rollout left join units root on root.key = r.root_unit),
  -- Once for each token, however the accounts are looked through.
  asking as materialized (
    select t.hash, account_by_token(t.hash) as account from unnest(${[...tokens]}::text[]) t (hash))
  select t.hash as "tokenHash", ac.office_id is not null and exists (
    select from changed x where x.programme = ac.programme_id and (
      (x.unit is null and x.rollout is null)
      or (x.path >= u.path and x.path < left(u.path, -1) || '0')
      or (x.rollout is not null and exists (
        select from recipients rc join units ru on ru.key = rc.unit_key
        where rc.rollout_id = x.rollout and ru.path >= u.path and ru.path < left(u.path, -1) || '0'))
      or x.unit in (select so.unit_key from facts f join offices so on so.id = f.office_id
        where f.kind = 'standIn' and f.payload->>'standInOffice' = ac.office_id::text
          and (f.payload->>'from')::date <= local_date(programme_now(ac.programme_id))
          and (f.payload->>'to')::date >= local_date(programme_now(ac.programme_id)))))
    as concerned
  from asking t join accounts ac on ac.id = t.account left join offices o on o.id = ac.office_id left join units u on u.key = o.unit_key`;

/** The engine as operators see it, by programme: equal while nothing of it has changed. */
export const readEngineLevels = (sql: Queryable) => sql<{ programme: string; level: string }[]>`
  select p.id as programme, concat_ws('/', p.stepped_at,
    (select count(*) || '-' || max(q.id) from pending q where q.programme_id = p.id),
    (select count(*) || '-' || max(t.id) from troubles t where t.programme_id = p.id),
    (select md5(string_agg(concat_ws(' ', c.id, c.state, c.complete, c.looked_at, c.next_wake_at, c.stuck_since),
      ',' order by c.id)) from coordinators c where c.programme_id = p.id)) as level
  from programmes p`;
