/**
 * CSV bytes -> rows with their places, and rows -> CSV. Nothing throws: what is wrong is told by file, row and
 * column, and the rest is read on, so that one reading tells everything. Codes stay text: no cell is ever a number.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { FolderProblem } from '#domain/programme-problems.ts';
import { readText, textProblem } from './text-file.ts';

/** The country's successions are 11,358 rows. */
export const ROWS_MAX = 200_000;

/** One row; columns that may be missing are empty then. `row` is what a spreadsheet shows, the header being 1. */
export type CsvRow<Column extends string> = {
  readonly file: string;
  readonly row: number;
  readonly cells: Readonly<Record<Column, string>>;
};

export type CsvTable<Column extends string> = {
  readonly rows: readonly CsvRow<Column>[];
  readonly problems: readonly FolderProblem[];
};

export type Columns<Required extends string, Optional extends string> = {
  readonly required: readonly Required[];
  readonly optional: readonly Optional[];
};

/** The rows whose cells could be told apart, with the columns asked for, and every problem of the file's form. */
export function readCsv<Required extends string, Optional extends string>(
  file: string,
  bytes: Uint8Array,
  columns: Columns<Required, Optional>,
): CsvTable<Required | Optional> {
  const source = readText(file, bytes);
  const table = parseTable(file, source.text);
  const [header = [], ...records] = table.records;
  const names: readonly (Required | Optional)[] = [...columns.required, ...columns.optional];
  const problems = [...source.problems, ...table.problems];
  // What cannot be read at all has no header to complain about.
  if (problems.length > 0 && header.length === 0) return { rows: [], problems };
  problems.push(...headerProblems(file, header, columns));

  const place = new Map(names.map((name) => [name, header.indexOf(name)]));
  const isClean = isPlain(source.text);
  const rows: CsvRow<Required | Optional>[] = [];
  for (const [i, cells] of records.entries()) {
    const row = i + 2;
    const shape = shapeProblem(file, row, cells, header);
    if (shape !== null) {
      problems.push(shape);
      continue;
    }
    if (!isClean) problems.push(...cellProblems(file, row, cells, header));
    // Told above where it was not NFC; read on in NFC, so that one cell is not told twice.
    const text = isClean ? cells : cells.map((cell) => cell.normalize('NFC'));
    const named = names.map((name) => [name, text[place.get(name) ?? -1] ?? ''] as const);
    const byName = Object.fromEntries(named) as Record<Required | Optional, string>;
    rows.push({ file, row, cells: byName });
  }
  return { rows, problems };
}

function parseTable(
  file: string,
  text: string,
): { readonly records: readonly (readonly string[])[]; readonly problems: FolderProblem[] } {
  const at = (row: number, code: FolderProblem['code'], found: string, expected: string) => [
    { file, row, column: null, code, found, expected },
  ];
  try {
    const records = parse(text, {
      relax_column_count: true,
      record_delimiter: ['\n'],
      // One more than allowed besides the header: enough to know that there are too many.
      to: ROWS_MAX + 2,
    });
    if (records.length <= ROWS_MAX + 1) return { records, problems: [] };
    const found = `> ${ROWS_MAX}`;
    const problems = at(ROWS_MAX + 2, 'csv.too_many_rows', found, `<= ${ROWS_MAX}`);
    return { records: records.slice(0, 1), problems };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const parsed = error['records'];
    const row = typeof parsed === 'number' ? parsed + 1 : 1;
    return { records: [], problems: at(row, 'csv.syntax', error.code, 'RFC 4180') };
  }
}

function headerProblems(
  file: string,
  header: readonly string[],
  columns: Columns<string, string>,
): readonly FolderProblem[] {
  const known = [...columns.required, ...columns.optional];
  const problem = (
    column: string,
    code: FolderProblem['code'],
    found: string,
    expected: string,
  ) => ({
    file,
    row: 1,
    column,
    code,
    found,
    expected,
  });
  const missing = columns.required
    .filter((name) => !header.includes(name))
    .map((name) => problem(name, 'csv.missing_column', header.join(','), name));
  const surplus = header.flatMap((name, i) => {
    if (header.indexOf(name) < i) return [problem(name, 'csv.duplicate_column', name, '1')];
    return known.includes(name) ? [] : [problem(name, 'csv.extra_column', name, known.join(','))];
  });
  return [...missing, ...surplus];
}

function shapeProblem(
  file: string,
  row: number,
  cells: readonly string[],
  header: readonly string[],
): FolderProblem | null {
  if (cells.length === header.length) return null;
  if (cells.length === 1 && cells[0] === '') {
    return {
      file,
      row,
      column: null,
      code: 'csv.blank_row',
      found: '""',
      expected: header.join(','),
    };
  }
  const [found, expected] = [`${cells.length}`, `${header.length}`];
  return { file, row, column: null, code: 'csv.cell_count', found, expected };
}

function cellProblems(
  file: string,
  row: number,
  cells: readonly string[],
  header: readonly string[],
): readonly FolderProblem[] {
  return cells.flatMap((cell, i): FolderProblem[] => {
    const column = header[i] ?? '';
    const problem = textProblem(cell, true);
    if (problem !== null) return [{ file, row, column, ...problem }];
    if (cell === cell.trim()) return [];
    return [
      { file, row, column, code: 'text.untrimmed', found: `"${cell}"`, expected: cell.trim() },
    ];
  });
}

/** Looking at a whole text once is much cheaper than at a hundred thousand cells; nearly every file is plain. */
function isPlain(text: string): boolean {
  return textProblem(text, true) === null && !/(^|[,"\n])\s|\s([,"\n]|$)/u.test(text.trim());
}

/** The inverse of `readCsv`: header, LF, quotes only where needed. */
export function writeCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([[...header], ...rows.map((row) => [...row])], { record_delimiter: '\n' });
}
