import { createHash } from 'node:crypto';
import type { Sql } from '#db/driver.ts';
import { readDigestFrontier, readLedgerOfDay } from '#db/reads/ledger.ts';
import { saveDigest } from '#db/writes/ledger.ts';
import { addDays } from '#domain/civil-date.ts';
import { ledgerLine } from '#domain/ledger-line.ts';
import type { CivilDate } from '#domain/vocabulary.ts';

/**
 * A day may be hashed this long after its end. A ledger row is dated by the statement that writes it; the
 * rest of its transaction is a handful of statements of 3 s with rests of 2 s (DESIGN 4), a fact is one
 * statement of 30 s at most. So nothing of that day can still be on its way.
 */
const DIGEST_MARGIN_MINUTES = 15;

/**
 * Hashes every finished day's ledger rows onto the day before: SHA-256(previous digest || lines). A day is the
 * legal one (+07:00) by the real clock, because the digest is printed on minutes that carry that date; a day
 * without rows has a digest too, so that none can be left out unseen. Goes on where it stopped; done twice, or
 * by two at once, it comes to the same.
 *
 * @returns the days hashed now
 */
export async function digestDays(sql: Sql): Promise<readonly CivilDate[]> {
  const hashed: CivilDate[] = [];
  const { next, last, digest } = await readDigestFrontier(sql, DIGEST_MARGIN_MINUTES);
  if (next === null) return hashed;
  let previous = digest;
  for (let day = next; day <= last; day = addDays(day, 1)) {
    const hash = createHash('sha256').update(previous);
    let rows = 0;
    for await (const row of readLedgerOfDay(sql, day)) {
      hash.update(ledgerLine(row));
      rows += 1;
    }
    previous = hash.digest('hex');
    await saveDigest(sql, { day, rows, digest: previous });
    hashed.push(day);
  }
  return hashed;
}
