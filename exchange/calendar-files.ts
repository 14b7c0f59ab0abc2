/** calendar.csv and calendar-years.csv -> the working calendar. */
import {
  CALENDAR_DAY_KINDS,
  checkCalendar,
  type Calendar,
  type CalendarDay,
  type CalendarYear,
} from '#domain/calendar.ts';
import type { FolderProblem } from '#domain/programme-problems.ts';
import { CellReader } from './cells.ts';
import { readCsv } from './csv.ts';

const DAYS = 'calendar.csv';
const YEARS = 'calendar-years.csv';

const DAY_COLUMNS = {
  required: ['date', 'kind', 'name_vi', 'name_en', 'source', 'confirmed'],
  optional: [],
} as const;
const YEAR_COLUMNS = { required: ['year', 'confirmed', 'source'], optional: [] } as const;

const BOOLEANS = ['true', 'false'] as const;
/** Years of the product; also what keeps the calendar's arrays small. */
const YEAR = /^(19|20|21)\d{2}$/;

export function readCalendarFiles(
  files: { readonly days: Uint8Array; readonly years: Uint8Array },
  version: number,
): { readonly value: Calendar | undefined; readonly problems: readonly FolderProblem[] } {
  const days = readDays(files.days);
  const years = readYears(files.years);
  const problems = [...days.problems, ...years.problems];
  if (problems.length > 0) return { value: undefined, problems };
  const calendar: Calendar = { version, years: years.rows, days: days.rows };
  problems.push(...calendarProblems(calendar));
  return { value: problems.length > 0 ? undefined : calendar, problems };
}

const EXPECTED = {
  'calendar.day_twice': '1',
  'calendar.day_outside_years': YEARS,
  'calendar.wrong_weekday': 'working_saturday: 6; compensation, swapped_off: 1..5',
} as const;

type Read<T> = { readonly rows: readonly T[]; readonly problems: readonly FolderProblem[] };

function readDays(bytes: Uint8Array): Read<CalendarDay> {
  const table = readCsv(DAYS, bytes, DAY_COLUMNS);
  const cells = new CellReader(table.problems);
  const rows = table.rows.map((row) => ({
    date: cells.date(row, 'date'),
    kind: cells.oneOf(row, 'kind', CALENDAR_DAY_KINDS),
    nameVi: cells.required(row, 'name_vi'),
    nameEn: cells.required(row, 'name_en'),
    source: cells.required(row, 'source'),
    confirmed: cells.oneOf(row, 'confirmed', BOOLEANS) === 'true',
  }));
  return { rows, problems: cells.problems };
}

function readYears(bytes: Uint8Array): Read<CalendarYear> {
  const table = readCsv(YEARS, bytes, YEAR_COLUMNS);
  const cells = new CellReader(table.problems);
  const rows = table.rows.map((row) => ({
    year: Number(cells.matching(row, 'year', YEAR)),
    confirmed: cells.oneOf(row, 'confirmed', BOOLEANS) === 'true',
    source: cells.required(row, 'source'),
  }));
  return { rows, problems: cells.problems };
}

/** The calendar's own problems at their rows: where the rows are all sound, item i stands in row i + 2. */
function calendarProblems(calendar: Calendar): readonly FolderProblem[] {
  const first = calendar.years[0]?.year ?? 0;
  // In the order in which they are told.
  const gaps = calendar.years.flatMap(({ year }, i) => (year === first + i ? [] : [i]));
  const times = new Map<string, number>();
  return checkCalendar(calendar).map((problem): FolderProblem => {
    if (problem.code === 'calendar.year_gap') {
      const i = gaps.shift() ?? 0;
      const [found, expected] = [`${problem.year}`, `${first + i}`];
      return { file: YEARS, row: i + 2, column: 'year', code: problem.code, found, expected };
    }
    if (problem.code === 'calendar.empty') {
      const [found, expected] = ['0', '>= 1'];
      return { file: YEARS, row: null, column: 'year', code: problem.code, found, expected };
    }
    const { code, date } = problem;
    const rows = calendar.days.flatMap((day, i) => (day.date === date ? [i + 2] : []));
    const nth = code === 'calendar.day_twice' ? (times.get(date) ?? 0) + 1 : 0;
    times.set(date, nth);
    const row = rows[nth] ?? null;
    return { file: DAYS, row, column: 'date', code, found: date, expected: EXPECTED[code] };
  });
}
