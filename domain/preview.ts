/**
 * What a joint act would change for each recipient if it came into force at this moment: the same fold with one
 * edict more, so that the preview says what the act will do. Nothing is written.
 */
import type { AssignmentFact, AssignmentView, Edict } from './assignment.ts';
import type { AssignmentTerms } from './assignment-state.ts';
import { viewAssignment } from './assignment-view.ts';
import type { JointActTerms } from './joint-act.ts';
import { stepsOf, type RolloutTerms } from './rollout.ts';
import { datesInForce } from './rollout-dates.ts';
import type { TemplateStepKind } from './template.ts';
import type { Bilingual, CivilDate, Instant, PairState, StepKind, Tier } from './vocabulary.ts';

export const OUTCOMES = [
  'unchanged',
  'newVersion',
  'suspended',
  'resumed',
  'recalled',
  'closedUnmet',
  'opens',
  'opensLater',
  'neverOpens',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

const label = (vi: string, en: string): Bilingual => ({ vi, en });

export const OUTCOME_LABELS: Readonly<Record<Outcome, Bilingual>> = {
  unchanged: label('Không thay đổi', 'Unchanged'),
  newVersion: label('Phiên bản mới, phải tiếp nhận lại', 'A new version, to be received anew'),
  suspended: label('Tạm dừng', 'Suspended'),
  resumed: label(
    'Tiếp tục, hạn lùi theo số ngày làm việc đã tạm dừng',
    'Goes on; dates later by the working days it was suspended',
  ),
  recalled: label('Thu hồi', 'Recalled'),
  closedUnmet: label('Kết thúc, không thực hiện', 'Ends without being carried out'),
  opens: label('Được giao ngay', 'Assigned at once'),
  opensLater: label('Được giao khi đến lượt', 'Assigned when its turn comes'),
  neverOpens: label('Không giao nữa', 'Never assigned'),
};

/** A step's date as it is and as it would be; null: none. */
export type DateMove<K extends TemplateStepKind = StepKind> = {
  readonly key: string;
  readonly kind: K;
  readonly from: CivilDate | null;
  readonly to: CivilDate | null;
};

export type Preview = {
  readonly state: PairState;
  readonly outcome: Outcome;
  /** The version it would make, and by when that is to be received. */
  readonly version: { readonly n: number; readonly acknowledgeBy: CivilDate } | null;
  readonly steps: readonly DateMove[];
};

const SETTLED: readonly PairState[] = ['done', 'recalled', 'closedUnmet'];

/** By the state alone: what lists count by. An issue reaches whom nothing has been given to yet. */
export function outcomeOf(
  { template }: Pick<RolloutTerms, 'template'>,
  act: JointActTerms,
  tier: Tier,
  state: PairState,
): Outcome {
  if (SETTLED.includes(state)) return 'unchanged';
  const isOpen = state !== 'notOpen';
  switch (act.kind) {
    case 'issue':
      return isOpen ? 'unchanged' : 'opensLater';
    case 'amend':
      if (!touches(template, act, tier)) return 'unchanged';
      return isOpen ? 'newVersion' : 'opensLater';
    case 'suspend':
      return 'suspended';
    case 'resume':
      return isOpen ? 'resumed' : 'opensLater';
    case 'recall':
      return isOpen ? 'recalled' : 'neverOpens';
    case 'close':
      return isOpen ? 'closedUnmet' : 'neverOpens';
  }
}

/** It has content, or names a step of that tier. */
const touches = (
  template: RolloutTerms['template'],
  { content, dates }: Extract<JointActTerms, { kind: 'amend' }>,
  tier: Tier,
) =>
  content !== null ||
  stepsOf({ template, dates }, tier).some(
    ({ key, kind }) => kind !== 'acknowledgement' && dates[key] !== undefined,
  );

/** A recipient that has its assignment. */
export function previewAssignment(
  rollout: Pick<RolloutTerms, 'template'>,
  tier: Tier,
  terms: AssignmentTerms,
  facts: readonly AssignmentFact[],
  act: JointActTerms,
  now: Instant,
): Preview {
  const before = viewAssignment(terms, facts, now);
  const edicts = [...terms.edicts, ...edictOf(act, now)];
  const after = viewAssignment({ ...terms, edicts }, facts, now);
  const made = after.versions.length > before.versions.length ? after.versions.at(-1) : undefined;
  return {
    state: before.state,
    outcome: outcomeOf(rollout, act, tier, before.state),
    version: made === undefined ? null : { n: made.n, acknowledgeBy: made.acknowledgeBy },
    steps: before.steps.map((step) => ({
      key: step.key,
      kind: step.kind,
      from: step.dueOn,
      to: dateAfter(step, after),
    })),
  };
}

/** What is filed keeps its date; what will not be asked for any more has none. */
function dateAfter(
  { key, filedOn }: AssignmentView['steps'][number],
  after: AssignmentView,
): CivilDate | null {
  const ended = after.state === 'recalled' || after.state === 'closedUnmet';
  if (ended && filedOn === null) return null;
  return after.steps.find((s) => s.key === key)?.dueOn ?? null;
}

/** A recipient whose turn has not come: the dates that it would be opened with. */
export function previewRecipient(
  terms: RolloutTerms,
  tier: Tier,
  act: JointActTerms,
  now: Instant,
  opensAtOnce: boolean,
): Preview {
  const outcome = outcomeOf(terms, act, tier, 'notOpen');
  const was = datesInForce(terms, terms.edicts).dates;
  const will = datesInForce(terms, [...terms.edicts, ...edictOf(act, now)]).dates;
  const { template } = terms;
  return {
    state: 'notOpen',
    outcome: act.kind === 'issue' && opensAtOnce ? 'opens' : outcome,
    version: null,
    steps: stepsOf({ template, dates: was }, tier).map(({ key, kind }) => ({
      key,
      kind,
      from: act.kind === 'issue' ? null : (was[key] ?? null),
      to: outcome === 'neverOpens' ? null : (will[key] ?? null),
    })),
  };
}

/** Dates of the top tier, which has no assignment: those of an issue, else what the act would move. */
export function previewTop(
  terms: RolloutTerms,
  tier: Tier,
  act: JointActTerms,
  now: Instant,
): readonly DateMove<TemplateStepKind>[] {
  const was = datesInForce(terms, terms.edicts).dates;
  const will = datesInForce(terms, [...terms.edicts, ...edictOf(act, now)]).dates;
  return terms.template.steps.flatMap(({ key, kind, tier: of }) => {
    const from = act.kind === 'issue' ? null : (was[key] ?? null);
    const to = will[key] ?? null;
    // The issue's own day has been.
    const past = kind === 'issue' && act.kind !== 'issue';
    return of === tier && from !== to && !past ? [{ key, kind, from, to }] : [];
  });
}

/** The act as it would stand at the end of the ledger; an issue is no edict. */
function edictOf(act: JointActTerms, at: Instant): Edict[] {
  if (act.kind === 'issue') return [];
  return [{ seq: Number.MAX_SAFE_INTEGER, at, n: 1, ...act }];
}

/** How many recipients would come to which outcome; one that nobody comes to is left out. */
export function previewTotals(
  rollout: Pick<RolloutTerms, 'template'>,
  act: JointActTerms,
  tiers: readonly {
    readonly tier: Tier;
    readonly byState: Readonly<Partial<Record<PairState, number>>>;
  }[],
): Partial<Record<Outcome, number>> {
  const totals: Partial<Record<Outcome, number>> = {};
  for (const { tier, byState } of tiers)
    for (const [state, n] of Object.entries(byState) as [PairState, number][]) {
      const outcome = outcomeOf(rollout, act, tier, state);
      totals[outcome] = (totals[outcome] ?? 0) + n;
    }
  return totals;
}
