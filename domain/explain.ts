/**
 * Why a date is what it is, in short lines for people (`lientich why`). Vietnamese as offices write
 * it, English second. A line is a sentence or a phrase of its own; nothing is said that the
 * calendar or the reason does not say.
 */
import { announcedDay, answering, isWorkingDay, neighbours } from './calendar.ts';
import type { CalendarDay, NoYear, Shift, WorkingCalendar } from './calendar.ts';
import { formatVi, formatWithWeekday, partsOf } from './civil-date.ts';
import type { Deadline, DeadlineEvent, DeadlineReason } from './deadline.ts';
import type { Bilingual, CivilDate, Language } from './vocabulary.ts';

const EVENT_LABELS: Readonly<Record<DeadlineEvent, Bilingual>> = {
  acknowledgement: { vi: 'tiếp nhận', en: 'the acknowledgement' },
  plan: { vi: 'ban hành kế hoạch', en: 'the plan' },
  conference: { vi: 'tổ chức hội nghị', en: 'the conference' },
  report: { vi: 'báo cáo', en: 'the report' },
  opening: { vi: 'được giao', en: 'the assignment' },
  version: { vi: 'điều chỉnh', en: 'the new version' },
  reinstatement: { vi: 'giao lại', en: 'the assignment anew' },
  filing: { vi: 'gửi cơ quan phối hợp xác nhận', en: 'the filing' },
  adjustmentRequest: { vi: 'đề nghị điều chỉnh', en: 'the request for adjustment' },
  return: { vi: 'trả lại, yêu cầu bổ sung', en: 'the return' },
  cutOff: { vi: 'chốt số liệu', en: 'the cut-off' },
};

/** Labels of the dates `reportDeadlines` gives. */
export const REPORT_LABELS: Readonly<Record<string, Bilingual>> = {
  commune: { vi: 'Báo cáo cấp xã', en: 'Report of the commune' },
  district: { vi: 'Báo cáo cấp huyện', en: 'Report of the district' },
  province: { vi: 'Báo cáo cấp tỉnh', en: 'Report of the province' },
  review: { vi: 'Giao ban', en: 'Review' },
};

type Words = Readonly<Record<Language, string>>;

/** Why a date is or is not a working day, with the source; a rest day with its two neighbours. */
export function explainDate(
  date: CivilDate,
  calendar: WorkingCalendar,
  language: Language,
): readonly string[] {
  const lines = answering(() => dateLines(date, calendar, language));
  return 'problem' in lines ? [noYearLine(lines.problem, language)] : lines;
}

/**
 * The date and the rule it follows, then what shifted it, then its calendar. `stepLabels` by step
 * key; a step without a label is named by its key.
 */
export function explainDeadline(
  deadline: Deadline,
  calendar: WorkingCalendar,
  language: Language,
  stepLabels: Readonly<Record<string, Bilingual>>,
): readonly string[] {
  const { on, provisional, reason } = deadline;
  const lines = [
    {
      vi: `Hạn: chậm nhất hết ngày ${formatWithWeekday(on, 'vi')}`,
      en: `Due: by the end of ${formatWithWeekday(on, 'en')}`,
    }[language],
    ...ruleLines({ reason, on }, { calendar, language, stepLabels }),
    calendarLine(reason, language),
  ];
  return provisional ? [...lines, provisionalLine(reason.stretch, calendar, language)] : lines;
}

function dateLines(date: CivilDate, calendar: WorkingCalendar, language: Language) {
  const day = announcedDay(calendar, date);
  const isWorking = isWorkingDay(calendar, date);
  const year = calendar.calendar.years.find((y) => y.year === partsOf(date).year);
  const source = day?.source ?? year?.source ?? '';
  // One announced day of a year that is not yet announced as a whole stands on its own (Tết 2027).
  const isConfirmed = day ? day.confirmed : year?.confirmed === true;
  const lines = [
    `${capitalised(formatWithWeekday(date, language))} ${dayKind(day, isWorking)[language]}`,
    { vi: `Căn cứ: ${source}`, en: `Source: ${source}` }[language],
    ...(isWorking ? [] : [neighboursLine(date, calendar, language)]),
  ];
  return isConfirmed
    ? lines
    : [...lines, provisionalLine({ from: date, to: date }, calendar, language)];
}

