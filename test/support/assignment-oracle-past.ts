/**
 * The list of what happened to an assignment, and what can be asked of it about one office. There is no state:
 * every question is asked of the facts that had effect and the edicts, in the order of the ledger.
 */
import type { AssignmentAct, AssignmentFact, Edict } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';

type Kind = AssignmentAct['kind'];
export type FactOf<K extends Kind> = AssignmentFact & {
  readonly act: Extract<AssignmentAct, { kind: K }>;
};
type EdictOf<K extends Edict['kind']> = Edict & { readonly kind: K };
export type Happening = AssignmentFact | Edict;
/** Facts that had effect, and edicts, in the order of the ledger. */
export type Past = readonly Happening[];

export const isFact = (h: Happening): h is AssignmentFact => 'act' in h;
export const isEdict = (h: Happening): h is Edict => !('act' in h);
export const is =
  <K extends Kind>(...kinds: K[]) =>
  (h: Happening): h is FactOf<K> =>
    isFact(h) && kinds.includes(h.act.kind as K);
export const all = <K extends Kind>(past: Past, ...kinds: K[]): FactOf<K>[] =>
  past.filter(is(...kinds));
export const edictsOf = <K extends Edict['kind']>(past: Past, ...kinds: K[]): EdictOf<K>[] =>
  past.filter((h): h is EdictOf<K> => isEdict(h) && kinds.includes(h.kind as K));

/* ---- the same pasts are asked about a million times ---- */

const SHORTER = new WeakMap<Past, Past>();
/** That past, and one thing more. */
export function plus(past: Past, happening: Happening): Past {
  const longer = [...past, happening];
  SHORTER.set(longer, past);
  return longer;
}
/** The first so many things of it. */
export function first(past: Past, count: number): Past {
  let shorter = past;
  while (shorter.length > count) {
    const next = SHORTER.get(shorter) ?? shorter.slice(0, -1);
    SHORTER.set(shorter, next);
    shorter = next;
  }
  return shorter;
}
/** Everything before that happened, and everything until it had. */
export const before = (past: Past, h: Happening) => first(past, past.indexOf(h));
export const until = (past: Past, h: Happening) => first(past, past.indexOf(h) + 1);

/** Answers from memory what was asked before of the same past. */
export function recall<Of extends readonly (string | number)[], T>(
  reckon: (terms: AssignmentTerms, past: Past, ...of: Of) => T,
) {
  const known = new WeakMap<Past, Map<string, { readonly of: AssignmentTerms; readonly is: T }>>();
  return (terms: AssignmentTerms, past: Past, ...of: Of): T => {
    const answers = known.get(past) ?? new Map<string, { of: AssignmentTerms; is: T }>();
    known.set(past, answers);
    const key = of.join('\n');
    const found = answers.get(key);
    if (found?.of === terms) return found.is;
    const answer = reckon(terms, past, ...of);
    answers.set(key, { of: terms, is: answer });
    return answer;
  };
}

const DAYS = new Map<Instant, CivilDate>();
/** +07:00, by JavaScript's own clock. */
export function day(at: Instant): CivilDate {
  const found = DAYS.get(at) ?? new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10);
  DAYS.set(at, found);
  return found;
}

/* ---- the rollout ---- */

/** Nothing happens any more. */
export const endOf = (past: Past) => edictsOf(past, 'recall', 'close')[0];
export const isSuspended = (past: Past) =>
  endOf(past) === undefined && edictsOf(past, 'suspend', 'resume').at(-1)?.kind === 'suspend';

/* ---- one office ---- */

export const exempts = (agency: string) => (h: Happening) =>
  isFact(h) &&
  h.agency === agency &&
  (h.act.kind === 'exemption' || (h.act.kind === 'adjustmentAnswer' && h.act.answer === 'exempt'));
const takesBack = (agency: string) => (h: Happening) =>
  is('reinstatement')(h) && h.agency === agency;

export const isExempt = (past: Past, agency: string) =>
  past.findLastIndex(exempts(agency)) > past.findLastIndex(takesBack(agency));

export const livingIn = (terms: AssignmentTerms, past: Past) =>
  terms.lines.map((l) => l.agency).filter((agency) => !isExempt(past, agency));

/** What was done for it since it was taken back, or from the start. */
const sinceTakenBack = (past: Past, agency: string): AssignmentFact[] =>
  past
    .slice(past.findLastIndex(takesBack(agency)) + 1)
    .filter((h): h is AssignmentFact => isFact(h) && h.agency === agency);

/** A question to the superior that is neither answered nor taken back, nor has fallen away with the office. */
export const openRequest = (past: Past, agency: string) =>
  all(past, 'adjustmentRequest').find(
    (asked) =>
      asked.agency === agency &&
      !all(past, 'adjustmentAnswer').some((f) => f.act.request === asked.seq) &&
      !all(past, 'adjustmentWithdrawal').some((f) => f.act.request === asked.seq) &&
      !past.slice(past.indexOf(asked)).some(exempts(agency)),
  );

/** Said "tiếp nhận", or confirmed a conference itself, which implies it. */
export const receipts = (past: Past, agency: string) =>
  sinceTakenBack(past, agency).filter((f) => {
    if (f.act.kind === 'acknowledgement') return true;
    if (f.act.kind !== 'confirmation' || !f.act.agrees || f.act.instead === true) return false;
    const { filing } = f.act;
    return all(past, 'filing', 'correction').some(
      (g) => g.seq === filing && g.act.evidence.step === 'conference',
    );
  });
export const hasReceivedIn = (past: Past, agency: string) => receipts(past, agency).length > 0;
/** On paper it was received when the paper says. */
export const receivedOn = (f: AssignmentFact): CivilDate =>
  (f.act.kind === 'acknowledgement' ? f.act.paper?.on : undefined) ?? day(f.at);
export const allReceived = (terms: AssignmentTerms, past: Past) =>
  livingIn(terms, past).every((a) => hasReceivedIn(past, a));

export const designationOf = (past: Past, agency: string) =>
  sinceTakenBack(past, agency).findLast(is('designation'));

/** What was accepted has changed: every superior looks again. */
export const acceptanceOf = (past: Past, agency: string) => {
  const changed = past.findLastIndex(is('return', 'reopening', 'filing', 'correction'));
  return sinceTakenBack(past, agency).find((f) => is('acceptance')(f) && past.indexOf(f) > changed);
};
