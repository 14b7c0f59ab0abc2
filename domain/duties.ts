/**
 * The reminders of one assignment. Each rung of each ladder ends in exactly one row: sent, or skipped with a
 * reason. A rung is judged as of the instant it fell due, so a late look writes what a punctual one would.
 */
import type { AssignmentFact, AssignmentView, StepView } from './assignment.ts';
import { silenceEnds } from './assignment-due.ts';
import { edictsFelt } from './assignment-fold.ts';
import { staffedAt } from './assignment-state.ts';
import type { AssignmentTerms } from './assignment-state.ts';
import { viewAssignment } from './assignment-view.ts';
import { spansOf, viewsBefore, viewsSince, type Span } from './duty-views.ts';
import { localDate } from './civil-date.ts';
import { rungsOf } from './ladder.ts';
import type { TemplateRung } from './template.ts';
import type { Instant } from './vocabulary.ts';

export const SKIP_REASONS = [
  'amended',
  'closed',
  'exempt',
  'notOwed',
  'pastWhenSet',
  'recalled',
  'settledSince',
  'suspended',
  'superiorHolds',
  'noSuperior',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * A rung's natural key within its assignment. `n` tells apart the confirmations asked of one step. A notice of a
 * joint act or a calendar is a rung of no step: the act is its rung, and `n` the how-manieth of its kind.
 */
export type RungKey = {
  readonly step: string;
  readonly version: number;
  readonly agency: string;
  readonly rung: string;
  readonly n: number;
};
export type Rung = RungKey & { readonly to: TemplateRung['to']; readonly dueAt: Instant };

export type JudgedRung = Rung & { readonly skipped: SkipReason | null };

export type Duties = {
  readonly judged: readonly JudgedRung[];
  /** The next instant at which a rung falls due that is owed as things stand, or staffing begins or ends. */
  readonly nextAt: Instant | null;
  /** The next one at which any rung falls due, owed or not: until then a look finds nothing that this one did not. */
  readonly lookAt: Instant | null;
};

export type DutyTerms = {
  readonly ladder: readonly TemplateRung[];
  readonly confirmWithin: number;
  /** How many living superior offices each agency's line has above it. */
  readonly superiors: Readonly<Record<string, number>>;
};

export const isNotice = ({ step }: RungKey) => step === '';

export const rungId = (r: RungKey) => `${r.step}/${r.version}/${r.agency}/${r.rung}/${r.n}`;

/** Judges every rung that is due and unrecorded; `recorded` holds their `rungId`s. */
export function judgeDuties(
  terms: AssignmentTerms,
  duty: DutyTerms,
  facts: readonly AssignmentFact[],
  recorded: ReadonlySet<string>,
  now: Instant,
): Duties {
  const view = viewAssignment(terms, facts, now);
  const viewAt = viewsBefore(terms, facts);
  const viewSince = viewsSince(terms, facts, view, now);
  const over = terms.edicts.find((e) => e.kind === 'recall' || e.kind === 'close') ?? null;
  const look: Look = { view, viewAt, viewSince, duty, over, now };
  const seen = new Set(recorded);
  const judged: JudgedRung[] = [];
  const change = nextChange(terms, view, now);
  let [nextAt, lookAt] = [change, change];
  const consider = (rung: Rung, span: Span | null) => {
    if (seen.has(rungId(rung))) return;
    const skipped = judge(rung, span, look);
    if (skipped === 'later') {
      if (span?.next != null || view.state === 'suspended') return;
      lookAt = earlier(lookAt, rung.dueAt);
      if (owes(view, rung)) nextAt = earlier(nextAt, rung.dueAt);
      return;
    }
    seen.add(rungId(rung));
    judged.push({ ...rung, skipped });
  };
  for (const span of spansOf(terms, facts, view))
    for (const rung of ladder(terms, duty, span.view)) consider(rung, span);
  for (const rung of askedConfirmations(terms, facts, look)) consider(rung, null);
  for (const rung of noticesOf(terms, facts)) if (!seen.has(rungId(rung))) judged.push(rung);
  return over === null ? { judged, nextAt, lookAt } : { judged, nextAt: null, lookAt: null };
}

/** What a judgement rests on: the record now, and as it was when a rung fell due. */
type Look = {
  readonly view: AssignmentView;
  readonly viewAt: (instant: Instant) => AssignmentView;
  /** All that was done until now, with the staffing of then: who has left since has settled nothing. */
  readonly viewSince: (instant: Instant) => AssignmentView;
  readonly duty: DutyTerms;
  /** The recall or closing: what is left of every ladder is skipped. */
  readonly over: AssignmentTerms['edicts'][number] | null;
  readonly now: Instant;
};

function judge(rung: Rung, span: Span | null, look: Look): SkipReason | 'later' | null {
  const { over, now } = look;
  if (span !== null && rung.dueAt <= setAtOf(span.view, rung)) return 'pastWhenSet';
  const until = span?.next ? span.until : (over?.at ?? now);
  if (rung.dueAt <= until) {
    if (look.viewAt(rung.dueAt).state !== 'suspended') return judgeAsOf(rung, look);
    // It moves with its date when the work goes on, or falls away with it.
    if (look.view.state === 'suspended') return 'later';
    return span?.next ? inNext(rung, span.next) : 'suspended';
  }
  if (span?.next) return inNext(rung, span.next);
  if (over === null) return 'later';
  return over.kind === 'recall' ? 'recalled' : 'closed';
}

/** A rung that did not fall due while its dates held: the next dates have it again, or a new version's instead. */
const inNext = (rung: Rung, { view }: Span) =>
  view.versions.length > rung.version ? 'amended' : 'later';

function setAtOf(view: AssignmentView, rung: Rung): Instant {
  const step = view.steps.find((s) => s.key === rung.step);
  return step === undefined || step.kind === 'acknowledgement'
    ? view.versions.at(-1)!.madeAt
    : step.setAt;
}

/** As of the instant it fell due; only a sending is called off for what happened since. */
function judgeAsOf(rung: Rung, { view, viewAt, viewSince, duty }: Look): SkipReason | null {
  if (typeof rung.to === 'object' && rung.to.superior > (duty.superiors[rung.agency] ?? 0))
    return 'noSuperior';
  const then = viewAt(rung.dueAt);
  const line = then.lines.find((l) => l.agency === rung.agency);
  if (line?.state === 'exempt') return 'exempt';
  if (line?.state === 'vacant' || line?.state === 'adjustmentRequested') return 'superiorHolds';
  if (!owes(then, rung)) return 'notOwed';
  if (rung.n === 0 && view.versions.length > rung.version) return 'amended';
  return owes(viewSince(rung.dueAt), rung) ? null : 'settledSince';
}

/** Whether this office owes what the rung reminds of. A filed step is no longer late for its filer. */
function owes(view: AssignmentView, rung: Rung): boolean {
  const step = view.steps.find((s) => s.key === rung.step);
  if (step === undefined || view.done !== null) return false;
  if (rung.n > 0) return step.state === 'filed' && step.filing?.n === rung.n && has(step, rung);
  return step.state !== 'filed' && has(step, rung);
}

const has = (step: StepView, rung: Rung) => step.owedBy.includes(rung.agency);

/** The ladders of the last version, for every step and office, by the dates of that view. */
function* ladder(
  { calendar }: AssignmentTerms,
  duty: DutyTerms,
  view: AssignmentView,
): Generator<Rung> {
  const version = view.versions.at(-1)!;
  for (const step of view.steps) {
    const on = step.kind === 'acknowledgement' ? version.dueOn : step.dueOn;
    const applying = duty.ladder.filter(
      (r) => r.steps === undefined || r.steps.includes(step.kind),
    );
    for (const { key, to, dueAt } of rungsOf(applying, on, calendar))
      for (const { agency } of view.lines)
        yield { step: step.key, version: version.n, agency, rung: key, n: 0, to, dueAt };
  }
}

/** Silent for so many working days on what the other side filed: its own superior is told, once a filing. */
function* askedConfirmations(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  { view, viewAt, duty, over, now }: Look,
): Generator<Rung> {
  const told = [{ key: 'confirm', days: 1, to: { superior: 1 }, mark: 'assumed' }] as const;
  // What is said after the end has no effect.
  const heard = facts.filter((f) => over === null || f.seq < over.seq);
  for (const filed of facts) {
    if (filed.act.kind !== 'filing' && filed.act.kind !== 'correction') continue;
    const { on, calendar } = silenceEnds(terms, filed.at, duty.confirmWithin);
    for (const { to, dueAt, key } of rungsOf(told, on, calendar)) {
      const silent = terms.lines.filter(
        ({ agency }) => agency !== filed.agency && !hasSpoken(heard, filed, agency, dueAt),
      );
      if (silent.length === 0) continue;
      const then = dueAt <= now ? viewAt(dueAt) : view;
      const step = then.steps.find((s) => s.state === 'filed' && s.filing?.seq === filed.seq);
      const n = step?.filing?.n;
      if (step === undefined || n === undefined) continue;
      for (const { agency } of silent)
        if (then.lines.some((l) => l.agency === agency && l.state !== 'exempt'))
          yield { step: step.key, version: 0, agency, rung: key, n, to, dueAt };
    }
  }
}

const hasSpoken = (
  facts: readonly AssignmentFact[],
  filed: AssignmentFact,
  agency: string,
  before: Instant,
) =>
  facts.some(
    (f) =>
      f.agency === agency &&
      f.at < before &&
      f.act.kind === 'confirmation' &&
      f.act.filing === filed.seq,
  );

/** Each living office is told once of every act that changed something for the pair, when it came into force. */
function* noticesOf(
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
): Generator<JudgedRung> {
  if (terms.edicts.length === 0) return;
  for (const { edict, version, lines } of edictsFelt(terms, facts)) {
    const { kind: rung, n, at: dueAt } = edict;
    for (const { agency, exempt } of lines) {
      const skipped = exempt ? ('exempt' as const) : null;
      yield { step: '', version, agency, rung, n, to: 'office', dueAt, skipped };
    }
  }
}

/**
 * The next instant at which an assignment goes over to another holder without anybody's act: somebody stands in
 * from then on, or no longer; or a silent office's superior may confirm instead. Nobody nudges at such an instant.
 */
function nextChange(terms: AssignmentTerms, view: AssignmentView, now: Instant): Instant | null {
  if (view.state === 'suspended') return null;
  let next: Instant | null = null;
  for (const { state, filing } of view.steps)
    if (state === 'filed' && filing !== null && filing.insteadFrom > now)
      next = earlier(next, filing.insteadFrom);
  for (const line of terms.lines) {
    const state = view.lines.find((l) => l.agency === line.agency)?.state;
    if (state !== 'issued' && state !== 'vacant') continue;
    const is = staffedAt(line, now);
    for (const { from, to } of line.staffed)
      for (const at of to === null ? [from] : [from, to])
        if (at > now && staffedAt(line, at) !== is) next = earlier(next, at);
  }
  return next;
}

const earlier = (a: Instant | null, b: Instant): Instant => (a !== null && a < b ? a : b);

/** The programme's date on which a rung was judged: ledger bodies carry dates, never instants. */
export const rungOn = (rung: Rung) => localDate(rung.dueAt);
