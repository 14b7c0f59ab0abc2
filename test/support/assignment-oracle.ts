/**
 * PRODUCT 3 once more, slowly, to judge the fold. There is no state here: every question is asked of the list of
 * facts that had effect ("is there a request that nothing after it answers?"), in the order of the ledger. Shares
 * types with `domain/`, and the working days come from the other calendar.
 */
import type { AssignmentAct, AssignmentFact, NotApplied } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { CivilDate, FiledStep, Instant } from '#domain/vocabulary.ts';
import type { LineState, PairState, StepKind, StepState } from '#domain/vocabulary.ts';
import { oracleAdd } from './calendar-oracle.ts';

type Kind = AssignmentAct['kind'];
type FactOf<K extends Kind> = AssignmentFact & {
  readonly act: Extract<AssignmentAct, { kind: K }>;
};
/** Facts that had effect, in the order of the ledger. */
export type Past = readonly AssignmentFact[];

const is =
  <K extends Kind>(kind: K) =>
  (f: AssignmentFact): f is FactOf<K> =>
    f.act.kind === kind;
const all = <K extends Kind>(past: Past, kind: K): FactOf<K>[] => past.filter(is(kind));

/** Answers what was asked before from memory: the same few days are asked for a million times. */
function remember<T>(reckon: (of: T, n: number) => CivilDate): (of: T, n?: number) => CivilDate {
  const known = new Map<string, CivilDate>();
  return (of, n = 0) => {
    const key = `${String(of)}+${n}`;
    const found = known.get(key) ?? reckon(of, n);
    known.set(key, found);
    return found;
  };
}

/** +07:00, by JavaScript's own clock. */
const day = remember((at: Instant) =>
  new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(0, 10),
);
const workingDaysAfter = remember((on: CivilDate, n) => oracleAdd(on, n));

/* ---- one office ---- */

const isExempt = (past: Past, agency: string) =>
  all(past, 'adjustmentAnswer').some((f) => f.agency === agency && f.act.answer === 'exempt');

const livingIn = (terms: AssignmentTerms, past: Past) =>
  terms.lines.map((l) => l.agency).filter((agency) => !isExempt(past, agency));

/** A question to the superior that is neither answered nor taken back. */
const openRequest = (past: Past, agency: string) =>
  all(past, 'adjustmentRequest').find(
    (asked) =>
      asked.agency === agency &&
      !all(past, 'adjustmentAnswer').some((f) => f.act.request === asked.seq) &&
      !all(past, 'adjustmentWithdrawal').some((f) => f.act.request === asked.seq),
  );

const adjustments = (past: Past) =>
  all(past, 'adjustmentAnswer').filter((f) => f.act.answer === 'adjust');
const versionIn = (past: Past) => 1 + adjustments(past).length;

/** Said "tiếp nhận", or confirmed a conference, which implies it. */
const receipts = (past: Past, agency: string) =>
  past.filter((f) => {
    if (f.agency !== agency) return false;
    if (f.act.kind === 'acknowledgement') return true;
    if (f.act.kind !== 'confirmation' || !f.act.agrees) return false;
    const { filing } = f.act;
    return past.some((g) => g.seq === filing && is('filing')(g) && stepOf(g) === 'conference');
  });
const before = (past: Past, fact: AssignmentFact) => past.slice(0, past.indexOf(fact));
const receiptOf = (past: Past, agency: string, version: number) =>
  receipts(past, agency).find((f) => versionIn(before(past, f)) === version);
const hasReceivedIn = (past: Past, agency: string) => receipts(past, agency).length > 0;

const hasAccepted = (past: Past, agency: string) =>
  past.findLast((f) => f.act.kind === 'acceptance' && f.agency === agency) !== undefined &&
  past.findLastIndex((f) => f.act.kind === 'acceptance' && f.agency === agency) >
    past.findLastIndex(is('return'));

function lineStateIn(terms: AssignmentTerms, past: Past, agency: string, now: Instant): LineState {
  if (isExempt(past, agency)) return 'exempt';
  if (openRequest(past, agency) !== undefined) return 'adjustmentRequested';
  if (hasReceivedIn(past, agency))
    return all(past, 'designation').some((f) => f.agency === agency) ? 'assigned' : 'received';
  const mine = terms.lines.flatMap((l) => (l.agency === agency ? l.staffed : []));
  const someone = mine.some(({ from, to }) => !(now < from) && (to ?? '9999') > now);
  return someone ? 'issued' : 'vacant';
}

