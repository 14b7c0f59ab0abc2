/**
 * A rollout from its draft to its closing, played by simulated offices over HTTP under a stepped clock: a
 * discrete-event simulation whose engine is the real one. The same seed gives the same record.
 */
import { localDate } from '#domain/civil-date.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { castRehearsal, type CastUnit } from './cast.ts';
import { RehearsalClock } from './clock.ts';
import { chanceOf } from './draw.ts';
import { nextInstant } from './hours.ts';
import { openHttp, RehearsalError, type Http } from './http.ts';
import type { ActKind } from './intent.ts';
import type { Journal } from './journal.ts';
import { newMemory, type Setting } from './memory.ts';
import type { Done, RehearsalOffice } from './office.ts';
import { inParallel, roundOf } from './round.ts';
import { draftRollout } from './scenario.ts';
import { readOfficeIds, staff } from './staffing.ts';
import { stageOf, type Stage } from './stage.ts';
import { remember, toldBy, touchedBy } from './touch.ts';

export type RehearsalOptions = {
  /** Where the API listens, without a slash at the end. */
  readonly api: string;
  readonly operatorToken: string;
  readonly programme: ProgrammeFolder;
  readonly seed: number;
  /** Real time to rest at each instant, for those who want to watch. */
  readonly paceMs: number;
  /** Ends it, with whatever is under way. */
  readonly signal?: AbortSignal | undefined;
  /** What the offices send is noted there. */
  readonly journal?: Journal;
  /** Others act on the same rollout: an act that they have made impossible is no fault, its office looks again. */
  readonly others?: boolean;
  /** How long the engine may take to come to rest: longer where something is broken on purpose. */
  readonly restMs?: number;
  /** The draft and a token of its planner, for whoever wants to look. */
  readonly onDraft?: (draft: { readonly rollout: string; readonly token: string }) => void;
  readonly onProgress?: (progress: RehearsalProgress) => void;
  /**
   * Called when the engine rests and nobody has anything left to do at this instant; answers the instant that the
   * clock may not pass over, for whoever wants to look then. Null: let it go on.
   */
  readonly onRest?: (rest: {
    readonly rollout: string;
    readonly now: Instant;
  }) => Promise<Instant | null>;
};

export type RehearsalProgress = {
  readonly rollout: string;
  readonly now: Instant;
  readonly acts: number;
  /** When the rollout is planned to close. */
  readonly closeOn: CivilDate;
};

export type RehearsalResult = {
  readonly rollout: string;
  readonly offices: number;
  readonly acts: Readonly<Record<string, number>>;
  /** Instants at which the clock stood, and lists read or acts done at them. */
  readonly instants: number;
  readonly requests: number;
  /** Sent again for want of an answer. */
  readonly retried: number;
  /** Sent twice with one key: answered twice alike. */
  readonly repeated: number;
  readonly closedOn: CivilDate;
  /** Real time spent waiting for the engine to come to rest, and how many times. */
  readonly waited: { readonly ms: number; readonly times: number };
};

/** Requests under way at once. */
const WIDTH = 16;

export async function rehearse(options: RehearsalOptions): Promise<RehearsalResult> {
  const { operatorToken, programme, seed, restMs } = options;
  const http = openHttp(options.api, options);
  const clock = new RehearsalClock(http, operatorToken, programme.programme.key, restMs);
  const { now } = await clock.quiet();
  const stage = stageOf(programme, localDate(now));
  const cast = castRehearsal(seed, recipientsOf([...stage.units.values()]));
  const officeIds = await readOfficeIds(http, operatorToken);
  const offices = await staff(http, stage, cast, officeIds, operatorToken);
  const draft = await draftRollout(http, stage, offices);
  clock.rollout = draft.id;
  options.onDraft?.({ rollout: draft.id, token: draft.plannerToken });
  const chance = chanceOf(seed);
  const setting: Setting = {
    chance,
    cast,
    stage,
    officeIds,
    officeKeys: new Map([...officeIds].map(([key, id]) => [id, key])),
    dates: draft.dates,
    memory: newMemory(),
  };
  const play = new Play(http, clock, setting, offices, options, draft);
  const closedOn = await play.toTheEnd();
  return {
    rollout: draft.id,
    offices: offices.length,
    acts: play.acts,
    instants: play.instants,
    ...http.traffic,
    closedOn,
    waited: { ms: Math.round(clock.waited.ms), times: clock.waited.times },
  };
}

/** Somebody else was faster: whoever was refused reads its list again. */
const isOvertaken = (error: unknown) =>
  error instanceof RehearsalError && error.details['code'] === 'act.not_applied';

const recipientsOf = (units: readonly CastUnit[]) => units.filter((u) => u.steps.length > 0);

/** A rollout under way: its offices, and the loop of reading, acting and moving the clock. */
class Play {
  readonly acts: Record<string, number> = {};
  instants = 0;
  readonly #http: Http;
  readonly #clock: RehearsalClock;
  readonly #setting: Setting;
  readonly #offices: ReadonlyMap<string, RehearsalOffice>;
  readonly #options: RehearsalOptions;
  readonly #rollout: { readonly id: string; readonly closeOn: CivilDate };
  /** How many superiors' acceptances there are to be: one for each recipient office. */
  readonly #lines: number;

