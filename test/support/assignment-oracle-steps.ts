/** What can be asked of the list about one step: filed, confirmed, disputed, sent back; and whether all is done. */
import type { AssignmentFact } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { CivilDate, FiledStep, StepState } from '#domain/vocabulary.ts';
import { acceptanceOf, all, allReceived, exempts, first, is } from './assignment-oracle-past.ts';
import { livingIn, recall, until } from './assignment-oracle-past.ts';
import type { FactOf, Happening, Past } from './assignment-oracle-past.ts';

export type Filed = FactOf<'filing' | 'correction'>;

const filed = (past: Past, step: FiledStep): Filed[] =>
  all(past, 'filing', 'correction').filter((f) => f.act.evidence.step === step);
export const timesFiled = (past: Past, step: FiledStep) => filed(past, step).length;
export const lastFiling = (past: Past, step: FiledStep) => filed(past, step).at(-1);
const words = (past: Past, filing: AssignmentFact) =>
  all(past, 'confirmation').filter((f) => f.act.filing === filing.seq);
export const agreedBy = (past: Past, filing: AssignmentFact) =>
  words(past, filing).flatMap((f) => (f.act.agrees ? [f.agency] : []));
const objectionTo = (past: Past, filing: AssignmentFact) =>
  words(past, filing).find((f) => !f.act.agrees);

/** What that agency's superior said last of the dispute. */
export const decidedBy = (past: Past, filing: AssignmentFact, agency: string) =>
  all(past, 'disputeDecision').findLast((f) => f.agency === agency && f.act.filing === filing.seq)
    ?.act.stands;

/** The first moment at which all superiors of those who go on said the same of the dispute. */
function verdictOn(terms: AssignmentTerms, past: Past, filing: Filed) {
  const objection = objectionTo(past, filing);
  if (objection === undefined) return null;
  for (const by of past.slice(past.indexOf(objection) + 1)) {
    const then = until(past, by);
    if (lastFiling(then, filing.act.evidence.step) !== filing) return null;
    const said = livingIn(terms, then).map((a) => decidedBy(then, filing, a));
    const [stands] = said;
    if (stands !== undefined && said.every((s) => s === stands)) return { stands, by };
  }
  return null;
}

export type SentBack = { readonly agency: string; readonly by: Happening };

/** Sent back and not filed again since. */
export const openReturn = recall(
  (terms: AssignmentTerms, past: Past, step: FiledStep): SentBack | null => {
    const filing = lastFiling(past, step);
    if (filing === undefined) return null;
    const since = past.slice(past.indexOf(filing));
    const back = since.filter(is('return', 'reopening')).find((f) => f.act.step === step);
    if (back !== undefined) return { agency: back.agency, by: back };
    const verdict = verdictOn(terms, past, filing);
    if (verdict === null || verdict.stands) return null;
    const alive = livingIn(terms, until(past, verdict.by));
    const mender = alive.includes(filing.agency) ? filing.agency : alive[0];
    return { agency: mender ?? '', by: verdict.by };
  },
);

/** The office named; where it fell out since, the first of those who went on then. */
export const namedIn = (terms: AssignmentTerms, past: Past, back: SentBack) =>
  past
    .slice(past.indexOf(back.by) + 1)
    .reduce(
      (named, h) => (exempts(named)(h) ? (livingIn(terms, until(past, h))[0] ?? named) : named),
      back.agency,
    );

/** That by which the present filing became confirmed: every other living office said yes, or the verdict. */
export const confirmedWith = recall(
  (terms: AssignmentTerms, past: Past, step: FiledStep): Happening | null => {
    const filing = lastFiling(past, step);
    if (filing === undefined || openReturn(terms, past, step) !== null) return null;
    const verdict = verdictOn(terms, past, filing);
    if (verdict !== null) return verdict.stands ? verdict.by : null;
    if (objectionTo(past, filing) !== undefined) return null;
    const unanimous = (then: Past) =>
      livingIn(terms, then).every((a) => a === filing.agency || agreedBy(then, filing).includes(a));
    const from = past.indexOf(filing);
    // Who is taken back in later finds it confirmed.
    return past.slice(from).find((_, i) => unanimous(first(past, from + i + 1))) ?? null;
  },
);

/** Those on whose word it rests: by the verdict, all who went on. */
export function confirmersOf(terms: AssignmentTerms, past: Past, filing: Filed): string[] {
  const verdict = verdictOn(terms, past, filing);
  if (verdict?.stands !== true) return agreedBy(past, filing);
  return livingIn(terms, until(past, verdict.by)).filter((a) => a !== filing.agency);
}
export const disputedBy = (terms: AssignmentTerms, past: Past, filing: Filed) =>
  verdictOn(terms, past, filing)?.stands === true ? undefined : objectionTo(past, filing)?.agency;

export const heldOn = (f: Filed): CivilDate | null =>
  f.act.evidence.step === 'conference' ? f.act.evidence.conference.heldOn : null;

export const stepStateIn = recall(
  (terms: AssignmentTerms, past: Past, step: FiledStep): StepState => {
    const filing = lastFiling(past, step);
    if (filing === undefined) return 'open';
    if (openReturn(terms, past, step) !== null) return 'returned';
    if (disputedBy(terms, past, filing) !== undefined) return 'disputed';
    if (confirmedWith(terms, past, step) === null) return 'filed';
    const held = heldOn(filing);
    if (held === null) return 'confirmed';
    if (terms.conferenceAbove === null) return 'notCounted';
    return terms.conferenceAbove < held ? 'confirmed' : 'open';
  },
);

/** Somebody has to file it, or to file it again. */
export const isOpen = (terms: AssignmentTerms, past: Past, step: FiledStep) =>
  ['open', 'returned', 'disputed'].includes(stepStateIn(terms, past, step));

export const filedSteps = (terms: AssignmentTerms): FiledStep[] =>
  terms.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [] : [s.kind]));

export const isReportedIn = (terms: AssignmentTerms, past: Past) =>
  filedSteps(terms).every((step) => stepStateIn(terms, past, step) === 'confirmed') &&
  allReceived(terms, past);

export const isDoneIn = recall(
  (terms: AssignmentTerms, past: Past): boolean =>
    isReportedIn(terms, past) &&
    (!terms.checked || livingIn(terms, past).every((a) => acceptanceOf(past, a) !== undefined)),
);
