/**
 * The reminders of one assignment. Each rung of each ladder ends in exactly one row: sent, or skipped with a
 * reason. A rung is judged as of the instant it fell due, so a late look writes what a punctual one would.
 */
import type { AssignmentFact, AssignmentView, StepView } from './assignment.ts';
import type { AssignmentTerms } from './assignment-state.ts';
import { viewAssignment } from './assignment-view.ts';
import { addWorkingDays } from './calendar.ts';
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
  'settledSince',
  'superiorHolds',
  'noSuperior',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A rung's natural key within its assignment. `n` tells apart the confirmations asked of one step. */
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
  /** The next instant at which a rung falls due that would be sent as things stand. */
  readonly nextAt: Instant | null;
};

export type DutyTerms = {
  readonly ladder: readonly TemplateRung[];
  readonly confirmWithin: number;
  /** Set when the rollout is closed: what is left of every ladder is skipped. */
  readonly closedAt: Instant | null;
  /** How many living superior offices each agency's line has above it. */
  readonly superiors: Readonly<Record<string, number>>;
};

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
  const asOf = new Map<Instant, AssignmentView>();
  const viewAt = (instant: Instant): AssignmentView => {
    const seen = asOf.get(instant);
    if (seen !== undefined) return seen;
    const then = facts.filter((fact) => fact.at < instant);
    const made = viewAssignment(terms, then, instant);
    asOf.set(instant, made);
    return made;
  };
  const judged: JudgedRung[] = [];
  let nextAt: Instant | null = null;
  const rungs = [...ladders(terms, duty, view), ...askedConfirmations(terms, duty, view)];
  for (const rung of rungs) {
    if (recorded.has(rungId(rung))) continue;
    const skipped = judge(rung, duty, view, viewAt, now);
    if (skipped !== 'later') judged.push({ ...rung, skipped });
    else if (owes(view, rung) && (nextAt === null || rung.dueAt < nextAt)) nextAt = rung.dueAt;
  }
  return { judged, nextAt };
}

function judge(
  rung: Rung,
  duty: DutyTerms,
  view: AssignmentView,
  viewAt: (instant: Instant) => AssignmentView,
  now: Instant,
): SkipReason | 'later' | null {
  if (rung.n === 0 && rung.version < view.versions.length) return 'amended';
  if (rung.dueAt > now) return duty.closedAt === null ? 'later' : 'closed';
  const step = view.steps.find((s) => s.key === rung.step);
  const setAt =
    step === undefined || step.kind === 'acknowledgement'
      ? view.versions.at(-1)!.madeAt
      : step.setAt;
  if (rung.n === 0 && rung.dueAt <= setAt) return 'pastWhenSet';
  if (typeof rung.to === 'object' && rung.to.superior > (duty.superiors[rung.agency] ?? 0))
    return 'noSuperior';
  const then = viewAt(rung.dueAt);
  const line = then.lines.find((l) => l.agency === rung.agency);
  if (line?.state === 'exempt') return 'exempt';
  if (line?.state === 'vacant' || line?.state === 'adjustmentRequested') return 'superiorHolds';
  if (!owes(then, rung)) return 'notOwed';
  return owes(view, rung) ? null : 'settledSince';
}

/** Whether this office owes what the rung reminds of. A filed step is no longer late for its filer. */
function owes(view: AssignmentView, rung: Rung): boolean {
  const step = view.steps.find((s) => s.key === rung.step);
  if (step === undefined || view.done !== null) return false;
  if (rung.n > 0) return step.state === 'filed' && step.filing?.n === rung.n && has(step, rung);
  return step.state !== 'filed' && has(step, rung);
}

const has = (step: StepView, rung: Rung) => step.owedBy.includes(rung.agency);

/** Every version's ladder for every step and office. */
function* ladders(terms: AssignmentTerms, duty: DutyTerms, view: AssignmentView): Generator<Rung> {
  for (const version of view.versions) {
    for (const step of view.steps) {
      const on = step.kind === 'acknowledgement' ? version.acknowledgeBy : step.dueOn;
      const applying = duty.ladder.filter(
        (r) => r.steps === undefined || r.steps.includes(step.kind),
      );
      for (const rung of rungsOf(applying, on, terms.calendar))
        for (const { agency } of view.lines)
          yield {
            step: step.key,
            version: version.n,
            agency,
            rung: rung.key,
            n: 0,
            to: rung.to,
            dueAt: rung.dueAt,
          };
    }
  }
}

/** Silent for so many working days on what the other side filed: its own superior is told, once a filing. */
function* askedConfirmations(
  terms: AssignmentTerms,
  duty: DutyTerms,
  view: AssignmentView,
): Generator<Rung> {
  const told = [{ key: 'confirm', days: 1, to: { superior: 1 }, mark: 'assumed' }] as const;
  for (const step of view.steps) {
    if (step.filing === null || step.state !== 'filed') continue;
    const patience = addWorkingDays(terms.calendar, step.filing.on, duty.confirmWithin);
    for (const agency of step.owedBy)
      for (const { to, dueAt, key } of rungsOf(told, patience, terms.calendar))
        yield {
          step: step.key,
          version: 0,
          agency,
          rung: key,
          n: step.filing.n,
          to,
          dueAt,
        };
  }
}

/** The programme's date on which a rung was judged: ledger bodies carry dates, never instants. */
export const rungOn = (rung: Rung) => localDate(rung.dueAt);
