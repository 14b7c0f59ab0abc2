/** Why something is still owed, whether the other side has finished, and what comes next: the leader's questions. */
import type { AssignmentFact, AssignmentView, StepView } from './assignment.ts';
import type { Holding } from './assignment-holder.ts';
import { localDate } from './civil-date.ts';
import type { AdjustmentReason, CivilDate, StepKind } from './vocabulary.ts';

export type HoldingReason =
  | {
      readonly kind: 'request';
      readonly reason: AdjustmentReason;
      readonly text: string;
      readonly askedOn: CivilDate;
      readonly answerBy: CivilDate;
    }
  | { readonly kind: 'vacant' }
  | {
      readonly kind: 'return';
      readonly reason: string;
      readonly field: string;
      readonly mendBy: CivilDate;
    }
  | { readonly kind: 'dispute'; readonly by: string; readonly differs: string | null }
  /** Its conference was not held after the one of the tier above. */
  | { readonly kind: 'refuted' };
export type HoldingReasonKind = HoldingReason['kind'];

/** Null where there is nothing but that it was not done. */
export function reasonOf({ lines, steps }: AssignmentView, held: Holding): HoldingReason | null {
  const line = lines.find((l) => l.agency === held.agency);
  if (held.bySuperior) {
    if (line?.request == null) return { kind: 'vacant' };
    const { reason, text, askedOn, answerBy } = line.request;
    return { kind: 'request', reason, text, askedOn, answerBy };
  }
  const step = steps.find((s) => s.key === held.step);
  if (step?.returned != null) {
    const { reason, field, mendBy } = step.returned;
    return { kind: 'return', reason, field, mendBy };
  }
  if (step?.filing == null) return null;
  const { dispute } = step.filing;
  return dispute === null
    ? { kind: 'refuted' }
    : { kind: 'dispute', by: dispute.agency, differs: dispute.differs };
}

/** The day by which every other side had finished its part of what is owed; null while one has not. */
export function othersDoneOn(
  { lines, steps }: AssignmentView,
  facts: readonly AssignmentFact[],
  held: Holding,
): CivilDate | null {
  const step = steps.find((s) => s.key === held.step);
  const others = lines.filter((l) => l.agency !== held.agency && l.state !== 'exempt');
  if (step === undefined || others.length === 0) return null;
  const done = others.map(({ agency, receivedOn }) => {
    if (step.kind !== 'acknowledgement') return spokenOn(step, facts, agency);
    const first = Object.values(receivedOn)[0] ?? null;
    return held.version > 1 ? (receivedOn[held.version] ?? null) : first;
  });
  return done.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b));
}

/** Filed it, or agreed to what was filed. What must be held again has been finished by nobody. */
function spokenOn(
  { state, filing }: StepView,
  facts: readonly AssignmentFact[],
  agency: string,
): CivilDate | null {
  if (state === 'open' || filing === null) return null;
  if (filing.agency === agency) return filing.on;
  if (!filing.confirmedBy.includes(agency)) return null;
  const word = facts.findLast(
    ({ agency: by, act }) =>
      by === agency &&
      (act.kind === 'confirmation' || act.kind === 'disputeDecision') &&
      act.filing === filing.seq,
  );
  return word === undefined ? filing.on : localDate(word.at);
}

export const NEXT_ACTIONS = [
  'acknowledge',
  'acknowledgeVersion',
  'filePlan',
  'fileConference',
  'fileReport',
  'meetAgain',
  'mend',
  'agree',
  'answer',
  'appoint',
] as const;
export type NextAction = (typeof NEXT_ACTIONS)[number];

const ACTION_OF_STEP = {
  acknowledgement: 'acknowledge',
  plan: 'filePlan',
  conference: 'fileConference',
  report: 'fileReport',
} as const satisfies Record<StepKind, NextAction>;

const ACTION_OF_REASON = {
  request: 'answer',
  vacant: 'appoint',
  return: 'mend',
  dispute: 'agree',
  refuted: 'meetAgain',
} as const satisfies Record<HoldingReasonKind, NextAction>;

/** What whoever holds it has to do, and by when where that has a limit of its own. */
export function nextAction(
  kind: StepKind,
  version: number,
  because: HoldingReason | null,
): { readonly action: NextAction; readonly by: CivilDate | null } {
  if (because !== null)
    return {
      action: ACTION_OF_REASON[because.kind],
      by: because.kind === 'request' ? because.answerBy : null,
    };
  const again = kind === 'acknowledgement' && version > 1;
  return { action: again ? 'acknowledgeVersion' : ACTION_OF_STEP[kind], by: null };
}
