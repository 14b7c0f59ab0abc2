/** The programme folder as the simulated offices know it: who stands where, who is whose superior. */
import { indexCalendar, type WorkingCalendar } from '#domain/calendar.ts';
import { fillForUnit, livesOn } from '#domain/programme.ts';
import type { Office, ProgrammeFolder, Unit } from '#domain/programme.ts';
import type { Template } from '#domain/template.ts';
import { STEP_KINDS } from '#domain/vocabulary.ts';
import type { CivilDate, StepKind, Tier } from '#domain/vocabulary.ts';
import type { CastUnit } from './cast.ts';
import { RehearsalError } from './http.ts';

export type StageUnit = CastUnit & {
  readonly tier: Tier;
  /** The unit above with offices of its own; null at the top. */
  readonly parent: string | null;
  readonly children: readonly string[];
};

export type StageOffice = {
  /** `agency@unit` */
  readonly key: string;
  readonly unit: string;
  readonly agency: string;
  /** Its nearest living superior in its own agency's tree; null at the top. */
  readonly superior: string | null;
  /** Posts as they sign: Trưởng Công an xã. */
  readonly head: string;
  readonly deputy: string;
};

export type Stage = {
  readonly programme: string;
  readonly root: string;
  readonly template: Template;
  readonly calendar: WorkingCalendar;
  /** Agencies that sign, in their order. */
  readonly agencies: readonly { readonly code: string; readonly name: string }[];
  /** In key order. */
  readonly units: ReadonlyMap<string, StageUnit>;
  /** In key order: unit, then agency. */
  readonly offices: ReadonlyMap<string, StageOffice>;
};

/** The stage as it stands on a day. */
export function stageOf(folder: ProgrammeFolder, on: CivilDate): Stage {
  const template = folder.templates[0];
  const root = folder.units.find((u) => u.key === folder.rootUnit);
  if (template === undefined || root === undefined)
    throw new RehearsalError('The programme has no template or no root unit to rehearse with');
  const signing = folder.agencies.filter((a) => a.signs).toSorted((a, b) => a.ordinal - b.ordinal);
  const codes = new Set(signing.map((a) => a.code));
  const units = folder.units.filter((u) => livesOn(u, on) && u.path.startsWith(root.path));
  const byKey = new Map(units.map((u) => [u.key, u]));
  const living = folder.offices.filter(
    (o) => codes.has(o.agency) && livesOn(o, on) && byKey.has(o.unitKey),
  );
  const staffed = new Set(living.map((o) => o.unitKey));
  const present = units.filter((u) => staffed.has(u.key)).toSorted(byText((u) => u.key));
  const parents = new Map(present.map((u) => [u.key, parentAmong(u, staffed, root.key)]));
  const stageUnits = present.map((unit): StageUnit => {
    const children = present.filter((u) => parents.get(u.key) === unit.key).map((u) => u.key);
    return {
      key: unit.key,
      tier: unit.tier,
      parent: parents.get(unit.key) ?? null,
      children,
      lowest: children.length === 0 && unit.key !== root.key,
      agencies: living.filter((o) => o.unitKey === unit.key).map((o) => o.agency),
      steps: unit.key === root.key ? [] : stepKindsOf(template, unit.tier),
    };
  });
  const offices = living.map((office) =>
    stageOffice(folder, office, byKey.get(office.unitKey)!, living),
  );
  const sorted = offices.toSorted(byText((o) => `${o.unit} ${o.agency}`));
  return {
    programme: folder.programme.key,
    root: root.key,
    template,
    calendar: indexCalendar(folder.calendar),
    agencies: signing.map(({ code, name }) => ({ code, name: name.vi })),
    units: new Map(stageUnits.map((u) => [u.key, u])),
    offices: new Map(sorted.map((o) => [o.key, o])),
  };
}

const byText =
  <T>(textOf: (item: T) => string) =>
  (a: T, b: T) => {
    const [x, y] = [textOf(a), textOf(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };

/** The nearest unit above that has offices: a tier without any is passed over. */
function parentAmong(unit: Unit, staffed: ReadonlySet<string>, root: string): string | null {
  if (unit.key === root) return null;
  const above = unit.path
    .split('/')
    .filter((key) => key !== '')
    .slice(0, -1);
  return above.findLast((key) => staffed.has(key)) ?? null;
}

const stepKindsOf = (template: Template, tier: Tier): StepKind[] =>
  STEP_KINDS.filter((kind) => template.steps.some((s) => s.tier === tier && s.kind === kind));

function stageOffice(
  folder: ProgrammeFolder,
  office: Office,
  unit: Unit,
  living: readonly Office[],
): StageOffice {
  const byKey = new Map(folder.offices.map((o) => [o.key, o]));
  let superior = office.parentKey;
  while (superior !== null && !living.some((o) => o.key === superior))
    superior = byKey.get(superior)?.parentKey ?? null;
  const agency = folder.agencies.find((a) => a.code === office.agency);
  const posts = agency?.posts[unit.tier];
  return {
    key: office.key,
    unit: unit.key,
    agency: office.agency,
    superior,
    head: fillForUnit(posts?.head ?? office.name, unit),
    deputy: fillForUnit(posts?.deputy ?? office.name, unit),
  };
}
