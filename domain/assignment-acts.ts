/** Each act that can happen to an assignment: what it changes, or why it changes nothing. */
import type { AssignmentFact, DocumentRef, NotApplied } from './assignment.ts';
import { addVersion } from './assignment-due.ts';
import { confirm, correct, decide, file, sendBack } from './assignment-filing.ts';
import { hasReceived, isReported, living, versionOf } from './assignment-state.ts';
import type { AssignmentFold, LineFold } from './assignment-state.ts';
import { addWorkingDays } from './calendar.ts';
import { localDate } from './civil-date.ts';
import type { CivilDate, Instant } from './vocabulary.ts';

/** Applies one fact; answers why it has no effect, or null when it has. */
export function applyAct(fold: AssignmentFold, fact: AssignmentFact): NotApplied | null {
  const line = fold.lines.find((l) => l.agency === fact.agency);
  if (line === undefined) return 'notNamed';
  if (fold.over) return 'over';
  if (line.exempt && fact.act.kind !== 'reinstatement') return 'exempt';
  const on = localDate(fact.at);
  const { act } = fact;
  switch (act.kind) {
    case 'acknowledgement':
      return acknowledge(fold, line, act, on);
    case 'designation':
      if (line.request !== null) return 'adjustmentPending';
      if (!hasReceived(line)) return 'notReceived';
      line.post = act.post;
      return null;
    case 'adjustmentRequest':
      return request(fold, line, fact.seq, act, on);
    case 'adjustmentWithdrawal':
      if (line.request?.seq !== act.request) return 'answered';
      line.request = null;
      return null;
    case 'adjustmentAnswer':
      return answer(fold, line, act, fact.at);
    case 'exemption':
      return exempt(fold, line);
    case 'reinstatement':
      return reinstate(fold, line, fact.at);
    case 'filing':
      return file(fold, line, fact.seq, act.evidence, on);
    case 'correction':
      return correct(fold, line, fact.seq, act, on);
    case 'confirmation':
      return confirm(fold, line, act, fact.at);
    case 'disputeDecision':
      return decide(fold, line, act);
    case 'acceptance':
      if (fold.doneOn !== null) return 'alreadyDone';
      if (line.acceptedOn !== null) return 'alreadyAccepted';
      if (!isReported(fold)) return 'notReported';
      line.acceptedOn = on;
      return null;
    case 'return':
    case 'reopening':
      return sendBack(fold, line, act, on);
  }
}

type ActOf<K extends AssignmentFact['act']['kind']> = Extract<AssignmentFact['act'], { kind: K }>;

/** On paper it counts from the paper's date: nobody is late for want of a screen. */
function acknowledge(
  fold: AssignmentFold,
  line: LineFold,
  { version, paper }: ActOf<'acknowledgement'>,
  on: CivilDate,
): NotApplied | null {
  if (line.request !== null) return 'adjustmentPending';
  if (version !== versionOf(fold) && !isOvertaken(fold, line, version, paper)) return 'superseded';
  if (line.received[version] !== undefined) return 'alreadyReceived';
  line.received[version] = paper?.on ?? on;
  if (paper !== undefined) line.onPaper[version] = paper;
  return null;
}

/** Paper of before a newer version was made, of an office that has received nothing else: it did receive that one. */
function isOvertaken(
  fold: AssignmentFold,
  line: LineFold,
  version: number,
  paper: DocumentRef | undefined,
): boolean {
  const newer = fold.versions[version];
  if (paper === undefined || newer === undefined || hasReceived(line)) return false;
  return version > fold.asked && paper.on <= localDate(newer.madeAt);
}

function request(
  fold: AssignmentFold,
  line: LineFold,
  seq: number,
  act: ActOf<'adjustmentRequest'>,
  on: CivilDate,
): NotApplied | null {
  if (fold.doneOn !== null) return 'alreadyDone';
  if (line.request !== null) return 'adjustmentPending';
  const answerBy = addWorkingDays(fold.calendar, on, fold.terms.answerWithin);
  line.request = { seq, reason: act.reason, text: act.text, askedOn: on, answerBy };
  return null;
}

function answer(
  fold: AssignmentFold,
  line: LineFold,
  act: ActOf<'adjustmentAnswer'>,
  at: Instant,
): NotApplied | null {
  if (line.request?.seq !== act.request) return 'answered';
  // It became done meanwhile: there is nothing left to change, only to be kept.
  if (fold.doneOn !== null && act.answer !== 'keep') return 'alreadyDone';
  if (act.answer === 'exempt') return exempt(fold, line);
  if (act.answer === 'adjust') addVersion(fold, at, 'adjustment', act.dates);
  line.request = null;
  return null;
}

/** The pair goes on with the others, "không chung"; somebody has to. */
function exempt(fold: AssignmentFold, line: LineFold): NotApplied | null {
  if (fold.doneOn !== null) return 'alreadyDone';
  if (living(fold).length === 1) return 'lastLine';
  line.exempt = true;
  line.request = null;
  // What was sent back to it is now owed by those who go on.
  const heir = living(fold)[0]?.agency ?? line.agency;
  for (const step of fold.steps)
    if (step.returned?.agency === line.agency) step.returned.agency = heir;
  return null;
}

/** It is taken in again as if newly issued: a fresh tiếp nhận, with its own two days, judges the pair. */
function reinstate(fold: AssignmentFold, line: LineFold, at: Instant): NotApplied | null {
  if (!line.exempt) return 'notExempt';
  if (fold.doneOn !== null) return 'alreadyDone';
  line.exempt = false;
  line.received = {};
  line.onPaper = {};
  line.post = null;
  line.acceptedOn = null;
  addVersion(fold, at, 'reinstatement', {});
  fold.asked = fold.versions.length - 1;
  const { dueOn: on, basis } = fold.versions[fold.asked]!;
  fold.receiveBy = { on, basis };
  return null;
}
