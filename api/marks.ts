/** Marks that travel with what they are about, on every screen (PRODUCT 2.7). */
import { ASSUMED_MARK, REHEARSAL_MARK } from '#domain/labels.ts';
import type { Template } from '#domain/template.ts';
import type { Language } from '#domain/vocabulary.ts';
import { inLanguage, type Ask } from './context.ts';

/** Null where the programme is real. */
export const rehearsalMark = (c: Ask, rehearsal: boolean) =>
  rehearsal ? inLanguage(c, REHEARSAL_MARK) : null;

/** Null where some document states the value. */
const assumedMark = (language: Language, mark: string | undefined) =>
  mark === 'assumed' ? ASSUMED_MARK[language] : null;

/** The mark of a step's date: the step itself, or how its date is reckoned, is assumed. */
export function assumedStep(language: Language, { steps }: Template, key: string): string | null {
  const step = steps.find((s) => s.key === key);
  return assumedMark(language, step?.mark) ?? assumedMark(language, step?.dateMark);
}
