/** What `verify` says of a record, in one line a problem. */
import { expect } from 'vitest';
import type { Sql, Transaction } from '#db/driver.ts';
import { verifyRecord, type VerifiedInvariant, type VerifyDeps } from '#verify/index.ts';

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
