/**
 * PRODUCT 3 once more, slowly, to judge the fold: what is seen of an assignment after a list of happenings. Shares
 * types with `domain/`, and the working days come from the other calendar.
 */
import type { AssignmentFact, NotApplied } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { CivilDate, FiledStep, Instant } from '#domain/vocabulary.ts';
import type { LineState, PairState, StepKind, StepState } from '#domain/vocabulary.ts';
import { objections } from './assignment-oracle-acts.ts';
import * as dates from './assignment-oracle-dates.ts';
import { dueIn, receiptOf, versionsIn } from './assignment-oracle-dates.ts';
import { acceptanceOf, allReceived, before, day, designationOf } from './assignment-oracle-past.ts';
import { endOf, first, hasReceivedIn, isEdict, isExempt } from './assignment-oracle-past.ts';
import { isSuspended, livingIn, openRequest, receipts } from './assignment-oracle-past.ts';
import { plus, receivedOn } from './assignment-oracle-past.ts';
import type { Happening, Past } from './assignment-oracle-past.ts';
import * as steps from './assignment-oracle-steps.ts';
import { filedSteps, isDoneIn, isReportedIn, lastFiling } from './assignment-oracle-steps.ts';
import { openReturn, stepStateIn } from './assignment-oracle-steps.ts';

type Seen = {
  readonly key: string;
  readonly kind: StepKind;
  readonly state: StepState;
  readonly dueOn: CivilDate;
  readonly basis: dates.Basis;
  readonly filedOn: CivilDate | null;
  readonly owedBy: readonly string[];
};

function lineStateIn(terms: AssignmentTerms, past: Past, agency: string, now: Instant): LineState {
  if (isExempt(past, agency)) return 'exempt';
  if (openRequest(past, agency) !== undefined) return 'adjustmentRequested';
  if (hasReceivedIn(past, agency))
    return designationOf(past, agency) === undefined ? 'received' : 'assigned';
  const mine = terms.lines.flatMap((l) => (l.agency === agency ? l.staffed : []));
  const someone = mine.some(({ from, to }) => !(now < from) && (to ?? '9999') > now);
  return someone ? 'issued' : 'vacant';
}

const waits = (state: LineState) => state === 'adjustmentRequested' || state === 'vacant';

/** How it ended, if it was not done by then. */
function endedAs(terms: AssignmentTerms, past: Past): PairState | null {
  const end = endOf(past);
  if (end === undefined || isDoneIn(terms, before(past, end))) return null;
  return end.kind === 'recall' ? 'recalled' : 'closedUnmet';
}

/** Living offices whose superior does not hold their line; what has ended is owed by nobody. */
function ableIn(terms: AssignmentTerms, past: Past, now: Instant): string[] {
  if (endedAs(terms, past) !== null) return [];
  return terms.lines
    .map((l) => l.agency)
    .filter((a) => ['issued', 'received', 'assigned'].includes(lineStateIn(terms, past, a, now)));
}

function seeAcknowledgement(
  terms: AssignmentTerms,
  past: Past,
  key: string,
  now: Instant,
  today: CivilDate,
): Seen {
  const days = livingIn(terms, past).map((a) => receipts(past, a).map(receivedOn)[0] ?? '');
  const complete = allReceived(terms, past);
  const last = versionsIn(terms, past).length;
  return {
    key,
    kind: 'acknowledgement',
    state: complete ? 'confirmed' : 'open',
    dueOn: dates.receiveBy(terms, past, today),
    basis: { rule: 'version', n: dates.askedIn(terms, past).n },
    filedOn: complete ? (days.toSorted().at(-1) ?? null) : null,
    owedBy: ableIn(terms, past, now).filter((a) => receiptOf(terms, past, a, last) === undefined),
  };
}

