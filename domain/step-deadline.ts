/** Why a step of an assignment is due on its day: the reason beside the date, replayable (DESIGN 6). */
import type { AssignmentView, StepView } from './assignment.ts';
import { deadlineWithin, deadlineWithinCapped, typedDeadline, type Deadline } from './deadline.ts';
import type { AssignmentTerms } from './assignment-state.ts';
import { localDate } from './civil-date.ts';

/** The deadline of one step as the view has it; `planned` are the rollout's frozen ones by step key. */
export function stepDeadline(
  terms: AssignmentTerms,
  planned: Readonly<Record<string, Deadline>>,
  view: AssignmentView,
  step: StepView,
): Deadline {
  const { calendar } = terms;
  if (step.kind === 'acknowledgement')
    return deadlineWithin(calendar, 'opening', localDate(terms.openedAt), terms.acknowledgeWithin);
  const version = view.versions.findLast((v) => v.dates[step.key] !== undefined);
  const own = version?.dates[step.key] ?? step.dueOn;
  const typed = typedDeadline(calendar, own);
  const fallback = typed.ok ? typed.deadline : planned[step.key]!;
  const base = version?.n === 1 ? (planned[step.key] ?? fallback) : fallback;
  const after = terms.steps.find((s) => s.key === step.key)?.after;
  if (after === undefined || step.setAt === view.versions.at(-1)?.madeAt) return base;
  // Its date was set by the conference: from the day it was held, or both sides agreed that it was.
  const agreedOn = localDate(step.setAt);
  const heldOn = view.conference?.heldOn ?? agreedOn;
  const from = agreedOn > heldOn ? agreedOn : heldOn;
  return deadlineWithinCapped(calendar, 'conference', from, after.within, base);
}
