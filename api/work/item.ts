/** How one line of the list is made, whoever's it is. */
import type { RolloutBase } from '#db/reads/rollouts.ts';
import type { WorkOffice } from '#db/reads/work.ts';
import type { LineView, StepView } from '#domain/assignment.ts';
import { countWorkingDays, type WorkingCalendar } from '#domain/calendar.ts';
import type { Action } from '#domain/can.ts';
import { ADJUSTMENT_REASON_LABELS, DONE_LABELS, PAIR_LABELS } from '#domain/labels.ts';
import { LINE_LABELS, STEP_STATE_LABELS } from '#domain/labels.ts';
import { overdueDays } from '#domain/ladder.ts';
import { stepDeadline } from '#domain/step-deadline.ts';
import type { Bilingual, CivilDate, Instant, Language } from '#domain/vocabulary.ts';
import type { Folded } from '#api/assignments/fold.ts';
import { stepTitle } from '#api/assignments/label.ts';
import { assumedDate } from '#api/marks.ts';
import { shownLine } from '#api/assignments/line.ts';
import { changeOf } from './change.ts';
import type { WorkAct, WorkItem, WorkSection } from './items.ts';

/** Who reads the list, and when by the programme's clock. */
export type Reader = {
  readonly language: Language;
  readonly now: Instant;
  readonly today: CivilDate;
  /** Whether the account has the right to act so for its own office, or as a superior. */
  readonly may: (action: Action) => boolean;
};

const EMPTY = {
  rollout: null,
  assignment: null,
  state: null,
  version: null,
  step: null,
  due: null,
  lines: [],
  filing: null,
  returned: null,
  request: null,
  dates: null,
  change: null,
  conferenceAbove: null,
  acts: [],
} as const;

/** An item about no assignment: a rollout as a whole, or a vacant office. */
export function plainItem(
  reader: Reader,
  section: WorkSection,
  office: WorkOffice,
  what: {
    readonly title: Bilingual;
    readonly base?: RolloutBase;
    readonly natural: string;
    readonly acts: readonly WorkAct[];
    readonly due?: WorkItem['due'];
  },
): WorkItem {
  const { base } = what;
  return {
    ...EMPTY,
    lines: [],
    key: [section, base?.key ?? '', office.unit.key, office.agency, what.natural].join(' '),
    section,
    rollout: base === undefined ? null : { id: base.id, key: base.key, title: base.title },
    unit: office.unit,
    office: { id: office.id, agency: office.agency, name: office.name, standingIn: false },
    title: what.title[reader.language],
    due: what.due ?? null,
    acts: [...what.acts],
  };
}

export type AssignmentItem = {
  readonly section: WorkSection;
  /** The agency whose line it is done for, and whether by an office that stands in. */
  readonly agency: string;
  readonly standingIn: boolean;
  readonly title: Bilingual;
  readonly step?: StepView;
  readonly dueOn?: CivilDate | null;
  /** `dueOn` is no date of the step, but a limit that runs from an act. */
  readonly limit?: true;
  readonly acts: readonly WorkAct[];
  /** The superior's view of a request: its text, and the dates it may move. */
  readonly asSuperior?: boolean;
  /** A new version is to be received: what it changes. */
  readonly asNew?: true;
};

export function assignmentItem(reader: Reader, folded: Folded, item: AssignmentItem): WorkItem {
  const { row, base, view } = folded;
  const { language } = reader;
  const line = row.offices.find((o) => o.agency === item.agency);
  const { step } = item;
  const state = view.done === null ? PAIR_LABELS[view.state] : DONE_LABELS[doneKey(view.done)];
  const dueOn = item.dueOn === undefined ? (step?.dueOn ?? null) : item.dueOn;
  const stepKey = step?.key ?? null;
  const natural = [item.section, base.key, row.unit, item.agency, stepKey ?? ''];
  return {
    key: natural.join(' '),
    section: item.section,
    rollout: { id: base.id, key: base.key, title: base.title },
    unit: { key: row.unit, name: row.unitName, tier: row.tier },
    office: {
      id: line?.office ?? '',
      agency: item.agency,
      name: line?.name ?? '',
      standingIn: item.standingIn,
    },
    assignment: row.id,
    state: { code: view.state, label: state[language] },
    version: view.versions.length,
    step: step === undefined ? null : shownStep(folded, step, language),
    title: item.title[language],
    due:
      dueOn === null
        ? null
        : dueOf(
            folded.calendar,
            dueOn,
            item.limit === true ? null : markOf(folded, step, language),
            reader,
          ),
    lines: view.lines.map((l) => workLine(folded, l, item.agency, language)),
    filing: filingOf(step),
    returned: step?.returned ?? null,
    request: requestOf(view.lines, item, language),
    dates: item.asSuperior === true ? datesOf(folded) : null,
    change: item.asNew === true ? changeOf(folded, language) : null,
    conferenceAbove: step?.kind === 'conference' ? folded.conferenceAbove : null,
    acts: [...item.acts],
  };
}

const doneKey = ({ onTime }: { readonly onTime: boolean }) => (onTime ? 'onTime' : 'late');

/** Left and overdue in working days, so that a rest day is neither. */
export function dueOf(
  calendar: WorkingCalendar,
  on: CivilDate,
  assumed: string | null,
  { now, today }: Pick<Reader, 'now' | 'today'>,
): NonNullable<WorkItem['due']> {
  return {
    on,
    workingDaysLeft: countWorkingDays(calendar, today, on),
    workingDaysOverdue: overdueDays(on, now, calendar),
    assumed,
  };
}

/** Of the date of a step that was folded. */
function markOf(
  { base, terms, planned, view }: Folded,
  step: StepView | undefined,
  language: Language,
) {
  if (step === undefined) return null;
  const { reason } = stepDeadline(terms, planned, view, step);
  return assumedDate(language, base.template, step.key, reason);
}

const shownStep = (folded: Folded, { key, kind, state }: StepView, language: Language) => ({
  key,
  kind,
  label: stepTitle(folded, key)[language],
  state: { code: state, label: STEP_STATE_LABELS[state][language] },
});

function workLine({ row }: Folded, line: LineView, reads: string, language: Language) {
  const office = row.offices.find((o) => o.agency === line.agency);
  const state = shownLine(line, reads);
  return {
    agency: line.agency,
    office: office?.office ?? '',
    officeName: office?.name ?? '',
    state: { code: state, label: LINE_LABELS[state][language] },
  };
}

function filingOf(step: StepView | undefined): WorkItem['filing'] {
  const filing = step?.filing;
  if (filing === null || filing === undefined) return null;
  const { seq, agency, on, evidence, dispute, insteadFrom } = filing;
  return { seq, agency, on, evidence: { ...evidence }, dispute, insteadFrom };
}

function requestOf(
  lines: readonly LineView[],
  { agency }: AssignmentItem,
  language: Language,
): WorkItem['request'] {
  const request = lines.find((l) => l.agency === agency)?.request ?? null;
  if (request === null) return null;
  const { reason, ...rest } = request;
  const label = ADJUSTMENT_REASON_LABELS[reason][language];
  return { ...rest, reason: { code: reason, label } };
}

/** What is due when, of the steps whose date may still be moved. */
const datesOf = ({ view }: Folded) =>
  Object.fromEntries(
    view.steps.filter((s) => s.kind !== 'acknowledgement').map((s) => [s.key, s.dueOn]),
  );
