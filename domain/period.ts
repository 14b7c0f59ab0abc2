/**
 * Reporting periods and their due dates. The cut-off day is a setting of the programme: the 14th
 * (Decree 09/2019/NĐ-CP, Article 12), or the month's end. A year is its twelve months, so with the
 * 14th the year 2025 is 2024-12-15 .. 2025-12-14. The decree is a default for joint programmes, not
 * a constraint.
 */
import { answering } from './calendar.ts';
import type { WorkingCalendar } from './calendar.ts';
import { addDays, civilDate, daysInMonth, partsOf } from './civil-date.ts';
import { deadlineBefore, deadlineWithin } from './deadline.ts';
import type { Deadline, DeadlineRefused } from './deadline.ts';
import type { CivilDate } from './vocabulary.ts';

export const PERIOD_KINDS = ['month', 'quarter', 'half', 'nineMonths', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** `cutOffDay`: 1 to 31, the last day of each month's figures; 31 makes calendar months. */
export type PeriodSetting = { readonly cutOffDay: number };
export const DEFAULT_PERIODS: PeriodSetting = { cutOffDay: 14 };

/** Both days belong to it; `to` is the cut-off. `n` counts within the year, from 1. */
export type Period = {
  readonly key: string;
  readonly kind: PeriodKind;
  readonly year: number;
  readonly n: number;
  readonly from: CivilDate;
  readonly to: CivilDate;
};

const MONTHS: Readonly<Record<PeriodKind, number>> = {
  month: 1,
  quarter: 3,
  half: 6,
  nineMonths: 9,
  year: 12,
};

/** The n-th period of its kind in a year: `2025-M06`, `2025-Q2`, `2025-H1`, `2025-9M`, `2025-Y`. */
export function periodAt(
  setting: PeriodSetting,
  kind: PeriodKind,
  year: number,
  n: number,
): Period {
  const lastMonth = n * MONTHS[kind];
  if (!Number.isInteger(n) || n < 1 || lastMonth > 12 || (kind === 'nineMonths' && n > 1)) {
    throw new RangeError(`no ${kind} ${n} in a year`);
  }
  const firstMonth = lastMonth - MONTHS[kind] + 1;
  const before =
    firstMonth === 1 ? cutOff(setting, year - 1, 12) : cutOff(setting, year, firstMonth - 1);
  return {
    key: keyOf(kind, year, n),
    kind,
    year,
    n,
    from: addDays(before, 1),
    to: cutOff(setting, year, lastMonth),
  };
}

/** The period of its kind that a date belongs to. */
export function periodOf(
  setting: PeriodSetting,
  kind: Exclude<PeriodKind, 'nineMonths'>,
  date: CivilDate,
): Period {
  const { year, month } = reportingMonth(setting, date);
  return periodAt(setting, kind, year, Math.ceil(month / MONTHS[kind]));
}

/** The nine months a date belongs to; null in a fourth quarter, which has none. */
export function nineMonthsOf(setting: PeriodSetting, date: CivilDate): Period | null {
  const { year, month } = reportingMonth(setting, date);
  return month <= 9 ? periodAt(setting, 'nineMonths', year, 1) : null;
}

/**
 * The periods of a programme in order: the first begins with it and the last ends with it, so both
 * may be short.
 */
export function programmePeriods(
  setting: PeriodSetting,
  kind: Exclude<PeriodKind, 'nineMonths'>,
  validFrom: CivilDate,
  validTo: CivilDate,
): readonly Period[] {
  const periods: Period[] = [];
  for (let from = validFrom; from <= validTo;) {
    const whole = periodOf(setting, kind, from);
    const to = whole.to < validTo ? whole.to : validTo;
    periods.push({ ...whole, from, to });
    from = addDays(to, 1);
  }
  return periods;
}

/** Working days after the cut-off by which each tier reports and the review is held. */
export type ReportDays = {
  readonly commune: number;
  /** Absent where the tree has no districts. */
  readonly district?: number;
  readonly province: number;
  readonly review: number;
};

/** The loaded programme's own setting: assumed, no document (programme file, section 5). */
export const THREE_TIER_REPORTS: ReportDays = { commune: 2, district: 4, province: 6, review: 10 };
export const TWO_TIER_REPORTS: ReportDays = { commune: 3, province: 6, review: 10 };

export type ReportDates = {
  readonly commune: Deadline;
  readonly district?: Deadline;
  readonly province: Deadline;
  readonly review: Deadline;
};

/**
 * Decree 09/2019/NĐ-CP, Article 8(5): at least one working day after the cut-off, and a date for
 * each tier.
 */
export type ReportDaysProblem = { readonly code: 'report.no_day_left' | 'report.tiers_disordered' };

/**
 * The province's date stands `province` working days after the cut-off; the tiers below go backward
 * from it by the time each needs to add up, so their reasons name the tier they report to.
 */
export function reportDeadlines(
  days: ReportDays,
  cutOffOn: CivilDate,
  calendar: WorkingCalendar,
):
  | { readonly ok: true; readonly dates: ReportDates }
  | { readonly ok: false; readonly problem: ReportDaysProblem }
  | DeadlineRefused {
  const order = [
    days.commune,
    ...(days.district ? [days.district] : []),
    days.province,
    days.review,
  ];
  if (order.some((n, i) => i > 0 && n <= (order[i - 1] ?? 0))) {
    return { ok: false, problem: { code: 'report.tiers_disordered' } };
  }
  if (days.commune < 1) return { ok: false, problem: { code: 'report.no_day_left' } };
  return answering(() => {
    const province = deadlineWithin(calendar, 'cutOff', cutOffOn, days.province);
    const review = deadlineWithin(calendar, 'cutOff', cutOffOn, days.review);
    const top = { key: 'province', deadline: province };
    if (days.district === undefined) {
      const commune = deadlineBefore(calendar, top, days.province - days.commune);
      return { ok: true as const, dates: { commune, province, review } };
    }
    const district = deadlineBefore(calendar, top, days.province - days.district);
    const below = { key: 'district', deadline: district };
    const commune = deadlineBefore(calendar, below, days.district - days.commune);
    return { ok: true as const, dates: { commune, district, province, review } };
  });
}

function reportingMonth(
  setting: PeriodSetting,
  date: CivilDate,
): { readonly year: number; readonly month: number } {
  const { year, month } = partsOf(date);
  if (date <= cutOff(setting, year, month)) return { year, month };
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
}

/** A month without the day ends on its last one (Civil Code 2015, Article 148). */
function cutOff({ cutOffDay }: PeriodSetting, year: number, month: number): CivilDate {
  return civilDate(year, month, Math.min(cutOffDay, daysInMonth(year, month)));
}

function keyOf(kind: PeriodKind, year: number, n: number): string {
  const suffix = { month: `M${String(n).padStart(2, '0')}`, quarter: `Q${n}`, half: `H${n}` };
  if (kind === 'nineMonths') return `${year}-9M`;
  return kind === 'year' ? `${year}-Y` : `${year}-${suffix[kind]}`;
}
