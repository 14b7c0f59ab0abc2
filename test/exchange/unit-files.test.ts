import { describe, expect, test } from 'vitest';
import { buildUnits } from '#domain/programme-units.ts';
import type { Unit } from '#domain/programme.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { readSuccessions, readUnitRows, readUnits } from '#exchange/unit-files.ts';
import { UNIT_FILES } from './fixture-folder.ts';

function named(file: string) {
  const bytes = folderOnDisk(UNIT_FILES).read(file);
  if (bytes === undefined) throw new Error(`no ${file}`);
  return { file, bytes };
}

const countsOf = (units: readonly Unit[]) =>
  TIERS.map((tier) => units.filter((unit) => unit.tier === tier).length);

test.each([
  ['laichau-units-2024.csv', '12', [0, 1, 8, 106]],
  ['laichau-units-2025.csv', '12', [0, 1, 0, 38]],
  ['vn-units-2024.csv', '51', [0, 1, 13, 170]],
  ['vn-units-2025.csv', '12', [0, 1, 0, 38]],
])('%s has for province %s the tiers %j', (file, province, counts) => {
  const { units, problems } = readUnits([named(file)], province);
  expect(problems).toEqual([]);
  expect(countsOf(units)).toEqual(counts);
});

describe('the whole country, province by province', () => {
  test.each([
    ['vn-units-2024.csv', [0, 63, 696, 10_047]],
    ['vn-units-2025.csv', [0, 34, 0, 3_321]],
  ])('%s is sound', (file, counts) => {
    const { rows, problems } = readUnitRows([named(file)]);
    expect(problems).toEqual([]);
    const provinces = rows.filter(({ tier }) => tier === 'province');
    const trees = provinces.map(({ code }) => buildUnits(rows, code));
    expect(trees.flatMap((tree) => tree.problems)).toEqual([]);
    expect(countsOf(trees.flatMap((tree) => tree.units))).toEqual(counts);
    for (const { units } of trees) {
      const paths = new Map(units.map((unit) => [unit.key, unit.path]));
      for (const { key, parentKey, path } of units) {
        expect(path).toBe(`${parentKey === null ? '/' : paths.get(parentKey)}${key}/`);
      }
    }
  });

  test('every province of 2025 knows what it came from, as far as that is its own', () => {
    const files = [named('vn-units-2024.csv'), named('vn-units-2025.csv')];
    const successionFiles = [named('vn-successions-2025.csv')];
    const { rows } = readUnitRows(files);
    const tree = buildUnits(rows, '51');
    expect(tree.problems).toEqual([]);
    const { successions, problems } = readSuccessions(successionFiles, tree.units, rows);
    expect(problems).toEqual([]);
    const keys = new Set(tree.units.map(({ key }) => key));
    expect(successions.length).toBeGreaterThan(150);
    expect(successions.every(({ oldKey }) => keys.has(oldKey))).toBe(true);
    // An island district without communes became a commune-level unit of its own.
    expect(successions).toContainEqual(
      expect.objectContaining({
        oldKey: 'vn2024:536',
        extent: 'whole',
        newKey: expect.any(String),
      }),
    );
  });
});

test('under a unit above the provinces the official files make one tree', () => {
  const row = 'vn:00,00,central,nuoc,Nước Việt Nam,,00,2023-01-01,assumed,\n';
  const header =
    'unit_key,code,tier,kind,name,parent_code,province_code,valid_from,valid_from_basis,valid_to\n';
  const root = { file: 'vn.csv', bytes: new TextEncoder().encode(header + row) };
  const files = [root, named('vn-units-2024.csv'), named('vn-units-2025.csv')];
  const { units, problems } = readUnits(files, '00');
  expect(problems).toEqual([]);
  expect(countsOf(units)).toEqual([1, 63 + 34, 696, 10_047 + 3_321]);
  expect(units.filter(({ parentKey }) => parentKey === null).map(({ key }) => key)).toEqual([
    'vn:00',
  ]);
  // A province's own programme is what it was.
  expect(countsOf(readUnits(files, '51').units)[0]).toBe(0);
});
