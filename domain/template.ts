import type { DeadlineReason } from './deadline.ts';
import type { Bilingual, CivilDate, StepKind, Tier } from './vocabulary.ts';

/** A rollout's acts of the joint kind: not steps of an assignment, but dates in the same chain. */
export type TemplateStepKind = StepKind | 'issue' | 'summary' | 'closing';

/**
 * One dated step of a rollout's template. `offset` = working days from this step's date back from the next
 * remaining step's (backward planning); the last has none and is typed. An acknowledgement has `within`
 * instead: working days after its receiving gate opened. A step may also be due `withinOf` working days after
 * another one was held, but never after its own date.
 */
export type TemplateStep = {
  readonly key: string; // P1, D2, C3 ...
  readonly tier: Tier;
  readonly kind: TemplateStepKind;
  readonly label: Bilingual;
  readonly offset?: number;
  readonly within?: number;
  readonly after?: { readonly kind: StepKind; readonly within: number };
  /** Of the step itself: that there is such a step, and its label. */
  readonly mark: Mark;
  /** Of its offset, `within` or typed date, where that is known from elsewhere than the step. */
  readonly dateMark?: Mark;
};

/** Where a value comes from; `assumed` is shown as "giả định, chưa có văn bản" wherever the value is. */
export const MARKS = ['seed', 'press', 'law', 'assumed'] as const;
export type Mark = (typeof MARKS)[number];

/**
 * The mark of a step's date: of the step itself, else of how its date is reckoned. A date that a person has set,
 * in a signed act or on request, is stated by that; what moved it later (a suspension, a calendar) says nothing new.
 */
export function markOfDate(
  { steps }: Pick<Template, 'steps'>,
  key: string,
  reason: DeadlineReason | null,
): Mark | undefined {
  const step = steps.find((s) => s.key === key);
  if (step === undefined || step.mark === 'assumed') return step?.mark;
  return reason !== null && setBy(reason) === 'typed' ? step.mark : (step.dateMark ?? step.mark);
}

const setBy = (reason: DeadlineReason): DeadlineReason['rule'] =>
  'was' in reason ? setBy(reason.was) : reason.rule;

/** One rung of a step's reminder ladder: `days` working days after (+) or before (-) the deadline, at 07:00. */
export type TemplateRung = {
  readonly key: string;
  readonly days: number;
  /** `office` = the one that owes; `superior` = that many steps up its own agency's tree. */
  readonly to: 'office' | { readonly superior: number };
  /** Only for these kinds of step; without it for all. */
  readonly steps?: readonly StepKind[];
  readonly mark: Mark;
};

/** A rollout's template: frozen on the rollout at issue, so that a deploy never fires past rungs. */
export type Template = {
  readonly key: string;
  readonly title: Bilingual;
  readonly rulesVersion: number;
  /** `atIssue`: every gate opens at once; `byTier`: when the plan of the tier above is confirmed. */
  readonly receiving: 'byTier' | 'atIssue';
  /** Without a check an assignment is done as soon as its steps are confirmed. */
  readonly checked: boolean;
  /** In the order of their dates; acknowledgements may stand anywhere. */
  readonly steps: readonly TemplateStep[];
  readonly ladder: readonly TemplateRung[];
  /** Working days a superior has to answer a request for adjustment, and an office to mend what was returned. */
  readonly answerWithin: number;
  readonly mendWithin: number;
  /** Working days after which a silent confirmation is told to the silent office's own superior. */
  readonly confirmWithin: number;
  /** Working days after which that superior may confirm instead of it. */
  readonly insteadAfter: number;
  /** Default date of P1 in the source programme, if it has one. */
  readonly issueOn?: CivilDate;
  readonly closeOn?: CivilDate;
};
