/** A country as small as it can be: one unit above two provinces, with what a rollout on four tiers asks for. */
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { Template, TemplateStep } from '#domain/template.ts';
import type { Tier } from '#domain/vocabulary.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { folderOf, readProgrammeFolder } from '#exchange/programme-folder.ts';

const SMALL = `${import.meta.dirname}/../fixtures/programmes/small`;

/** Beside the fixture's province of two districts: the country itself, and a province with one commune. */
const UNITS = `vn:00,00,central,nuoc,Nước Việt Nam,,00,2023-01-01,assumed,
s:08,08,province,tinh,Tỉnh Sông Gió,,08,2023-01-01,assumed,
s:081,081,district,huyen,Huyện Mường Gió,08,08,2023-01-01,assumed,
s:08001,08001,commune,xa,Xã Nà Gió,081,08,2023-01-01,assumed,
`;

export const ROOT = 'vn:00';
export const PROVINCES = ['s:08', 's:09'] as const;

const step = (
  key: string,
  tier: Tier,
  kind: TemplateStep['kind'],
  rest: Partial<TemplateStep> = {},
): TemplateStep => ({ key, tier, kind, label: { vi: key, en: key }, mark: 'assumed', ...rest });

const TEMPLATE: Template = {
  key: 'country',
  title: { vi: 'Đợt triển khai', en: 'Rollout' },
  rulesVersion: 1,
  receiving: 'atIssue',
  checked: false,
  steps: [
    step('N1', 'central', 'issue', { offset: 10 }),
    step('N2', 'central', 'conference', { offset: 10 }),
    step('P1', 'province', 'acknowledgement', { within: 2 }),
    step('P2', 'province', 'conference', { offset: 10 }),
    step('D1', 'district', 'acknowledgement', { within: 2 }),
    step('C1', 'commune', 'acknowledgement', { within: 2 }),
    step('N3', 'central', 'closing'),
  ],
  ladder: [{ key: 'after1', days: 1, to: { superior: 1 }, mark: 'assumed' }],
  answerWithin: 3,
  mendWithin: 2,
  confirmWithin: 3,
  insteadAfter: 5,
};

/** Read like any folder. */
export function countryProgramme(): ProgrammeFolder {
  const small = folderOnDisk(SMALL);
  const text = (path: string) => new TextDecoder().decode(small.read(path));
  // What holds for a province's offices, holds for those above.
  const main = JSON.parse(text('programme.json'), (_, value) =>
    value?.province === undefined ? value : { central: value.province, ...value },
  );
  main.provinceCode = '00';
  main.offices.everyAgencyIn.unshift('central');
  const files = {
    'programme.json': JSON.stringify(main),
    'units.csv': `${text('units.csv')}${UNITS}`,
    'calendar.csv': text('calendar.csv'),
    'calendar-years.csv': text('calendar-years.csv'),
    'templates/country.json': JSON.stringify(TEMPLATE),
  };
  const bytes = Object.entries(files).map(
    ([path, content]) => [path, new TextEncoder().encode(content)] as const,
  );
  const read = readProgrammeFolder(folderOf(new Map(bytes)));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.folder;
}
