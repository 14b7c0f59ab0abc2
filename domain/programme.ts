import type { Calendar } from './calendar.ts';
import { isCivilDate } from './civil-date.ts';
import type { Mark, Template } from './template.ts';
import type { Bilingual, CivilDate, Tier } from './vocabulary.ts';

/**
 * A programme folder as plain data, after every check: what `lientich import` loads and what nobody may change
 * afterwards by code. Lists are in a fixed order, so that two readings of one folder are equal.
 */
export type ProgrammeFolder = {
  readonly programme: Programme;
  /** The key of the unit at the top of the tree that lives on the programme's first day: mostly a province. */
  readonly rootUnit: string;
  /** By ordinal. Those that sign have offices; the others only take part. */
  readonly agencies: readonly Agency[];
  /** The programme's province alone (or the whole country), of every tree named; by `order`. */
  readonly units: readonly Unit[];
  /** Only those between two units of the province, or from one of them to nobody (abolished). */
  readonly successions: readonly Succession[];
  /** By agency's ordinal, then the unit's order. */
  readonly offices: readonly Office[];
  readonly calendar: Calendar;
  /** By key. */
  readonly templates: readonly Template[];
};

export type Programme = {
  readonly key: string;
  readonly title: Bilingual;
  readonly document: {
    readonly type: Bilingual;
    readonly number: string;
    readonly signedOn: CivilDate;
  };
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate;
  /** The code at the top of its tree: a province's, or that of the unit above all provinces. */
  readonly provinceCode: string;
  /** Programmes above this one. A parent may be younger than its child: no rule may ask for the opposite. */
  readonly parents: readonly RelatedProgramme[];
  readonly predecessor: RelatedProgramme | null;
  /** Where each value comes from, by its path in programme.json; the longest path that covers a value counts. */
  readonly marks: Readonly<Record<string, Mark>>;
};

export type RelatedProgramme = {
  readonly title: Bilingual;
  /** Years as printed, e.g. `2013-2023`. */
  readonly period: string;
  readonly event: RelationEvent;
  readonly on: CivilDate;
};

/** What happened to the related programme on its date. */
export const RELATION_EVENTS = ['signed', 'launched', 'summedUp'] as const;
export type RelationEvent = (typeof RELATION_EVENTS)[number];

export type ByTier<T> = { readonly [tier in Tier]?: T };

export type Agency = {
  readonly code: string;
  readonly name: Bilingual;
  /** Its place wherever agencies are listed. */
  readonly ordinal: number;
  /** A joint act is in force only with the signature of every agency that signs. */
  readonly signs: boolean;
  readonly joinsOn: CivilDate;
  /** With `{unit}` (xã Mường Kim) and `{kind}` (xã) to be filled. A tier without a name has no offices. */
  readonly officeName: ByTier<string>;
  readonly posts: ByTier<ConfirmingPosts>;
  /** Who prepares the joint work inside the agency; null where nobody is named. */
  readonly standingUnit: Bilingual | null;
  /** Last day of the agency's own tier, where it ended on another day than the units of that tier. */
  readonly endsOn: ByTier<CivilDate>;
};

/** The posts that may confirm for an office (head, or deputy signing for it); with `{unit}` and `{kind}`. */
export type ConfirmingPosts = { readonly head: string; readonly deputy: string };

