import { describe, expect, test } from 'vitest';
import { problemLine, FOLDER_PROBLEMS_MAX } from '#domain/programme-problems.ts';
import { livesOn, type ProgrammeFolder } from '#domain/programme.ts';
import { searchName } from '#domain/search-name.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { folderOf, readProgrammeFolder } from '#exchange/programme-folder.ts';
import { fixture, loaded, problemsOf, SHIPPED, soundBut, soundFiles } from './fixture-folder.ts';

function countsOn({ units, offices }: ProgrammeFolder, on: string) {
  const living = units.filter((unit) => livesOn(unit, on));
  const tiers = TIERS.map((tier) => living.filter((unit) => unit.tier === tier).length);
  return { tiers, offices: offices.filter((office) => livesOn(office, on)).length };
}

describe('the shipped programme', () => {
  const folder = loaded(readProgrammeFolder(folderOnDisk(SHIPPED)));

  test('has the three-tier tree in 2023, with two offices in each of its 115 units', () => {
    expect(countsOn(folder, '2023-07-14')).toEqual({ tiers: [0, 1, 8, 106], offices: 230 });
    expect(folder.rootUnit).toBe('vn2024:12');
  });

  test('loses the district police in March 2025 and the district tier in July', () => {
    expect(countsOn(folder, '2025-02-28').offices).toBe(230);
    expect(countsOn(folder, '2025-03-01')).toEqual({ tiers: [0, 1, 8, 106], offices: 222 });
    expect(countsOn(folder, '2025-07-01')).toEqual({ tiers: [0, 1, 0, 38], offices: 78 });
  });

  test('leaves out the units and successions of other provinces', () => {
    expect(folder.units.every(({ provinceCode }) => provinceCode === '12')).toBe(true);
    expect(folder.successions).toHaveLength(1 + 8 + 106);
    expect(folder.successions.filter(({ newKey }) => newKey === null)).toHaveLength(8);
  });

  test('knows each unit by key, path, place and searchable name', () => {
    const unit = folder.units.find(({ key }) => key === 'vn2024:03390');
    expect(unit).toMatchObject({
      code: '03390',
      parentKey: 'vn2024:106',
      path: '/vn2024:12/vn2024:106/vn2024:03390/',
      searchName: 'thi tran tam duong',
      validFromBasis: 'earliest_snapshot',
    });
    expect(folder.units.map(({ order }) => order)).toEqual(folder.units.map((_, i) => i + 1));
  });

  test('names offices officially and hangs them under their own agency', () => {
    const office = (key: string) => folder.offices.find((one) => one.key === key);
    expect(office('police@vn2024:12')).toMatchObject({
      name: 'Công an tỉnh Lai Châu',
      parentKey: null,
    });
    expect(office('womensUnion@vn2024:106')?.name).toBe('Hội LHPN huyện Tam Đường');
    expect(office('police@vn2024:03637')).toMatchObject({
      name: 'Công an xã Mường Kim',
      parentKey: 'police@vn2024:110',
    });
    expect(office('police@vn2025:03388')).toMatchObject({
      name: 'Công an phường Đoàn Kết',
      parentKey: 'police@vn2025:12',
    });
  });

  test('reads the same twice', () => {
    expect(loaded(readProgrammeFolder(folderOnDisk(SHIPPED)))).toEqual(folder);
  });
});

describe('a folder', () => {
  test('a missing file and a missing template are told', () => {
    const files = soundFiles();
    files.delete('calendar.csv');
    files.delete('templates/rollout-2023.json');
    const problems = problemsOf(folderOf(files));
    expect(problems.map(({ file, code }) => [file, code])).toEqual([
      ['calendar.csv', 'file.missing'],
      ['templates/*.json', 'file.missing'],
    ]);
  });

  test('an empty folder is told by its files', () => {
    const files = problemsOf(folderOf(new Map())).map(({ file }) => file);
    expect(files).toEqual([
      'calendar-years.csv',
      'calendar.csv',
      'programme.json',
      'templates/*.json',
    ]);
  });

  test('offices may be listed instead of ruled', () => {
    const offices = [
      'agency,unit_key,name,valid_from,valid_to',
      'beta,t1:09001,Ban Hai xã Nà Một,2023-01-01,2025-06-30',
      'alpha,t1:09001,Ban Một xã Nà Một,2023-01-01,2025-06-30',
      'alpha,t1:09,Ban Một tỉnh Sông Thử,2023-01-01,2025-06-30',
    ];
    const listed = (lines: readonly string[]) => {
      const files = soundFiles();
      const json = new TextDecoder().decode(files.get('programme.json'));
      const source = json.replace(/"offices": \{[^}]*\}/, '"offices": {"file": "offices.csv"}');
      files.set('programme.json', new TextEncoder().encode(source));
      files.set('offices.csv', new TextEncoder().encode(`${lines.join('\n')}\n`));
      return readProgrammeFolder(folderOf(files));
    };
    expect(loaded(listed(offices)).offices.map(({ key, parentKey }) => [key, parentKey])).toEqual([
      ['alpha@t1:09', null],
      // No office of the agency in the district: the province is the nearest above.
      ['alpha@t1:09001', 'alpha@t1:09'],
      ['beta@t1:09001', null],
    ]);
    const wrong = [...offices, 'gamma,t1:09,Ban Ba,2023-01-01,', 'alpha,t9:09,Ban,2023-01-01,'];
    const answer = listed([...wrong, 'beta,t1:09,Ban Hai,2022-01-01,2025-06-30']);
    expect(answer.ok ? [] : answer.problems.map((p) => [p.row, p.column, p.code])).toEqual([
      [5, 'agency', 'agency.unknown'],
      [5, 'valid_from', 'office.validity_gap'],
      [6, 'unit_key', 'office.unknown_unit'],
      [7, 'valid_from', 'office.validity_gap'],
    ]);
  });

  test('many problems are sorted, bounded and counted', () => {
    const answer = readProgrammeFolder(
      soundBut('units.csv', (text) => text + `t1:1,1,commune,xa,Xã,09,09,x,,y\n`.repeat(500)),
    );
    if (answer.ok) throw new Error('expected problems');
    expect(answer.problems).toHaveLength(FOLDER_PROBLEMS_MAX);
    expect(answer.count).toBe(500 * 4);
    expect(answer.problems[0]).toMatchObject({ row: 13, column: 'code' });
  });

  test('a problem reads as a sentence in both languages', () => {
    const [problem] = problemsOf(fixture('unknown-parent'));
    if (problem === undefined) throw new Error('expected a problem');
    expect(problemLine(problem, 'vi')).toMatch(/^units\.csv:7 parent_code: Không có .*thấy: 093/);
    expect(problemLine(problem, 'en')).toMatch(/^units\.csv:7 parent_code: No unit .*found: 093/);
  });
});

test('names are searched without accents', () => {
  expect(searchName('Thị trấn  Đắk Hà')).toBe('thi tran dak ha');
  expect(searchName('Ủy ban XÃ Mường Ảng')).toBe('uy ban xa muong ang');
});
