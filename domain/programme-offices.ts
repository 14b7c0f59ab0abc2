/**
 * The offices of a programme: one agency in one unit. They are a tree of their own under each agency, and they end
 * on their own days: an agency may lose a tier while the units of that tier still live.
 */
import type { FolderProblem } from './programme-problems.ts';
import {
  covers,
  fillForUnit,
  livesOn,
  type Agency,
  type Office,
  type Unit,
  type Valid,
} from './programme.ts';
import type { CivilDate, Tier } from './vocabulary.ts';

/** A row of offices.csv whose dates are dates; the end is null while the office lives. */
export type OfficeRow = Valid & {
  readonly file: string;
  readonly row: number;
  readonly agency: string;
  readonly unitKey: string;
  readonly name: string;
};

/** Every agency that signs in every unit of these tiers. `agencies` by ordinal, `units` by order. */
export function officesByRule(
  agencies: readonly Agency[],
  tiers: readonly Tier[],
  units: readonly Unit[],
): readonly Office[] {
  const signing = agencies.filter(({ signs }) => signs);
  return withParents(
    signing.flatMap((agency) =>
      units.flatMap((unit) => {
        const pattern = agency.officeName[unit.tier];
        if (pattern === undefined || !tiers.includes(unit.tier)) return [];
        const { validFrom } = unit;
        const validTo = lastDay(unit, agency.endsOn[unit.tier]);
        const name = fillForUnit(pattern, unit);
        return [{ agency: agency.code, unit, name, validFrom, validTo }];
      }),
    ),
    units,
  );
}

/**
 * The unit's last day, or the agency's own for that tier where it comes earlier. The tree of units has the last
 * word on whether the tier ended at all: in a unit that began later, or that lives on, the office does too.
 */
function lastDay(unit: Unit, endsOn: CivilDate | undefined): CivilDate | null {
  if (endsOn === undefined || unit.validTo === null || endsOn < unit.validFrom) return unit.validTo;
  return endsOn < unit.validTo ? endsOn : unit.validTo;
}

/** The offices of an explicit list, in the same order as by rule, or what is wrong with the list. */
export function officesByList(
  rows: readonly OfficeRow[],
  agencies: readonly Agency[],
  units: readonly Unit[],
): { readonly offices: readonly Office[]; readonly problems: readonly FolderProblem[] } {
  const signing = new Map(agencies.filter(({ signs }) => signs).map((a) => [a.code, a]));
  const unitByKey = new Map(units.map((unit) => [unit.key, unit]));
  const seen = new Set<string>();
  const problems: FolderProblem[] = [];
  const drafts: Draft[] = [];
  for (const row of rows) {
    const at = { file: row.file, row: row.row };
    const agency = signing.get(row.agency);
    const unit = unitByKey.get(row.unitKey);
    const key = `${row.agency}@${row.unitKey}`;
    if (agency === undefined) {
      const expected = [...signing.keys()].join(' | ');
      problems.push({
        ...at,
        column: 'agency',
        code: 'agency.unknown',
        found: row.agency,
        expected,
      });
    }
    if (unit === undefined) {
      const [column, code] = ['unit_key', 'office.unknown_unit'] as const;
      problems.push({ ...at, column, code, found: row.unitKey, expected: '<tree>:<code>' });
    } else if (row.validTo !== null && row.validTo < row.validFrom) {
      const [column, code] = ['valid_to', 'value.order'] as const;
      problems.push({ ...at, column, code, found: row.validTo, expected: `>= ${row.validFrom}` });
    } else if (!covers(unit, row)) {
      const [column, code] = ['valid_from', 'office.validity_gap'] as const;
      const expected = validity(unit);
      problems.push({ ...at, column, code, found: validity(row), expected });
    }
    if (seen.has(key)) {
      const [column, code] = ['unit_key', 'value.duplicate'] as const;
      problems.push({ ...at, column, code, found: key, expected: '1' });
    }
    seen.add(key);
    if (agency === undefined || unit === undefined) continue;
    const { validFrom, validTo } = row;
    drafts.push({ agency: agency.code, unit, name: row.name, validFrom, validTo });
  }
  if (problems.length > 0) return { offices: [], problems };
  const ordinal = new Map(agencies.map((agency) => [agency.code, agency.ordinal]));
  drafts.sort(
    (a, b) =>
      (ordinal.get(a.agency) ?? 0) - (ordinal.get(b.agency) ?? 0) || a.unit.order - b.unit.order,
  );
  return { offices: withParents(drafts, units), problems };
}

function validity({ validFrom, validTo }: Valid): string {
  return `${validFrom}..${validTo ?? ''}`;
}

type Draft = Valid & { readonly agency: string; readonly unit: Unit; readonly name: string };

/** The parent is the nearest office above that lived when this one began: a tier may be missing from the tree. */
function withParents(drafts: readonly Draft[], units: readonly Unit[]): readonly Office[] {
  const unitByKey = new Map(units.map((unit) => [unit.key, unit]));
  const draftByKey = new Map(drafts.map((draft) => [keyOf(draft), draft]));
  return drafts.map((draft) => {
    let above = unitByKey.get(draft.unit.parentKey ?? '');
    let parentKey: string | null = null;
    while (above !== undefined && parentKey === null) {
      const key = `${draft.agency}@${above.key}`;
      const office = draftByKey.get(key);
      if (office !== undefined && livesOn(office, draft.validFrom)) parentKey = key;
      above = unitByKey.get(above.parentKey ?? '');
    }
    const { agency, unit, name, validFrom, validTo } = draft;
    const rest = { name, mailbox: null, validFrom, validTo };
    return { key: keyOf(draft), agency, unitKey: unit.key, parentKey, ...rest };
  });
}

function keyOf(draft: Draft): string {
  return `${draft.agency}@${draft.unit.key}`;
}