function seeStep(
  terms: AssignmentTerms,
  past: Past,
  step: FiledStep,
  now: Instant,
  today: CivilDate,
): Seen {
  const key = terms.steps.find((s) => s.kind === step)?.key ?? '';
  const state = stepStateIn(terms, past, step);
  const filing = lastFiling(past, step);
  const back = openReturn(terms, past, step);
  const owing = ableIn(terms, past, now).filter((a) => {
    if (state === 'open' || state === 'disputed') return true;
    if (state === 'returned') return back !== null && steps.namedIn(terms, past, back) === a;
    if (state !== 'filed' || filing === undefined) return false;
    return filing.agency !== a && !steps.agreedBy(past, filing).includes(a);
  });
  const counts = ['filed', 'confirmed', 'notCounted'].includes(state) && filing !== undefined;
  const { on, basis } = dueIn(terms, past, key, today);
  const filedOn = counts ? dates.countsOn(terms, past, filing) : null;
  return { key, kind: step, state, dueOn: on, basis, filedOn, owedBy: owing };
}

function pairStateIn(terms: AssignmentTerms, past: Past, seen: readonly Seen[]): PairState {
  const ended = endedAs(terms, past);
  if (ended !== null) return ended;
  if (isSuspended(past) && !isDoneIn(terms, past)) return 'suspended';
  if (seen.some((s) => s.state === 'returned')) return 'returned';
  if (seen.some((s) => s.state === 'disputed')) return 'disputed';
  if (seen.some((s) => s.state === 'filed')) return 'awaitingConfirmation';
  if (!allReceived(terms, past)) return 'awaiting';
  if (isDoneIn(terms, past)) return 'done';
  return isReportedIn(terms, past) ? 'reported' : 'inProgress';
}

const NOBODYS: readonly PairState[] = ['recalled', 'closedUnmet', 'suspended', 'notOpen', 'done'];

/** The column "who holds it"; a line that waits for its superior is held by that superior in any open state. */
function holderIn(
  terms: AssignmentTerms,
  past: Past,
  seen: readonly Seen[],
  state: PairState,
  now: Instant,
) {
  if (NOBODYS.includes(state)) return { offices: [], superiorsOf: [] };
  const agencies = terms.lines.map((l) => l.agency);
  const stateOf = (a: string) => lineStateIn(terms, past, a, now);
  const owes = (wanted: StepState) => (a: string) =>
    seen.some((s) => s.state === wanted && s.owedBy.includes(a));
  // From the fifth working day of silence its superior holds it.
  const isSilent = ({ kind, state: of }: Seen) => {
    const filing = kind === 'acknowledgement' ? undefined : lastFiling(past, kind);
    if (of !== 'filed' || filing === undefined) return false;
    return dates.insteadFrom(terms, past, filing, lastDay(terms, past)) <= now;
  };
  const awaited = (silent: boolean) => (a: string) =>
    seen.some((s) => s.state === 'filed' && isSilent(s) === silent && s.owedBy.includes(a));
  // In the order in which a commune meets them; their dates may be turned round.
  const unfinished = seen.filter((s) => s.state === 'open' || s.state === 'notCounted')[0];
  const office = (a: string): boolean => {
    if (state === 'returned' || state === 'disputed') return owes(state)(a);
    if (state === 'awaitingConfirmation') return awaited(false)(a);
    if (state === 'awaiting') return stateOf(a) === 'issued';
    const open = state === 'inProgress' && unfinished?.state === 'open';
    return open && unfinished.owedBy.includes(a);
  };
  const superior = (a: string): boolean => {
    if (stateOf(a) === 'exempt') return false;
    if (waits(stateOf(a))) return true;
    if (state === 'awaitingConfirmation') return awaited(true)(a);
    if (state === 'reported') return acceptanceOf(past, a) === undefined;
    return state === 'inProgress' && unfinished?.state === 'notCounted';
  };
  return { offices: agencies.filter(office), superiorsOf: agencies.filter(superior) };
}

