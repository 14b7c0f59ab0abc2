/** What `verify` says of a record, in one line a problem. */
import { expect } from 'vitest';
import type { Sql, Transaction } from '#db/driver.ts';
import { verifyRecord, type VerifiedInvariant, type VerifyDeps } from '#verify/index.ts';
import type { RecordCopies } from './record-copies.ts';

/** Ids that are not ok, and every problem. Read as the reader also within the owner's transaction. */
export async function verified(
  sql: Sql | Transaction,
  rest: Partial<VerifyDeps> = {},
): Promise<{
  readonly broken: readonly string[];
  readonly problems: readonly string[];
  readonly invariants: readonly VerifiedInvariant[];
}> {
  if ('savepoint' in sql) await sql`set local role lt_reader`;
  const { ok, invariants } = await verifyRecord({ sql, patienceMs: 0, ...rest });
  if ('savepoint' in sql) await sql`reset role`;
  const broken = invariants.filter((i) => !i.ok);
  expect(ok).toBe(broken.length === 0);
  const problems = broken.flatMap((i) =>
    i.problems.map((p) => `${i.id} ${p.subject}: ${p.message}`),
  );
  return { broken: broken.map((i) => i.id), problems, invariants };
}

/** A break by hand, as the owner: which record, what is done to it, whom it breaks, what is said. */
export type Break<Record extends string> = readonly [
  what: string,
  record: Record,
  statements: string,
  broken: string,
  said: RegExp,
];

export async function expectBroken(
  record: RecordCopies,
  statements: string,
  broken: string,
  said: RegExp,
): Promise<void> {
  await record.within(async (owner) => {
    await owner.unsafe(statements);
    const found = await verified(owner);
    expect(found.problems).toContainEqual(expect.stringMatching(said));
    expect(found.broken.join()).toBe(broken);
  });
}
