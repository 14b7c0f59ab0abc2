/** Marks that travel with what they are about, on every screen (PRODUCT 2.7). */
import { ASSUMED_MARK, REHEARSAL_MARK } from '#domain/labels.ts';
import type { DeadlineReason } from '#domain/deadline.ts';
import { markOfDate, type Template } from '#domain/template.ts';
import type { Language } from '#domain/vocabulary.ts';
import { inLanguage, type Ask } from './context.ts';

/** Null where the programme is real. */
export const rehearsalMark = (c: Ask, rehearsal: boolean) =>
  rehearsal ? inLanguage(c, REHEARSAL_MARK) : null;

/** Of a step's date; null where some document states it. */
export const assumedDate = (
  language: Language,
  template: Pick<Template, 'steps'>,
  key: string,
  reason: DeadlineReason | null,
): string | null =>
  markOfDate(template, key, reason) === 'assumed' ? ASSUMED_MARK[language] : null;
