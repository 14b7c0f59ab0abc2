/**
 * Another province's folder, made after the model of an existing one: its own units, the same agencies, calendar and
 * templates. Indicators and the timetable of reports are the source's own and are left behind.
 */
import {
  addWorkingDays,
  answering,
  indexCalendar,
  isWorkingDay,
  type WorkingCalendar,
} from '#domain/calendar.ts';
import { addDays, civilDate, dayNumber, daysInMonth, partsOf } from '#domain/civil-date.ts';
import { boundProblems, type FolderProblem } from '#domain/programme-problems.ts';
import {
  bareName,
  isProgrammeDate,
  livesOn,
  type ProgrammeFolder,
  type Unit,
} from '#domain/programme.ts';
import { searchName } from '#domain/search-name.ts';
import { TIERS, type CivilDate, type Tier } from '#domain/vocabulary.ts';
import {
  adaptedProgramme,
  adaptedTemplates,
  rewording,
  sourceIssue,
  type NewTerms,
} from './adapted-programme.ts';
import { readCsv, writeCsv } from './csv.ts';
import {
  folderOf,
  readProgrammeFolder,
  type FolderReader,
  type ProgrammeFolderAnswer,
} from './programme-folder.ts';
import { PROGRAMME_KEY } from './programme-json.ts';
import { readUnits, UNIT_COLUMNS, type NamedBytes } from './unit-files.ts';

/** Working days a new tree of units gets before anything is issued in it. */
const SETTLING_DAYS = 10;

export type NewProgrammeRequest = {
  readonly like: FolderReader;
  readonly units: NamedBytes;
  readonly provinceCode: string;
  readonly key?: string;
  /** The day of issue (P1). */
  readonly from?: CivilDate;
};

type Refused = Extract<ProgrammeFolderAnswer, { ok: false }>;

export type NewProgrammeAnswer =
  | {
      readonly ok: true;
      readonly issueOn: CivilDate;
      /** Path -> text, sorted by path. */
      readonly files: ReadonlyMap<string, string>;
      readonly folder: ProgrammeFolder;
    }
  | Refused;

/** The new folder's files, already read back and found sound. The same request gives the same bytes. */
export function newProgrammeFiles(request: NewProgrammeRequest): NewProgrammeAnswer {
  const source = readProgrammeFolder(request.like);
  if (!source.ok) return source;
  const { units, problems } = readUnits([request.units], request.provinceCode);
  if (problems.length > 0) return { ok: false, ...boundProblems(problems) };
  const calendar = indexCalendar(source.folder.calendar);
  const terms = agreeTerms(request, source.folder, units, calendar);
  if (!('key' in terms)) return terms;

  const reword = rewording(source.folder, terms);
  const living = units.filter((unit) => livesOn(unit, terms.issueOn));
  const programme = adaptedProgramme(source.folder, terms, tiersOf(units), reword);
  const templates = adaptedTemplates(source.folder, terms, tiersOf(living), calendar, reword);
  const files = new Map([
    ...copied(request.like, 'calendar-years.csv', 'calendar.csv'),
    ['programme.json', asJson(programme)],
    ...templates.map((one) => [`templates/${one.key}.json`, asJson(one)] as const),
    ['units.csv', unitsOf(request)],
  ]);
  const made = readProgrammeFolder(inMemory(files));
  return made.ok ? { ok: true, issueOn: terms.issueOn, files, folder: made.folder } : made;
}

function tiersOf(units: readonly Unit[]): readonly Tier[] {
  return TIERS.filter((tier) => units.some((unit) => unit.tier === tier));
}