/* ---- one step ---- */

const stepOf = (f: FactOf<'filing'>): FiledStep => f.act.evidence.step;
const filingsOf = (past: Past, step: FiledStep) =>
  all(past, 'filing').filter((f) => stepOf(f) === step);
const lastFiling = (past: Past, step: FiledStep) => filingsOf(past, step).at(-1);
const agreedBy = (past: Past, filing: AssignmentFact) =>
  all(past, 'confirmation').filter((f) => f.act.filing === filing.seq && f.act.agrees);
const objectionTo = (past: Past, filing: AssignmentFact) =>
  all(past, 'confirmation').find((f) => f.act.filing === filing.seq && !f.act.agrees);

/** Sent back and not filed again since. */
const openReturn = (past: Past, step: FiledStep) =>
  all(past, 'return').find(
    (r) =>
      r.act.step === step && !filingsOf(past, step).some((f) => past.indexOf(f) > past.indexOf(r)),
  );
/** The office named; where it was exempted since, the first of those who go on. */
const namedIn = (terms: AssignmentTerms, past: Past, back: AssignmentFact) =>
  isExempt(past, back.agency) ? livingIn(terms, past)[0] : back.agency;

/** Every living office but the one that filed has said yes, nobody said "khác", nothing was sent back. */
function isConfirmed(terms: AssignmentTerms, past: Past, step: FiledStep): boolean {
  const filing = lastFiling(past, step);
  if (filing === undefined || openReturn(past, step) !== undefined) return false;
  if (objectionTo(past, filing) !== undefined) return false;
  return livingIn(terms, past).every(
    (a) => a === filing.agency || agreedBy(past, filing).some((f) => f.agency === a),
  );
}

/** The fact by which the present filing became confirmed. */
const confirmedWith = (terms: AssignmentTerms, past: Past, step: FiledStep) =>
  past.find(
    (_, i) =>
      lastFiling(past, step) === lastFiling(past.slice(0, i + 1), step) &&
      isConfirmed(terms, past.slice(0, i + 1), step),
  );

const heldOn = (f: FactOf<'filing'>) =>
  f.act.evidence.step === 'conference' ? f.act.evidence.conference.heldOn : null;

function stepStateIn(terms: AssignmentTerms, past: Past, step: FiledStep): StepState {
  const filing = lastFiling(past, step);
  if (openReturn(past, step) !== undefined) return 'returned';
  if (filing === undefined) return 'open';
  if (objectionTo(past, filing) !== undefined) return 'disputed';
  if (!isConfirmed(terms, past, step)) return 'filed';
  const held = heldOn(filing);
  if (held === null) return 'confirmed';
  if (terms.conferenceAbove === null) return 'notCounted';
  return terms.conferenceAbove < held ? 'confirmed' : 'open';
}

/** Mended in time it keeps its date; else it has the day it was filed. */
function dateOf(past: Past, filing: FactOf<'filing'>): CivilDate {
  const on = day(filing.at);
  const earlier = before(past, filing);
  const back = openReturn(earlier, stepOf(filing));
  const mended = lastFiling(earlier, stepOf(filing));
  if (back === undefined || mended === undefined) return on;
  return on <= mendBy(back) ? dateOf(earlier, mended) : on;
}
const mendBy = (back: AssignmentFact) => workingDaysAfter(day(back.at), MEND_WITHIN);

/** The limits of the world under test (`assignment-world.ts`). */
const [MEND_WITHIN, ANSWER_WITHIN, ACKNOWLEDGE_WITHIN] = [2, 3, 2];

/* ---- the pair ---- */

const filedSteps = (terms: AssignmentTerms) =>
  terms.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [] : [s.kind]));

const isReportedIn = (terms: AssignmentTerms, past: Past) =>
  filedSteps(terms).every((step) => stepStateIn(terms, past, step) === 'confirmed') &&
  livingIn(terms, past).every((a) => hasReceivedIn(past, a));

