/** Marks that travel with what they are about, on every screen (PRODUCT 2.7). */
import type { Bilingual } from '#domain/vocabulary.ts';
import { inLanguage, type Ask } from './context.ts';

const REHEARSAL: Bilingual = {
  vi: 'DỮ LIỆU TẬP HUẤN – không phản ánh thực tế',
  en: 'TRAINING DATA – does not reflect reality',
};

const ASSUMED: Bilingual = {
  vi: 'giả định, chưa có văn bản',
  en: 'assumed, no document states it',
};

/** Null where the programme is real. */
export const rehearsalMark = (c: Ask, rehearsal: boolean) =>
  rehearsal ? inLanguage(c, REHEARSAL) : null;

/** Null where some document states the value. */
export const assumedMark = (c: Ask, mark: string | undefined) =>
  mark === 'assumed' ? inLanguage(c, ASSUMED) : null;
