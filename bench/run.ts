/** What every measurement is given, and what it hands back. */
import type { Sql } from '#db/driver.ts';
import type { Countries } from './country.ts';
import type { Floor } from './floor.ts';
import type { Driver, Journal } from './load.ts';
import { rowOf, type BudgetName, type Row } from './budgets.ts';
import { spentBetween, sumOf, type Cpu } from './processes.ts';
import type { Stage, Undo } from './stage.ts';

/** How much of everything. */
export type Size = {
  /** Acknowledgements one after the other, in each of three rounds. */
  readonly alone: number;
  /** Acknowledgements with 64 in flight, in each of three rounds. */
  readonly burst: number;
  readonly cascades: number;
  readonly idleSeconds: number;
  readonly steadySeconds: number;
  readonly outageSeconds: number;
  /** Acknowledgements a second while Temporal is down. */
  readonly outageRate: number;
};

/** A driver, and what it was told. */
export type Client = { readonly driver: Driver; readonly journal: Journal };

export type Run = {
  readonly size: Size;
  readonly stage: Stage;
  readonly floor: Floor;
  /** Speaks for the offices of the programme on three tiers. */
  readonly driver: Driver;
  readonly undo: Undo;
  readonly countries: Countries;
  /** The operator of the programme on three tiers. */
  readonly operator: { readonly id: string; readonly token: string };
  /** Keeps a row and tells it; `why` explains it should it miss its gate. */
  tell(row: Row, why?: string): void;
};

/** A row with its name and samples; without a floor of its own unless given. */
export function tellRow(
  run: Pick<Run, 'tell'>,
  name: BudgetName,
  of: string,
  samples: readonly number[],
  more: { readonly floor?: { value: number; unit: string }; readonly why?: string } = {},
): void {
  run.tell(rowOf(name, of, samples, more.floor ?? null), more.why);
}

/** Transactions that wrote so far: each takes one number, on the whole server. */
export async function writeTransactions(sql: Sql): Promise<number> {
  const [row] = await sql<{ next: number }[]>`
    select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next`;
  return row?.next ?? 0;
}

export type Spent = {
  readonly seconds: number;
  readonly cpu: Cpu;
  readonly transactions: number;
  /** The statements seen at work, the most frequent first: where the database's time goes. */
  readonly statements: string;
};

const SAMPLE_MS = 40;

/** Runs `act` and says what it took: seconds, CPU by process, write transactions, statements seen at work. */
export async function spend(run: Run, act: () => Promise<unknown>): Promise<Spent> {
  const { stage } = run;
  const seen = new Map<string, number>();
  const sampler = setInterval(() => {
    void sample(stage.owner, seen).catch(() => {});
  }, SAMPLE_MS);
  const [before, transactions, startedAt] = [
    stage.cpu(),
    await writeTransactions(stage.owner),
    performance.now(),
  ];
  try {
    await act();
  } finally {
    clearInterval(sampler);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    seconds,
    cpu: spentBetween(before, stage.cpu()),
    transactions: (await writeTransactions(stage.owner)) - transactions,
    statements: mostSeen(seen),
  };
}

async function sample(sql: Sql, seen: Map<string, number>): Promise<void> {
  const rows = await sql<{ text: string }[]>`
    select left(regexp_replace(query, '\\s+', ' ', 'g'), 900) as text from pg_stat_activity
    where state = 'active' and application_name like 'lientich-%' and datname = current_database()`;
  for (const { text } of rows) seen.set(text, (seen.get(text) ?? 0) + 1);
}

/** A statement by what tells it from the others: its beginning, where that says anything. */
function nameOf(text: string): string {
  const known: readonly (readonly [RegExp, string])[] = [
    [/^ ?select a\.id, a\.rollout_id as rollout/i, 'readWorkingSet'],
    [/with me as materialized/i, 'readStanding'],
    [/with present as materialized/i, 'insertFact'],
    [/"ownConference"/i, 'readSurroundings'],
    [/with given as materialized .*conference_present text/i, 'saveProjections'],
    [/with considered as/i, 'endLook'],
    [/from pending q join coordinators/i, 'readPendingHeads'],
    [/from coordinators c join programmes/i, 'lockCoordinator'],
    [/from pending q where/i, 'readPending'],
    [/ledger_kind/i, 'saveMessages'],
    [/acknowledge_by date/i, 'openAssignments'],
  ];
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? text.slice(0, 50);
}

function mostSeen(seen: ReadonlyMap<string, number>): string {
  const named = new Map<string, number>();
  for (const [text, n] of seen) named.set(nameOf(text), (named.get(nameOf(text)) ?? 0) + n);
  const all = [...named.values()].reduce((a, b) => a + b, 0);
  const first = [...named].toSorted(([, a], [, b]) => b - a).slice(0, 5);
  return first.map(([name, n]) => `${name} ${Math.round((100 * n) / all)} %`).join(', ');
}

/** In a line: who spent what, and on which statements. */
export function profileOf({ seconds, cpu, statements }: Spent): string {
  const shares = Object.entries(cpu)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, spent]) => `${name} ${spent.toFixed(1)}`);
  const all = sumOf(cpu).toFixed(1);
  return `${seconds.toFixed(1)} s wall; CPU ${all} s: ${shares.join(', ')}; statements at work: ${statements}`;
}
