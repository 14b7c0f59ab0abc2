/**
 * A programme's tree of units out of the rows of unit files (a province's, or the whole country's): what is wrong with
 * a row, with the whole tree, and the units themselves. A parent is named by its code, so it is looked for among the units that live at the same time:
 * one code belongs to several units one after the other.
 */
import type { FolderProblemCode } from './programme-problem-texts.ts';
import { compareText, type FolderProblem } from './programme-problems.ts';
import {
  covers,
  isProgrammeDate,
  overlap,
  UNIT_KIND_WORDS,
  type Unit,
  type UnitKind,
  type Valid,
} from './programme.ts';
import { searchName } from './search-name.ts';
import { TIERS, type Tier } from './vocabulary.ts';

/** A row of a unit file as text, with its place. */
export type UnitRow = {
  readonly file: string;
  readonly row: number;
  readonly unit_key: string;
  readonly code: string;
  readonly tier: string;
  readonly kind: string;
  readonly name: string;
  readonly parent_code: string;
  readonly province_code: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly valid_from_basis: string;
};

const CODE_DIGITS = { central: 2, province: 2, district: 3, commune: 5 } as const;

const KINDS_OF_TIER: Readonly<Record<Tier, readonly UnitKind[]>> = {
  central: ['nuoc'],
  province: ['tinh', 'thanh_pho'],
  district: ['quan', 'huyen', 'thi_xa', 'thanh_pho'],
  commune: ['xa', 'phuong', 'thi_tran', 'dac_khu'],
};

/** `/` and `@` are left out: they separate keys in paths and in the keys of offices. */
const TREE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$/;

type Column = Exclude<keyof UnitRow, 'file' | 'row'>;

/** What is wrong with one row, seen alone. */
export function unitRowProblems(row: UnitRow): readonly FolderProblem[] {
  const tier = TIERS.find((t) => t === row.tier);
  const at = (column: Column, code: FolderProblemCode, expected: string) =>
    problemAt(row, column, code, expected);
  if (tier === undefined) return [at('tier', 'value.not_allowed', TIERS.join(' | '))];
  const kind = KINDS_OF_TIER[tier].find((k) => k === row.kind);
  const ofCode = codeProblems(row, 'code', [CODE_DIGITS[tier]]);
  const problems = [
    ...ofCode,
    ...codeProblems(row, 'parent_code', parentDigits(tier)),
    ...codeProblems(row, 'province_code', [CODE_DIGITS.province]),
    ...dateProblems(row),
  ];
  if (kind === undefined) {
    problems.push(at('kind', 'unit.kind_not_of_tier', KINDS_OF_TIER[tier].join(' | ')));
  } else if (!row.name.toLowerCase().startsWith(`${UNIT_KIND_WORDS[kind]} `)) {
    problems.push(at('name', 'unit.name_without_kind', `${UNIT_KIND_WORDS[kind]} ...`));
  }
  // A damaged code would only be told a second time.
  if (ofCode.length > 0) return problems;
  const colon = row.unit_key.lastIndexOf(':');
  if (row.unit_key.slice(colon + 1) !== row.code || !TREE.test(row.unit_key.slice(0, colon))) {
    problems.push(at('unit_key', 'unit.key_malformed', `<tree>:${row.code}`));
  }
  return problems;
}

/** A province names nobody above it: no official list does, and there is one at most. */
function parentDigits(tier: Tier): readonly number[] {
  if (tier === 'central' || tier === 'province') return [0];
  return tier === 'district' ? [2, 3] : [2, 3, 5];
}

/** A parent of the wrong tier is the tree's matter; here only its form counts. */
function codeProblems(
  row: UnitRow,
  column: 'code' | 'parent_code' | 'province_code',
  digits: readonly number[],
): readonly FolderProblem[] {
  const code = row[column];
  if (digits.includes(code.length) && /^\d*$/.test(code)) return [];
  if (column === 'parent_code' && digits[0] === 0) {
    return [problemAt(row, column, 'unit.parent_tier', '""')];
  }
  const expected = digits.map((n) => `[0-9]{${n}}`).join(' | ');
  if (code === '') return [problemAt(row, column, 'value.required', expected)];
  const isShort = /^\d+$/.test(code) && code.length < Math.max(...digits);
  return [
    problemAt(
      row,
      column,
      isShort ? 'unit.leading_zeros_lost' : 'unit.code_malformed',
      isShort && digits.length === 1 ? code.padStart(digits[0] ?? 0, '0') : expected,
    ),
  ];
}

