/** Messages with what their texts are made of, for the list and the mail. */
import type { Sql } from '#db/driver.ts';
import type { MessageRow } from '#db/reads/messages.ts';
import type { ToldMessage } from '#domain/mail-text.ts';
import { baseOf } from '#api/assignments/fold.ts';

/** Terms are read once a rollout, and kept by the process. */
export async function toldOf<T extends MessageRow>(
  sql: Sql,
  rows: readonly T[],
): Promise<readonly (T & ToldMessage & { readonly base: Awaited<ReturnType<typeof baseOf>> })[]> {
  const bases = new Map<string, Awaited<ReturnType<typeof baseOf>>>();
  for (const { rollout } of rows)
    if (!bases.has(rollout)) bases.set(rollout, await baseOf(sql, rollout));
  return rows.map((row) => {
    const base = bases.get(row.rollout)!;
    return { ...row, base, rolloutTitle: base.title, template: base.template };
  });
}
