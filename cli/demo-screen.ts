/** What the demo shows: pure text from what was read. Vietnamese first (PRODUCT 7). */
import type { RolloutSight } from '#db/reads/coverage.ts';
import { formatVi, formatWithWeekday } from '#domain/civil-date.ts';
import { PAIR_LABELS, STEP_LABELS, TIER_LABELS } from '#domain/labels.ts';
import { FILED_STEPS, STEP_KINDS, TIERS } from '#domain/vocabulary.ts';
import type { Bilingual, CivilDate, Language, StepKind, Tier } from '#domain/vocabulary.ts';
import type { Outcome, Progress } from '#db/reads/outcome.ts';
import { bar, columnsOf } from './terminal.ts';

export const REHEARSAL_MARK: Bilingual = {
  vi: 'DỮ LIỆU TẬP HUẤN – không phản ánh thực tế',
  en: 'TRAINING DATA – does not reflect reality',
};

/** One thing overdue, as the leader's table has it. */
export type OverdueLine = {
  readonly days: number;
  readonly unit: string;
  readonly step: StepKind;
  readonly holder: string;
};

/** One moment of the rollout, as read from the record. */
export type Moment = {
  readonly rollout: string;
  readonly title: string;
  readonly today: CivilDate;
  readonly tiers: RolloutSight['tiers'];
  readonly agencies: readonly { readonly code: string; readonly name: string }[];
  /** Covered recipients at whose conference that agency was present. */
  readonly byAgency: RolloutSight['agencies'];
  readonly progress: Progress;
  readonly overdue: { readonly count: number; readonly longest: readonly OverdueLine[] };
};

const CELLS = 30;
const word = (vi: string, en: string): Bilingual => ({ vi, en });
const WORDS = {
  overdue: word('Quá hạn', 'Overdue'),
  nothingOverdue: word('Không có việc quá hạn', 'Nothing is overdue'),
  days: word('ngày làm việc', 'working days'),
  holds: word('đang giữ', 'holds it'),
  done: word('Đã hoàn thành', 'Done'),
} as const;

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Recipient tiers in order, from the top down. */
const tiersOf = (moment: Pick<Moment, 'tiers'>) =>
  TIERS.flatMap((tier) => moment.tiers.filter((t) => t.tier === tier));

const coveredBy = (moment: Moment, tier: Tier, agency: string) =>
  moment.byAgency.find((a) => a.tier === tier && a.agency === agency)?.covered ?? 0;

/** The live block: date, bars by tier and by agency, where the others stand, what is overdue and who holds it. */
export function momentLines(moment: Moment, language: Language): string[] {
  const { overdue } = moment;
  const bars = tiersOf(moment).flatMap((tier) => tierBars(moment, tier, language));
  const held = overdue.longest.map(({ days, unit, step, holder }) => [
    `  ${days} ${WORDS.days[language]}`,
    unit,
    STEP_LABELS[step][language],
    `${holder} ${WORDS.holds[language]}`,
  ]);
  return [
    REHEARSAL_MARK[language],
    `${moment.title} · ${formatWithWeekday(moment.today, language)}`,
    '',
    ...columnsOf(bars, [2]),
    '',
    unusual(moment, language),
    '',
    overdue.count === 0
      ? WORDS.nothingOverdue[language]
      : `${WORDS.overdue[language]}: ${overdue.count}`,
    ...columnsOf(held),
  ];
}

type TierOf = RolloutSight['tiers'][number];

/** Done, then step by step, then which offices have received and which hold what waits. */
function tierBars(moment: Moment, { tier, of, covered }: TierOf, language: Language): string[][] {
  const { steps, sides } = moment.progress;
  const row = (name: string, n: number, note = '') => [name, bar(n, of, CELLS), `${n}/${of}`, note];
  return [
    row(upperFirst(TIER_LABELS[tier][language]), covered, WORDS.done[language]),
    ...FILED_STEPS.flatMap((kind) => {
      const step = steps.find((s) => s.tier === tier && s.kind === kind);
      return step === undefined ? [] : [row(`  ${STEP_LABELS[kind][language]}`, step.confirmed)];
    }),
    ...moment.agencies.map(({ code, name }) => {
      const side = sides.find((s) => s.tier === tier && s.agency === code);
      const holding = side?.holding ?? 0;
      const note = holding === 0 ? '' : `${WORDS.holds[language]} ${holding}`;
      const label = `  ${name}: ${lowerFirst(STEP_LABELS.acknowledgement[language])}`;
      return row(label, side?.received ?? 0, note);
    }),
  ];
}

