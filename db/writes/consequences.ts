import type { Queryable, Transaction } from '#db/driver.ts';
import type { CivilDate, Instant, MessageKind } from '#domain/vocabulary.ts';

/** A consequence about to be drawn: what the ledger says of it, beside its row. */
export type Entry = {
  readonly kind: string;
  readonly assignment: string | null;
  readonly body: string;
};

export type MessageRow = {
  readonly assignment: string;
  readonly step: string;
  readonly version: number;
  readonly agency: string;
  readonly rung: string;
  readonly n: number;
  readonly kind: MessageKind;
  readonly recipient: string | null;
  readonly due_on: CivilDate | null;
  readonly due_at: Instant;
  readonly outcome: 'sent' | 'skipped';
  readonly reason: string | null;
  /** From when on it may be mailed, if its recipient has a mailbox; null: it is not. */
  readonly mail_at: Instant | null;
  readonly ledger_kind: string;
  readonly body: string;
};

/** Records rungs, sent or skipped: each once, with its ledger row, however often it is asked. */
export const saveMessages = (
  tx: Transaction,
  programme: string,
  at: Instant,
  rows: readonly MessageRow[],
) => tx`
  with given as materialized (
    select * from jsonb_to_recordset(${tx.json(rows as never)}) as x (assignment uuid, step text, version int,
      agency text, rung text, n int, kind text, recipient uuid, due_on date, due_at timestamptz, outcome text,
      reason text, mail_at timestamptz, ledger_kind text, body text)),
  made as (
    insert into messages (programme_id, assignment_id, step, version, agency, rung, n, kind, recipient_id, due_on, due_at,
      at, outcome, reason, mail_at)
    select ${programme}, assignment, step, version, agency, rung, n, kind, recipient, due_on, due_at, ${at}, outcome,
      reason, (select mail_at from offices o where o.id = recipient and o.mailbox is not null)
    from given on conflict do nothing returning assignment_id, step, version, agency, rung, n)
  insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
  select nextval('ledger_seq'), ${programme}, g.ledger_kind, g.assignment, ${at}, statement_timestamp(), g.body
  from given g join made m on (m.assignment_id, m.step, m.version, m.agency, m.rung, m.n) =
    (g.assignment, g.step, g.version, g.agency, g.rung, g.n)`;

export type VersionRow = {
  readonly assignment: string;
  readonly n: number;
  readonly cause: string;
  readonly content: string | null;
  readonly made_at: Instant;
  readonly acknowledge_by: CivilDate;
  readonly dates: Readonly<Record<string, CivilDate>>;
  readonly body: string;
};

/** Keeps the versions that came after the first: each once, with its ledger row. */
export const saveVersions = (
  tx: Transaction,
  programme: string,
  at: Instant,
  rows: readonly VersionRow[],
) => tx`
  with given as materialized (
    select * from jsonb_to_recordset(${tx.json(rows as never)}) as x (assignment uuid, n int, cause text, content text,
      made_at timestamptz, acknowledge_by date, dates jsonb, body text)),
  made as (
    insert into versions (assignment_id, n, cause, content, made_at, acknowledge_by, dates)
    select assignment, n, cause, content, made_at, acknowledge_by, dates from given
    on conflict do nothing returning assignment_id, n)
  insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
  select nextval('ledger_seq'), ${programme}, 'version', g.assignment, ${at}, statement_timestamp(), g.body
  from given g join made m on (m.assignment_id, m.n) = (g.assignment, g.n)`;

export type NotAppliedRow = {
  readonly seq: number;
  readonly assignment: string;
  readonly reason: string;
  readonly body: string;
};

/** Notes facts that had become impossible before their look: each once, with its ledger row. */
export const saveNotApplied = (
  tx: Transaction,
  programme: string,
  at: Instant,
  rows: readonly NotAppliedRow[],
) => tx`
  with given as materialized (
    select * from jsonb_to_recordset(${tx.json(rows as never)}) as x (seq bigint, assignment uuid, reason text,
      body text)),
  made as (
    insert into not_applied (seq, reason) select seq, reason from given on conflict do nothing returning seq)
  insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
  select nextval('ledger_seq'), ${programme}, 'notApplied', g.assignment, ${at}, statement_timestamp(), g.body
  from given g join made m on m.seq = g.seq`;