function agreeTerms(
  request: NewProgrammeRequest,
  source: ProgrammeFolder,
  units: readonly Unit[],
  calendar: WorkingCalendar,
): NewTerms | Refused {
  const { file } = request.units;
  const provinces = units.filter(({ tier }) => tier === 'province').toSorted(byStart);
  const first = provinces[0];
  if (first === undefined) {
    const column = 'province_code';
    return refused(file, column, 'new.unknown_province', request.provinceCode, '[0-9]{2}');
  }
  const issueOn = request.from ?? usualIssue(source, first, calendar);
  const province = provinces.find((unit) => livesOn(unit, issueOn));
  if (province === undefined || !isIssueDay(issueOn, calendar)) {
    const years = source.calendar.years;
    const expected = `${first.validFrom}..${provinces.at(-1)?.validTo ?? ''}, ${years[0]?.year}..${years.at(-1)?.year}`;
    return refused(file, null, 'new.issue_date', issueOn, expected);
  }
  const { validFrom, validTo } = movedValidity(source, issueOn, province.validFrom);
  const slug = searchName(bareName(province)).replaceAll(/[^a-z0-9]+/g, '-');
  const key = request.key ?? `${slug}-${validFrom.slice(0, 4)}-${validTo.slice(0, 4)}`;
  if (PROGRAMME_KEY.test(key)) return { key, province, issueOn, validFrom, validTo };
  return refused('programme.json', 'key', 'new.key', key, PROGRAMME_KEY.source);
}

/** The source's day of issue, but not before the new tree has settled. */
function usualIssue(source: ProgrammeFolder, tree: Unit, calendar: WorkingCalendar): CivilDate {
  const usual = sourceIssue(source);
  const settled = answering(() => ({
    on: addWorkingDays(calendar, tree.validFrom, SETTLING_DAYS),
  }));
  // A tree older than the calendar has long settled; one younger than it has no working days to issue on.
  if (!('on' in settled)) return tree.validFrom > usual ? tree.validFrom : usual;
  return settled.on > usual ? settled.on : usual;
}

function isIssueDay(date: string, calendar: WorkingCalendar): boolean {
  return isProgrammeDate(date) && answering(() => isWorkingDay(calendar, date)) === true;
}

/** As long before the issue as in the source and as many years long, so that it still ends with a reporting year. */
function movedValidity(
  source: ProgrammeFolder,
  issueOn: CivilDate,
  treeFrom: CivilDate,
): { readonly validFrom: CivilDate; readonly validTo: CivilDate } {
  const { validFrom, validTo } = source.programme;
  const moved = addDays(validFrom, dayNumber(issueOn) - dayNumber(sourceIssue(source)));
  const begins = moved < treeFrom ? treeFrom : moved;
  const { year, month, day } = partsOf(validTo);
  const lastYear = year + partsOf(begins).year - partsOf(validFrom).year;
  const lastDay = Math.min(day, daysInMonth(lastYear, month));
  return { validFrom: begins, validTo: civilDate(lastYear, month, lastDay) };
}

/** The province's rows of the unit file, with the columns that say something. */
function unitsOf({ units, provinceCode }: NewProgrammeRequest): string {
  const { rows } = readCsv(units.file, units.bytes, UNIT_COLUMNS);
  const own = rows.filter(({ cells }) => cells.province_code === provinceCode);
  const told = UNIT_COLUMNS.optional.filter((name) => own.some(({ cells }) => cells[name] !== ''));
  const header = [...UNIT_COLUMNS.required, ...told];
  return writeCsv(
    header,
    own.map(({ cells }) => header.map((name) => cells[name])),
  );
}

/** Byte for byte; `readProgrammeFolder` has found the files and that they are UTF-8. */
function copied(like: FolderReader, ...paths: readonly string[]): readonly [string, string][] {
  return paths.map((path) => [path, new TextDecoder().decode(like.read(path))]);
}

function inMemory(files: ReadonlyMap<string, string>): FolderReader {
  const encoder = new TextEncoder();
  return folderOf(new Map([...files].map(([path, text]) => [path, encoder.encode(text)])));
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function byStart(a: Unit, b: Unit): number {
  return dayNumber(a.validFrom) - dayNumber(b.validFrom);
}

function refused(
  file: string,
  column: string | null,
  code: FolderProblem['code'],
  found: string,
  expected: string,
): Refused {
  return { ok: false, ...boundProblems([{ file, row: null, column, code, found, expected }]) };
}
