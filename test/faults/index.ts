/**
 * Faults to survive. Each is played against the real servers and our own processes, at moments drawn from a seed;
 * afterwards `verify` is green, the record is complete, and it says what it says when nothing happens.
 */
import { killWorkers } from './f1-workers.ts';
import { killApi } from './f2-api.ts';
import { killTemporal } from './f3-temporal.ts';
import { killPostgres } from './f4-postgres.ts';
import { stormOfNudges } from './f12-nudges.ts';
import type { Fault, Figures } from './fault.ts';
import { programmeIn, smallStory } from './programme.ts';

const FAULTS = {
  F1: killWorkers,
  F2: killApi,
  F3: killTemporal,
  F4: killPostgres,
  F12: stormOfNudges,
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** What is guaranteed under each, as tests name it. */
export const GUARANTEES: Readonly<Record<FaultName, string>> = {
  F1: 'workers killed mid-cascade, one and all: resumed within a minute, the record is the same',
  F2: 'the API killed before and after a commit: asked again with its key, each act is there once',
  F3: 'Temporal killed: facts are accepted meanwhile and drawn within a minute of its return',
  F4: 'PostgreSQL killed under load: nothing accepted is lost, the API says 503, lives and recovers',
  F12: 'a thousand nudges at once, doubled, reordered, late, of closed ones too: no effect but looks',
};

export type RunOptions = {
  /** A programme's folder; default: the small one of the tests. */
  readonly programme?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for which Temporal stays away at least (F3). Default 0: until facts were accepted without it. */
  readonly downMs?: number | undefined;
};

/** @throws Error that says what did not hold, and how to see it again */
export async function runFault(
  name: FaultName,
  seed: number,
  { programme, signal, downMs = 0 }: RunOptions = {},
): Promise<{ readonly name: FaultName; readonly figures: Figures }> {
  const folder = programme === undefined ? smallStory() : programmeIn(programme);
  try {
    return { name, figures: await FAULTS[name]({ seed, folder, signal, downMs }) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const of = programme === undefined ? '' : ` --programme ${programme}`;
    const again = `npm run acceptance -- turns --only ${name} --seed ${seed}${of}`;
    throw new Error(`${name} with seed ${seed}: ${why}\nagain: ${again}`, { cause });
  }
}
