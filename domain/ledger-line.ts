import type { Instant } from './vocabulary.ts';

/**
 * One row of the ledger as its daily digest reads it: every column, letter by letter, so that none can be
 * rewritten unseen.
 */
export const ledgerLine = (row: {
  readonly seq: number;
  readonly programme: string;
  readonly kind: string;
  readonly assignment: string | null;
  readonly at: Instant;
  readonly realAt: Instant;
  readonly body: string;
}): string =>
  `${JSON.stringify([row.seq, row.programme, row.kind, row.assignment, row.at, row.realAt, row.body])}\n`;
