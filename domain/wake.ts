/** Why a coordinator wakes when it does: the rungs that fall due at that instant, and for how many units. */
import { rungsOf } from './ladder.ts';
import type { RolloutDecision, RolloutTerms } from './rollout.ts';
import type { StepKind } from './vocabulary.ts';

export type WakeCause = {
  readonly kind: 'reminder' | 'reportUp';
  readonly step: StepKind;
  readonly n: number;
};

/** Empty where nothing falls due: then who holds what is looked at again. */
export function wakeCauses(
  { assignments, nextAt }: Pick<RolloutDecision, 'assignments' | 'nextAt'>,
  { template, calendar }: Pick<RolloutTerms, 'template' | 'calendar'>,
): readonly WakeCause[] {
  const causes = new Map<string, WakeCause>();
  if (nextAt === null) return [];
  for (const { view } of assignments)
    for (const { kind: step, dueOn, owedBy } of view.steps) {
      if (owedBy.length === 0) continue;
      for (const rung of rungsOf(template.ladder, dueOn, calendar)) {
        if (rung.dueAt !== nextAt) continue;
        const kind = rung.to === 'office' ? 'reminder' : 'reportUp';
        const n = (causes.get(`${kind} ${step}`)?.n ?? 0) + 1;
        causes.set(`${kind} ${step}`, { kind, step, n });
      }
    }
  return [...causes.values()];
}
