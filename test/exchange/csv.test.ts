import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv, ROWS_MAX, writeCsv } from '#exchange/csv.ts';
import { FILE_BYTES_MAX } from '#exchange/text-file.ts';

const COLUMNS = { required: ['a', 'b'], optional: ['c'] } as const;
const read = (text: string | Uint8Array) =>
  readCsv('x.csv', typeof text === 'string' ? new TextEncoder().encode(text) : text, COLUMNS);

test('rows are numbered as a spreadsheet shows them, also after a cell with line breaks', () => {
  const { rows, problems } = read('b,a\n2,"one\ntwo\nthree"\n4,3\n');
  expect(problems).toEqual([]);
  expect(rows).toEqual([
    { file: 'x.csv', row: 2, cells: { a: 'one\ntwo\nthree', b: '2', c: '' } },
    { file: 'x.csv', row: 3, cells: { a: '3', b: '4', c: '' } },
  ]);
});

test('cells stay text: leading zeros and things that look like dates or numbers are kept', () => {
  const cells = read('a,b,c\n007,1e3,2023-01-01\n').rows[0]?.cells;
  expect(cells).toEqual({ a: '007', b: '1e3', c: '2023-01-01' });
});

test('a file is read on behind a BOM and CRLF, so that everything is told at once', () => {
  const { problems } = read('\ufeffa,b\n1,2\r\n1,\u0007\r\n');
  expect(problems.map(({ row, column, code }) => [row, column, code])).toEqual([
    [1, null, 'file.bom'],
    [2, null, 'file.crlf'],
    [3, 'b', 'text.control_character'],
  ]);
});

test.each([
  ['', 'csv.missing_column', 1],
  ['a,b,a\n1,2,3\n', 'csv.duplicate_column', 1],
  ['a,b\n1,2\n3,4"5\n', 'csv.syntax', 3],
  ['a,b\n1,2\n3,"4\n', 'csv.syntax', 3],
  ['a,b\n1,2\n\n3,4\n', 'csv.blank_row', 3],
  ['a,b\n1,2\n3\n', 'csv.cell_count', 3],
  ['a,b\n1,2\n3,4\r5\n', 'text.control_character', 3],
])('%j is refused as %s in row %i', (text, code, row) => {
  expect(read(text).problems).toContainEqual(expect.objectContaining({ code, row }));
});

test('bytes that are no UTF-8, too many of them and too many rows are refused', () => {
  expect(read(new Uint8Array([0x61, 0xff])).problems[0]?.code).toBe('file.not_utf8');
  expect(read(new Uint8Array(FILE_BYTES_MAX + 1)).problems[0]?.code).toBe('file.too_large');
  const { rows, problems } = read(`a,b\n${'1,2\n'.repeat(ROWS_MAX + 1)}`);
  expect(rows).toEqual([]);
  expect(problems).toMatchObject([{ code: 'csv.too_many_rows', row: ROWS_MAX + 2 }]);
  expect(read(`a,b\n${'1,2\n'.repeat(ROWS_MAX)}`).problems).toEqual([]);
});

test('what is written is read again', () => {
  const cell = fc.string({ unit: 'grapheme' }).map((text) =>
    text
      .normalize('NFC')
      .replaceAll(/[^\P{Cc}\n]/gu, '')
      .trim(),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), (rows) => {
      const again = read(writeCsv(['a', 'b'], rows));
      expect(again.problems).toEqual([]);
      expect(again.rows.map(({ cells }) => [cells.a, cells.b])).toEqual(rows);
    }),
  );
});