/** What somebody has to put right, of all tiers together. */
function unusual({ tiers }: Moment, language: Language): string {
  return (['returned', 'disputed', 'awaitingConfirmation', 'reported'] as const)
    .map((state) => ({
      label: PAIR_LABELS[state][language],
      n: tiers.reduce((sum, { byState }) => sum + (byState[state] ?? 0), 0),
    }))
    .flatMap(({ label, n }) => (n === 0 ? [] : [`${label} ${n}`]))
    .join(' · ');
}

/** One line for a pipe: `cấp xã 12/106 (Tiếp nhận 106, Kế hoạch 98, Hội nghị 40, Báo cáo 13)`. */
export function momentLine(moment: Moment, language: Language): string {
  const { steps, sides } = moment.progress;
  const tiers = tiersOf(moment).map(({ tier, of, covered }) => {
    const kinds = STEP_KINDS.flatMap((kind) => {
      const step = steps.find((s) => s.tier === tier && s.kind === kind);
      return step === undefined ? [] : [`${STEP_LABELS[kind][language]} ${step.confirmed}`];
    });
    const inner = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`;
    return `${TIER_LABELS[tier][language]} ${covered}/${of}${inner}`;
  });
  const holding = moment.agencies.flatMap(({ code, name }) => {
    const n = sides.filter((s) => s.agency === code).reduce((sum, s) => sum + s.holding, 0);
    return n === 0 ? [] : [`${name} ${n}`];
  });
  const holds = holding.length === 0 ? [] : [`${WORDS.holds[language]}: ${holding.join(', ')}`];
  const { count, longest } = moment.overdue;
  const first = longest[0];
  const overdue =
    first === undefined
      ? WORDS.nothingOverdue[language]
      : `${WORDS.overdue[language]} ${count} (${first.days} ${WORDS.days[language]}: ${first.holder})`;
  return [formatVi(moment.today), ...tiers, ...holds, overdue].join(' · ');
}

/** The table of PRODUCT 2.9: a coverage names its date. */
export function coverageLines(outcome: Outcome, moment: Moment, language: Language): string[] {
  const heads = [
    word('Cấp', 'Tier')[language],
    WORDS.done[language],
    ...moment.agencies.map((a) => a.name),
  ];
  const rows = tiersOf(moment).map(({ tier, of, covered }) => [
    upperFirst(TIER_LABELS[tier][language]),
    `${covered}/${of}`,
    ...moment.agencies.map(({ code }) => `${coveredBy(moment, tier, code)}/${of}`),
  ]);
  const asOf = outcome.asOf ?? moment.today;
  const title = word(
    `Kết quả triển khai đến hết ngày ${formatVi(asOf)}`,
    `Coverage as of ${formatVi(asOf)}`,
  );
  return [REHEARSAL_MARK[language], title[language], ...columnsOf([heads, ...rows], [1, 2, 3])];
}

/** What happened, counted from the record. */
export function outcomeLines(outcome: Outcome, language: Language): string[] {
  const counted: readonly (readonly [Bilingual, number])[] = [
    [word('lượt tiếp nhận', 'acknowledgements'), outcome.acknowledgements],
    [word('đề nghị điều chỉnh', 'requests for adjustment'), outcome.adjustments],
    [word('nơi khuyết đầu mối, đã bố trí phụ trách thay', 'vacancies filled'), outcome.vacancies],
    [word('hồ sơ bị trả lại', 'dossiers returned'), outcome.returned],
    [word('hội nghị hai bên chưa thống nhất', 'conferences disputed'), outcome.disputes],
    [word('lượt nhắc việc', 'reminders'), outcome.reminders],
    [word('báo cáo cấp trên', 'reports to the superior'), outcome.reportsUp],
    [word('sự kiện được ghi nhận', 'facts'), outcome.facts],
    [word('dòng trong sổ ghi', 'ledger rows'), outcome.ledgerRows],
  ];
  return columnsOf(
    counted.map(([label, n]) => [`  ${grouped(n)}`, label[language]]),
    [0],
  );
}

/** 90725 -> 90.725, as numbers are written. */
const grouped = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, '.');
