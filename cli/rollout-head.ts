/** Which rollout a command is about, and the mark that its screens carry (PRODUCT 2.7). */
import { readProgrammes } from '#db/reads/programmes.ts';
import { readRolloutHeads, type RolloutHead } from '#db/reads/rollout-status.ts';
import type { Language } from '#domain/vocabulary.ts';
import { Refused, type Context } from './context.ts';
import { REHEARSAL_MARK } from './demo-screen.ts';
import { REFUSALS } from './words.ts';

export type MarkedHead = RolloutHead & { readonly rehearsal: boolean };

/**
 * The rollout of that id or key, or else the newest.
 *
 * @throws Refused when there is none
 */
export async function headOf(context: Context, name: string | undefined): Promise<MarkedHead> {
  const { sql } = context.open('lt_reader');
  const heads = await readRolloutHeads(sql);
  const head = name === undefined ? heads[0] : heads.find((h) => h.id === name || h.key === name);
  if (head !== undefined) return { ...head, rehearsal: await isRehearsal(context, head.programme) };
  const known = heads.map(({ id, key, title }) => `${id}  ${key}  ${title}`);
  throw new Refused(REFUSALS.noRollout(name, known));
}

export async function isRehearsal(context: Context, programme: string): Promise<boolean> {
  const known = await readProgrammes(context.open('lt_reader').sql);
  return known.some(({ id, rehearsal }) => id === programme && rehearsal);
}

/** What a screen shows, under the mark of a rehearsal where it is one. */
export const marked = (rehearsal: boolean, language: Language, lines: readonly string[]): string =>
  [...(rehearsal ? [REHEARSAL_MARK[language]] : []), ...lines].join('\n');
