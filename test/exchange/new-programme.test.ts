import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programmeNew, type NewProgrammeOptions } from '#cli/programme-new.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { readProgrammeFolder } from '#exchange/programme-folder.ts';
import { loaded, SHIPPED, UNIT_FILES } from './fixture-folder.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lientich-new-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

type Wish = Partial<NewProgrammeOptions> & { readonly units: string };
const make = ({ units, ...rest }: Wish) =>
  programmeNew({
    unitsFile: join(UNIT_FILES, units),
    provinceCode: '51',
    likeFolder: SHIPPED,
    out: join(scratch, 'made'),
    ...rest,
  });
const made = (wish: Wish) => {
  const outcome = make(wish);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
};
const codesOf = (wish: Wish) => {
  const outcome = make(wish);
  return outcome.ok ? [] : outcome.problems.map(({ code }) => code);
};
const text = (path: string) => readFileSync(join(scratch, 'made', path), 'utf8');

test('another province on three tiers takes over dates, steps and years', () => {
  const { folder, issueOn, files } = made({ units: 'vn-units-2024.csv' });
  expect(files).toEqual(
    readdirSync(join(scratch, 'made'), { recursive: true })
      .map(String)
      .filter((path) => path.includes('.'))
      .toSorted(),
  );
  expect(loaded(readProgrammeFolder(folderOnDisk(join(scratch, 'made'))))).toEqual(folder);
  expect(folder.programme).toMatchObject({
    key: 'quang-ngai-2023-2033',
    provinceCode: '51',
    validFrom: '2023-06-30',
    validTo: '2033-12-14',
  });
  expect(TIERS.map((tier) => folder.units.filter((u) => u.tier === tier).length)).toEqual([
    0, 1, 13, 170,
  ]);
  expect(folder.offices).toHaveLength(2 * 184);
  expect(folder.offices[0]?.name).toBe('Công an tỉnh Quảng Ngãi');
  // An island district without communes is a district like any other.
  expect(folder.units.find(({ name }) => name === 'Huyện Lý Sơn')?.tier).toBe('district');
  expect(folder.units.some(({ parentKey }) => parentKey === 'vn2024:536')).toBe(false);
  expect(issueOn).toBe('2023-07-14');
  expect(folder.templates[0]).toMatchObject({ issueOn: '2023-07-14', closeOn: '2023-11-30' });
  expect(folder.templates[0]?.steps).toHaveLength(12);
});

test('on two tiers the steps of the district fall away, and everything moves with the tree', () => {
  const { folder, issueOn } = made({ units: 'laichau-units-2025.csv', provinceCode: '12' });
  expect(folder.programme).toMatchObject({
    key: 'lai-chau-2025-2035',
    validFrom: '2025-07-01',
    validTo: '2035-12-14',
  });
  expect(folder.programme.title.vi).toContain('giai đoạn 2025 - 2035');
  expect(TIERS.map((tier) => folder.units.filter((u) => u.tier === tier).length)).toEqual([
    0, 1, 0, 38,
  ]);
  expect(folder.offices).toHaveLength(2 * 39);
  // Ten working days after 2025-07-01, then 10 + 12 + 32 + 5 + 5 + 7 over a rest of two days in September.
  expect(issueOn).toBe('2025-07-15');
  const [template] = folder.templates;
  expect(template).toMatchObject({
    key: 'rollout-2025',
    title: { vi: 'Đợt triển khai năm 2025' },
    issueOn: '2025-07-15',
    closeOn: '2025-10-24',
  });
  expect(template?.steps.map(({ key }) => key)).toEqual([
    'P1',
    'P2',
    'C1',
    'C2',
    'C3',
    'C4',
    'P3',
    'P4',
  ]);
});

test('nothing said of the source province is passed off as said of the new one', () => {
  const { folder } = made({ units: 'vn-units-2024.csv' });
  const marks = Object.values(folder.programme.marks);
  const steps = folder.templates.flatMap(({ steps, ladder }) => [...steps, ...ladder]);
  expect([...marks, ...steps.map(({ mark }) => mark)]).not.toContain('seed');
  expect(folder.programme.marks['agencies.police.endsOn']).toBe('press');
  for (const path of ['programme.json', 'units.csv', 'templates/rollout-2023.json']) {
    expect(text(path)).not.toContain('Lai Châu');
  }
});

