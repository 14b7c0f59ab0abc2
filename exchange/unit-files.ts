/** Unit and succession files -> a province's units and what became of them. */
import { addDays } from '#domain/civil-date.ts';
import type { FolderProblem } from '#domain/programme-problems.ts';
import { buildUnits, unitRowProblems, type UnitRow } from '#domain/programme-units.ts';
import {
  livesOn,
  SUCCESSION_CHANGES,
  SUCCESSION_EXTENTS,
  type Succession,
  type Unit,
  type Valid,
} from '#domain/programme.ts';
import { CellReader } from './cells.ts';
import { readCsv, type CsvRow } from './csv.ts';

export const UNIT_COLUMNS = {
  required: [
    'unit_key',
    'code',
    'tier',
    'kind',
    'name',
    'parent_code',
    'province_code',
    'valid_from',
    'valid_to',
  ],
  optional: ['valid_from_basis', 'name_gso', 'resolution', 'clause'],
} as const;

/** The short form of the country's file, and the columns of the verified one that a reader wants beside it. */
const SUCCESSION_COLUMNS = {
  required: ['old_key', 'new_key', 'extent', 'change', 'effective_on'],
  optional: [
    'tier',
    'old_code',
    'old_tier',
    'old_kind',
    'old_name',
    'old_district_code',
    'old_district_name',
    'new_code',
    'new_kind',
    'new_name',
    'code_kept',
    'name_kept',
    'new_unit_crosses_districts',
    'decided_on',
    'resolution',
    'clause',
    'confirmed_by',
  ],
} as const;

export type NamedBytes = { readonly file: string; readonly bytes: Uint8Array };
type Problems = { readonly problems: readonly FolderProblem[] };

/** The rows of unit files, of whatever province, each checked alone. */
export function readUnitRows(
  files: readonly NamedBytes[],
): Problems & { readonly rows: readonly UnitRow[] } {
  const tables = files.map(({ file, bytes }) => readCsv(file, bytes, UNIT_COLUMNS));
  const rows = tables.flatMap((table) => table.rows.map(asUnitRow));
  const ofForm = tables.flatMap((table) => table.problems);
  // Without its columns every row of a table would be wrong in every cell.
  if (ofForm.some(({ code }) => code === 'csv.missing_column'))
    return { rows: [], problems: ofForm };
  return { rows, problems: [...ofForm, ...rows.flatMap(unitRowProblems)] };
}

function asUnitRow({ file, row, cells }: CsvRow<Exclude<keyof UnitRow, 'file' | 'row'>>): UnitRow {
  return { ...cells, file, row };
}

/** Units of one province; a tree is only looked at once its rows are sound. */
export function readUnits(
  files: readonly NamedBytes[],
  provinceCode: string,
): Problems & { readonly units: readonly Unit[]; readonly rows: readonly UnitRow[] } {
  const { rows, problems } = readUnitRows(files);
  if (problems.length > 0) return { units: [], rows, problems };
  return { ...buildUnits(rows, provinceCode), rows };
}

/** Successions among the units given; rows that touch none of them belong to other provinces. */
export function readSuccessions(
  files: readonly NamedBytes[],
  units: readonly Unit[],
  rows: readonly UnitRow[],
): Problems & { readonly successions: readonly Succession[] } {
  const tables = files.map(({ file, bytes }) => readCsv(file, bytes, SUCCESSION_COLUMNS));
  const cells = new CellReader(tables.flatMap((table) => table.problems));
  const missing = cells.problems.some(({ code }) => code === 'csv.missing_column');
  if (missing) return { successions: [], problems: cells.problems };
  const own = new Map(units.map((unit) => [unit.key, unit]));
  const anywhere = new Set(rows.map((row) => row.unit_key));
  const seen = new Set<string>();
  const successions = tables.flatMap((table) =>
    table.rows.flatMap((row): Succession[] => {
      const { old_key: oldKey, new_key: newKey } = row.cells;
      if (!own.has(oldKey) && !own.has(newKey)) return [];
      const change = cells.oneOf(row, 'change', SUCCESSION_CHANGES);
      const extent = cells.oneOf(row, 'extent', SUCCESSION_EXTENTS);
      const effectiveOn = cells.date(row, 'effective_on');
      const decidedOn = cells.dateOrNull(row, 'decided_on');
      checkKeys(row, anywhere, seen, cells);
      const old = own.get(oldKey);
      const heir = own.get(newKey);
      if (old === undefined || (newKey !== '' && heir === undefined)) return [];
      const heirKey = heir === undefined ? null : newKey;
      return [{ oldKey, newKey: heirKey, change, extent, decidedOn, effectiveOn }];
    }),
  );
  if (cells.problems.length === 0) {
    for (const row of tables.flatMap((table) => table.rows)) checkDates(row, own, cells);
  }
  return { successions, problems: cells.problems };
}

type SuccessionRow = CsvRow<(typeof SUCCESSION_COLUMNS.required)[number]>;

function checkKeys(
  row: SuccessionRow,
  anywhere: ReadonlySet<string>,
  seen: Set<string>,
  cells: CellReader,
): void {
  const { old_key: oldKey, new_key: newKey, change } = row.cells;
  const pair = `${oldKey} > ${newKey}`;
  if (seen.has(pair)) cells.tell(row, 'old_key', 'value.duplicate', '1');
  seen.add(pair);
  if (!anywhere.has(oldKey)) cells.tell(row, 'old_key', 'succession.unknown_unit', 'units/*.csv');
  if ((newKey === '') !== (change === 'abolished')) {
    cells.tell(row, 'new_key', 'succession.heir', change === 'abolished' ? '""' : '<tree>:<code>');
  } else if (newKey !== '' && !anywhere.has(newKey)) {
    cells.tell(row, 'new_key', 'succession.unknown_unit', 'units/*.csv');
  }
}

/** The old unit ends the day before (one that gave away a part may live on), its heir lives on the day. */
function checkDates(row: SuccessionRow, own: ReadonlyMap<string, Valid>, cells: CellReader): void {
  const { old_key: oldKey, new_key: newKey, extent, effective_on: effectiveOn } = row.cells;
  const old = own.get(oldKey);
  const heir = own.get(newKey);
  const dayBefore = addDays(effectiveOn, -1);
  const hasEnded = old === undefined || old.validTo === dayBefore;
  if (!hasEnded && !(extent === 'part' && livesOn(old, effectiveOn))) {
    const expected = `${addDays(old.validTo ?? effectiveOn, 1)} (${oldKey} ..${old.validTo ?? ''})`;
    cells.tell(row, 'effective_on', 'succession.validity_gap', expected);
  } else if (heir !== undefined && !livesOn(heir, effectiveOn)) {
    const expected = `${heir.validFrom} (${newKey} ${heir.validFrom}..)`;
    cells.tell(row, 'effective_on', 'succession.validity_gap', expected);
  }
}
