/** programme.json: the programme's identity, its agencies, the files it is made of, and the mark of every value. */
import { MARKS, type Mark } from '#domain/template.ts';
import type { FolderProblem } from '#domain/programme-problems.ts';
import { markOf, RELATION_EVENTS, type Agency, type Programme } from '#domain/programme.ts';
import { TIERS, type Tier } from '#domain/vocabulary.ts';
import * as json from './json.ts';

/** Inside the folder, or out of it by one level: folders share the unit files beside them and nothing further off. */
const CSV_PATH = /^(\.\.\/)?([\w-][\w.-]*\/)*[\w-][\w.-]*\.csv$/;
export const PROGRAMME_KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const AGENCY_CODE = /^[a-z][A-Za-z0-9]{0,39}$/;
const PROVINCE_CODE = /^\d{2}$/;

/** How the offices come about. */
export type OfficesSource = { readonly everyAgencyIn: readonly Tier[] } | { readonly file: string };

export type ProgrammeJson = {
  readonly programme: Programme;
  readonly agencies: readonly Agency[];
  readonly units: readonly string[];
  readonly successions: readonly string[];
  readonly offices: OfficesSource;
  readonly calendarVersion: number;
};

const path: json.Decoder<string> = (value, at) => {
  const named = json.text(value, at);
  if (named === undefined || CSV_PATH.test(named)) return named;
  return json.tell(at, 'file.path', named, CSV_PATH.source);
};

const byTier = <T>(decoder: json.Decoder<T>) =>
  json.object({}, { central: decoder, province: decoder, district: decoder, commune: decoder });

const unitName: json.Decoder<string> = (value, at) => {
  const name = json.text(value, at);
  if (name === undefined || name.includes('{unit}')) return name;
  return json.tell(at, 'value.not_allowed', name, '... {unit}');
};

const agency = json.object(
  {
    code: json.pattern(AGENCY_CODE),
    name: json.bilingual,
    ordinal: json.positiveInteger,
    signs: json.boolean,
  },
  {
    joinsOn: json.date,
    officeName: byTier(unitName),
    posts: byTier(json.object({ head: json.text, deputy: json.text }, {})),
    standingUnit: json.nullable(json.bilingual),
    endsOn: byTier(json.date),
  },
);

const related = json.object(
  {
    title: json.bilingual,
    period: json.text,
    event: json.oneOf(RELATION_EVENTS),
    on: json.date,
  },
  {},
);

const listed = json.object({ file: path }, {});
const ruled = json.object({ everyAgencyIn: json.list(json.oneOf(TIERS)) }, {});
const officesSource: json.Decoder<OfficesSource> = (value, at) =>
  typeof value === 'object' && value !== null && 'file' in value
    ? listed(value, at)
    : ruled(value, at);

const whole = json.object(
  {
    key: json.pattern(PROGRAMME_KEY),
    title: json.bilingual,
    document: json.object({ type: json.bilingual, number: json.text, signedOn: json.date }, {}),
    validFrom: json.date,
    validTo: json.date,
    provinceCode: json.pattern(PROVINCE_CODE),
    units: json.list(path),
    successions: json.list(path),
    agencies: json.list(agency),
    offices: officesSource,
    calendarVersion: json.positiveInteger,
    parents: json.list(related),
    predecessor: json.nullable(related),
    marks: json.record(json.oneOf(MARKS)),
  },
  {},
);

/** Where the other files are and how numbers are told apart: no values of the programme, so without a mark. */
const UNMARKED =
  /^(units|successions|offices|calendarVersion|marks)\b|^agencies\.[^.]+\.(code|ordinal)$/;

const programmeJson: json.Decoder<ProgrammeJson> = (value, at) => {
  const known = at.problems.length;
  const decoded = whole(value, at);
  if (decoded === undefined || at.problems.length > known) return undefined;
  const { agencies, units, successions, offices, calendarVersion, ...programme } = decoded;
  const ordered = agencies
    .map((one) => asAgency(one, programme.validFrom))
    .toSorted((a, b) => a.ordinal - b.ordinal);
  checkProgramme(programme, at);
  checkAgencies(ordered, offices, at);
  checkMarks(value, programme.marks, at);
  if (units.length === 0) json.tell(json.inside(at, 'units'), 'value.required', '[]', '*.csv');
  return { programme, agencies: ordered, units, successions, offices, calendarVersion };
};