/** The end of a look: what it drew beside rows of their own, whom it wakes, and what it has considered. */
export type LookEnd = {
  readonly coordinator: string;
  readonly programme: string;
  readonly at: Instant;
  readonly state: 'open' | 'closed';
  readonly complete: boolean;
  /** Something is still to be drawn: until then the coordinator does not count as having looked. */
  readonly hasWork: boolean;
  readonly nextWakeAt: Instant | null;
  /** Ids of pending rows whose effect is drawn: exactly these are deleted. */
  readonly considered: readonly number[];
  readonly entries: readonly Entry[];
  /** Units of which lists show something else than before. */
  readonly changed: readonly string[];
  /** Units that could be judged: whatever was noted against them before is settled. */
  readonly sound: readonly string[];
  /** Coordinators to write below (a gate has opened). */
  readonly children: readonly { readonly id: string; readonly unit: string }[];
  readonly rollout: string;
  /** Coordinators to wake, each to consider the unit named. */
  readonly wake: readonly { readonly coordinator: string; readonly unit: string }[];
};

export const endLook = (tx: Transaction, end: LookEnd) => tx`
  with considered as (
    delete from pending where id = any(${[...end.considered]}::bigint[]) returning unit_key),
  told as (
    insert into changes (seq, programme_id, unit_key, real_at)
    select nextval('ledger_seq'), ${end.programme}, x.unit_key, statement_timestamp()
    from (select unit_key from considered where unit_key <> ''
      union select unnest(${[...end.changed]}::text[])) x),
  settled as (
    delete from troubles where coordinator_id = ${end.coordinator} and unit_key = any(${[...end.sound]})),
  below as (
    insert into coordinators (id, programme_id, kind, rollout_id, unit_key, parent_id, state, complete)
    select x.id, ${end.programme}, 'rollout', ${end.rollout}, x.unit, ${end.coordinator}, 'open', false
    from jsonb_to_recordset(${tx.json(end.children as never)}) as x (id text, unit text)
    on conflict do nothing),
  woken as (
    insert into pending (programme_id, coordinator_id, unit_key, at)
    select ${end.programme}, x.coordinator, x.unit, ${end.at}
    from jsonb_to_recordset(${tx.json(end.wake as never)}) as x (coordinator text, unit text)),
  entries as (
    insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
    select nextval('ledger_seq'), ${end.programme}, x.kind, x.assignment, ${end.at}, statement_timestamp(), x.body
    from jsonb_to_recordset(${tx.json(end.entries as never)}) as x (kind text, assignment uuid, body text))
  update coordinators set state = ${end.state}, complete = ${end.complete}, next_wake_at = ${end.nextWakeAt},
    looked_at = ${end.hasWork ? null : end.at}, first_looked_at = coalesce(first_looked_at, ${end.at}), stuck_since = null
  where id = ${end.coordinator}`;

/** Notes that all under a coordinator is done, and has its parent look. */
export const markComplete = (
  tx: Transaction,
  me: {
    readonly id: string;
    readonly programme: string;
    readonly unit: string;
    readonly parent: string | null;
    readonly at: Instant;
    readonly body: string;
  },
) => tx`
  with told as (
    insert into pending (programme_id, coordinator_id, unit_key, at)
    select ${me.programme}, ${me.parent}, ${me.unit}, ${me.at} where ${me.parent}::text is not null),
  entry as (
    insert into ledger (seq, programme_id, kind, assignment_id, at, real_at, body)
    select nextval('ledger_seq'), ${me.programme}, 'complete', null, ${me.at}, statement_timestamp(), ${me.body})
  update coordinators set complete = true where id = ${me.id}`;

/** Sets aside what could not be judged; a look that can judge it takes it back. */
export async function saveTroubles(
  tx: Transaction,
  me: { readonly id: string; readonly programme: string; readonly at: Instant },
  troubles: readonly { readonly unit: string; readonly message: string }[],
): Promise<void> {
  if (troubles.length === 0) return;
  const units = troubles.map((trouble) => trouble.unit);
  await tx`delete from troubles where coordinator_id = ${me.id} and unit_key = any(${units})`;
  await tx`insert into troubles (programme_id, coordinator_id, unit_key, at, message)
    select ${me.programme}, ${me.id}, x.unit, ${me.at}, x.message
    from jsonb_to_recordset(${tx.json(troubles as never)}) as x (unit text, message text)`;
}

/** Has every open coordinator look at all that it looks after, not only at what is due. */
export const considerEverything = (sql: Queryable) => sql`
  insert into pending (programme_id, coordinator_id, unit_key, at)
  select c.programme_id, c.id, c.unit_key, programme_now(c.programme_id) from coordinators c where c.state = 'open'`;

/** Long after every listener has heard of it. */
export const forgetChanges = (sql: Queryable) => sql`
  delete from changes where real_at < statement_timestamp() - interval '10 minutes'`;

/** Notes that a coordinator's step failed, for the operator; the next look that ends well takes it back. */
export const markStuck = (sql: Queryable, coordinator: string) => sql`
  update coordinators set stuck_since = coalesce(stuck_since, statement_timestamp()) where id = ${coordinator}`;
