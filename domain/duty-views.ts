/** An assignment as it was at other instants than now: what reminders are judged by. */
import type { AssignmentFact, AssignmentView } from './assignment.ts';
import { staffedAt, staffedBefore } from './assignment-state.ts';
import type { AssignmentTerms } from './assignment-state.ts';
import { viewAssignment } from './assignment-view.ts';
import type { Instant } from './vocabulary.ts';

/** A stretch of time during which no date moved; rungs fall due by the dates that held then. */
export type Span = {
  readonly view: AssignmentView;
  readonly next: Span | null;
  readonly until: Instant;
};

export function viewsBefore(terms: AssignmentTerms, facts: readonly AssignmentFact[]) {
  const known = new Map<Instant, AssignmentView>();
  return (instant: Instant): AssignmentView => {
    const seen = known.get(instant);
    if (seen !== undefined) return seen;
    const then = facts.filter((fact) => fact.at < instant);
    const made = viewAssignment(before(terms, instant), then, instant, staffedBefore);
    known.set(instant, made);
    return made;
  };
}

/** The terms as they were just before an instant. */
const before = (terms: AssignmentTerms, instant: Instant): AssignmentTerms => ({
  ...terms,
  edicts: terms.edicts.filter((edict) => edict.at < instant),
});

export function viewsSince(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  view: AssignmentView,
  now: Instant,
) {
  return (instant: Instant): AssignmentView =>
    terms.lines.every((line) => staffedBefore(line, instant) === staffedAt(line, now))
      ? view
      : viewAssignment(terms, facts, instant, staffedBefore);
}

/** The spans in order of time. The last holds now: its view is that of all facts. */
export function spansOf(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  view: AssignmentView,
): Span[] {
  const moving = facts.filter((f) => mayMoveDates(terms, facts, f));
  const moments = new Set([...moving, ...terms.edicts].map((event) => event.at));
  let spans: Span[] = [{ view, next: null, until: '' }];
  for (const from of [...moments].toSorted().toReversed()) {
    const then = facts.filter((f) => f.at < from);
    const earlierView = viewAssignment(before(terms, from), then, from);
    const [next] = spans;
    if (next === undefined || datesOf(earlierView) === datesOf(next.view)) continue;
    spans = [{ view: earlierView, next, until: from }, ...spans];
  }
  return spans;
}

const datesOf = ({ versions, steps }: AssignmentView) =>
  [...versions.map((v) => v.dueOn), ...steps.map((s) => `${s.dueOn}@${s.setAt}`)].join();

/** A new version sets dates; so does the word that makes a conference certain, or unmakes it. */
function mayMoveDates(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  { act }: AssignmentFact,
): boolean {
  const anchors = terms.steps.map((s) => s.after?.kind);
  switch (act.kind) {
    case 'adjustmentAnswer':
      return act.answer !== 'keep';
    case 'exemption':
    case 'reinstatement':
      return true;
    case 'filing':
    case 'correction':
      return anchors.includes(act.evidence.step);
    case 'return':
    case 'reopening':
      return anchors.includes(act.step);
    case 'confirmation':
    case 'disputeDecision': {
      const filed = facts.find((f) => f.seq === act.filing)?.act;
      return filed !== undefined && 'evidence' in filed && anchors.includes(filed.evidence.step);
    }
    case 'acknowledgement':
    case 'designation':
    case 'adjustmentRequest':
    case 'adjustmentWithdrawal':
    case 'acceptance':
      return false;
  }
}