export function readProgrammeJson(
  file: string,
  bytes: Uint8Array,
): { readonly value: ProgrammeJson | undefined; readonly problems: readonly FolderProblem[] } {
  return json.readJson(file, bytes, programmeJson);
}

type Decoded<D> = D extends json.Decoder<infer T> ? T : never;

function asAgency(one: Decoded<typeof agency>, programmeFrom: string): Agency {
  const { code, name, ordinal, signs, joinsOn = programmeFrom, standingUnit = null } = one;
  const { officeName = {}, posts = {}, endsOn = {} } = one;
  return { code, name, ordinal, signs, joinsOn, officeName, posts, standingUnit, endsOn };
}

function checkProgramme({ validFrom, validTo }: Programme, at: json.Place): void {
  if (validFrom <= validTo) return;
  json.tell(json.inside(at, 'validTo'), 'programme.validity_reversed', validTo, `>= ${validFrom}`);
}

function checkAgencies(agencies: readonly Agency[], offices: OfficesSource, at: json.Place): void {
  const all = json.inside(at, 'agencies');
  const signing = agencies.filter(({ signs }) => signs);
  if (signing.length < 2) json.tell(all, 'agency.too_few_sign', `${signing.length}`, '>= 2');
  for (const [i, one] of agencies.entries()) {
    const here = json.inside(all, one.code);
    const before = agencies.slice(0, i);
    if (before.some(({ code }) => code === one.code)) {
      json.tell(json.inside(here, 'code'), 'value.duplicate', one.code, '1');
    }
    if (before.some(({ ordinal }) => ordinal === one.ordinal)) {
      json.tell(json.inside(here, 'ordinal'), 'value.duplicate', `${one.ordinal}`, '1');
    }
  }
  if (!('everyAgencyIn' in offices)) return;
  for (const { code, officeName, posts } of signing) {
    for (const tier of offices.everyAgencyIn) {
      for (const [entry, has] of Object.entries({ officeName, posts })) {
        if (has[tier] !== undefined) continue;
        const here = json.inside(json.inside(json.inside(all, code), entry), tier);
        json.tell(here, 'agency.no_office_name', '', `${entry}.${tier}`);
      }
    }
  }
}

/** Every value is covered by a mark, and every mark covers a value. */
function checkMarks(value: unknown, marks: Readonly<Record<string, Mark>>, at: json.Place): void {
  for (const [leaf] of markedValues(value)) {
    if (markOf(marks, leaf) !== undefined) continue;
    json.tell({ ...at, path: leaf }, 'mark.missing', '', MARKS.join(' | '));
  }
  const known = markablePaths(value);
  for (const marked of Object.keys(marks)) {
    if (known.has(marked)) continue;
    json.tell({ ...at, path: `marks.${marked}` }, 'mark.unknown_path', marked, 'programme.json');
  }
}

/** Every path a mark may have: of values and of what holds them. */
function markablePaths(programmeJson: unknown): ReadonlySet<string> {
  return new Set(markedValues(programmeJson).flatMap(([path]) => pathsAbove(path)));
}

/** The values of programme.json that carry a mark, by path. */
export function markedValues(programmeJson: unknown): readonly (readonly [string, unknown])[] {
  return leaves(programmeJson, '').filter(([name]) => !UNMARKED.test(name));
}

/** `a.b.c` -> a, a.b, a.b.c */
function pathsAbove(leaf: string): readonly string[] {
  const names = leaf.split('.');
  return names.map((_, i) => names.slice(0, i + 1).join('.'));
}

/** All that are neither lists nor objects; paths as problems and marks give them. */
function leaves(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Array.isArray(value)
    ? value.map((item: unknown, i) => [json.itemName(item, i), item] as const)
    : Object.entries(value);
  return entries.flatMap(([name, item]: readonly [string, unknown]) =>
    leaves(item, path === '' ? name : `${path}.${name}`),
  );
}
