/** Cells of a table -> values. What is wrong with one is told with its place; reading goes on with what is there. */
import type { FolderProblem } from '#domain/programme-problems.ts';
import { isProgrammeDate } from '#domain/programme.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import type { CsvRow } from './csv.ts';

export class CellReader {
  /** Those of the table, then those of the cells read. */
  readonly problems: FolderProblem[];

  constructor(problems: readonly FolderProblem[]) {
    this.problems = [...problems];
  }

  required<C extends string>(row: CsvRow<C>, column: NoInfer<C>): string {
    if (row.cells[column] === '') this.tell(row, column, 'value.required', '...');
    return row.cells[column];
  }

  matching<C extends string>(row: CsvRow<C>, column: NoInfer<C>, form: RegExp): string {
    const cell = row.cells[column];
    if (!form.test(cell)) this.tell(row, column, 'value.not_allowed', form.source);
    return cell;
  }

  oneOf<C extends string, const T extends string>(
    row: CsvRow<C>,
    column: NoInfer<C>,
    allowed: readonly [T, ...T[]],
  ): T {
    const one = allowed.find((value) => value === row.cells[column]);
    if (one === undefined) this.tell(row, column, 'value.not_allowed', allowed.join(' | '));
    return one ?? allowed[0];
  }

  date<C extends string>(row: CsvRow<C>, column: NoInfer<C>): CivilDate {
    const cell = row.cells[column];
    if (!isProgrammeDate(cell)) this.tell(row, column, 'value.not_a_date', 'YYYY-MM-DD');
    return cell;
  }

  dateOrNull<C extends string>(row: CsvRow<C>, column: NoInfer<C>): CivilDate | null {
    return row.cells[column] === '' ? null : this.date(row, column);
  }

  tell<C extends string>(
    { file, row, cells }: CsvRow<C>,
    column: NoInfer<C>,
    code: FolderProblem['code'],
    expected: string,
  ): void {
    this.problems.push({ file, row, column, code, found: cells[column], expected });
  }
}
