/**
 * The change feed: one poller of this process over all that listen. It says that something within an account's
 * scope has changed and nothing else; whoever hears it asks again for what it shows.
 */
import type { Sql } from '#db/driver.ts';
import { readHearers } from '#db/reads/changes.ts';
import { Problem } from '#domain/problems.ts';
import type { Log } from '#api/context.ts';
import { NO_NEWS, openFollower, type Follower, type News } from './follow.ts';
import { openListener, type Listener } from './listener.ts';

export type Pace = {
  /** Between two looks at the record: one statement, however many listen. */
  readonly pollMs: number;
  /** How soon a listener whose account was disabled is gone, where nothing changes. */
  readonly checkMs: number;
  /** Keeps what stands between from closing a quiet connection. */
  readonly beatMs: number;
};

const PACE: Pace = { pollMs: 250, checkMs: 2_000, beatMs: 15_000 };
/** Of one account in this process: as many connections as a browser opens to one address over HTTP/1.1. */
const PER_ACCOUNT_MAX = 6;
const ALL_MAX = 2_000;
/** The database may be away for minutes. */
const AFTER_FAILURE_MS = 1_000;

export type Hearing = Pick<Listener, 'account' | 'programme' | 'tokenHash' | 'operator'>;

export type Feed = {
  /**
   * A stream of Server-Sent Events, from when it is answered on.
   *
   * @throws Problem `changes.too_many` for one more of an account; `server.busy` for one more at all
   */
  listen(who: Hearing): Promise<ReadableStream<Uint8Array>>;
  /** Ends every stream and takes no more. */
  close(): void;
};

/** Asks nothing of the record while nobody listens. */
export function openFeed(sql: Sql, log: Log, pace: Pace = PACE): Feed {
  const room: Room = { listeners: new Set(), attended: false, closed: false, ...createPause() };
  const { listeners } = room;
  const beats = setInterval(() => {
    for (const listener of listeners) listener.beat();
  }, pace.beatMs).unref();
  return {
    async listen(who) {
      const own = [...listeners].filter(({ account }) => account === who.account);
      if (room.closed || listeners.size >= ALL_MAX) throw new Problem('server.busy');
      if (own.length >= PER_ACCOUNT_MAX)
        throw new Problem('changes.too_many', { most: PER_ACCOUNT_MAX });
      const listener = openListener(who, () => listeners.delete(listener));
      listeners.add(listener);
      if (room.attended) room.wake();
      else void attend(sql, log, pace, room);
      await listener.ready;
      return listener.stream;
    },
    close() {
      room.closed = true;
      clearInterval(beats);
      for (const listener of listeners) listener.end();
      room.wake();
    },
  };
}

type Room = {
  readonly listeners: Set<Listener>;
  attended: boolean;
  closed: boolean;
  pause(ms: number): Promise<void>;
  wake(): void;
};

/** Reads and tells until nobody listens any more. Fails never: who listens keeps its connection. */
async function attend(sql: Sql, log: Log, pace: Pace, room: Room): Promise<void> {
  const { listeners } = room;
  room.attended = true;
  let follower: Follower | null = null;
  let untold = NO_NEWS;
  let checkedAt = performance.now();
  let failing = false;
  while (listeners.size > 0 && !room.closed) {
    const joining = [...listeners].filter((listener) => !listener.joined);
    try {
      follower ??= await openFollower(sql);
      const operators = [...listeners].some((listener) => listener.operator);
      untold = merge(untold, await follower.next(operators));
      const silent = untold.subjects.length === 0 && untold.engines.size === 0;
      if (!silent || performance.now() - checkedAt >= pace.checkMs) {
        await tell(sql, listeners, untold);
        untold = NO_NEWS;
        checkedAt = performance.now();
      }
      for (const listener of joining) listener.join();
      failing = false;
    } catch (error) {
      // What is missed meanwhile is told when the record is there again.
      for (const listener of joining) listener.fail(error);
      if (!failing && !room.closed)
        log.warn({ err: error }, 'the change feed cannot read the record');
      failing = true;
    }
    await room.pause(failing ? AFTER_FAILURE_MS : pace.pollMs);
  }
  // At once with the last look at who listens: whoever comes now is attended anew.
  room.attended = false;
}

function createPause(): Pick<Room, 'pause' | 'wake'> {
  let end = () => {};
  return {
    pause: (ms) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => end(),
  };
}

const merge = (a: News, b: News): News => ({
  subjects: [...a.subjects, ...b.subjects],
  engines: new Set([...a.engines, ...b.engines]),
});

/** Who may listen no more is let go; the others hear what is within their scope. */
async function tell(sql: Sql, listeners: ReadonlySet<Listener>, news: News): Promise<void> {
  const tokens = [...new Set([...listeners].map(({ tokenHash }) => tokenHash))];
  const hearers = await readHearers(sql, tokens, news.subjects);
  const concerned = new Map(hearers.map((h) => [h.tokenHash, h.concerned]));
  for (const listener of listeners) {
    const may = concerned.get(listener.tokenHash);
    // It came while the record was asked: its turn is the next.
    if (!tokens.includes(listener.tokenHash)) continue;
    if (may === undefined) listener.end();
    else if (listener.operator ? news.engines.has(listener.programme) : may) listener.tell();
  }
}
