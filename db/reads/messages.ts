import type { Queryable } from '#db/driver.ts';
import type { CivilDate, Instant, Tier } from '#domain/vocabulary.ts';

/** A reminder or a report that an office was sent, and what it was about. */
export type MessageRow = {
  readonly id: number;
  readonly kind: 'reminder' | 'reportUp';
  readonly rung: string;
  readonly step: string;
  readonly version: number;
  readonly agency: string;
  readonly dueAt: Instant;
  readonly at: Instant;
  readonly assignment: string;
  readonly rollout: string;
  readonly unit: { readonly key: string; readonly name: string; readonly tier: Tier };
  /** The step's date as it stands now. */
  readonly dueOn: CivilDate | null;
  readonly recipient: { readonly id: string; readonly name: string };
};

/** What was sent to the offices, newest first; `before` is the last one of the page before. */
export const readMessages = (
  sql: Queryable,
  find: {
    readonly offices: readonly string[];
    readonly before: number | null;
    readonly limit: number;
  },
) => sql<MessageRow[]>`
  select m.id, m.kind, m.rung, m.step, m.version, m.agency, iso(m.due_at) as "dueAt", iso(m.at) as at,
    m.assignment_id as assignment, a.rollout_id as rollout,
    json_build_object('key', u.key, 'name', u.name, 'tier', u.tier) as unit, s.due_on as "dueOn",
    json_build_object('id', o.id, 'name', o.name) as recipient
  from messages m join assignments a on a.id = m.assignment_id join units u on u.key = a.unit_key
    join offices o on o.id = m.recipient_id left join steps s on s.assignment_id = a.id and s.key = m.step
  where m.recipient_id = any(${[...find.offices]}) and m.outcome = 'sent'
    and (${find.before}::bigint is null or m.id < ${find.before})
  order by m.id desc limit ${find.limit}`;