function dayKind(day: CalendarDay | null, isWorking: boolean): Words {
  if (day && isWorking) {
    return { vi: `là ngày làm việc: ${day.nameVi}`, en: `is a working day: ${day.nameEn}` };
  }
  if (day) return { vi: `là ngày nghỉ: ${day.nameVi}`, en: `is a day off: ${day.nameEn}` };
  if (isWorking) return { vi: 'là ngày làm việc', en: 'is a working day' };
  return { vi: 'là ngày nghỉ hằng tuần', en: 'is a weekly rest day' };
}

/** Left out at the calendar's edge, where one neighbour is not known. */
function neighboursLine(date: CivilDate, calendar: WorkingCalendar, language: Language): string {
  const both = answering(() => neighbours(calendar, date));
  if ('problem' in both) return noYearLine(both.problem, language);
  const [previous, next] = [both.previous, both.next].map((d) => formatWithWeekday(d, language));
  return {
    vi: `Ngày làm việc liền trước: ${previous}; liền sau: ${next}`,
    en: `Working day before: ${previous}; after: ${next}`,
  }[language];
}

type Reader = {
  readonly calendar: WorkingCalendar;
  readonly language: Language;
  readonly stepLabels: Readonly<Record<string, Bilingual>>;
};

function ruleLines(
  { reason, on }: Pick<Deadline, 'reason' | 'on'>,
  reader: Reader,
): readonly string[] {
  const { language, stepLabels } = reader;
  const shifts = reason.shifts.map((shift) => shiftLine(shift, reader));
  switch (reason.rule) {
    case 'typed':
      return [{ vi: '= ngày do người lập ấn định', en: '= a date set by a person' }[language]];
    case 'before': {
      const label = stepLabels[reason.step];
      const step = label ? `“${label[language]}”` : reason.step;
      const anchor = `${step}, ${formatWithWeekday(reason.stepOn, language)}`;
      const days = workingDays(reason.days)[language];
      const rule = { vi: `= ${days} trước hạn ${anchor}`, en: `= ${days} before ${anchor}` };
      return [rule[language], ...shifts];
    }
    case 'within':
      return [withinLine(reason, language), ...shifts];
    case 'withinCapped':
      return [withinLine(reason, language), cappedLine(reason.capOn, on, language), ...shifts];
    case 'moved': {
      const from = formatWithWeekday(reason.from, language);
      const rule = {
        vi: `= ngày làm việc liền sau ${from}, nay là ngày nghỉ theo lịch mới công bố`,
        en: `= the working day after ${from}, now a rest day by a calendar published since`,
      };
      return [rule[language], ...shifts, ...wasLines(reason, reader)];
    }
    case 'paused': {
      const from = formatWithWeekday(reason.from, language);
      const days = workingDays(reason.days)[language];
      const rule = {
        vi: `= ${days} sau ${from}, vì đã tạm dừng ${days}`,
        en: `= ${days} after ${from}, for a suspension of ${days}`,
      };
      return [rule[language], ...shifts, ...wasLines(reason, reader)];
    }
    case 'recounted': {
      const since = formatWithWeekday(reason.since, language);
      const days = workingDays(reason.days)[language];
      const rule = {
        vi: `= ${days} sau ${since}, đếm lại theo lịch mới công bố`,
        en: `= ${days} after ${since}, counted anew on a calendar published since`,
      };
      return [rule[language], ...shifts, ...wasLines(reason, reader)];
    }
  }
}