function dateProblems(row: UnitRow): readonly FolderProblem[] {
  const hasFrom = isProgrammeDate(row.valid_from);
  const hasTo = row.valid_to === '' || isProgrammeDate(row.valid_to);
  const problems: FolderProblem[] = [];
  if (!hasFrom) problems.push(problemAt(row, 'valid_from', 'value.not_a_date', 'YYYY-MM-DD'));
  if (!hasTo) problems.push(problemAt(row, 'valid_to', 'value.not_a_date', 'YYYY-MM-DD | ""'));
  if (hasFrom && hasTo && row.valid_to !== '' && row.valid_to < row.valid_from) {
    problems.push(problemAt(row, 'valid_to', 'unit.validity_reversed', `>= ${row.valid_from}`));
  }
  return problems;
}

/** A row whose own problems are mended: only such rows make a tree. */
type Node = UnitRow & Valid & { readonly tier: Tier; readonly kind: UnitKind; parent: Node | null };

/**
 * The units of one province, in official order, and what is wrong with the tree; of all provinces where the code is
 * that of the unit above them. Keys and codes are checked over all rows, also those of other provinces; without
 * the province there are simply no units.
 */
export function buildUnits(
  rows: readonly UnitRow[],
  provinceCode: string,
): { readonly units: readonly Unit[]; readonly problems: readonly FolderProblem[] } {
  const named = rows.filter((row) => row.province_code === provinceCode);
  const own = (named.some((row) => row.tier === 'central') ? rows : named).map(asNode);
  const problems = [...identityProblems(rows), ...linkParents(own)];
  return { units: problems.length > 0 ? [] : inOrder(own), problems };
}

/** `unitRowProblems` has found nothing, so tier and kind are what they say. */
function asNode(row: UnitRow): Node {
  return {
    ...row,
    tier: row.tier as Tier,
    kind: row.kind as UnitKind,
    ...validityOf(row),
    parent: null,
  };
}

/** Two rows of one key, or one code at one time: the later row is told. Under another name the code is re-used. */
function identityProblems(rows: readonly UnitRow[]): readonly FolderProblem[] {
  const byKey = new Map<string, UnitRow>();
  const byCode = Map.groupBy(rows, ({ code }) => code);
  const problems: FolderProblem[] = [];
  for (const row of rows) {
    const sameKey = byKey.get(row.unit_key);
    byKey.set(row.unit_key, sameKey ?? row);
    const twin = sameKey ?? bearerAtThatTime(row, byCode.get(row.code) ?? []);
    if (twin === undefined) continue;
    const column = sameKey === undefined ? 'code' : 'unit_key';
    if (twin.name !== row.name) {
      const found = `${row[column]} ${row.name}`;
      const expected = `${twin[column]} ${twin.name} (${placeOf(twin)})`;
      problems.push({ ...problemAt(row, column, 'unit.code_reused', expected), found });
    } else {
      const code = sameKey === undefined ? 'unit.duplicate_code' : 'unit.duplicate_key';
      problems.push(problemAt(row, column, code, `1 (${placeOf(twin)})`));
    }
  }
  return problems;
}

/** The row before this one whose unit bears the code while this one's does. */
function bearerAtThatTime(row: UnitRow, bearers: readonly UnitRow[]): UnitRow | undefined {
  if (bearers[0] === row) return undefined;
  const before = bearers.slice(0, bearers.indexOf(row));
  return before.find((other) => overlap(validityOf(other), validityOf(row)));
}

function validityOf(row: UnitRow): Valid {
  return { validFrom: row.valid_from, validTo: row.valid_to === '' ? null : row.valid_to };
}

