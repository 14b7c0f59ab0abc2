/** Messages with what their texts are made of, for the list and the mail. */
import type { Sql } from '#db/driver.ts';
import type { MessageRow, Reader } from '#db/reads/messages.ts';
import type { Standing } from '#db/reads/standing.ts';
import { can, NO_RELATION } from '#domain/can.ts';
import type { ToldMessage } from '#domain/mail-text.ts';
import { Problem } from '#domain/problems.ts';
import { baseOf } from '#api/assignments/fold.ts';

/**
 * Whose messages the account reads: its office's, or everybody's in its scope.
 *
 * @throws Problem `account.forbidden` for an operator
 */
export function readerOf({ actor, today }: Pick<Standing<unknown>, 'actor' | 'today'>): Reader {
  const { programme, office } = actor;
  const may = (own: boolean) => can(actor, 'message.read', { ...NO_RELATION, own, inScope: true });
  if (office === null || may(true) !== 'allowed') throw new Problem('account.forbidden');
  const scope = may(false) === 'allowed' ? { programme, path: office.path } : null;
  return { office: office.id, today, scope };
}

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
