import type { Bilingual } from '#domain/vocabulary.ts';
import type { Folded } from './fold.ts';

/** The template's own word for a step. */
export const stepTitle = ({ base }: Pick<Folded, 'base'>, key: string): Bilingual =>
  base.template.steps.find((s) => s.key === key)?.label ?? { vi: key, en: key };
