/** The matrices are read as they are meant: every operation has its rows, and nothing in them is left to guess. */
import { describe, expect, test } from 'vitest';
import { appWithoutDatabase } from '#test/support/app.ts';
import { operationsOf } from '#test/support/operations.ts';
import { nameOf, operationIdOf, outsiderCells, readMatrix, staffCells } from './matrix.ts';
import { OUTSIDERS, STAFF } from './matrix.ts';
import { OPERATIONS, RELATIONS } from './operations.ts';

const cells = readMatrix();
const operations = operationsOf(appWithoutDatabase());

describe('the matrix and /openapi.json', () => {
  const documented = operations.map(({ operationId }) => operationId ?? '').toSorted();
  const named = (list: readonly { readonly operation: string }[]) =>
    [...new Set(list.map(operationIdOf))].toSorted();

  test('have the same operations: a new one needs its rows, a row needs its operation', () => {
    expect(named(cells.filter(({ relation }) => relation !== null))).toEqual(documented);
    expect(named(cells.filter(({ relation }) => relation === null))).toEqual(documented);
    expect(named(Object.keys(OPERATIONS).map((operation) => ({ operation })))).toEqual(documented);
  });

  test('have the same refusals: none is expected that the operation does not tell of', () => {
    const untold = cells.filter((cell) => {
      const operation = operations.find((o) => o.operationId === operationIdOf(cell));
      const { code, status } = cell.answer;
      if (code === null || code === 'account.unknown') return false;
      const told = operation?.responses[String(status)] as { description: string } | undefined;
      return told?.description.includes(`\`${code}\``) !== true;
    });
    expect(untold.map(nameOf)).toEqual([]);
  });
});

test('every relation and every kind of account occurs, and each cell once', () => {
  expect(new Set(cells.map((c) => c.relation))).toEqual(new Set([...RELATIONS, null]));
  expect(new Set(cells.map((c) => c.who))).toEqual(new Set([...STAFF, ...OUTSIDERS]));
  expect(new Set(cells.map(nameOf)).size).toBe(cells.length);
  console.log(`the authorisation matrix: ${cells.length} cells, ${operations.length} operations`);
});

const HEADER = 'operations,relations,officer,head,delegated,planner,leader,auditor,code';
const YES = 'yes,yes,yes,yes,yes,yes,';
const reading = (...lines: readonly string[]) => staffCells([HEADER, ...lines].join('\n'));
const answer = (list: ReturnType<typeof staffCells>, name: string) =>
  list.find((cell) => nameOf(cell) === name)?.answer;

describe('a row', () => {
  test('speaks of the relations it names, and * of all others that the object can have', () => {
    const list = reading('readRollout', ',self,' + YES, ',*,403,403,403,403,403,403,');
    expect(new Set(list.map((c) => c.relation)).size).toBe(6);
    expect(answer(list, 'readRollout, self: leader')).toEqual({ status: 'done', code: null });
    expect(answer(list, 'readRollout, otherBranch: leader')).toEqual({
      status: 403,
      code: 'account.forbidden',
    });
  });

  test('may stand in several blocks of one operation, and in one of several', () => {
    const list = reading(
      'readMe readWork',
      ',*,' + YES,
      'readRollout',
      ',self,' + YES,
      ',*,' + YES,
    );
    expect(list.length).toBe((2 + 6) * STAFF.length);
    const split = [
      'readRollout',
      ',self,' + YES,
      'readMe',
      ',*,' + YES,
      'readRollout',
      ',*,' + YES,
    ];
    expect(reading(...split).length).toBe((1 + 6) * STAFF.length);
  });

  test('of another state is another one', () => {
    const list = reading('readMe', ',*,' + YES, 'readMe @asleep', ',*,403,403,403,403,403,403,');
    expect(answer(list, 'readMe, self: officer')?.status).toBe('done');
    expect(answer(list, 'readMe @asleep, self: officer')?.status).toBe(403);
  });

  test('gives a deputy what a head may, and a planner with a ground what either may', () => {
    const list = reading('readMe', ',*,404,409,403,yes,403,403,act.not_applied');
    const status = (who: string) => answer(list, `readMe, self: ${who}`)?.status;
    expect(status('deputy')).toBe(409);
    expect(status('plannerHead')).toBe('done');
    const other = reading('readMe', ',*,404,409,403,403,403,403,act.not_applied');
    expect(answer(other, 'readMe, self: plannerHead')?.code).toBe('act.not_applied');
  });
});

test.each([
  ['another header', ['operations,who', 'readMe'], /^line 1: the header/],
  ['an operation that is none', [HEADER, 'readYou', ',*,' + YES], /readYou is not in operations/],
  [
    'an answer that is none',
    [HEADER, 'readMe', ',*,no,yes,yes,yes,yes,yes,'],
    /line 3: no such answer: "no"/,
  ],
  ['an empty answer', [HEADER, 'readMe', ',*,,yes,yes,yes,yes,yes,'], /line 3: no such answer: ""/],
  [
    'a status without its code',
    [HEADER, 'readMe', ',*,409,yes,yes,yes,yes,yes,'],
    /line 3: no code of 409: ""/,
  ],
  [
    'a code of another status',
    [HEADER, 'readMe', ',*,409,yes,yes,yes,yes,yes,delegation.unfit'],
    /no code of 409/,
  ],
  [
    'a relation that is none',
    [HEADER, 'readMe', ',cousin,' + YES],
    /line 3: no such relation: cousin/,
  ],
  [
    'one that the object cannot have',
    [HEADER, 'readRollout', ',parent,' + YES],
    /nobody is parent to the object/,
  ],
  [
    'two rows for one relation',
    [HEADER, 'readMe', ',self,' + YES, ',self,' + YES],
    /line 4: a second row/,
  ],
  ['two rows for all others', [HEADER, 'readMe', ',*,' + YES, ',*,' + YES], /line 4: a second \*/],
  [
    'a * that speaks of nobody',
    [HEADER, 'readMe', ',self,' + YES, ',*,' + YES],
    /line 4: nobody is left/,
  ],
  [
    'no row for a relation',
    [HEADER, 'readRollout', ',self,' + YES],
    /^readRollout has no row for partner/,
  ],
  ['a row before any operation', [HEADER, ',*,' + YES], /line 2: a row of no operation/],
  ['a cell too few', [HEADER, 'readMe', ',*,yes,yes,yes,yes,yes,yes'], /line 3: not 8 cells/],
  [
    'names and cells in one line',
    [HEADER, 'readMe,*,' + YES],
    /line 2: names of operations and a row/,
  ],
] as const)('%s is told with its line', (_, lines, message) => {
  expect(() => staffCells(lines.join('\n'))).toThrow(message);
});

test('of those without an office each operation has one row', () => {
  const header = `operations,${OUTSIDERS.join(',')},code`;
  const row = ',yes,404,404,401,401,';
  expect(outsiderCells([header, 'readMe', row].join('\n'))).toHaveLength(OUTSIDERS.length);
  expect(() => outsiderCells([header, 'readMe', row, row].join('\n'))).toThrow(/more than one row/);
});
