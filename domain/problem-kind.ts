import type { Bilingual } from './vocabulary.ts';

/** One refusal: its HTTP status, what is wrong, and what to do about it. */
export type ProblemKind = {
  readonly status: number;
  readonly title: Bilingual;
  readonly todo: Bilingual;
};

export const problem = (
  status: number,
  vi: readonly [string, string],
  en: readonly [string, string],
): ProblemKind => ({
  status,
  title: { vi: vi[0], en: en[0] },
  todo: { vi: vi[1], en: en[1] },
});
