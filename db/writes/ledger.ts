import type { Queryable } from '#db/driver.ts';
import type { DigestRow } from '#db/reads/ledger.ts';

/** A day's digest, once: whoever comes second has computed the same. */
export const saveDigest = (sql: Queryable, { day, rows, digest }: DigestRow) => sql`
  insert into ledger_digests (day, rows, digest) values (${day}, ${rows}, ${digest}) on conflict do nothing`;
