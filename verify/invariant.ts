import type { Transaction } from '#db/driver.ts';
import type { Scope, WaitingRow } from '#db/reads/verify.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import type { Examined } from './examined.ts';

/** What is wrong, and of what, in natural names. */
export type Problem = { readonly subject: string; readonly message: string };

/** Not `checked`: something needed for it was not at hand; `note` says what. */
export type Finding = {
  readonly checked: boolean;
  readonly note?: string;
  readonly problems: readonly Problem[];
};

/** A line of a client's journal: what it asked under a key, and how it was answered; `info`: not at all. */
export type JournalLine = {
  readonly key: string;
  /** Keys are an account's own: without it the key is taken to be of one account. */
  readonly account?: string;
  readonly outcome: 'ok' | 'fail' | 'info';
};

/** Where Temporal is asked for what runs. */
export type EngineAddress = { readonly address: string; readonly namespace: string };

/** What every invariant is checked against: one snapshot of the record, read as `lt_reader`. */
export type Context = {
  readonly sql: Transaction;
  readonly scope: Scope;
  readonly journal: readonly JournalLine[] | null;
  readonly temporal: EngineAddress | null;
  readonly patienceMs: number;
  /** Everything pending in the snapshot, and the ids that have been so for longer than `patienceMs`. */
  readonly waiting: readonly WaitingRow[];
  readonly stale: ReadonlySet<number>;
  /** Coordinators with something pending: what they have not looked at is not held against them. */
  readonly busy: ReadonlySet<string>;
};

/** One promise of the record. `examine` is asked of each coordinator at rest, `check` once of all. */
export type Invariant = {
  readonly id: string;
  readonly title: Bilingual;
  readonly check?: (context: Context) => Promise<Finding>;
  readonly examine?: (examined: Examined) => readonly Problem[];
};

export const checked = (problems: readonly Problem[]): Finding => ({ checked: true, problems });
