import type { CivilDate } from '#domain/vocabulary.ts';
import type { Cast } from './cast.ts';
import type { Chance } from './draw.ts';
import type { Stage } from './stage.ts';

/** What the offices together remember of their own doing: nobody asks, disagrees or sends back twice. */
export type Memory = {
  /** Offices that have asked for an adjustment. */
  readonly asked: Set<string>;
  /** Units whose conference was disputed, and those whose dossier was sent back. */
  readonly disputed: Set<string>;
  readonly sentBack: Set<string>;
  /** Units that have reported, as far as their superiors were told. */
  readonly reported: Set<string>;
  /** Units whose assignment somebody has seen: their superiors may see to vacancies now. */
  readonly opened: Set<string>;
  /** Who acts for a vacant office: its key -> the key of the office that stands in. */
  readonly standIns: Map<string, string>;
  /** Offices whose superior has accepted what their pair did. */
  readonly accepted: Set<string>;
  issued: boolean;
  closed: boolean;
};

/** All that a simulated office decides by, beside its own list. */
export type Setting = {
  readonly chance: Chance;
  readonly cast: Cast;
  readonly stage: Stage;
  /** Ids as the API gave them, by office key, and the other way round. */
  readonly officeIds: ReadonlyMap<string, string>;
  readonly officeKeys: ReadonlyMap<string, string>;
  /** Planned dates of the rollout by template step. */
  readonly dates: Readonly<Record<string, CivilDate>>;
  readonly memory: Memory;
};

export const newMemory = (): Memory => ({
  asked: new Set(),
  disputed: new Set(),
  sentBack: new Set(),
  reported: new Set(),
  opened: new Set(),
  standIns: new Map(),
  accepted: new Set(),
  issued: false,
  closed: false,
});