/** Step by step, who is late if nothing is done until that day; a filed step is late for nobody. */
function owedIn(
  terms: AssignmentTerms,
  past: Past,
  seen: readonly Seen[],
  state: PairState,
  now: Instant,
  today: CivilDate,
) {
  if (NOBODYS.includes(state)) return [];
  const lines = terms.lines.map(({ agency }) => ({
    agency,
    waiting: waits(lineStateIn(terms, past, agency, now)),
  }));
  const last = versionsIn(terms, past).at(-1)!;
  return seen.flatMap(({ key: step, kind, state: of, dueOn: due, owedBy }) => {
    if (kind === 'acknowledgement')
      return lines.flatMap(({ agency, waiting }) => {
        if (isExempt(past, agency)) return [];
        if (!hasReceivedIn(past, agency)) {
          const version = dates.askedIn(terms, past).n;
          return [{ step, version, agency, bySuperior: waiting, dueOn: due }];
        }
        if (waiting || receiptOf(terms, past, agency, last.n) !== undefined) return [];
        const dueOn = dates.versionDue(terms, past, last, today);
        return [{ step, version: last.n, agency, bySuperior: false, dueOn }];
      });
    if (!['open', 'returned', 'disputed'].includes(of)) return [];
    const back = openReturn(terms, past, kind);
    const mend = back === null ? due : dates.mendBy(terms, past, kind, back, today);
    const dueOn = mend > due ? mend : due;
    const named = (agency: string) => back === null || agency === steps.namedIn(terms, past, back);
    const above = lines.filter((l) => l.waiting && named(l.agency)).map((l) => l.agency);
    return [
      ...owedBy.map((agency) => ({ step, version: 0, agency, bySuperior: false, dueOn })),
      ...above.map((agency) => ({ step, version: 0, agency, bySuperior: true, dueOn })),
    ];
  });
}

function seeFiling(terms: AssignmentTerms, past: Past, step: FiledStep, today: CivilDate) {
  const filing = lastFiling(past, step);
  if (filing === undefined) return null;
  const disputedBy = steps.disputedBy(terms, past, filing) ?? null;
  const isFiled = stepStateIn(terms, past, step) === 'filed';
  return {
    seq: filing.seq,
    n: steps.timesFiled(past, step),
    agency: filing.agency,
    heldOn: steps.heldOn(filing),
    countsOn: dates.countsOn(terms, past, filing),
    confirmedBy: steps.confirmersOf(terms, past, filing),
    disputedBy,
    decided: terms.lines.map(({ agency }) =>
      disputedBy === null ? null : (steps.decidedBy(past, filing, agency) ?? null),
    ),
    insteadFrom: isFiled ? dates.insteadFrom(terms, past, filing, today) : null,
  };
}

function seeReturn(terms: AssignmentTerms, past: Past, step: FiledStep, today: CivilDate) {
  const back = openReturn(terms, past, step);
  if (back === null) return null;
  const agency = steps.namedIn(terms, past, back);
  return { agency, mendBy: dates.mendBy(terms, past, step, back, today) };
}

function seeConference(terms: AssignmentTerms, past: Past) {
  if (steps.confirmedWith(terms, past, 'conference') === null) return null;
  const filing = lastFiling(past, 'conference');
  const held = filing === undefined ? null : steps.heldOn(filing);
  return { heldOn: held, counts: stepStateIn(terms, past, 'conference') === 'confirmed' };
}

function seeLine(
  terms: AssignmentTerms,
  past: Past,
  agency: string,
  now: Instant,
  today: CivilDate,
) {
  const asked = openRequest(past, agency);
  const of = versionsIn(terms, past).map(({ n }) => receiptOf(terms, past, agency, n));
  const accepted = acceptanceOf(past, agency);
  return {
    agency,
    state: lineStateIn(terms, past, agency, now),
    receivedOn: of.map((f) => (f === undefined ? null : receivedOn(f))),
    onPaper: of.map((f) => f?.act.kind === 'acknowledgement' && f.act.paper !== undefined),
    request:
      asked === undefined
        ? null
        : {
            seq: asked.seq,
            askedOn: day(asked.at),
            answerBy: dates.answerBy(terms, past, asked, today),
          },
    designated: designationOf(past, agency) !== undefined,
    acceptedOn: accepted === undefined ? null : day(accepted.at),
  };
}