const isDoneIn = (terms: AssignmentTerms, past: Past) =>
  isReportedIn(terms, past) &&
  (!terms.checked || livingIn(terms, past).every((a) => hasAccepted(past, a)));

/** Every reason why this act would change nothing after that past; none = it has effect. */
export function objections(
  terms: AssignmentTerms,
  past: Past,
  fact: Omit<AssignmentFact, 'seq'>,
): NotApplied[] {
  const { agency, act } = fact;
  const found: NotApplied[] = [];
  const unless = (fine: boolean, reason: NotApplied) => {
    if (!fine) found.push(reason);
  };
  unless(
    terms.lines.some((l) => l.agency === agency),
    'notNamed',
  );
  unless(!isExempt(past, agency), 'exempt');
  const asked = openRequest(past, agency);
  const done = isDoneIn(terms, past);
  switch (act.kind) {
    case 'acknowledgement':
      unless(asked === undefined, 'adjustmentPending');
      unless(act.version === versionIn(past), 'superseded');
      unless(receiptOf(past, agency, act.version) === undefined, 'alreadyReceived');
      break;
    case 'designation':
      unless(asked === undefined, 'adjustmentPending');
      unless(hasReceivedIn(past, agency), 'notReceived');
      break;
    case 'adjustmentRequest':
      unless(asked === undefined, 'adjustmentPending');
      unless(!done, 'alreadyDone');
      break;
    case 'adjustmentWithdrawal':
      unless(asked?.seq === act.request, 'answered');
      break;
    case 'adjustmentAnswer':
      unless(asked?.seq === act.request, 'answered');
      unless(act.answer !== 'exempt' || livingIn(terms, past).length > 1, 'lastLine');
      break;
    case 'acceptance':
      unless(!done, 'alreadyDone');
      unless(!hasAccepted(past, agency), 'alreadyAccepted');
      unless(isReportedIn(terms, past), 'notReported');
      break;
    case 'filing':
      return [...found, ...againstFiling(terms, past, agency, act.evidence.step)];
    case 'confirmation':
      return [...found, ...againstConfirmation(terms, past, agency, act.filing)];
    case 'return':
      unless(!done, 'alreadyDone');
      if (!filedSteps(terms).includes(act.step)) return [...found, 'noSuchStep'];
      unless(openReturn(past, act.step) === undefined, 'returned');
      unless(isConfirmed(terms, past, act.step), 'notConfirmed');
  }
  return found;
}

