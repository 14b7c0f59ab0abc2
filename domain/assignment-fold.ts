/**
 * One assignment's facts, taken in ledger order, give its state. Nothing is latched: the same facts give the
 * same state at every look, and a fact that no longer fits is kept with the reason why it had no effect.
 */
import { applyAct } from './assignment-acts.ts';
import type { AssignmentFact, NotApplied } from './assignment.ts';
import { isReported, living } from './assignment-state.ts';
import type { AssignmentFold, AssignmentTerms } from './assignment-state.ts';
import { addWorkingDays } from './calendar.ts';
import { localDate } from './civil-date.ts';
import type { Instant } from './vocabulary.ts';

/** The state before any fact: just opened. */
function openFold(terms: AssignmentTerms): AssignmentFold {
  const on = localDate(terms.openedAt);
  const filed = terms.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [] : [s.kind]));
  return {
    terms,
    lines: terms.lines.map(({ agency }) => ({
      agency,
      received: {},
      post: null,
      request: null,
      exempt: false,
      acceptedOn: null,
    })),
    steps: filed.map((kind) => ({
      kind,
      filings: 0,
      filing: null,
      confirmedAt: null,
      returned: null,
    })),
    versions: [
      {
        n: 1,
        madeAt: terms.openedAt,
        acknowledgeBy: addWorkingDays(terms.calendar, on, terms.acknowledgeWithin),
        dates: Object.fromEntries(terms.steps.map((s) => [s.key, s.dueOn])),
      },
    ],
    notApplied: [],
    doneOn: null,
  };
}

/** Folds all facts of one assignment. Facts must be in ledger order. */
export function foldAssignment(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
): AssignmentFold {
  const fold = openFold(terms);
  settle(fold, terms.openedAt);
  for (const fact of facts) {
    const refusal = applyAct(fold, fact);
    if (refusal !== null) fold.notApplied.push({ seq: fact.seq, reason: refusal });
    else settle(fold, fact.at);
  }
  return fold;
}

/** Why an act would have no effect on this state, or null. The same judgement refuses it at the door (409). */
export function refusalOf(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  act: Omit<AssignmentFact, 'seq'>,
): NotApplied | null {
  return applyAct(foldAssignment(terms, facts), { ...act, seq: Number.MAX_SAFE_INTEGER });
}

/** What follows of itself: a lone office confirms its own filing; the last acceptance makes it done. */
function settle(fold: AssignmentFold, at: Instant): void {
  const alive = living(fold);
  for (const step of fold.steps) {
    const { filing } = step;
    if (filing === null || filing.dispute !== null || step.returned !== null) continue;
    const others = alive.filter((line) => line.agency !== filing.agency);
    if (step.confirmedAt === null && others.every((l) => filing.confirmedBy.includes(l.agency)))
      step.confirmedAt = at;
  }
  const accepted = !fold.terms.checked || alive.every((line) => line.acceptedOn !== null);
  const done = isReported(fold) && accepted;
  fold.doneOn = done ? (fold.doneOn ?? localDate(at)) : null;
}
