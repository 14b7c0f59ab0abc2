/**
 * A programme folder (docs/programme-folder.md) -> plain data, all or nothing. Every problem of every file is told at
 * once where that makes sense: what rests on something broken is looked at when that is mended.
 */
import { indexCalendar, type Calendar } from '#domain/calendar.ts';
import { officesByList, officesByRule, type OfficeRow } from '#domain/programme-offices.ts';
import { boundProblems, compareText, type FolderProblem } from '#domain/programme-problems.ts';
import { livesOn, type Office, type ProgrammeFolder, type Unit } from '#domain/programme.ts';
import type { Template } from '#domain/template.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { readCalendarFiles } from './calendar-files.ts';
import { CellReader } from './cells.ts';
import { withContacts } from './contacts-file.ts';
import { readCsv } from './csv.ts';
import { readProgrammeJson, type ProgrammeJson } from './programme-json.ts';
import { indicatorProblems, timetableProblems } from './report-tables.ts';
import { readTemplateJson, templateDateProblems } from './template-json.ts';
import { readSuccessions, readUnits, type NamedBytes } from './unit-files.ts';

/** How a folder is looked into; paths are relative to it, with `/`. */
export type FolderReader = {
  /** Undefined if there is no such file. Of a huge file the first `FILE_BYTES_MAX + 1` bytes are enough. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** The names of the files right in a sub-folder, in any order; none if there is no such folder. */
  readonly list: (folder: string) => readonly string[];
};

export type ProgrammeFolderAnswer =
  | { readonly ok: true; readonly folder: ProgrammeFolder }
  | {
      readonly ok: false;
      /** The first by file, row and column. */
      readonly problems: readonly FolderProblem[];
      /** Of all, also those left out. */
      readonly count: number;
    };

/** A folder held in memory: path -> bytes. */
export function folderOf(files: ReadonlyMap<string, Uint8Array>): FolderReader {
  return {
    read: (path) => files.get(path),
    list: (folder) =>
      [...files.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1))
        .filter((name) => !name.includes('/')),
  };
}

export function readProgrammeFolder(reader: FolderReader): ProgrammeFolderAnswer {
  const files = new Files(reader);
  const [file] = files.read('programme.json');
  const main = file && readProgrammeJson(file.file, file.bytes);
  files.problems.push(...(main?.problems ?? []));
  const folder = main?.value === undefined ? undefined : assemble(main.value, files);
  // Also without programme.json the files of fixed names are worth looking at.
  if (main?.value === undefined) readFixed(files, 1);
  if (files.problems.length > 0 || folder === undefined) {
    return { ok: false, ...boundProblems(files.problems) };
  }
  return { ok: true, folder };
}

class Files {
  readonly problems: FolderProblem[] = [];
  readonly #reader: FolderReader;

  constructor(reader: FolderReader) {
    this.#reader = reader;
  }

  /** The files there are; those that are missing are told. */
  read(...paths: readonly string[]): readonly NamedBytes[] {
    return paths.flatMap((file) => {
      const [found] = this.optional(file);
      if (found !== undefined) return [found];
      const code = 'file.missing';
      this.problems.push({ file, row: null, column: null, code, found: '', expected: file });
      return [];
    });
  }

  optional(file: string): readonly NamedBytes[] {
    const bytes = this.#reader.read(file);
    return bytes === undefined ? [] : [{ file, bytes }];
  }

  list(folder: string, extension: string): readonly string[] {
    const names = this.#reader.list(folder).filter((name) => name.endsWith(extension));
    return names.toSorted(compareText).map((name) => `${folder}/${name}`);
  }

  /** Takes an answer's problems and passes the rest of it on. */
  take<T extends { readonly problems: readonly FolderProblem[] }>(answer: T): T {
    this.problems.push(...answer.problems);
    return answer;
  }
}