export const UNIT_KINDS = [
  'nuoc',
  'tinh',
  'thanh_pho',
  'quan',
  'huyen',
  'thi_xa',
  'xa',
  'phuong',
  'thi_tran',
  'dac_khu',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** The word a unit's name begins with. */
export const UNIT_KIND_WORDS: Readonly<Record<UnitKind, string>> = {
  nuoc: 'nước',
  tinh: 'tỉnh',
  thanh_pho: 'thành phố',
  quan: 'quận',
  huyen: 'huyện',
  thi_xa: 'thị xã',
  xa: 'xã',
  phuong: 'phường',
  thi_tran: 'thị trấn',
  dac_khu: 'đặc khu',
};

export type Unit = {
  /** The identity, e.g. `vn2024:03408`. A code alone is none: it is handed on to units of other names. */
  readonly key: string;
  readonly code: string;
  readonly tier: Tier;
  readonly kind: UnitKind;
  readonly name: string;
  /** The unit above it while it lives; null at the top of the tree. */
  readonly parentKey: string | null;
  readonly provinceCode: string;
  readonly validFrom: CivilDate;
  /** Last day; null while the unit lives. */
  readonly validTo: CivilDate | null;
  /** How `validFrom` is known, e.g. `resolution`, `earliest_snapshot`, `assumed`; empty if the file does not say. */
  readonly validFromBasis: string;
  /** `/province/district/commune/` of keys, from the top of the tree: a scope is a range of paths. */
  readonly path: string;
  /** Place in official lists: by tier, then code. From 1, without gaps. */
  readonly order: number;
  readonly searchName: string;
};

export const SUCCESSION_CHANGES = ['merged', 'unchanged', 'split', 'abolished'] as const;
export type SuccessionChange = (typeof SUCCESSION_CHANGES)[number];

export const SUCCESSION_EXTENTS = ['whole', 'part'] as const;
/** `part`: the share is not known and must never be guessed. */
export type SuccessionExtent = (typeof SUCCESSION_EXTENTS)[number];

export type Succession = {
  readonly oldKey: string;
  /** Null: abolished without an heir. */
  readonly newKey: string | null;
  readonly change: SuccessionChange;
  readonly extent: SuccessionExtent;
  /** Day of the resolution; null if the file does not say. */
  readonly decidedOn: CivilDate | null;
  /** First day of the heir. */
  readonly effectiveOn: CivilDate;
};

export type Office = {
  /** `<agency>@<unit key>` */
  readonly key: string;
  readonly agency: string;
  readonly unitKey: string;
  /** The nearest office above in the agency's own tree that lived when this one began; null at the top. */
  readonly parentKey: string | null;
  readonly name: string;
  /** The office's own, never a person's; null: what it is told is shown in the application only. */
  readonly mailbox: string | null;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
};

/** A date a programme may name: real, and near enough that no typing error (0223, 20223) passes for one. */
export function isProgrammeDate(text: string): boolean {
  return isCivilDate(text) && text >= '1900-01-01' && text <= '2199-12-31';
}

/** Anything with validity: dates are inclusive, a missing end is open. */
export type Valid = { readonly validFrom: CivilDate; readonly validTo: CivilDate | null };

export function livesOn(thing: Valid, on: CivilDate): boolean {
  return thing.validFrom <= on && (thing.validTo === null || on <= thing.validTo);
}

export function overlap(a: Valid, b: Valid): boolean {
  return (
    (b.validTo === null || a.validFrom <= b.validTo) &&
    (a.validTo === null || b.validFrom <= a.validTo)
  );
}

export function covers(outer: Valid, inner: Valid): boolean {
  return (
    outer.validFrom <= inner.validFrom &&
    (outer.validTo === null || (inner.validTo !== null && inner.validTo <= outer.validTo))
  );
}

/** The unit's name inside a sentence: `Xã Mường Kim` -> `xã Mường Kim`, `Quận 1` -> `quận 1`. */
export function nameInSentence(unit: Pick<Unit, 'kind' | 'name'>): string {
  const word = UNIT_KIND_WORDS[unit.kind];
  return word + unit.name.slice(word.length);
}

/** The name without its kind: `Tỉnh Cao Bằng` -> `Cao Bằng`. */
export function bareName(unit: Pick<Unit, 'kind' | 'name'>): string {
  return unit.name.slice(UNIT_KIND_WORDS[unit.kind].length).trim();
}

/** Fills `{unit}` and `{kind}` of an office's name or a post: `Công an {unit}` -> `Công an xã Mường Kim`. */
export function fillForUnit(pattern: string, unit: Pick<Unit, 'kind' | 'name'>): string {
  return pattern
    .replaceAll('{unit}', () => nameInSentence(unit))
    .replaceAll('{kind}', UNIT_KIND_WORDS[unit.kind]);
}

/** The mark of the value at a path of programme.json (`agencies.police.officeName.commune`), undefined if none. */
export function markOf(marks: Programme['marks'], path: string): Mark | undefined {
  for (let covering = path; covering !== ''; covering = above(covering)) {
    if (Object.hasOwn(marks, covering)) return marks[covering];
  }
  return undefined;
}

function above(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}
