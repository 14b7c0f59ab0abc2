/** The hand-kept matrices (matrix.csv, outsiders.csv) as cells: one answer for each operation, state and who asks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { PROBLEMS } from '#domain/problem-labels.ts';
import type { ProblemCode } from '#domain/problems.ts';
import { objectOf, OBJECTS, OPERATIONS, RELATIONS, type RelationName } from './operations.ts';

/** Columns of matrix.csv, and the accounts that follow from them. */
export const STAFF = [
  'officer',
  'head',
  'deputy',
  'delegated',
  'planner',
  'plannerHead',
  'leader',
  'auditor',
] as const;
export type Staff = (typeof STAFF)[number];
export const OUTSIDERS = [
  'operator',
  'foreign',
  'foreignOperator',
  'disabled',
  'anonymous',
] as const;
export type Outsider = (typeof OUTSIDERS)[number];

const COLUMNS = ['officer', 'head', 'delegated', 'planner', 'leader', 'auditor'] as const;
const ANSWERS = ['yes', '400', '401', '403', '404', '409', '422'] as const;
type Word = (typeof ANSWERS)[number];

export type Answer = {
  /** `done` is 200 or 201. */
  readonly status: 'done' | number;
  readonly code: ProblemCode | null;
};

export type Cell = {
  /** `operation`, or `operation:form`. */
  readonly operation: string;
  readonly state: string;
  /** Null for who belongs to no office. */
  readonly relation: RelationName | null;
  readonly who: Staff | Outsider;
  readonly answer: Answer;
  readonly line: number;
};

export const nameOf = ({ operation, state, relation, who }: Omit<Cell, 'answer' | 'line'>) =>
  `${operation}${state === '' ? '' : ` @${state}`}, ${relation ?? 'no office'}: ${who}`;

/** The operation's own name, without the form of its request. */
export const operationIdOf = ({ operation }: Pick<Cell, 'operation'>) =>
  operation.split(':')[0] ?? '';

const CODE_OF: Readonly<Record<string, ProblemCode>> = {
  '401': 'account.unknown',
  '403': 'account.forbidden',
  '404': 'request.not_found',
};

type Line = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/** What is wrong with a matrix, all of it at once. */
type Faults = string[];
const say = (faults: Faults, line: number, what: string) => faults.push(`line ${line}: ${what}`);

/** Both matrices as they stand in this folder. */
export function readMatrix(): readonly Cell[] {
  const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
  return [...staffCells(read('matrix.csv')), ...outsiderCells(read('outsiders.csv'))];
}

/** @throws Error that names every line at fault, and every relation that no row, or more than one, speaks of */
export function staffCells(text: string): readonly Cell[] {
  const faults = [] as Faults;
  const cells = blocksOf(text, ['relations', ...COLUMNS, 'code'], faults).flatMap((block) =>
    expand(block, faults),
  );
  return sound(cells, faults);
}

/** @throws Error as `staffCells` */
export function outsiderCells(text: string): readonly Cell[] {
  const faults = [] as Faults;
  const cells = blocksOf(text, [...OUTSIDERS, 'code'], faults).flatMap(
    ({ operation, state, rows }) => {
      if (rows.length > 1) say(faults, rows[1]!.line, `${operation} has more than one row`);
      const [row] = rows;
      if (row === undefined) return [];
      return OUTSIDERS.map((who) => {
        const answer = answerOf(row.cells[who] ?? '', row.cells['code'] ?? '', row.line, faults);
        return { operation, state, relation: null, who, answer, line: row.line };
      });
    },
  );
  return sound(cells, faults);
}

type Row = { readonly line: number; readonly cells: Readonly<Record<string, string>> };
type Block = { readonly operation: string; readonly state: string; readonly rows: readonly Row[] };

