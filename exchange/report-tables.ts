/**
 * indicators.csv and timetable.csv: only checked for now. Their tables come with the reviews; a folder that passes
 * today must not turn out to be wrong then.
 */
import { addDays } from '#domain/civil-date.ts';
import type { FolderProblem } from '#domain/programme-problems.ts';
import { MARKS } from '#domain/template.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { CellReader } from './cells.ts';
import { readCsv, type CsvRow } from './csv.ts';

const INDICATOR_COLUMNS = {
  required: [
    'code',
    'name_vi',
    'name_en',
    'kind',
    'unit',
    'reported_by',
    'qualifier_allowed',
    'part_of',
    'overlaps_with',
    'check',
    'seed_value',
    'seed_phrase',
  ],
  optional: [],
} as const;

const TIMETABLE_COLUMNS = {
  required: [
    'round',
    'from',
    'cut_off',
    'commune_due',
    'district_due',
    'province_due',
    'review_by',
    'held',
    'mark',
  ],
  optional: [],
} as const;

type IndicatorRow = CsvRow<(typeof INDICATOR_COLUMNS.required)[number]>;
type TimetableRow = CsvRow<(typeof TIMETABLE_COLUMNS.required)[number]>;

const CODE = /^[A-Z]{2}\d{2}$/;
const OVERLAP = /^([A-Z]{2}\d{2})=(unknown|disjoint|included)$/;
/** `agency@tier`, `a+b@tier` (a files, b confirms), `organiser` for the tier that held it, `derived` for nobody. */
const REPORTED_BY = new RegExp(
  `^(?:derived|[a-z][A-Za-z0-9]*(?:\\+[a-z][A-Za-z0-9]*)*)@(?:${[...TIERS, 'organiser'].join('|')})$`,
);
const QUALIFIERS = ['exact', 'exact|atLeast', 'atLeast'] as const;

export function indicatorProblems(
  file: string,
  bytes: Uint8Array,
  agencies: readonly string[],
): readonly FolderProblem[] {
  const { rows, problems } = readCsv(file, bytes, INDICATOR_COLUMNS);
  const cells = new CellReader(problems);
  if (problems.some(({ code }) => code === 'csv.missing_column')) return problems;
  const codes = new Set(rows.map((row) => row.cells.code));
  const overlaps = new Set(
    rows.flatMap((row) => overlapsOf(row).map((o) => `${row.cells.code}>${o}`)),
  );
  const seen = new Set<string>();
  for (const row of rows) {
    const { code, part_of: partOf } = row.cells;
    cells.matching(row, 'code', CODE);
    if (seen.has(code)) cells.tell(row, 'code', 'value.duplicate', '1');
    seen.add(code);
    for (const column of ['name_vi', 'name_en', 'unit'] as const) cells.required(row, column);
    cells.oneOf(row, 'kind', ['flow', 'stock']);
    cells.oneOf(row, 'qualifier_allowed', QUALIFIERS);
    checkReporters(row, agencies, cells);
    if (partOf !== '' && !codes.has(partOf))
      cells.tell(row, 'part_of', 'indicator.unknown', 'code');
    checkOverlaps(row, codes, overlaps, cells);
  }
  return cells.problems;
}

function checkReporters(row: IndicatorRow, agencies: readonly string[], cells: CellReader): void {
  const by = cells.matching(row, 'reported_by', REPORTED_BY);
  const named = by.split('@')[0]?.split('+') ?? [];
  if (named.every((agency) => agency === 'derived' || agencies.includes(agency))) return;
  if (REPORTED_BY.test(by)) cells.tell(row, 'reported_by', 'agency.unknown', agencies.join(' | '));
}

function overlapsOf(row: IndicatorRow): readonly string[] {
  return row.cells.overlaps_with === '' ? [] : row.cells.overlaps_with.split(';');
}

function checkOverlaps(
  row: IndicatorRow,
  codes: ReadonlySet<string>,
  overlaps: ReadonlySet<string>,
  cells: CellReader,
): void {
  for (const one of overlapsOf(row)) {
    const [, other, how] = OVERLAP.exec(one) ?? [];
    if (other === undefined) {
      cells.tell(row, 'overlaps_with', 'value.not_allowed', OVERLAP.source);
    } else if (!codes.has(other)) {
      cells.tell(row, 'overlaps_with', 'indicator.unknown', 'code');
    } else if (!overlaps.has(`${other}>${row.cells.code}=${how}`)) {
      const expected = `${other}: ${row.cells.code}=${how}`;
      cells.tell(row, 'overlaps_with', 'indicator.overlap_one_sided', expected);
    }
  }
}

/** Dates of a row in their order; the district's is empty where there is no such tier. */
const ORDERED = [
  'from',
  'cut_off',
  'commune_due',
  'district_due',
  'province_due',
  'review_by',
] as const;

export function timetableProblems(file: string, bytes: Uint8Array): readonly FolderProblem[] {
  const { rows, problems } = readCsv(file, bytes, TIMETABLE_COLUMNS);
  const cells = new CellReader(problems);
  if (problems.some(({ code }) => code === 'csv.missing_column')) return problems;
  const seen = new Set<string>();
  let cutOff: string | null = null;
  for (const row of rows) {
    const known = cells.problems.length;
    cells.required(row, 'held');
    cells.oneOf(row, 'mark', MARKS);
    const round = cells.required(row, 'round');
    if (seen.has(round)) cells.tell(row, 'round', 'value.duplicate', '1');
    seen.add(round);
    for (const column of ORDERED) {
      if (column === 'district_due') cells.dateOrNull(row, column);
      else cells.date(row, column);
    }
    if (cells.problems.length > known) {
      cutOff = null;
      continue;
    }
    checkOrder(row, cutOff, cells);
    cutOff = row.cells.cut_off;
  }
  return cells.problems;
}

/** A period begins the day after the last cut-off; each tier reports at least a day after the cut-off, in turn. */
function checkOrder(row: TimetableRow, lastCutOff: string | null, cells: CellReader): void {
  if (lastCutOff !== null && row.cells.from !== addDays(lastCutOff, 1)) {
    cells.tell(row, 'from', 'value.order', addDays(lastCutOff, 1));
  }
  const present = ORDERED.filter((column) => row.cells[column] !== '');
  for (const [i, column] of present.entries()) {
    const before = present[i - 1];
    if (before === undefined || row.cells[before] < row.cells[column]) continue;
    cells.tell(row, column, 'value.order', `> ${row.cells[before]}`);
  }
}
