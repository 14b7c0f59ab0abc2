/** Each act that can happen to an assignment: what it changes, or why it changes nothing. */
import type { AssignmentFact, Evidence, NotApplied } from './assignment.ts';
import { hasReceived, isRefuted, isReported, living, versionOf } from './assignment-state.ts';
import type { AssignmentFold, LineFold } from './assignment-state.ts';
import { addWorkingDays } from './calendar.ts';
import { localDate } from './civil-date.ts';
import type { CivilDate, Instant } from './vocabulary.ts';

/** Applies one fact; answers why it has no effect, or null when it has. */
export function applyAct(fold: AssignmentFold, fact: AssignmentFact): NotApplied | null {
  const line = fold.lines.find((l) => l.agency === fact.agency);
  if (line === undefined) return 'notNamed';
  if (line.exempt) return 'exempt';
  const on = localDate(fact.at);
  const { act } = fact;
  switch (act.kind) {
    case 'acknowledgement':
      return acknowledge(fold, line, act.version, on);
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
    case 'filing':
      return file(fold, line, fact.seq, act.evidence, on);
    case 'confirmation':
      return confirm(fold, line, act, on);
    case 'acceptance':
      if (fold.doneOn !== null) return 'alreadyDone';
      if (line.acceptedOn !== null) return 'alreadyAccepted';
      if (!isReported(fold)) return 'notReported';
      line.acceptedOn = on;
      return null;
    case 'return':
      return sendBack(fold, line, act, on);
  }
}

type ActOf<K extends AssignmentFact['act']['kind']> = Extract<AssignmentFact['act'], { kind: K }>;

function acknowledge(fold: AssignmentFold, line: LineFold, version: number, on: CivilDate) {
  if (line.request !== null) return 'adjustmentPending';
  if (version !== versionOf(fold)) return 'superseded';
  if (line.received[version] !== undefined) return 'alreadyReceived';
  line.received[version] = on;
  return null;
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
  const answerBy = addWorkingDays(fold.terms.calendar, on, fold.terms.answerWithin);
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
  if (act.answer === 'exempt') {
    if (living(fold).length === 1) return 'lastLine';
    line.exempt = true;
    // What was sent back to it is now owed by those who go on.
    const heir = living(fold)[0]?.agency ?? line.agency;
    for (const step of fold.steps)
      if (step.returned?.agency === line.agency) step.returned.agency = heir;
  }
  if (act.answer === 'adjust') {
    fold.versions.push({
      n: versionOf(fold) + 1,
      madeAt: at,
      acknowledgeBy: addWorkingDays(
        fold.terms.calendar,
        localDate(at),
        fold.terms.acknowledgeWithin,
      ),
      dates: { ...act.dates },
    });
  }
  line.request = null;
  return null;
}

function file(
  fold: AssignmentFold,
  line: LineFold,
  seq: number,
  evidence: Evidence,
  on: CivilDate,
): NotApplied | null {
  const step = fold.steps.find((s) => s.kind === evidence.step);
  if (step === undefined) return 'noSuchStep';
  if (fold.doneOn !== null) return 'alreadyDone';
  const before = step.filing;
  if (step.returned !== null) {
    if (step.returned.agency !== line.agency) return 'notNamed';
  } else if (before !== null && before.dispute === null && !isRefuted(fold, step)) {
    if (step.confirmedAt !== null) return 'alreadyConfirmed';
    if (before.agency !== line.agency) return 'alreadyFiled';
  }
  const keepsDate = step.returned !== null && before !== null && on <= step.returned.mendBy;
  step.filings += 1;
  step.filing = {
    seq,
    n: step.filings,
    agency: line.agency,
    on,
    countsOn: keepsDate ? before.countsOn : on,
    evidence,
    confirmedBy: [],
    dispute: null,
  };
  step.confirmedAt = null;
  step.returned = null;
  return null;
}

function confirm(
  fold: AssignmentFold,
  line: LineFold,
  act: ActOf<'confirmation'>,
  on: CivilDate,
): NotApplied | null {
  const step = fold.steps.find((s) => s.filing?.seq === act.filing);
  const filing = step?.filing;
  if (step === undefined || filing === null || filing === undefined) return 'superseded';
  if (filing.agency === line.agency) return 'ownFiling';
  if (step.returned !== null) return 'returned';
  if (filing.dispute !== null) return 'disputed';
  if (step.confirmedAt !== null || filing.confirmedBy.includes(line.agency))
    return 'alreadyConfirmed';
  if (!act.agrees) {
    filing.dispute = { agency: line.agency, differs: act.differs };
    return null;
  }
  filing.confirmedBy.push(line.agency);
  // Who confirms what a conference decided has read it: tiếp nhận is implied (PRODUCT 3).
  if (step.kind === 'conference') line.received[versionOf(fold)] ??= on;
  return null;
}

function sendBack(
  fold: AssignmentFold,
  line: LineFold,
  act: ActOf<'return'>,
  on: CivilDate,
): NotApplied | null {
  const step = fold.steps.find((s) => s.kind === act.step);
  if (step === undefined) return 'noSuchStep';
  if (fold.doneOn !== null) return 'alreadyDone';
  if (step.returned !== null) return 'returned';
  if (step.confirmedAt === null) return 'notConfirmed';
  const mendBy = addWorkingDays(fold.terms.calendar, on, fold.terms.mendWithin);
  step.returned = { agency: line.agency, mendBy, reason: act.reason, field: act.field };
  step.confirmedAt = null;
  // What was accepted has changed: every superior looks again.
  for (const l of fold.lines) l.acceptedOn = null;
  return null;
}
