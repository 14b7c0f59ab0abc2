import type { Queryable } from '#db/driver.ts';
import { assignmentObject, type AssignmentObject } from './standing.ts';

/** An assignment with what only its readers need: who wrote which fact, and what the superiors are called. */
export type AssignmentSight = AssignmentObject & {
  readonly rehearsal: boolean;
  /** Office of the author by the fact's place in the ledger; null for none. */
  readonly authors: Readonly<Record<string, string | null>>;
  /** Of its superiors, and of every office that did something about it. */
  readonly superiorNames: Readonly<Record<string, string>>;
  readonly beingProcessed: number;
};

/** A query over `me` (standing.ts). */
export const assignmentSightObject = (sql: Queryable, id: string) => sql`
  select x.*, p.rehearsal,
    (select coalesce(json_object_agg(f.seq, f.author_office_id), '{}') from facts f
      where f.assignment_id = x.id) as authors,
    (select coalesce(json_object_agg(o.id, o.name), '{}') from offices o
      where o.id in (select unnest(office_superiors(l.office_id, me.today)) from lines l
        where l.assignment_id = x.id)
      or o.id in (select f.author_office_id from facts f where f.assignment_id = x.id)) as "superiorNames",
    (select count(*)::int from pending q
      where q.coordinator_id = x.coordinator and q.unit_key = x.unit) as "beingProcessed"
  from (${assignmentObject(sql, id)}) x join programmes p on p.id = me.programme_id`;
