import type { Sql, Transaction } from '#db/driver.ts';
import { stockOf, type AssignmentRow } from '#db/reads/assignments.ts';
import { lockCoordinator, readPending, readSurroundings } from '#db/reads/coordinators.ts';
import type { CoordinatorRow, PendingStock, Surroundings } from '#db/reads/coordinators.ts';
import { readWorkingSet } from '#db/reads/coordinators.ts';
import { readEdicts, readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import { markStuck } from '#db/writes/consequences.ts';
import { assignmentTerms, decideRollout, type RolloutDecision } from '#domain/rollout.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { conferenceAtTop, conferencesAtTop, viewRollout } from '#domain/rollout-record.ts';
import type { Edict } from '#domain/assignment.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { rolloutWorkflowId, type RolloutKey } from '#workflows/contract.ts';

/** What every step of this worker has: the record, and whether messages are mailed. */
export type Desk = { readonly sql: Sql; readonly mailing: boolean };

/** What one step of a coordinator has before it: its row (locked), the record around it, and the decision. */
export type Stock = {
  readonly me: CoordinatorRow;
  readonly base: RolloutBase;
  readonly pending: readonly number[];
  readonly around: Surroundings;
  /** What came into force since the issue. */
  readonly edicts: readonly Edict[];
  /** Recalled or closed: its coordinators rest for good. */
  readonly over: boolean;
  readonly conferenceAbove: CivilDate | null;
  readonly assignments: ReadonlyMap<string, AssignmentRow>;
  readonly decision: RolloutDecision;
  readonly mailing: boolean;
};

/**
 * One step: lock, load, decide, then `save` what the decision asks for, in one short transaction. A zombie
 * that comes back late finds its connection closed by the time-outs of the pool (DESIGN 4).
 *
 * @param options `opening`: it opens assignments, so no act about the whole rollout may come between
 * @returns null when the record has no such coordinator
 */
export async function withCoordinator<T>(
  { sql, mailing }: Desk,
  key: RolloutKey,
  save: (tx: Transaction, stock: Stock) => Promise<T>,
  { opening = false }: { readonly opening?: boolean } = {},
): Promise<T | null> {
  const base = await readRolloutBase(sql, key.rollout);
  if (base === null) return null;
  const id = rolloutWorkflowId(key);
  try {
    const result = await sql.begin(async (tx) => {
      const locked = await lockCoordinator(tx, id, opening);
      if (locked === null) return null;
      const { rows, ...present } = await readPending(tx, locked);
      const me = { ...locked, ...present };
      return save(tx, await load(tx, me, base, rows, mailing));
    });
    return result as T | null;
  } catch (error) {
    // For the operator's eyes; when the database itself is away there is nothing to note it in.
    await markStuck(sql, id).catch(() => {});
    throw error;
  }
}

async function load(
  tx: Transaction,
  me: CoordinatorRow,
  base: RolloutBase,
  pending: PendingStock['rows'],
  mailing: boolean,
): Promise<Stock> {
  const around = await readSurroundings(tx, me, mailing);
  const units = pending.map((row) => row.unit);
  const rows = await readWorkingSet(tx, me, units.includes(me.unit) ? 'all' : units);
  const rollout = viewRollout(base.signing, around.rolloutFacts);
  const atTop = conferenceAtTop(rollout);
  const conferenceAbove = me.parent === null ? atTop : around.ownConference;
  const opened = around.recipients.filter((r) => r.state !== null);
  const loaded = new Set(rows.map((row) => row.unit));
  const resting = opened.flatMap(({ unit, state, wake }) =>
    state === null || loaded.has(unit) ? [] : [[unit, { state, wake }] as const],
  );
  const edicts = await readEdicts(tx, base, rollout);
  const conferences = conferencesAtTop(base.signing, around.rolloutFacts);
  const decision = decideRollout(
    {
      terms: { ...base, edicts, conferences },
      conferenceAbove,
      recipients: around.recipients,
      opened: new Set(opened.map((r) => r.unit)),
      assignments: rows.map(stockOf),
      openedEarly: rollout.openedEarly,
      resting: new Map(resting),
      children: around.children,
    },
    me.at,
  );
  return {
    me,
    base,
    pending: pending.map((row) => row.id),
    around,
    edicts,
    over: rollout.over !== null,
    conferenceAbove,
    assignments: new Map(rows.map((row) => [row.unit, row])),
    decision,
    mailing,
  };
}

/** The terms by which one of the loaded assignments is judged. */
export const termsOf = (stock: Stock, row: AssignmentRow): AssignmentTerms =>
  assignmentTerms({ ...stock.base, edicts: stock.edicts }, stockOf(row), stock.conferenceAbove);
