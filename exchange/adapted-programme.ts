/**
 * A programme's identity, agencies and templates carried over to another province. What sources say of the source
 * province, and whatever was replaced or moved, is only assumed of the new one and marked so; what the law or the
 * press says of the whole country keeps its mark.
 */
import { answering, nextWorkingDay, type WorkingCalendar } from '#domain/calendar.ts';
import { addDays, dayNumber } from '#domain/civil-date.ts';
import {
  bareName,
  markOf,
  nameInSentence,
  type Agency,
  type ByTier,
  type ProgrammeFolder,
  type RelatedProgramme,
  type Unit,
} from '#domain/programme.ts';
import type { Mark, Template, TemplateStep } from '#domain/template.ts';
import { closeOnFor } from '#domain/timetable.ts';
import type { Bilingual, CivilDate, Tier } from '#domain/vocabulary.ts';
import { markedValues } from './programme-json.ts';

/** What everything else in the new folder follows from. */
export type NewTerms = {
  readonly key: string;
  readonly province: Unit;
  readonly issueOn: CivilDate;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate;
};

/** Of the first template that has one: the others keep their distance to it. */
export function sourceIssue({ templates, programme }: ProgrammeFolder): CivilDate {
  const dates = templates.flatMap(({ issueOn }) => issueOn ?? []);
  return dates.toSorted()[0] ?? programme.validFrom;
}

export type Reword = (text: string) => string;

/** Replaces the source province's name and the years of its programme wherever they stand in a text. */
export function rewording(source: ProgrammeFolder, terms: NewTerms): Reword {
  const { programme, units, rootUnit } = source;
  const from = units.find(({ key }) => key === rootUnit);
  const names = from === undefined ? [] : nameForms(from);
  const others = nameForms(terms.province);
  const years = new Map([
    [sourceIssue(source).slice(0, 4), terms.issueOn.slice(0, 4)],
    [programme.validTo.slice(0, 4), terms.validTo.slice(0, 4)],
    [programme.validFrom.slice(0, 4), terms.validFrom.slice(0, 4)],
  ]);
  return (text) =>
    names
      .reduce((done, name, form) => done.replaceAll(name, () => others[form] ?? name), text)
      .replaceAll(/(?<!\d)\d{4}(?!\d)/g, (year) => years.get(year) ?? year);
}

/** The longest first: with the kind at the start of a sentence, inside one, and the bare name. */
function nameForms(unit: Unit): readonly string[] {
  return [unit.name, nameInSentence(unit), bareName(unit)];
}

/** programme.json as it is written, its entries in the order in which they are read. */
export function adaptedProgramme(
  source: ProgrammeFolder,
  terms: NewTerms,
  tiers: readonly Tier[],
  reword: Reword,
): Readonly<Record<string, unknown>> {
  const { programme, agencies } = source;
  const { key, province, validFrom, validTo } = terms;
  const movedDays = dayNumber(validFrom) - dayNumber(programme.validFrom);
  const moved = (date: CivilDate) => addDays(date, movedDays);
  const { document, predecessor } = programme;
  const values = {
    key,
    title: inBoth(programme.title, reword),
    document: {
      type: document.type,
      number: reword(document.number),
      signedOn: moved(document.signedOn),
    },
    validFrom,
    validTo,
    provinceCode: province.provinceCode,
    units: ['units.csv'],
    successions: [],
    agencies: agencies.map((agency) => adaptedAgency(agency, tiers, moved, reword)),
    offices: { everyAgencyIn: tiers.filter((tier) => isNamed(agencies, tier)) },
    calendarVersion: source.calendar.version,
    parents: programme.parents.map((one) => adaptedRelated(one, reword)),
    predecessor: predecessor === null ? null : adaptedRelated(predecessor, reword),
  };
  return { ...values, marks: adaptedMarks(source, values) };
}

function isNamed(agencies: readonly Agency[], tier: Tier): boolean {
  return agencies.every(({ signs, officeName }) => !signs || officeName[tier] !== undefined);
}

function adaptedAgency(
  agency: Agency,
  tiers: readonly Tier[],
  moved: (date: CivilDate) => CivilDate,
  reword: Reword,
) {
  const { code, name, ordinal, signs, joinsOn, standingUnit } = agency;
  const officeName = ofTiers(agency.officeName, tiers, reword);
  const posts = ofTiers(agency.posts, tiers, ({ head, deputy }) => ({
    head: reword(head),
    deputy: reword(deputy),
  }));
  return {
    code,
    name: inBoth(name, reword),
    ordinal,
    signs,
    joinsOn: moved(joinsOn),
    ...told({ officeName, posts }),
    ...(standingUnit === null ? {} : { standingUnit: inBoth(standingUnit, reword) }),
    // The law's dates are the same in every province.
    ...told({ endsOn: ofTiers(agency.endsOn, tiers, (date) => date) }),
  };
}