function assemble(main: ProgrammeJson, files: Files): ProgrammeFolder | undefined {
  const { programme, agencies } = main;
  const unitFiles = files.read(...main.units);
  const { units, rows, problems } = files.take(readUnits(unitFiles, programme.provinceCode));
  const isTree = problems.length === 0 && unitFiles.length === main.units.length;
  const successionFiles = files.read(...main.successions);
  const successions = isTree
    ? files.take(readSuccessions(successionFiles, units, rows)).successions
    : [];
  const rootUnit = isTree ? findRoot(main, units, files) : undefined;
  const listed = readOffices(main, units, isTree, files);
  const [contacts] = files.optional('contacts.csv');
  const offices =
    contacts === undefined
      ? listed
      : files.take(withContacts(contacts.file, contacts.bytes, listed)).offices;
  const { calendar, templates } = readFixed(files, main.calendarVersion);
  if (isTree && calendar !== undefined) checkTemplateDates(main, units, calendar, templates, files);
  const codes = agencies.map(({ code }) => code);
  for (const { file, bytes } of files.optional('indicators.csv')) {
    files.problems.push(...indicatorProblems(file, bytes, codes));
  }
  for (const { file, bytes } of files.optional('timetable.csv')) {
    files.problems.push(...timetableProblems(file, bytes));
  }
  if (calendar === undefined || rootUnit === undefined) return undefined;
  const ordered = [...templates.values()].toSorted((a, b) => compareText(a.key, b.key));
  return {
    programme,
    rootUnit,
    agencies,
    units,
    successions,
    offices,
    calendar,
    templates: ordered,
  };
}

/** The calendar and, by file, the templates: what the folder has under names of its own accord. */
function readFixed(
  files: Files,
  calendarVersion: number,
): {
  readonly calendar: Calendar | undefined;
  readonly templates: ReadonlyMap<string, Template>;
} {
  const [days] = files.read('calendar.csv');
  const [years] = files.read('calendar-years.csv');
  const calendar =
    days === undefined || years === undefined
      ? undefined
      : files.take(readCalendarFiles({ days: days.bytes, years: years.bytes }, calendarVersion))
          .value;
  const names = files.list('templates', '.json');
  if (names.length === 0) files.read('templates/*.json');
  const templates = new Map<string, Template>();
  const keys = new Set<string>();
  for (const { file, bytes } of files.read(...names)) {
    const { value } = files.take(readTemplateJson(file, bytes));
    if (value === undefined) continue;
    if (keys.has(value.key)) {
      const at = { file, row: null, column: 'key', code: 'value.duplicate' as const };
      files.problems.push({ ...at, found: value.key, expected: '1' });
    }
    keys.add(value.key);
    templates.set(file, value);
  }
  return { calendar, templates };
}

/** A programme that begins where no unit lives at its top would have nobody to be issued by. */
function findRoot(
  { programme }: ProgrammeJson,
  units: readonly Unit[],
  files: Files,
): string | undefined {
  const { provinceCode, validFrom } = programme;
  const root = units.find((unit) => unit.parentKey === null && livesOn(unit, validFrom));
  if (root !== undefined) return root.key;
  files.problems.push({
    file: 'programme.json',
    row: null,
    column: 'provinceCode',
    code: 'programme.no_units',
    found: provinceCode,
    expected: `province_code ${provinceCode}, ${validFrom}`,
  });
  return undefined;
}

const OFFICE_COLUMNS = {
  required: ['agency', 'unit_key', 'name', 'valid_from', 'valid_to'],
  optional: [],
} as const;

function readOffices(
  { agencies, offices: source }: ProgrammeJson,
  units: readonly Unit[],
  isTree: boolean,
  files: Files,
): readonly Office[] {
  if ('everyAgencyIn' in source) return officesByRule(agencies, source.everyAgencyIn, units);
  const [file] = files.read(source.file);
  if (file === undefined) return [];
  const table = readCsv(file.file, file.bytes, OFFICE_COLUMNS);
  const cells = new CellReader(table.problems);
  const rows = table.rows.map((row): OfficeRow => ({
    file: row.file,
    row: row.row,
    agency: row.cells.agency,
    unitKey: row.cells.unit_key,
    name: cells.required(row, 'name'),
    validFrom: cells.date(row, 'valid_from'),
    validTo: cells.dateOrNull(row, 'valid_to'),
  }));
  files.take(cells);
  if (cells.problems.length > 0 || !isTree) return [];
  return files.take(officesByList(rows, agencies, units)).offices;
}

/** With the tiers the tree has on the template's own day of issue. */
function checkTemplateDates(
  { programme }: ProgrammeJson,
  units: readonly Unit[],
  calendar: Calendar,
  templates: ReadonlyMap<string, Template>,
  files: Files,
): void {
  const working = indexCalendar(calendar);
  for (const [file, template] of templates) {
    const on = template.issueOn ?? programme.validFrom;
    const living = units.filter((unit) => livesOn(unit, on));
    const tiers = TIERS.filter((tier) => living.some((unit) => unit.tier === tier));
    files.problems.push(...templateDateProblems(file, template, tiers, working));
  }
}
