/** An assignment as it was at other instants than now: what reminders are judged by. */
import type { AssignmentFact, AssignmentView } from './assignment.ts';
import { staffedAt, staffedBefore, termsAsOf } from './assignment-state.ts';
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
    const before = (event: { readonly at: Instant }) => event.at < instant;
    const then = termsAsOf(terms, before);
    const made = viewAssignment(then, facts.filter(before), instant, staffedBefore);
    known.set(instant, made);
    return made;
  };
}

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

/**
 * The spans in ledger order. The last holds now: its view is that of all facts. Of what one instant brought each
 * makes a span of its own: a look may have come between.
 */
export function spansOf(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  view: AssignmentView,
): Span[] {
  const moving = facts.filter((f) => mayMoveDates(terms, facts, f));
  const above = (terms.conferencesAbove ?? []).map(({ at }) => ({ at, seq: Infinity }));
  const moments = [...moving, ...terms.edicts, ...above].toSorted(latestFirst);
  let spans: Span[] = [{ view, next: null, until: '' }];
  for (const moment of moments) {
    const before = (event: Moment) => latestFirst(event, moment) > 0;
    const then = termsAsOf(terms, (event) => before({ seq: Infinity, ...event }));
    const earlierView = viewAssignment(then, facts.filter(before), moment.at);
    const [next] = spans;
    if (next === undefined || datesOf(earlierView) === datesOf(next.view)) continue;
    spans = [{ view: earlierView, next, until: moment.at }, ...spans];
  }
  return spans;
}

type Moment = { readonly at: Instant; readonly seq: number };

/** The conference above is known from after what else its instant brought. */
const latestFirst = (a: Moment, b: Moment) =>
  a.at === b.at ? Math.sign(b.seq - a.seq) || 0 : a.at < b.at ? 1 : -1;

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
