/** Every reason why an act would change nothing: not only the one that the fold happens to meet first. */
import type { AssignmentFact, NotApplied } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { FiledStep } from '#domain/vocabulary.ts';
import { askedIn, insteadFrom, receiptOf, versionsIn } from './assignment-oracle-dates.ts';
import { acceptanceOf, day, endOf, hasReceivedIn, isExempt } from './assignment-oracle-past.ts';
import { livingIn, openRequest } from './assignment-oracle-past.ts';
import type { FactOf, Past } from './assignment-oracle-past.ts';
import { agreedBy, confirmedWith, disputedBy, filedSteps } from './assignment-oracle-steps.ts';
import { isDoneIn, isReportedIn, lastFiling, namedIn } from './assignment-oracle-steps.ts';
import { openReturn, stepStateIn } from './assignment-oracle-steps.ts';

type Told = Omit<AssignmentFact, 'seq'>;
type ToldOf<K extends AssignmentFact['act']['kind']> = Told & { readonly act: FactOf<K>['act'] };
const isTold = <K extends AssignmentFact['act']['kind']>(f: Told, ...kinds: K[]): f is ToldOf<K> =>
  kinds.includes(f.act.kind as K);

/** The reasons whose condition is not met. */
const unless = (...rules: readonly (readonly [fine: boolean, reason: NotApplied])[]) =>
  rules.flatMap(([fine, reason]) => (fine ? [] : [reason]));

/** Every reason why this act would change nothing after that past; none = it has effect. */
export function objections(terms: AssignmentTerms, past: Past, fact: Told): NotApplied[] {
  const { agency, act } = fact;
  const named = terms.lines.some((l) => l.agency === agency);
  return [
    ...unless(
      [named, 'notNamed'],
      [endOf(past) === undefined, 'over'],
      [!isExempt(past, agency) || act.kind === 'reinstatement', 'exempt'],
    ),
    ...againstLine(terms, past, fact),
    ...againstStep(terms, past, fact),
  ];
}

/** What is said of the office itself. */
function againstLine(terms: AssignmentTerms, past: Past, fact: Told): NotApplied[] {
  const { agency } = fact;
  const asked = openRequest(past, agency);
  const done = isDoneIn(terms, past);
  if (isTold(fact, 'acknowledgement')) {
    const { version, paper } = fact.act;
    const versions = versionsIn(terms, past);
    // Of what came before the newest only paper is taken, as of then, where nothing was received.
    const wasIt =
      version >= askedIn(terms, past).n &&
      version < versions.length &&
      !hasReceivedIn(past, agency) &&
      (paper?.on ?? '9999') <= day(versions[version]!.at);
    return unless(
      [asked === undefined, 'adjustmentPending'],
      [version === versions.length || wasIt, 'superseded'],
      [receiptOf(terms, past, agency, version) === undefined, 'alreadyReceived'],
    );
  }
  if (isTold(fact, 'designation'))
    return unless(
      [asked === undefined, 'adjustmentPending'],
      [hasReceivedIn(past, agency), 'notReceived'],
    );
  if (isTold(fact, 'adjustmentRequest'))
    return unless([asked === undefined, 'adjustmentPending'], [!done, 'alreadyDone']);
  if (isTold(fact, 'adjustmentWithdrawal'))
    return unless([asked?.seq === fact.act.request, 'answered']);
  if (isTold(fact, 'adjustmentAnswer')) {
    const { answer, request } = fact.act;
    return unless(
      [asked?.seq === request, 'answered'],
      [answer === 'keep' || !done, 'alreadyDone'],
      [answer !== 'exempt' || livingIn(terms, past).length > 1, 'lastLine'],
    );
  }
  if (isTold(fact, 'exemption'))
    return unless([!done, 'alreadyDone'], [livingIn(terms, past).length > 1, 'lastLine']);
  if (isTold(fact, 'reinstatement'))
    return unless([isExempt(past, agency), 'notExempt'], [!done, 'alreadyDone']);
  if (isTold(fact, 'acceptance'))
    return unless(
      [!done, 'alreadyDone'],
      [acceptanceOf(past, agency) === undefined, 'alreadyAccepted'],
      [isReportedIn(terms, past), 'notReported'],
    );
  return [];
}

/** What is said of a step. */
function againstStep(terms: AssignmentTerms, past: Past, fact: Told): NotApplied[] {
  const { agency } = fact;
  const done = isDoneIn(terms, past);
  if (isTold(fact, 'filing')) return againstFiling(terms, past, agency, fact.act.evidence.step);
  if (isTold(fact, 'confirmation', 'correction', 'disputeDecision'))
    return againstWord(terms, past, fact);
  if (!isTold(fact, 'return', 'reopening')) return [];
  const { step, kind } = fact.act;
  if (!filedSteps(terms).includes(step)) return ['noSuchStep'];
  return unless(
    [kind === 'reopening' || !done, 'alreadyDone'],
    [kind === 'return' || done, 'notDone'],
    [openReturn(terms, past, step) === null, 'returned'],
    [confirmedWith(terms, past, step) !== null, 'notConfirmed'],
  );
}

function againstFiling(
  terms: AssignmentTerms,
  past: Past,
  agency: string,
  step: FiledStep,
): NotApplied[] {
  if (!filedSteps(terms).includes(step)) return ['noSuchStep'];
  const done: NotApplied[] = isDoneIn(terms, past) ? ['alreadyDone'] : [];
  const back = openReturn(terms, past, step);
  switch (stepStateIn(terms, past, step)) {
    case 'open':
    case 'disputed':
      return done;
    case 'filed':
      return lastFiling(past, step)?.agency === agency ? done : [...done, 'alreadyFiled'];
    case 'returned':
      return back && namedIn(terms, past, back) === agency ? done : [...done, 'notNamed'];
    case 'confirmed':
    case 'notCounted':
      return [...done, 'alreadyConfirmed'];
  }
}

/** A word about a filing, by its number: one that was replaced is spoken of no more. */
function againstWord(
  terms: AssignmentTerms,
  past: Past,
  fact: ToldOf<'confirmation' | 'correction' | 'disputeDecision'>,
): NotApplied[] {
  const { agency, act, at } = fact;
  const step = filedSteps(terms).find((s) => lastFiling(past, s)?.seq === act.filing);
  const filing = step === undefined ? undefined : lastFiling(past, step);
  if (step === undefined || filing === undefined) return ['superseded'];
  const back = openReturn(terms, past, step) !== null;
  const disputed = disputedBy(terms, past, filing) !== undefined;
  switch (act.kind) {
    case 'correction':
      return unless(
        [filing.agency === agency, 'othersFiling'],
        [act.evidence.step === step, 'noSuchStep'],
        [!isDoneIn(terms, past), 'alreadyDone'],
        [!back, 'returned'],
      );
    case 'disputeDecision':
      return unless([disputed && !back, 'notDisputed']);
    case 'confirmation': {
      const silentFrom = insteadFrom(terms, past, filing, day(at));
      const settled = confirmedWith(terms, past, step) !== null;
      return unless(
        [filing.agency !== agency, 'ownFiling'],
        [!back, 'returned'],
        [!disputed, 'disputed'],
        [!settled && !agreedBy(past, filing).includes(agency), 'alreadyConfirmed'],
        [act.instead !== true || at >= silentFrom, 'notSilent'],
      );
    }
  }
}
