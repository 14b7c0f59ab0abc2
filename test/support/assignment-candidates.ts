/** What may be said for an office after a past: things that fit, and things that no longer do. */
import type { AssignmentAct } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { CivilDate, FiledStep } from '#domain/vocabulary.ts';
import { versionsIn } from './assignment-oracle-dates.ts';
import { openRequest } from './assignment-oracle-past.ts';
import type { Past } from './assignment-oracle-past.ts';
import { filedSteps, lastFiling } from './assignment-oracle-steps.ts';
import * as acts from './assignment-world.ts';

/** Names what never was, or is no longer. */
const NOBODY = 0;

export function actsFor(
  terms: AssignmentTerms,
  past: Past,
  agency: string,
  heldOn: readonly CivilDate[],
): AssignmentAct[] {
  const version = versionsIn(terms, past).length;
  const request = openRequest(past, agency)?.seq ?? NOBODY;
  return [
    acts.acknowledge(version),
    acts.acknowledge(version - 1),
    acts.onPaper(PAPER_ON, version),
    acts.onPaper(PAPER_ON, version - 1),
    acts.designate(),
    acts.ask,
    acts.withdraw(request),
    acts.answer(request, 'keep'),
    acts.answer(request, 'exempt'),
    acts.answer(request, 'adjust', { C2: '2023-08-29', C4: '2023-09-15' }),
    acts.exempt,
    acts.reinstate,
    acts.accept,
    acts.confirm(NOBODY),
    ...NOT_THERE.filter((step) => !filedSteps(terms).includes(step)).map(acts.sendBack),
    ...filedSteps(terms).flatMap((step) => aboutStep(past, step, heldOn)),
  ];
}
/** A step that most worlds are without. */
const NOT_THERE: readonly FiledStep[] = ['report'];
/** In the week of the opening, and in time. */
const PAPER_ON = '2023-08-08';

function aboutStep(past: Past, step: FiledStep, heldOn: readonly CivilDate[]): AssignmentAct[] {
  const dates = step === 'conference' ? heldOn : heldOn.slice(0, 1);
  const always = [
    ...dates.map((on) => acts.file(step, on)),
    acts.sendBack(step),
    acts.reopen(step),
  ];
  const filing = lastFiling(past, step)?.seq;
  if (filing === undefined) return always;
  return [
    ...always,
    ...dates.map((on) => acts.correct(filing, step, on)),
    acts.confirm(filing),
    acts.differ(filing),
    acts.instead(filing),
    acts.decide(filing, true),
    acts.decide(filing, false),
  ];
}
