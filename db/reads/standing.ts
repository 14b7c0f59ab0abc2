import type { Fragment, Queryable } from '#db/driver.ts';
import type { Actor } from '#domain/can.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import type { RolloutFact } from '#domain/rollout-record.ts';
import type {
  CivilDate,
  ConfirmingBasis,
  Instant,
  JointActKind,
  Role,
} from '#domain/vocabulary.ts';
import { assignmentColumns, assignmentTables, type AssignmentRow } from './assignments.ts';
import { rolloutFactsJson } from './rollouts.ts';

/** The answer kept for a key: the same request gets it again. */
export type Receipt = {
  readonly fingerprint: string;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
};

/** Who asks, when (by the programme's clock), whether it was asked before, and of what. */
export type Standing<T> = {
  readonly actor: Actor;
  readonly post: string;
  readonly at: Instant;
  readonly today: CivilDate;
  /** Every page about the programme is marked as such (PRODUCT 2.7). */
  readonly rehearsal: boolean;
  readonly receipt: Receipt | null;
  readonly object: T | null;
};

type Row<T> = {
  id: string;
  programme: string;
  role: Role;
  basis: ConfirmingBasis | null;
  post: string;
  office: Actor['office'];
  at: Instant;
  today: CivilDate;
  rehearsal: boolean;
  receipt: Receipt | null;
  object: T | null;
};

/**
 * One round trip: the account behind a token's hash, the receipt of `key`, and `object` (a query over `me`,
 * answered as JSON). Null when the token is neither an enabled account's nor that of a live session of one.
 */
export async function readStanding<T>(
  sql: Queryable,
  tokenHash: string,
  key: string | null,
  object: Fragment | null,
): Promise<Standing<T> | null> {
  const [row] = await sql<Row<T>[]>`
    with me as materialized (
      select ac.id, ac.programme_id, ac.role, account_basis(ac.id, programme_now(ac.programme_id)) as basis,
        ac.post, ac.office_id, o.agency, u.path,
        programme_now(ac.programme_id) as at, local_date(programme_now(ac.programme_id)) as today
      from accounts ac left join offices o on o.id = ac.office_id left join units u on u.key = o.unit_key
      where ac.id = (select account_by_token(${tokenHash})))
    select me.id, me.programme_id as programme, me.role, me.basis, me.post, iso(me.at) as at, me.today,
      (select p.rehearsal from programmes p where p.id = me.programme_id) as rehearsal,
      case when me.office_id is null then null
        else json_build_object('id', me.office_id, 'agency', me.agency, 'path', me.path) end as office,
      (select json_build_object('fingerprint', r.fingerprint, 'status', r.status, 'answer', r.answer)
        from receipts r where r.account_id = me.id and r.key = ${key}) as receipt,
      ${object === null ? sql`null::json` : sql`(select to_json(x) from (${object}) x limit 1)`} as object
    from me`;
  if (row === undefined) return null;
  const { id, programme, role, basis, office, ...rest } = row;
  return { ...rest, actor: { account: id, programme, role, basis, office } };
}

/** An assignment with the facts of its rollout: all that an act on it is judged by. */
export type AssignmentObject = AssignmentRow & { readonly rolloutFacts: readonly RolloutFact[] };

export const assignmentObject = (sql: Queryable, id: string) => sql`
  select ${assignmentColumns(sql, sql`me.today`)}, ${rolloutFactsJson(sql, sql`a.rollout_id`)} as "rolloutFacts"
    from ${assignmentTables(sql)} where a.id = ${id} and a.programme_id = me.programme_id`;

export type RolloutObject = {
  readonly id: string;
  /** Acts about the whole of it that were put in force. */
  readonly latch: number;
  readonly path: string;
  readonly rolloutFacts: readonly RolloutFact[];
  /** Acts that exist; settled ones are in force or discarded. */
  readonly acts: readonly {
    readonly id: string;
    readonly kind: JointActKind;
    readonly settled: boolean;
  }[];
  readonly undone: number;
  readonly rootOffices: readonly { readonly id: string; readonly agency: string }[];
};

const rolloutColumns = (sql: Queryable) => sql`
  r.id, r.latch, u.path, ${rolloutFactsJson(sql, sql`r.id`)} as "rolloutFacts",
  (select coalesce(json_agg(json_build_object('id', j.id, 'kind', j.kind, 'settled', exists (
      select from facts f where f.joint_act_id = j.id and f.kind in ('promulgation', 'discard')))), '[]')
    from joint_acts j where j.rollout_id = r.id) as acts,
  (select count(*)::int from recipients rc left join assignments a
      on a.rollout_id = rc.rollout_id and a.unit_key = rc.unit_key
    where rc.rollout_id = r.id and a.state is distinct from 'done') as undone,
  (select coalesce(json_agg(json_build_object('id', o.id, 'agency', o.agency)), '[]') from offices o
    where o.programme_id = r.programme_id and o.unit_key = r.root_unit) as "rootOffices"`;

export const rolloutObject = (sql: Queryable, id: string) => sql`
  select ${rolloutColumns(sql)} from rollouts r join units u on u.key = r.root_unit
    where r.id = ${id} and r.programme_id = me.programme_id`;

export type JointActObject = RolloutObject & {
  readonly jointAct: string;
  readonly n: number;
  readonly terms: JointActTerms;
};

export const jointActObject = (sql: Queryable, id: string) => sql`
  select ${rolloutColumns(sql)}, ja.id as "jointAct", ja.n, ja.terms
    from joint_acts ja join rollouts r on r.id = ja.rollout_id join units u on u.key = r.root_unit
    where ja.id = ${id} and r.programme_id = me.programme_id`;

export type OfficeObject = {
  readonly id: string;
  readonly agency: string;
  readonly path: string;
  readonly living: boolean;
  readonly superiors: readonly string[];
  readonly standIns: readonly string[];
  readonly staffedSince: Instant | null;
};

export const officeObject = (sql: Queryable, id: string) => sql`
  select o.id, o.agency, u.path, o.valid_from <= me.today and (o.valid_to is null or o.valid_to >= me.today) as living,
    office_superiors(o.id, me.today) as superiors, office_stand_ins(o.id, me.today) as "standIns",
    iso(office_staffed_since(o.id, me.today)) as "staffedSince"
    from offices o join units u on u.key = o.unit_key
    where o.id = ${id} and o.programme_id = me.programme_id`;

export type AccountObject = OfficeObject & { readonly account: string; readonly disabled: boolean };

/** An account by its office; an operator's has none, and is reached by operators alone. */
export const accountObject = (sql: Queryable, id: string | Fragment) => sql`
  select ac.id as account, ac.disabled_at is not null as disabled, o.id, o.agency, u.path, true as living,
    coalesce(office_superiors(o.id, me.today), '{}') as superiors, '{}'::uuid[] as "standIns", null as "staffedSince"
    from accounts ac left join offices o on o.id = ac.office_id left join units u on u.key = o.unit_key
    where ac.id = ${id} and ac.programme_id = me.programme_id`;