/** Without the entries that say nothing. */
function told(entries: Readonly<Record<string, object>>): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(entries).filter(([, one]) => Object.keys(one).length > 0),
  );
}

function ofTiers<T>(entries: ByTier<T>, tiers: readonly Tier[], adapt: (one: T) => T): ByTier<T> {
  const kept = tiers.flatMap((tier) => {
    const one = entries[tier];
    return one === undefined ? [] : [[tier, adapt(one)] as const];
  });
  return Object.fromEntries(kept);
}

function adaptedRelated(related: RelatedProgramme, reword: Reword): RelatedProgramme {
  return { ...related, title: inBoth(related.title, reword) };
}

function inBoth({ vi, en }: Bilingual, reword: Reword): Bilingual {
  return { vi: reword(vi), en: reword(en) };
}

/** Each value's mark, told once for everything below a path where that is the same. */
function adaptedMarks(
  source: ProgrammeFolder,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Mark>> {
  const { programme, agencies } = source;
  const before = new Map(markedValues({ ...programme, agencies }));
  const marks = markedValues(values).map(([path, value]) => {
    const mark = markOf(programme.marks, path);
    const isOfCountry = mark === 'law' || mark === 'press';
    const isSame = before.get(path) === value && !/^(parents|predecessor)\b/.test(path);
    return [path, mark !== undefined && isOfCountry && isSame ? mark : 'assumed'] as const;
  });
  return Object.fromEntries(grouped(marks, ''));
}

function grouped(
  marks: readonly (readonly [string, Mark])[],
  path: string,
): readonly (readonly [string, Mark])[] {
  const first = marks[0]?.[1];
  if (first === undefined) return [];
  if (path !== '' && marks.every(([, mark]) => mark === first)) return [[path, first]];
  const depth = path === '' ? 0 : path.split('.').length;
  const below = Map.groupBy(marks, ([leaf]) =>
    leaf
      .split('.')
      .slice(0, depth + 1)
      .join('.'),
  );
  return [...below].flatMap(([name, some]) => grouped(some, name));
}

/** The templates with the steps of the tiers present; the chain closes over those that fall away. */
export function adaptedTemplates(
  source: ProgrammeFolder,
  terms: NewTerms,
  tiers: readonly Tier[],
  calendar: WorkingCalendar,
  reword: Reword,
): readonly Template[] {
  const movedDays = dayNumber(terms.issueOn) - dayNumber(sourceIssue(source));
  return source.templates.map((template) => {
    const { issueOn: usual = sourceIssue(source) } = template;
    const moved = addDays(usual, movedDays);
    const working = answering(() => ({ on: nextWorkingDay(calendar, moved) }));
    const issueOn = 'on' in working ? working.on : moved;
    const steps = remainingSteps(template.steps, tiers, reword);
    const adapted = {
      ...template,
      key: reword(template.key),
      title: inBoth(template.title, reword),
      steps,
      ladder: template.ladder.map((rung) => ({ ...rung, mark: markThere(rung.mark) })),
      issueOn,
    };
    const end = closeOnFor(adapted, tiers, issueOn, calendar);
    // Without a year for it the folder is refused when it is read back, with the year that is missing.
    return end.ok ? { ...adapted, closeOn: end.closeOn } : adapted;
  });
}

function remainingSteps(
  steps: readonly TemplateStep[],
  tiers: readonly Tier[],
  reword: Reword,
): readonly TemplateStep[] {
  const kept = steps
    .filter(({ tier }) => tiers.includes(tier))
    .map((step) => ({
      ...step,
      label: inBoth(step.label, reword),
      mark: markThere(step.mark),
      ...(step.dateMark === undefined ? {} : { dateMark: markThere(step.dateMark) }),
    }));
  const last = kept.findLastIndex(({ kind }) => kind !== 'acknowledgement');
  return kept.map((step, i) => {
    const { offset: _, ...typed } = step;
    return i === last ? typed : step;
  });
}

/** The source article speaks of its own province only. */
function markThere(mark: Mark): Mark {
  return mark === 'seed' ? 'assumed' : mark;
}