  constructor(
    http: Http,
    clock: RehearsalClock,
    setting: Setting,
    offices: readonly RehearsalOffice[],
    options: RehearsalOptions,
    rollout: { readonly id: string; readonly closeOn: CivilDate },
  ) {
    this.#http = http;
    this.#clock = clock;
    this.#setting = setting;
    this.#offices = new Map(offices.map((o) => [o.place.key, o]));
    this.#options = options;
    this.#rollout = rollout;
    const { root } = setting.stage;
    this.#lines = offices.filter((o) => o.place.unit !== root).length;
  }

  /** Plays until the rollout is closed and gives the date. */
  async toTheEnd(): Promise<CivilDate> {
    let { now, nextWakeAt } = await this.#clock.quiet();
    let reread = false;
    // Before the issue only the top has anything to do.
    this.#touch(topOf(this.#setting.stage));
    for (;;) {
      await this.#readStale();
      const due = this.#all().filter((o) => o.announced !== null && o.announced.at <= now);
      if (due.length > 0) {
        await this.#act(due, now);
        ({ nextWakeAt } = await this.#clock.quietAgain());
        reread = false;
        continue;
      }
      if (this.#setting.memory.closed) return localDate(now);
      const announced = this.#all().map((o) => o.announced?.at ?? null);
      const to = nextInstant(nextWakeAt, announced);
      if (to === null) {
        // Nobody has been rung up and nothing is due: before giving up, everybody looks once more.
        if (reread) throw this.#standstill(now);
        reread = true;
        for (const office of this.#all()) office.stale = true;
        continue;
      }
      const stop = (await this.#options.onRest?.({ rollout: this.#rollout.id, now })) ?? to;
      ({ now, nextWakeAt } = await this.#moveTo(stop < to ? stop : to, nextWakeAt));
    }
  }

  #all(): RehearsalOffice[] {
    return [...this.#offices.values()];
  }

  async #moveTo(to: Instant, nextWakeAt: Instant | null) {
    this.instants += 1;
    await this.#clock.moveTo(to);
    const acts = Object.values(this.acts).reduce((a, b) => a + b, 0);
    const { id, closeOn } = this.#rollout;
    this.#options.onProgress?.({ rollout: id, now: to, acts, closeOn });
    if (this.#options.paceMs > 0) await pause(this.#options.paceMs);
    // Nobody of the engine waited for this instant: it is at rest as before.
    if (nextWakeAt === null || nextWakeAt > to) return { now: to, nextWakeAt };
    return this.#clock.quietAgain();
  }

  /** The engine is at rest, so what is read does not depend on who reads first; what is told is told in order. */
  async #readStale(): Promise<void> {
    for (;;) {
      const stale = this.#all().filter((o) => o.stale);
      if (stale.length === 0) return;
      const lists = await inParallel(stale, WIDTH, (o) => o.read(this.#http, this.#setting));
      for (const items of lists) this.#touch(toldBy(this.#setting, items));
    }
  }

  async #act(due: readonly RehearsalOffice[], now: Instant): Promise<void> {
    const { memory } = this.#setting;
    const { others = false } = this.#options;
    const chains = await inParallel(roundOf(due), WIDTH, async (chain) => {
      const acts: Done[] = [];
      for (const office of chain)
        try {
          acts.push(await office.act(this.#http, this.#setting, now));
        } catch (error) {
          if (!others || !isOvertaken(error)) throw error;
          office.stale = true;
        }
      return acts;
    });
    for (const done of chains.flat()) {
      this.#count(done.intent.act.kind);
      remember(this.#setting, done);
      this.#touch(touchedBy(this.#setting, done));
    }
    // Whoever accepts last, the top may close: it is rung up like everybody else.
    if (memory.accepted.size === this.#lines) this.#touch(topOf(this.#setting.stage));
  }

  #count(kind: ActKind): void {
    this.acts[kind] = (this.acts[kind] ?? 0) + 1;
  }

  #touch(keys: readonly string[]): void {
    for (const key of keys) {
      const office = this.#offices.get(key);
      if (office !== undefined) office.stale = true;
    }
  }

  /** Nothing is due, nobody means to do anything, and the rollout is not closed. */
  #standstill(now: Instant): RehearsalError {
    const { memory, stage } = this.#setting;
    const missing = [...stage.offices.values()].filter(
      (o) => o.unit !== stage.root && !memory.accepted.has(o.key),
    );
    return new RehearsalError('The rehearsal stands still: nobody has anything to do', {
      now,
      issued: memory.issued,
      notAccepted: missing.map((o) => o.key),
    });
  }
}

const topOf = (stage: Stage) =>
  [...stage.offices.values()].filter((o) => o.unit === stage.root).map((o) => o.key);
