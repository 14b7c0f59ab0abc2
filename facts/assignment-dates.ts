/** Whether the dates in an act on an assignment can be so. */
import type { RolloutBase } from '#db/reads/rollouts.ts';
import type { AssignmentAct, AssignmentFact, Evidence } from '#domain/assignment.ts';
import { dueOf } from '#domain/assignment-due.ts';
import { foldAssignment } from '#domain/assignment-fold.ts';
import { isOwed } from '#domain/assignment-state.ts';
import type { AssignmentFold, AssignmentTerms } from '#domain/assignment-state.ts';
import { isCivilDate, localDate } from '#domain/civil-date.ts';
import { Problem } from '#domain/problems.ts';
import type { RolloutView } from '#domain/rollout-record.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { checkAgency, checkConference } from './conference.ts';
import { checkTyped } from './rollout-dates.ts';

/** What an act is judged on. */
type Ground = {
  readonly today: CivilDate;
  readonly rollout: RolloutView;
  readonly base: RolloutBase;
  readonly terms: AssignmentTerms;
  readonly facts: readonly AssignmentFact[];
};

/** Evidence is of what has happened; a new date is a working day ahead. */
export function checkDates(
  { today, rollout, base, terms, facts }: Ground,
  act: AssignmentAct,
): void {
  const fold = foldAssignment(terms, facts);
  const past = (field: string, on: CivilDate) => {
    if (on > today) throw new Problem('evidence.future', { field });
  };
  switch (act.kind) {
    case 'filing':
    case 'correction': {
      const living = fold.lines.flatMap((l) => (l.exempt ? [] : [l.agency]));
      return checkEvidence({ today, rollout, base, living }, act.evidence);
    }
    case 'acknowledgement': {
      if (act.paper === undefined) return;
      past('paper.on', act.paper.on);
      const from = localDate(fold.versions[act.version - 1]?.madeAt ?? terms.openedAt);
      if (act.paper.on < from)
        throw new Problem('evidence.contradictory', {
          field: 'paper.on',
          found: act.paper.on,
          from,
        });
      return;
    }
    case 'exemption':
    case 'reinstatement':
    case 'disputeDecision':
      return past('document.on', act.document.on);
    case 'adjustmentAnswer':
      past('document.on', act.document.on);
      past('consultedOn', act.consultedOn);
      return checkNewDates(today, base, terms, fold, act.dates);
    // The others name no date of their own.
    case 'designation':
    case 'adjustmentRequest':
    case 'adjustmentWithdrawal':
    case 'confirmation':
    case 'acceptance':
    case 'return':
    case 'reopening':
  }
}

function checkEvidence(
  at: Pick<Ground, 'today' | 'rollout' | 'base'> & { readonly living: readonly string[] },
  evidence: Evidence,
): void {
  const { today, rollout, living } = at;
  const { signing } = at.base;
  if (evidence.step === 'conference')
    checkConference({ today, issuedAt: rollout.issuedAt, signing, living }, evidence.conference);
  const documents =
    evidence.step === 'plan'
      ? evidence.plan.documents
      : evidence.step === 'report'
        ? [evidence.report.document]
        : [evidence.conference.minutes];
  if (documents.some((d) => d.on > today)) throw new Problem('evidence.future', { field: 'on' });
  if (evidence.step === 'plan')
    for (const { agency } of evidence.plan.documents) checkAgency(signing, agency);
}

/** A working day ahead for each step named, and all that are still owed in the order of the template. */
function checkNewDates(
  today: CivilDate,
  base: RolloutBase,
  terms: AssignmentTerms,
  fold: AssignmentFold,
  dates: Readonly<Record<string, CivilDate>>,
): void {
  for (const [key, on] of Object.entries(dates)) {
    const step = terms.steps.find((s) => s.key === key && s.kind !== 'acknowledgement');
    if (step === undefined) throw new Problem('deadline.no_step', { step: key });
    if (!isCivilDate(on) || on <= today)
      throw new Problem('deadline.out_of_order', { step: key, on, today });
    checkTyped(fold.calendar, base.template, key, on);
  }
  const owed = fold.steps.filter((step) => dates[step.key] !== undefined || isOwed(fold, step));
  const ordered = owed.map(({ key, own }) => ({ key, on: dates[key] ?? own.on }));
  const late = ordered.find(({ on }, i) => i > 0 && on < ordered[i - 1]!.on);
  if (late !== undefined)
    throw new Problem('deadline.out_of_order', { step: late.key, dates: ordered });
  // Only `adjust` names any.
  const named = fold.steps.filter(({ key }) => dates[key] !== undefined);
  if (named.length > 0 && named.every((step) => dates[step.key] === dueOf(step).on))
    throw new Problem('deadline.unchanged', { dates });
}
