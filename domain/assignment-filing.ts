/** What happens to a filed step: filed, corrected, confirmed or disputed, decided, sent back. */
import type { AssignmentAct, Evidence, NotApplied } from './assignment.ts';
import { insteadFrom } from './assignment-due.ts';
import { isOwed, isReported, living, versionOf } from './assignment-state.ts';
import type { AssignmentFold, FilingFold, LineFold, StepFold } from './assignment-state.ts';
import { addWorkingDays } from './calendar.ts';
import { localDate } from './civil-date.ts';
import type { CivilDate, FiledStep, Instant } from './vocabulary.ts';

type ActOf<K extends AssignmentAct['kind']> = Extract<AssignmentAct, { kind: K }>;

export function file(
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
  } else if (before !== null && !isOwed(fold, step)) {
    if (step.confirmedAt !== null) return 'alreadyConfirmed';
    if (before.agency !== line.agency) return 'alreadyFiled';
  }
  const mended = step.returned !== null && on <= step.returned.mendBy;
  refile(fold, step, { seq, agency: line.agency, evidence, on }, mended ? before : null);
  return null;
}

/** One's own wrong fact is mended by saying it again: nobody is late for that, and everybody confirms anew. */
export function correct(
  fold: AssignmentFold,
  line: LineFold,
  seq: number,
  act: ActOf<'correction'>,
  on: CivilDate,
): NotApplied | null {
  const step = fold.steps.find((s) => s.filing?.seq === act.filing);
  const before = step?.filing;
  if (step === undefined || before === null || before === undefined) return 'superseded';
  if (before.agency !== line.agency) return 'othersFiling';
  if (act.evidence.step !== step.kind) return 'noSuchStep';
  if (fold.doneOn !== null) return 'alreadyDone';
  if (step.returned !== null) return 'returned';
  refile(fold, step, { seq, agency: line.agency, evidence: act.evidence, on }, before);
  return null;
}

/** `keeps`: the filing whose date goes on to count. */
function refile(
  fold: AssignmentFold,
  step: StepFold,
  filed: Pick<FilingFold, 'seq' | 'agency' | 'evidence' | 'on'>,
  keeps: FilingFold | null,
): void {
  step.filings += 1;
  step.filing = {
    ...filed,
    n: step.filings,
    countsOn: keeps?.countsOn ?? filed.on,
    confirmedBy: [],
    dispute: null,
    insteadFrom: insteadFrom(fold, filed.on),
  };
  step.confirmedAt = null;
  step.returned = null;
  lookAgain(fold);
}

export function confirm(
  fold: AssignmentFold,
  line: LineFold,
  act: ActOf<'confirmation'>,
  at: Instant,
): NotApplied | null {
  const step = fold.steps.find((s) => s.filing?.seq === act.filing);
  const filing = step?.filing;
  if (step === undefined || filing === null || filing === undefined) return 'superseded';
  if (filing.agency === line.agency) return 'ownFiling';
  if (step.returned !== null) return 'returned';
  if (filing.dispute !== null) return 'disputed';
  if (step.confirmedAt !== null || filing.confirmedBy.includes(line.agency))
    return 'alreadyConfirmed';
  if (act.instead === true && at < filing.insteadFrom) return 'notSilent';
  if (!act.agrees) {
    filing.dispute = { agency: line.agency, differs: act.differs, decided: {} };
    return null;
  }
  filing.confirmedBy.push(line.agency);
  // Who confirms what a conference decided has read it: tiếp nhận is implied (PRODUCT 3).
  if (step.kind === 'conference' && act.instead !== true)
    line.received[versionOf(fold)] ??= localDate(at);
  return null;
}

/** Each living line's superior has a word, and may change it until they all say the same. */
export function decide(
  fold: AssignmentFold,
  line: LineFold,
  act: ActOf<'disputeDecision'>,
): NotApplied | null {
  const step = fold.steps.find((s) => s.filing?.seq === act.filing);
  const filing = step?.filing;
  if (step === undefined || filing === null || filing === undefined) return 'superseded';
  if (filing.dispute === null || step.returned !== null) return 'notDisputed';
  filing.dispute.decided[line.agency] = act.stands;
  return null;
}

/** What all superiors of those who go on say holds, whichever act made them one. */
function conclude(fold: AssignmentFold, step: StepFold, at: Instant): void {
  const { filing } = step;
  if (filing === null || filing.dispute === null || step.returned !== null) return;
  const { decided, differs } = filing.dispute;
  const alive = living(fold).map((l) => l.agency);
  if (alive.every((agency) => decided[agency] === true)) {
    filing.dispute = null;
    filing.confirmedBy = alive.filter((agency) => agency !== filing.agency);
  } else if (alive.every((agency) => decided[agency] === false)) {
    const agency = alive.includes(filing.agency) ? filing.agency : (alive[0] ?? filing.agency);
    askToMend(fold, step, { agency, reason: differs ?? '', field: '' }, localDate(at));
  }
}

export function sendBack(
  fold: AssignmentFold,
  line: LineFold,
  act: ActOf<'return'> | ActOf<'reopening'>,
  on: CivilDate,
): NotApplied | null {
  const step = fold.steps.find((s) => s.kind === (act.step satisfies FiledStep));
  if (step === undefined) return 'noSuchStep';
  if (act.kind === 'return' && fold.doneOn !== null) return 'alreadyDone';
  if (act.kind === 'reopening' && fold.doneOn === null) return 'notDone';
  if (step.returned !== null) return 'returned';
  if (step.confirmedAt === null) return 'notConfirmed';
  const { reason, field } = act;
  askToMend(fold, step, { agency: line.agency, reason, field }, on);
  lookAgain(fold);
  return null;
}

function askToMend(
  fold: AssignmentFold,
  step: StepFold,
  back: { readonly agency: string; readonly reason: string; readonly field: string },
  on: CivilDate,
): void {
  const mendBy = addWorkingDays(fold.calendar, on, fold.terms.mendWithin);
  step.returned = { ...back, on, mendBy };
  step.confirmedAt = null;
}

/** What was accepted has changed: every superior looks again. */
function lookAgain(fold: AssignmentFold): void {
  for (const line of fold.lines) line.acceptedOn = null;
}

/** A lone office confirms its own filing; the last acceptance makes it done. */
export function settle(fold: AssignmentFold, at: Instant): void {
  const alive = living(fold);
  for (const step of fold.steps) {
    conclude(fold, step, at);
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
