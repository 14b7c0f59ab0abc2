/** Who does what out of the ordinary in a rehearsal: cast once from the seed, before anybody acts. */
import type { StepKind } from '#domain/vocabulary.ts';
import { chanceOf, lotsOf, oneOf, type Chance } from './draw.ts';

/** Shares of all recipient units, or of all offices where an office does it. */
const SHARE = { late: 0.15, asks: 0.05, disagrees: 0.03, returned: 0.03 } as const;
const OFFICE_SHARE = { twice: 0.02, designates: 0.3 } as const;
const VACANCIES = 3;

/** A recipient unit as far as casting goes: the kinds of step its tier owes. */
export type CastUnit = {
  readonly key: string;
  readonly agencies: readonly string[];
  readonly steps: readonly StepKind[];
  /** Nobody below it: where offices without a head may be. */
  readonly lowest: boolean;
};

export type Cast = {
  /** By unit: the step at which it is late, and whose office is. */
  readonly late: ReadonlyMap<string, { readonly step: StepKind; readonly agency: string }>;
  /** By unit: which office asks for an adjustment, and before which step. */
  readonly asks: ReadonlyMap<string, { readonly step: StepKind; readonly agency: string }>;
  /** Units whose two sides disagree about a conference. */
  readonly disagrees: ReadonlySet<string>;
  /** By unit: the agency whose superior sends the dossier back once. */
  readonly returned: ReadonlyMap<string, string>;
  /** Offices (`agency@unit`) that send everything twice. */
  readonly twice: ReadonlySet<string>;
  readonly designates: ReadonlySet<string>;
  /** Offices with nobody who may confirm. */
  readonly vacant: ReadonlySet<string>;
};

export const officeKey = (unit: string, agency: string) => `${agency}@${unit}`;

export function castRehearsal(seed: number, units: readonly CastUnit[]): Cast {
  const chance = chanceOf(seed);
  const offices = units.flatMap((u) => u.agencies.map((agency) => officeKey(u.key, agency)));
  const acting = units.filter((u) => u.agencies.length > 0 && u.steps.length > 0);
  const few = (what: 'disagrees' | 'returned', among: readonly CastUnit[]) =>
    lotsOf(chance, among, Math.max(1, Math.round(units.length * SHARE[what])), keyOf, what);
  const vacant = lotsOf(
    chance,
    acting.filter((u) => u.lowest && u.agencies.length > 1),
    VACANCIES,
    keyOf,
    'vacant',
  ).map((u) => officeKey(u.key, oneOf(chance, u.agencies, 'vacantSide', u.key)));
  const has = (kind: StepKind) => acting.filter((u) => u.steps.includes(kind));
  return {
    late: sideAndStep(chance, acting, 'late', () => true),
    asks: sideAndStep(chance, acting, 'asks', (step) => step !== 'report', new Set(vacant)),
    disagrees: new Set(few('disagrees', has('conference')).map(keyOf)),
    returned: new Map(
      few('returned', has('report')).map((u) => [
        u.key,
        oneOf(chance, u.agencies, 'returnedBy', u.key),
      ]),
    ),
    twice: new Set(offices.filter((key) => chance('twice', key) < OFFICE_SHARE.twice)),
    designates: new Set(
      offices.filter((key) => chance('designates', key) < OFFICE_SHARE.designates),
    ),
    vacant: new Set(vacant),
  };
}

const keyOf = (unit: CastUnit) => unit.key;

function sideAndStep(
  chance: Chance,
  units: readonly CastUnit[],
  what: 'late' | 'asks',
  fits: (step: StepKind) => boolean,
  without: ReadonlySet<string> = new Set(),
): Map<string, { step: StepKind; agency: string }> {
  return new Map(
    units.flatMap((unit) => {
      if (chance(what, unit.key) >= SHARE[what]) return [];
      const steps = unit.steps.filter(fits);
      const sides = unit.agencies.filter((a) => !without.has(officeKey(unit.key, a)));
      if (steps.length === 0 || sides.length === 0) return [];
      const step = oneOf(chance, steps, what, unit.key, 'step');
      return [[unit.key, { step, agency: oneOf(chance, sides, what, unit.key, 'side') }] as const];
    }),
  );
}