function againstFiling(
  terms: AssignmentTerms,
  past: Past,
  agency: string,
  step: FiledStep,
): NotApplied[] {
  if (!filedSteps(terms).includes(step)) return ['noSuchStep'];
  const done: NotApplied[] = isDoneIn(terms, past) ? ['alreadyDone'] : [];
  const back = openReturn(past, step);
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

function againstConfirmation(
  terms: AssignmentTerms,
  past: Past,
  agency: string,
  seq: number,
): NotApplied[] {
  const step = filedSteps(terms).find((s) => lastFiling(past, s)?.seq === seq);
  const filing = step === undefined ? undefined : lastFiling(past, step);
  if (step === undefined || filing === undefined) return ['superseded'];
  const found: NotApplied[] = [];
  if (filing.agency === agency) found.push('ownFiling');
  if (openReturn(past, step) !== undefined) found.push('returned');
  if (objectionTo(past, filing) !== undefined) found.push('disputed');
  if (isConfirmed(terms, past, step) || agreedBy(past, filing).some((f) => f.agency === agency))
    found.push('alreadyConfirmed');
  return found;
}

/* ---- what is seen ---- */

type Seen = {
  readonly key: string;
  readonly kind: StepKind;
  readonly state: StepState;
  readonly dueOn: CivilDate;
  readonly filedOn: CivilDate | null;
  readonly owedBy: readonly string[];
};

/** Living offices whose superior does not hold their line. */
function ableIn(terms: AssignmentTerms, past: Past, now: Instant): string[] {
  return terms.lines
    .map((l) => l.agency)
    .filter((a) => ['issued', 'received', 'assigned'].includes(lineStateIn(terms, past, a, now)));
}

/** The last version that names it; a report also follows its conference, once both agree it was held. */
function dueIn(terms: AssignmentTerms, past: Past, key: string): CivilDate {
  const step = terms.steps.find((s) => s.key === key);
  const moved = adjustments(past).findLast((f) => f.act.dates[key] !== undefined);
  const own = moved?.act.dates[key] ?? step?.dueOn ?? '';
  const anchor = step?.after?.kind;
  if (step?.after === undefined || anchor !== 'conference') return own;
  if (!['confirmed', 'notCounted'].includes(stepStateIn(terms, past, anchor))) return own;
  const filing = lastFiling(past, anchor);
  const agreed = confirmedWith(terms, past, anchor);
  const from = [day(agreed?.at ?? ''), (filing && heldOn(filing)) ?? ''].toSorted().at(-1) ?? '';
  return [own, workingDaysAfter(from, step.after.within)].toSorted()[0] ?? own;
}

function seeAcknowledgement(terms: AssignmentTerms, past: Past, key: string, now: Instant): Seen {
  const alive = livingIn(terms, past);
  const firsts = alive.map((a) => receipts(past, a)[0]);
  const days = firsts.flatMap((f) => (f === undefined ? [] : [day(f.at)])).toSorted();
  const complete = days.length === alive.length;
  return {
    key,
    kind: 'acknowledgement',
    state: complete ? 'confirmed' : 'open',
    dueOn: workingDaysAfter(day(terms.openedAt), ACKNOWLEDGE_WITHIN),
    filedOn: complete ? (days.at(-1) ?? null) : null,
    owedBy: ableIn(terms, past, now).filter(
      (a) => receiptOf(past, a, versionIn(past)) === undefined,
    ),
  };
}

function seeStep(terms: AssignmentTerms, past: Past, step: FiledStep, now: Instant): Seen {
  const key = terms.steps.find((s) => s.kind === step)?.key ?? '';
  const state = stepStateIn(terms, past, step);
  const filing = lastFiling(past, step);
  const back = openReturn(past, step);
  const owing = ableIn(terms, past, now).filter((a) => {
    if (state === 'open' || state === 'disputed') return true;
    if (state === 'returned') return back !== undefined && namedIn(terms, past, back) === a;
    if (state !== 'filed' || filing === undefined) return false;
    return filing.agency !== a && !agreedBy(past, filing).some((f) => f.agency === a);
  });
  const counts = ['filed', 'confirmed', 'notCounted'].includes(state) && filing !== undefined;
  const filedOn = counts ? dateOf(past, filing) : null;
  return { key, kind: step, state, dueOn: dueIn(terms, past, key), filedOn, owedBy: owing };
}

function pairStateIn(terms: AssignmentTerms, past: Past, steps: readonly Seen[]): PairState {
  if (steps.some((s) => s.state === 'returned')) return 'returned';
  if (steps.some((s) => s.state === 'disputed')) return 'disputed';
  if (steps.some((s) => s.state === 'filed')) return 'awaitingConfirmation';
  if (!livingIn(terms, past).every((a) => hasReceivedIn(past, a))) return 'awaiting';
  if (isDoneIn(terms, past)) return 'done';
  return isReportedIn(terms, past) ? 'reported' : 'inProgress';
}

/** The column "who holds it"; a line that waits for its superior is held by that superior in any open state. */
function holderIn(
  terms: AssignmentTerms,
  past: Past,
  steps: readonly Seen[],
  state: PairState,
  now: Instant,
) {
  const agencies = terms.lines.map((l) => l.agency);
  const stateOf = (a: string) => lineStateIn(terms, past, a, now);
  const owes = (wanted: StepState) => (a: string) =>
    steps.some((s) => s.state === wanted && s.owedBy.includes(a));
  const waits = (a: string) => ['adjustmentRequested', 'vacant'].includes(stateOf(a));
  // In the order in which a commune meets them; their dates may be turned round.
  const unfinished = steps.filter((s) => s.state === 'open' || s.state === 'notCounted')[0];
  const office: Readonly<Record<PairState, (a: string) => boolean>> = {
    recalled: () => false,
    closedUnmet: () => false,
    suspended: () => false,
    returned: owes('returned'),
    disputed: owes('disputed'),
    awaitingConfirmation: owes('filed'),
    awaiting: (a) => stateOf(a) === 'issued',
    done: () => false,
    reported: () => false,
    inProgress: (a) => unfinished?.state === 'open' && unfinished.owedBy.includes(a),
    notOpen: () => false,
  };
  const superior = (a: string) => {
    if (state === 'done' || stateOf(a) === 'exempt') return false;
    if (waits(a)) return true;
    if (state === 'reported') return !hasAccepted(past, a);
    return state === 'inProgress' && unfinished?.state === 'notCounted';
  };
  return { offices: agencies.filter(office[state]), superiorsOf: agencies.filter(superior) };
}

function seeFiling(past: Past, step: FiledStep) {
  const filing = lastFiling(past, step);
  if (filing === undefined) return null;
  return {
    seq: filing.seq,
    n: filingsOf(past, step).length,
    agency: filing.agency,
    heldOn: heldOn(filing),
    countsOn: dateOf(past, filing),
    confirmedBy: agreedBy(past, filing).map((f) => f.agency),
    disputedBy: objectionTo(past, filing)?.agency ?? null,
  };
}

function seeReturn(terms: AssignmentTerms, past: Past, step: FiledStep) {
  const back = openReturn(past, step);
  if (back === undefined) return null;
  return { agency: namedIn(terms, past, back), mendBy: mendBy(back) };
}

function seeConference(terms: AssignmentTerms, past: Past) {
  if (!isConfirmed(terms, past, 'conference')) return null;
  const filing = lastFiling(past, 'conference');
  const held = filing === undefined ? null : heldOn(filing);
  return { heldOn: held, counts: stepStateIn(terms, past, 'conference') === 'confirmed' };
}

function seeLine(terms: AssignmentTerms, past: Past, agency: string, now: Instant) {
  const versions = Array.from({ length: versionIn(past) }, (_, i) => i + 1);
  const asked = openRequest(past, agency);
  const onDay = (f: AssignmentFact | undefined) => (f === undefined ? null : day(f.at));
  return {
    agency,
    state: lineStateIn(terms, past, agency, now),
    receivedOn: versions.map((v) => onDay(receiptOf(past, agency, v))),
    request:
      asked === undefined
        ? null
        : {
            seq: asked.seq,
            askedOn: day(asked.at),
            answerBy: workingDaysAfter(day(asked.at), ANSWER_WITHIN),
          },
    designated: all(past, 'designation').some((f) => f.agency === agency),
    acceptedOn: hasAccepted(past, agency)
      ? onDay(past.findLast((f) => f.act.kind === 'acceptance' && f.agency === agency))
      : null,
  };
}

/** Everything the tables say about an assignment after that past. */
export function see(terms: AssignmentTerms, past: Past, now: Instant) {
  const steps = terms.steps.map(({ key, kind }) =>
    kind === 'acknowledgement'
      ? seeAcknowledgement(terms, past, key, now)
      : seeStep(terms, past, kind, now),
  );
  const state = pairStateIn(terms, past, steps);
  const finished = isDoneIn(terms, past)
    ? past.find((_, i) => isDoneIn(terms, past.slice(0, i + 1)))
    : undefined;
  return {
    state,
    lines: terms.lines.map(({ agency }) => seeLine(terms, past, agency, now)),
    steps,
    filings: filedSteps(terms).map((step) => seeFiling(past, step)),
    returns: filedSteps(terms).map((step) => seeReturn(terms, past, step)),
    versions: versionIn(past),
    holder: holderIn(terms, past, steps, state, now),
    done:
      finished === undefined
        ? null
        : {
            on: day(finished.at),
            onTime: steps.every((s) => s.filedOn !== null && s.filedOn <= s.dueOn),
          },
    conference: seeConference(terms, past),
  };
}
export type OracleView = ReturnType<typeof see>;

/** The facts that had effect, and every reason against each of the others. */
export function split(terms: AssignmentTerms, facts: readonly AssignmentFact[]) {
  const past: AssignmentFact[] = [];
  const refused: { readonly seq: number; readonly reasons: readonly NotApplied[] }[] = [];
  for (const fact of facts) {
    const reasons = objections(terms, past, fact);
    if (reasons.length === 0) past.push(fact);
    else refused.push({ seq: fact.seq, reasons });
  }
  return { past, refused };
}
