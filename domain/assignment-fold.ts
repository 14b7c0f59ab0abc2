/**
 * One assignment's facts, taken in ledger order, give its state. Nothing is latched: the same facts give the
 * same state at every look, and a fact that no longer fits is kept with the reason why it had no effect.
 */
import { applyAct } from './assignment-acts.ts';
import type { AssignmentFact, Edict, NotApplied } from './assignment.ts';
import { passSuspended, setFollowing } from './assignment-due.ts';
import { applyEdict } from './assignment-edicts.ts';
import { settle } from './assignment-filing.ts';
import { versionOf } from './assignment-state.ts';
import type { AssignmentFold, AssignmentTerms, LineFold } from './assignment-state.ts';
import { addWorkingDays } from './calendar.ts';
import { localDate } from './civil-date.ts';

/** The state before any fact: just opened. */
function openFold(terms: AssignmentTerms): AssignmentFold {
  const { calendar, openedAt } = terms;
  const acknowledgeBy = addWorkingDays(calendar, localDate(openedAt), terms.acknowledgeWithin);
  return {
    terms,
    calendar,
    lines: terms.lines.map(({ agency }) => ({
      agency,
      received: {},
      onPaper: {},
      post: null,
      request: null,
      exempt: false,
      acceptedOn: null,
    })),
    steps: terms.steps.flatMap(({ key, kind, dueOn }) =>
      kind === 'acknowledgement'
        ? []
        : [
            {
              key,
              kind,
              filings: 0,
              filing: null,
              confirmedAt: null,
              returned: null,
              own: { on: dueOn, setAt: openedAt, basis: { rule: 'version' as const, n: 1 } },
              after: null,
            },
          ],
    ),
    versions: [
      {
        n: 1,
        cause: 'opening',
        madeAt: openedAt,
        acknowledgeBy,
        dueOn: acknowledgeBy,
        basis: { rule: 'version', n: 1 },
        content: terms.content,
        // A tiếp nhận has no date in the plan: it is due so many days after the opening.
        dates: Object.fromEntries(
          terms.steps.map((s) => [s.key, s.kind === 'acknowledgement' ? acknowledgeBy : s.dueOn]),
        ),
        replaced: {},
      },
    ],
    asked: 0,
    receiveBy: { on: acknowledgeBy, basis: { rule: 'version', n: 1 } },
    notApplied: [],
    doneOn: null,
    pause: null,
    over: false,
    ended: null,
  };
}

/** Folds all facts of one assignment and the edicts of its terms. Each must be in ledger order. */
export function foldAssignment(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
): AssignmentFold {
  return replay(terms, facts, () => {});
}

/** An edict that changed something for the assignment, and what was so once it had. */
export type FeltEdict = {
  readonly edict: Edict;
  readonly version: number;
  readonly lines: readonly Pick<LineFold, 'agency' | 'exempt'>[];
};

/** The edicts that its offices are told of. */
export function edictsFelt(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
): readonly FeltEdict[] {
  const felt: FeltEdict[] = [];
  replay(terms, facts, (edict, fold) => {
    const lines = fold.lines.map(({ agency, exempt }) => ({ agency, exempt }));
    felt.push({ edict, version: versionOf(fold), lines });
  });
  return felt;
}

function replay(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  onFelt: (edict: Edict, fold: AssignmentFold) => void,
): AssignmentFold {
  const fold = openFold(terms);
  settle(fold, terms.openedAt);
  for (const event of inLedgerOrder(facts, terms.edicts)) {
    passSuspended(fold, event.at);
    if ('act' in event) {
      const refusal = applyAct(fold, event);
      if (refusal !== null) {
        fold.notApplied.push({ seq: event.seq, reason: refusal });
        continue;
      }
    } else if (applyEdict(fold, event)) onFelt(event, fold);
    settle(fold, event.at);
    setFollowing(fold);
  }
  return fold;
}

function inLedgerOrder(
  facts: readonly AssignmentFact[],
  edicts: readonly Edict[],
): readonly (AssignmentFact | Edict)[] {
  if (edicts.length === 0) return facts;
  return [...facts, ...edicts].toSorted((a, b) => a.seq - b.seq);
}

/** Why an act would have no effect on this state, or null. The same judgement refuses it at the door (409). */
export function refusalOf(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  act: Omit<AssignmentFact, 'seq'>,
): NotApplied | null {
  const fold = foldAssignment(terms, facts);
  passSuspended(fold, act.at);
  return applyAct(fold, { ...act, seq: Number.MAX_SAFE_INTEGER });
}
