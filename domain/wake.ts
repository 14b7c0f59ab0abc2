/** Why a coordinator wakes when it does: the rungs that fall due at that instant, and for how many units. */
import type { AssignmentView } from './assignment.ts';
import type { WorkingCalendar } from './calendar.ts';
import type { DutyTerms } from './duties.ts';
import { rungsOf } from './ladder.ts';
import type { Instant, StepKind } from './vocabulary.ts';

type Rung = { readonly kind: 'reminder' | 'reportUp'; readonly step: StepKind };

/** When one assignment is to be looked at although nothing happens to it, and what falls due then. */
export type Wake = { readonly at: Instant; readonly for: readonly Rung[] };

export type WakeCause = Rung & { readonly n: number };

/** `for` is empty where nothing falls due: then who holds it is looked at again. */
export function wakeOf(
  { steps }: Pick<AssignmentView, 'steps'>,
  at: Instant | null,
  { ladder, superiors }: Pick<DutyTerms, 'ladder' | 'superiors'>,
  calendar: WorkingCalendar,
): Wake | null {
  if (at === null) return null;
  const due = steps.flatMap(({ kind: step, dueOn, owedBy }) => {
    const applying = ladder.filter((r) => r.steps?.includes(step) ?? true);
    return rungsOf(applying, dueOn, calendar).flatMap(({ dueAt, to }): Rung[] => {
      // Where there are no so many superiors the rung is recorded as skipped: nobody is told.
      const above = typeof to === 'object' ? to.superior : 0;
      const isTold = owedBy.some((agency) => (superiors[agency] ?? 0) >= above);
      if (dueAt !== at || !isTold) return [];
      return [{ kind: to === 'office' ? 'reminder' : 'reportUp', step }];
    });
  });
  return { at, for: due };
}

/** What all of these fall due for at that instant, the first first. */
export function causesAt(at: Instant | null, wakes: readonly (Wake | null)[]): WakeCause[] {
  const causes = new Map<string, WakeCause>();
  for (const wake of wakes) {
    if (wake === null || wake.at !== at) continue;
    for (const { kind, step } of wake.for) {
      const n = (causes.get(`${kind} ${step}`)?.n ?? 0) + 1;
      causes.set(`${kind} ${step}`, { kind, step, n });
    }
  }
  return [...causes.values()];
}
