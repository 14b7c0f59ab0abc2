/** What a record says, in natural keys: two runs of the same story are to say the same. */
import { createHash } from 'node:crypto';
import type { Sql } from '#db/driver.ts';

export type RecordTold = {
  /** SHA-256 over the sorted canonical bodies of the ledger. */
  readonly digest: string;
  /** One line per row of the ledger: what is digested. */
  readonly ledger: readonly string[];
  /** One line per row of every projection and of what the engine keeps. */
  readonly rows: readonly string[];
};

/** Reads the whole record as its owner. Ids, sequence numbers and real instants are left out. */
export async function tellRecord(sql: Sql): Promise<RecordTold> {
  // A skipped rung is found by whichever look comes next: when that was is no part of what the record says.
  const ledger = await linesOf(sql`
    select kind, case when kind <> 'rungSkipped' then iso(at) end as at, body from ledger`);
  const parts = await Promise.all(Object.values(projections(sql)).map(linesOf));
  const digest = createHash('sha256').update(ledger.join('\n')).digest('hex');
  return { digest, ledger, rows: parts.flat() };
}

async function linesOf(query: PromiseLike<readonly object[]>): Promise<string[]> {
  return [...(await query)].map((row) => JSON.stringify(row)).toSorted();
}

const projections = (sql: Sql) => ({
  assignments: sql`
    select 'assignment' as of, unit_key, tier, iso(opened_at) as opened, state, version, done_on, on_time, held_by,
      held_by_superior_of, conference_on, conference_counts, conference_present from assignments`,
  lines: sql`
    select 'line' as of, a.unit_key, l.agency, l.state, l.received_on, o.unit_key as office
    from lines l join assignments a on a.id = l.assignment_id join offices o on o.id = l.office_id`,
  steps: sql`
    select 'step' as of, a.unit_key, s.key, s.kind, s.state, s.due_on, s.filed_on, s.owed_by, s.deadline
    from steps s join assignments a on a.id = s.assignment_id`,
  versions: sql`
    select 'version' as of, a.unit_key, v.n, iso(v.made_at) as made, v.acknowledge_by, v.dates
    from versions v join assignments a on a.id = v.assignment_id`,
  messages: sql`
    select 'message' as of, a.unit_key, m.step, m.version, m.agency, m.rung, m.n, m.kind,
      o.agency || '@' || o.unit_key as recipient, iso(m.due_at) as due, case m.outcome when 'sent' then iso(m.at) end as at, m.outcome, m.reason
    from messages m join assignments a on a.id = m.assignment_id left join offices o on o.id = m.recipient_id`,
  notApplied: sql`
    select 'notApplied' as of, n.reason, l.body from not_applied n join ledger l on l.seq = n.seq`,
  recipients: sql`select 'recipient' as of, unit_key, parent_key, tier, leads from recipients`,
  coordinators: sql`
    select 'coordinator' as of, unit_key, state, complete, iso(first_looked_at) as first, iso(next_wake_at) as next,
      stuck_since from coordinators`,
  pending: sql`select 'pending' as of, unit_key from pending`,
  troubles: sql`select 'trouble' as of, unit_key, message from troubles`,
  facts: sql`
    select 'fact' as of, f.kind, f.author_post, iso(f.at) as at, count(*)::int as n from facts f group by 2, 3, 4`,
});
