import type { Queryable, Sql, Transaction } from '#db/driver.ts';
import { readWaiting, type Scope, type WaitingRow } from '#db/reads/verify.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import { examineAll, type Examined, type Unreadable } from './examined.ts';
import { acceptedOnce } from './i1-accepted-once.ts';
import { refusedNever } from './i2-refused-never.ts';
import { unansweredOnce } from './i3-unanswered-once.ts';
import { gates } from './i4-gates.ts';
import { rungs } from './i5-rungs.ts';
import { agreement } from './i6-agreement.ts';
import { wakes } from './i7-wakes.ts';
import { told } from './i8-ledger.ts';
import { consumed } from './i9-consumed.ts';
import { oracle } from './i11-oracle.ts';
import { holders } from './i14-holders.ts';
import { signed } from './i15-signed.ts';
import type { Context, EngineAddress, Finding, Invariant, JournalLine } from './invariant.ts';
import type { Problem } from './invariant.ts';

export { parseJournal } from './journal.ts';
export type { EngineAddress, JournalLine } from './invariant.ts';

export type VerifyDeps = {
  /** As `lt_reader`: nothing is written, all is read in one snapshot, or in the transaction given. */
  readonly sql: Sql | Transaction;
  /** Without it all programmes of the record. */
  readonly programme?: string;
  readonly temporal?: EngineAddress | null;
  readonly journal?: readonly JournalLine[] | null;
  /** How long what is pending, or not yet listed by Temporal, may take to come to rest. Default 5 s. */
  readonly patienceMs?: number;
};

export type VerifiedInvariant = {
  readonly id: string;
  readonly title: Bilingual;
  readonly ok: boolean;
  /** False: something needed was not at hand, or not all is at rest; `note` says what. */
  readonly checked: boolean;
  readonly note?: string;
  /** The first of `count`. */
  readonly problems: readonly Problem[];
  readonly count: number;
  readonly ms: number;
};

export type Verification = {
  readonly ok: boolean;
  readonly invariants: readonly VerifiedInvariant[];
};

const PATIENCE_MS = 5_000;
const PROBLEMS_MAX = 20;
const POLL_MS = 100;

/** In the order in which they are told. */
const INVARIANTS: readonly Invariant[] = [
  acceptedOnce,
  refusedNever,
  unansweredOnce,
  gates,
  rungs,
  agreement,
  wakes,
  told,
  consumed,
  oracle,
  holders,
  signed,
];

/**
 * Checks the promises of the record (DESIGN 12) in one snapshot. It waits for what is pending first; what has
 * still something pending then is not examined, because between a fact and its look they may differ.
 */
export async function verifyRecord(deps: VerifyDeps): Promise<Verification> {
  const { sql, programme: scope = null, journal = null, temporal = null } = deps;
  const patienceMs = deps.patienceMs ?? PATIENCE_MS;
  const stale = await leftWaiting(sql, scope, patienceMs);
  const within = async (tx: Transaction) => {
    const waiting = await readWaiting(tx, scope);
    const busy = new Set(waiting.flatMap((row) => (row.known ? [row.coordinator] : [])));
    return checkAll({ sql: tx, scope, journal, temporal, patienceMs, waiting, stale, busy });
  };
  const verified =
    'savepoint' in sql
      ? await within(sql)
      : await sql.begin('isolation level repeatable read read only', within);
  const invariants = verified as VerifiedInvariant[];
  return { ok: invariants.every((i) => i.ok), invariants };
}

/** Ids that are pending from the beginning of the wait to its end. */
async function leftWaiting(
  sql: Queryable,
  scope: Scope,
  patienceMs: number,
): Promise<ReadonlySet<number>> {
  const ids = (rows: readonly WaitingRow[]) => new Set(rows.map((row) => row.id));
  let left = ids(await readWaiting(sql, scope));
  for (const startedAt = Date.now(); left.size > 0 && Date.now() - startedAt < patienceMs;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const now = ids(await readWaiting(sql, scope));
    left = new Set([...left].filter((id) => now.has(id)));
  }
  return left;
}

async function checkAll(context: Context): Promise<VerifiedInvariant[]> {
  const sums = INVARIANTS.map(() => ({ problems: [] as Problem[], count: 0, ms: 0 }));
  const spend = async <T>(i: number, work: () => T | Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work();
    sums[i]!.ms += performance.now() - startedAt;
    return result;
  };
  const keep = (i: number, problems: readonly Problem[]) => {
    const sum = sums[i]!;
    sum.count += problems.length;
    sum.problems.push(...problems.slice(0, PROBLEMS_MAX - sum.problems.length));
  };
  const findings: Finding[] = [];
  for (const [i, { check }] of INVARIANTS.entries()) {
    const finding = await spend(i, () => check?.(context) ?? { checked: true, problems: [] });
    findings.push(finding);
    keep(i, finding.problems);
  }
  for await (const examined of examineAll(context)) {
    for (const [i, { examine }] of INVARIANTS.entries())
      if (examine !== undefined) keep(i, await spend(i, () => tryTo(examine, examined)));
  }
  return INVARIANTS.map(({ id, title, examine }, i) => {
    const { problems, count, ms } = sums[i]!;
    const rest = restOf(findings[i]!, examine !== undefined, context.busy.size);
    return { id, title, ok: count === 0, ...rest, problems, count, ms: Math.round(ms) };
  });
}

const unexamined = ({ subject, error }: Unreadable): Problem => ({
  subject,
  message: `is too broken to be examined: ${error}`,
});

/** A date that is none, a year without a calendar: whatever a broken record holds ends in a problem. */
function tryTo(
  examine: NonNullable<Invariant['examine']>,
  examined: Examined | Unreadable,
): readonly Problem[] {
  if ('error' in examined) return [unexamined(examined)];
  try {
    return examine(examined);
  } catch (error) {
    return [unexamined({ subject: examined.subject, error: String(error) })];
  }
}

/** Whether all was checked, and what not. */
function restOf(
  { checked, note }: Finding,
  examines: boolean,
  busy: number,
): { readonly checked: boolean; readonly note?: string } {
  const notes = note === undefined ? [] : [note];
  if (examines && busy > 0) notes.push(`${busy} coordinator(s) not at rest were not examined`);
  const all = checked && !(examines && busy > 0);
  return notes.length === 0 ? { checked: all } : { checked: all, note: notes.join('; ') };
}
