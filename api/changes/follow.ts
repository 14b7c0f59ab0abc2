import type { Sql } from '#db/driver.ts';
import { readEngineLevels, readFresh, readSettledNumber } from '#db/reads/changes.ts';
import type { Fresh, Subject } from '#db/reads/changes.ts';

/**
 * No statement that writes a number is under way for longer: a fact's is cut off after 30 s, a coordinator's step is
 * at most eight of 3 s with rests of 2 s (DESIGN 4). A number missed for so long was rolled back.
 */
const UNDER_WAY_S = 60;
/** Kept at most, the newest; more are missing only where somebody has moved the sequence by hand. */
const MISSED_MAX = 10_000;

export type News = {
  readonly subjects: readonly Subject[];
  /** Programmes whose engine has changed; told only when asked for. */
  readonly engines: ReadonlySet<string>;
};

export const NO_NEWS: News = { subjects: [], engines: new Set() };

export type Follower = {
  /** What was committed since the call before. A call that fails loses nothing: the next one tells it. */
  next(withEngines: boolean): Promise<News>;
};

/** Follows the record from now on: exactly what commits after this has answered is news. */
export async function openFollower(sql: Sql): Promise<Follower> {
  let top = await readSettledNumber(sql, UNDER_WAY_S);
  const missed = createMissed();
  let drafts = new Map<string, number>();
  let engines: ReadonlyMap<string, string> | null = null;

  const step = async (): Promise<readonly Subject[]> => {
    const fresh = await readFresh(sql, { top, missed: missed.numbers() });
    top = missed.note(top, fresh.numbers, performance.now());
    const before = drafts;
    drafts = new Map(fresh.drafts.map((d) => [`${d.programme} ${d.unit}`, d.n]));
    return [...fresh.subjects, ...movedDrafts(fresh.drafts, before)];
  };
  await step();
  return {
    async next(withEngines) {
      const now = withEngines
        ? new Map((await readEngineLevels(sql)).map((e) => [e.programme, e.level]))
        : null;
      const subjects = await step();
      const before = engines;
      engines = now;
      const moved = [...(now ?? [])].filter(
        ([programme, level]) => before !== null && before.get(programme) !== level,
      );
      return { subjects, engines: new Set(moved.map(([programme]) => programme)) };
    },
  };
}

const movedDrafts = (now: Fresh['drafts'], before: ReadonlyMap<string, number>): Subject[] =>
  now.flatMap(({ programme, unit, rollout, n }) =>
    before.get(`${programme} ${unit}`) === n ? [] : [{ programme, unit, rollout }],
  );

/** Numbers that were drawn and not seen: under way, or rolled back. */
export function createMissed() {
  const since = new Map<number, number>();
  return {
    numbers: (): number[] => [...since.keys()],

    /** Takes note of the numbers seen; answers the highest so far. */
    note(top: number, seen: readonly number[], nowMs: number): number {
      for (const [number, at] of since) if (nowMs - at > UNDER_WAY_S * 1_000) since.delete(number);
      let highest = top;
      for (const number of seen) {
        since.delete(number);
        highest = Math.max(highest, number);
      }
      const known = new Set(seen);
      for (let number = Math.max(top + 1, highest - MISSED_MAX); number < highest; number += 1)
        if (!known.has(number)) since.set(number, nowMs);
      return highest;
    },
  };
}