test('the name of the source province is replaced in every form it takes', () => {
  // A programme whose texts name its province: made for one province, then taken as a model for another.
  made({ units: 'vn-units-2024.csv' });
  const named = text('programme.json').replace(
    'trong tình hình mới',
    'tại tỉnh Quảng Ngãi; Tỉnh Quảng Ngãi; người Quảng Ngãi',
  );
  writeFileSync(join(scratch, 'made', 'programme.json'), named);
  const out = join(scratch, 'city');
  const { folder } = made({
    units: 'vn-units-2024.csv',
    provinceCode: '48',
    likeFolder: join(scratch, 'made'),
    out,
  });
  expect(folder.programme.key).toBe('da-nang-2023-2033');
  expect(folder.programme.title.vi).toContain(
    'tại thành phố Đà Nẵng; Thành phố Đà Nẵng; người Đà Nẵng',
  );
  expect(folder.offices[0]?.name).toBe('Công an thành phố Đà Nẵng');
});

test('the same request gives the same bytes', () => {
  const wish = { units: 'vn-units-2024.csv', from: '2024-03-04', key: 'thu' };
  const first = made(wish);
  const second = made({ ...wish, out: join(scratch, 'again') });
  expect(second).toEqual(first);
  for (const path of first.files) {
    expect(readFileSync(join(scratch, 'again', path), 'utf8')).toBe(text(path));
  }
  expect(first.folder.programme).toMatchObject({ key: 'thu', validFrom: '2024-02-19' });
  expect(first.folder.programme.validTo).toBe('2034-12-14');
});

test('provinces and cities of both trees get a sound folder', () => {
  for (const units of ['vn-units-2024.csv', 'vn-units-2025.csv']) {
    for (const provinceCode of ['01', '24', '31', '46', '79', '96']) {
      const { folder } = made({ units, provinceCode, out: join(scratch, units, provinceCode) });
      expect(folder.templates[0]?.closeOn).toBeDefined();
    }
  }
});

test('what cannot be made is refused and leaves nothing behind', () => {
  const units = 'vn-units-2024.csv';
  expect(codesOf({ units, provinceCode: '99' })).toEqual(['new.unknown_province']);
  expect(codesOf({ units, provinceCode: '5' })).toEqual(['new.unknown_province']);
  expect(codesOf({ units, from: '2023-07-15' })).toEqual(['new.issue_date']);
  expect(codesOf({ units, from: '2025-07-01' })).toEqual(['new.issue_date']);
  expect(codesOf({ units, from: 'tomorrow' })).toEqual(['new.issue_date']);
  expect(codesOf({ units, key: 'Quảng Ngãi' })).toEqual(['new.key']);
  expect(codesOf({ units: 'none.csv' })).toEqual(['file.missing']);
  expect(codesOf({ units: 'vn-successions-2025.csv' })).toContain('csv.missing_column');
  expect(codesOf({ units, likeFolder: join(scratch, 'none') })).toContain('file.missing');
  // The calendar ends in 2033: a rollout issued at its end has no date to close on.
  const late = { units: 'vn-units-2025.csv', from: '2033-12-01' };
  expect(codesOf(late)).toEqual(['template.dates']);
  expect(readdirSync(scratch)).toEqual([]);
});

test('a folder that holds anything is never written into', () => {
  writeFileSync(join(scratch, 'mine.txt'), '');
  expect(codesOf({ units: 'vn-units-2024.csv', out: scratch })).toEqual(['new.folder_not_empty']);
  const file = join(scratch, 'mine.txt');
  expect(codesOf({ units: 'vn-units-2024.csv', out: file })).toEqual(['new.folder_not_empty']);
  expect(readdirSync(scratch)).toEqual(['mine.txt']);
});