/** Dates move when something happens: until then a suspended day is only told of. */
const lastDay = (terms: AssignmentTerms, past: Past): CivilDate =>
  day(past.at(-1)?.at ?? terms.openedAt);

/** The thing with which it last became done. */
const doneWith = (terms: AssignmentTerms, past: Past) =>
  past[past.findLastIndex((_, i) => !isDoneIn(terms, first(past, i + 1))) + 1];

/**
 * Everything the tables say about an assignment after that past. `today`: the day of the last thing told, if one
 * without effect came after all these.
 */
export function see(
  terms: AssignmentTerms,
  past: Past,
  now: Instant,
  today = lastDay(terms, past),
) {
  const seen = terms.steps.map(({ key, kind }) =>
    kind === 'acknowledgement'
      ? seeAcknowledgement(terms, past, key, now, today)
      : seeStep(terms, past, kind, now, today),
  );
  const state = pairStateIn(terms, past, seen);
  const finished = state === 'done' ? doneWith(terms, past) : undefined;
  return {
    state,
    lines: terms.lines.map(({ agency }) => seeLine(terms, past, agency, now, today)),
    steps: seen,
    filings: filedSteps(terms).map((step) => seeFiling(terms, past, step, today)),
    returns: filedSteps(terms).map((step) => seeReturn(terms, past, step, today)),
    versions: versionsIn(terms, past).map((v) => ({
      n: v.n,
      cause: v.cause,
      acknowledgeBy: v.acknowledgeBy,
      dueOn: dates.versionDue(terms, past, v, today),
      content: v.content,
    })),
    holder: holderIn(terms, past, seen, state, now),
    owed: owedIn(terms, past, seen, state, now, today),
    done:
      finished === undefined
        ? null
        : {
            on: day(finished.at),
            onTime: seen.every((s) => s.filedOn !== null && s.filedOn <= s.dueOn),
          },
    conference: seeConference(terms, past),
  };
}
export type OracleView = ReturnType<typeof see>;

/** What tells two pasts apart though they look alike today: days that dates are counted from. */
export function undercurrent(terms: AssignmentTerms, past: Past): string {
  const today = lastDay(terms, past);
  return JSON.stringify([
    isSuspended(past) ? today : null,
    versionsIn(terms, past).map((v) => day(v.at)),
    filedSteps(terms).map((kind) => {
      const { key } = terms.steps.find((s) => s.kind === kind)!;
      const filing = lastFiling(past, kind);
      const back = openReturn(terms, past, kind);
      return [
        dates.ownDue(terms, past, key, today).on,
        dates.followingDue(terms, past, key, today)?.on,
        filing && day(filing.at),
        back && day(back.by.at),
      ];
    }),
  ]);
}

/** The happenings that had effect, and every reason against each of the others. */
export function split(
  terms: AssignmentTerms,
  happenings: readonly Happening[],
): {
  readonly past: Past;
  readonly refused: readonly { readonly seq: number; readonly reasons: readonly NotApplied[] }[];
} {
  let past: Past = [];
  const refused: { seq: number; reasons: NotApplied[] }[] = [];
  for (const h of happenings) {
    const reasons = isEdict(h) ? [] : objections(terms, past, h);
    if (reasons.length === 0) past = plus(past, h);
    else refused.push({ seq: h.seq, reasons });
  }
  return { past, refused };
}

/** A pair's facts and the edicts over it as one list. */
export const together = (terms: AssignmentTerms, facts: readonly AssignmentFact[]): Happening[] =>
  [...facts, ...terms.edicts].toSorted((a, b) => a.seq - b.seq);