/** Gives each unit its parent; what is returned says why one has none. */
function linkParents(nodes: readonly Node[]): readonly FolderProblem[] {
  const byCode = Map.groupBy(nodes, ({ code }) => code);
  const central = nodes.filter(({ tier }) => tier === 'central');
  const orphans: FolderProblem[] = [];
  for (const node of nodes) {
    if (node.tier === (central.length > 0 ? 'central' : 'province')) continue;
    const named = node.tier === 'province' ? central : (byCode.get(node.parent_code) ?? []);
    node.parent = named.find((n) => covers(n, node)) ?? named.find((n) => overlap(n, node)) ?? null;
    if (node.parent !== null) continue;
    const late = named[0];
    orphans.push(late === undefined ? unknownParent(node) : gap(node, late));
  }
  const cycles = findCycles(nodes);
  const cyclic = new Set(cycles.flat());
  const placed = nodes.flatMap((node): FolderProblem[] => {
    const { parent } = node;
    if (parent === null || cyclic.has(node)) return [];
    if (TIERS.indexOf(parent.tier) >= TIERS.indexOf(node.tier)) {
      const found = `${parent.code} (${parent.tier})`;
      return [{ ...problemAt(node, 'parent_code', 'unit.parent_tier', `> ${node.tier}`), found }];
    }
    return covers(parent, node) ? [] : [gap(node, parent)];
  });
  return [...orphans, ...cycles.map(cycle), ...placed];
}

function unknownParent(node: Node): FolderProblem {
  return problemAt(
    node,
    'parent_code',
    'unit.unknown_parent',
    `province_code ${node.province_code}`,
  );
}

/** The circles among the units, each from the first of its rows on. Every unit is walked over once. */
function findCycles(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const place = new Map(nodes.map((node, i) => [node, i]));
  const settled = new Set<Node>();
  const cycles: Node[][] = [];
  for (const start of nodes) {
    const walk: Node[] = [];
    let node: Node | null = start;
    while (node !== null && !settled.has(node)) {
      settled.add(node);
      walk.push(node);
      node = node.parent;
    }
    const entry = node === null ? -1 : walk.indexOf(node);
    if (entry === -1) continue;
    const circle = walk.slice(entry);
    const places = circle.map((member) => place.get(member) ?? 0);
    const first = places.indexOf(Math.min(...places));
    cycles.push([...circle.slice(first), ...circle.slice(0, first)]);
  }
  return cycles;
}

function cycle(members: readonly Node[]): FolderProblem {
  const start = members[0] as Node;
  const found = [...members, start].map(({ code }) => code).join(' > ');
  return { ...problemAt(start, 'parent_code', 'unit.cycle', `> ${start.tier}`), found };
}

function gap(node: Node, parent: Node): FolderProblem {
  const beginsBefore = node.validFrom < parent.validFrom;
  const beginsAfter = parent.validTo !== null && parent.validTo < node.validFrom;
  const column = beginsBefore || beginsAfter ? 'valid_from' : 'valid_to';
  return problemAt(
    node,
    column,
    'unit.validity_gap',
    `${parent.validFrom}..${parent.validTo ?? ''} (${parent.unit_key})`,
  );
}

function inOrder(nodes: readonly Node[]): readonly Unit[] {
  const sorted = nodes.toSorted(
    (a, b) =>
      TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
      compareText(a.code, b.code) ||
      compareText(a.unit_key, b.unit_key),
  );
  return sorted.map((node, i) => ({
    key: node.unit_key,
    code: node.code,
    tier: node.tier,
    kind: node.kind,
    name: node.name,
    parentKey: node.parent?.unit_key ?? null,
    provinceCode: node.province_code,
    validFrom: node.validFrom,
    validTo: node.validTo,
    validFromBasis: node.valid_from_basis,
    path: pathOf(node),
    order: i + 1,
    searchName: searchName(node.name),
  }));
}

function pathOf(node: Node): string {
  return `${node.parent === null ? '/' : pathOf(node.parent)}${node.unit_key}/`;
}

function placeOf(row: UnitRow): string {
  return `${row.file}:${row.row}`;
}

function problemAt(
  row: UnitRow,
  column: Column,
  code: FolderProblemCode,
  expected: string,
): FolderProblem {
  return { file: row.file, row: row.row, column, code, found: row[column], expected };
}