/** What the date was before, and why. */
function wasLines(
  { from, was }: { readonly from: CivilDate; readonly was: DeadlineReason },
  reader: Reader,
): readonly string[] {
  const { language } = reader;
  const date = formatWithWeekday(from, language);
  const before = { vi: `Trước đó, ${date}:`, en: `Before that, ${date}:` };
  return [before[language], ...ruleLines({ reason: was, on: from }, reader)];
}

function withinLine(
  reason: {
    readonly days: number;
    readonly event: DeadlineEvent;
    readonly eventOn: CivilDate;
  },
  language: Language,
): string {
  const days = workingDays(reason.days)[language];
  const event = EVENT_LABELS[reason.event][language];
  const eventOn = formatWithWeekday(reason.eventOn, language);
  return {
    vi: `= ${days} sau ngày ${event} ${eventOn} (không tính ngày đó)`,
    en: `= ${days} after ${event}, ${eventOn} (that day not counted)`,
  }[language];
}

function cappedLine(capOn: CivilDate, on: CivilDate, language: Language): string {
  const cap = formatWithWeekday(capOn, language);
  const words =
    on === capOn
      ? { vi: `nhưng không quá hạn chung ${cap}`, en: `but not after its own date, ${cap}` }
      : { vi: `trong hạn chung ${cap}`, en: `within its own date, ${cap}` };
  return words[language];
}

/** With its sources, as far as the calendar at hand has the days. */
function shiftLine({ from, to, works, name }: Shift, { calendar, language }: Reader): string {
  const words: Words = works ? { vi: 'Làm việc', en: 'Worked' } : { vi: 'Nghỉ', en: 'Off' };
  const days = from === to ? formatWithWeekday(from, language) : range(from, to);
  const within = calendar.calendar.days.filter(({ date }) => date >= from && date <= to);
  const sources = [...new Set(within.map(({ source }) => source))].join('; ');
  return `${words[language]}: ${days}, ${name[language]}${sources ? ` (${sources})` : ''}`;
}

function calendarLine(reason: DeadlineReason, language: Language): string {
  return {
    vi: `Lịch làm việc: phiên bản ${reason.calendar}`,
    en: `Working calendar: version ${reason.calendar}`,
  }[language];
}

/** Names the years of the stretch that are not announced; else a single day of it is not. */
function provisionalLine(
  stretch: { readonly from: CivilDate; readonly to: CivilDate },
  calendar: WorkingCalendar,
  language: Language,
): string {
  const [first, last] = [partsOf(stretch.from).year, partsOf(stretch.to).year];
  const years = calendar.calendar.years
    .filter(({ year, confirmed }) => !confirmed && year >= first && year <= last)
    .map(({ year }) => year)
    .join(', ');
  const words =
    years === ''
      ? {
          vi: 'Dự kiến: có ngày nghỉ chưa được công bố chính thức',
          en: 'Provisional: a day off is not yet officially announced',
        }
      : {
          vi: `Dự kiến: lịch nghỉ năm ${years} chưa được công bố đầy đủ`,
          en: `Provisional: the days off of ${years} are not fully announced yet`,
        };
  return words[language];
}

function noYearLine({ year }: NoYear, language: Language): string {
  return {
    vi: `Chưa có lịch làm việc năm ${year}: cần công bố lịch trước`,
    en: `There is no working calendar for ${year}: publish it first`,
  }[language];
}

function workingDays(n: number): Words {
  return { vi: `${n} ngày làm việc`, en: n === 1 ? '1 working day' : `${n} working days` };
}

/** `01–04/09/2023`, `29/04–03/05/2023`: what both days share is written once. */
function range(from: CivilDate, to: CivilDate): string {
  const start = formatVi(from);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${start.slice(0, 2)}–${formatVi(to)}`;
  if (from.slice(0, 4) === to.slice(0, 4)) return `${start.slice(0, 5)}–${formatVi(to)}`;
  return `${start}–${formatVi(to)}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