/** A line of names opens a block; the rows under it are about all of them, and blocks of one name are put together. */
function blocksOf(text: string, columns: readonly string[], faults: Faults): readonly Block[] {
  const options = { comment: '#', comment_no_infix: true, info: true, trim: true };
  const lines = parse(text, {
    ...options,
    relax_column_count: true,
    skip_empty_lines: true,
  }) as unknown as Line[];
  const [header, ...rest] = lines;
  const expected = ['operations', ...columns].join(',');
  if (header?.record.join(',') !== expected) say(faults, 1, `the header is not ${expected}`);
  const blocks = new Map<string, { operation: string; state: string; rows: Row[] }>();
  let open: { rows: Row[] }[] = [];
  for (const { record, info } of rest) {
    const [names = '', ...values] = record;
    if (names !== '') {
      if (values.length > 0) say(faults, info.lines, 'names of operations and a row in one line');
      const state = /@(\w+)/.exec(names)?.[1] ?? '';
      open = names
        .split(/\s+/)
        .filter((name) => !name.startsWith('@'))
        .map((operation) => {
          if (OPERATIONS[operation] === undefined)
            say(faults, info.lines, `${operation} is not in operations.ts`);
          const key = `${operation}@${state}`;
          const block = blocks.get(key) ?? { operation, state, rows: [] };
          blocks.set(key, block);
          return block;
        });
      continue;
    }
    if (values.length !== columns.length) say(faults, info.lines, `not ${columns.length} cells`);
    if (open.length === 0) say(faults, info.lines, 'a row of no operation');
    const cells = Object.fromEntries(columns.map((name, i) => [name, values[i] ?? '']));
    for (const { rows } of open) rows.push({ line: info.lines, cells });
  }
  return [...blocks.values()].filter(({ operation }) => OPERATIONS[operation] !== undefined);
}

/** One row for each relation: named, or by the block's `*`. */
function expand({ operation, state, rows }: Block, faults: Faults): readonly Cell[] {
  const possible = Object.keys(OBJECTS[objectOf(operation, state)]) as RelationName[];
  const found = new Map<RelationName, Row>();
  const wild = rows.filter(({ cells }) => cells['relations'] === '*');
  if (wild.length > 1) say(faults, wild[1]!.line, `a second * of ${operation}`);
  for (const row of rows.filter((r) => !wild.includes(r)))
    for (const name of (row.cells['relations'] ?? '').split(/\s+/) as RelationName[]) {
      if (!RELATIONS.includes(name)) say(faults, row.line, `no such relation: ${name}`);
      else if (!possible.includes(name))
        say(faults, row.line, `nobody is ${name} to the object of ${operation}`);
      else if (found.has(name)) say(faults, row.line, `a second row of ${operation} for ${name}`);
      found.set(name, row);
    }
  const others = possible.filter((name) => !found.has(name));
  if (others.length === 0 && wild.length > 0)
    say(faults, wild[0]!.line, `nobody is left for the * of ${operation}`);
  return possible.flatMap((relation) => {
    const row = found.get(relation) ?? wild[0];
    if (row === undefined) {
      faults.push(`${operation}${state === '' ? '' : ` @${state}`} has no row for ${relation}`);
      return [];
    }
    const of = (column: (typeof COLUMNS)[number]) =>
      answerOf(row.cells[column] ?? '', row.cells['code'] ?? '', row.line, faults);
    const answers: Record<Staff, Answer> = {
      officer: of('officer'),
      head: of('head'),
      deputy: of('head'),
      delegated: of('delegated'),
      planner: of('planner'),
      plannerHead: better(of('head'), of('planner')),
      leader: of('leader'),
      auditor: of('auditor'),
    };
    return STAFF.map((who) => ({
      operation,
      state,
      relation,
      who,
      answer: answers[who],
      line: row.line,
    }));
  });
}

function answerOf(word: string, code: string, line: number, faults: Faults): Answer {
  if (!ANSWERS.includes(word as Word)) say(faults, line, `no such answer: "${word}"`);
  if (word === 'yes') return { status: 'done', code: null };
  const plain = CODE_OF[word];
  const named = PROBLEMS[code as ProblemCode]?.status === Number(word);
  if (plain !== undefined && !named) return { status: Number(word), code: plain };
  const known = PROBLEMS[code as ProblemCode];
  if (known?.status !== Number(word)) say(faults, line, `no code of ${word}: "${code}"`);
  return { status: Number(word), code: code as ProblemCode };
}

/** Where the right is there by either of two, the state decides. */
function better(a: Answer, b: Answer): Answer {
  const rank = ({ status }: Answer) =>
    status === 'done' ? 3 : status === 403 ? 1 : status === 404 ? 0 : 2;
  return rank(b) > rank(a) ? b : a;
}

function sound(cells: readonly Cell[], faults: Faults): readonly Cell[] {
  if (faults.length > 0) throw new Error([...new Set(faults)].join('\n'));
  return cells;
}
