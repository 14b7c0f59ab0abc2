/** One connection that listens. What it has not read yet is kept as two flags, however much happens meanwhile. */

/** A window that was cut off asks again after this; all of a province at once after a restart, so not sooner. */
const RETRY_MS = 3_000;
/** An event without data is not handed to anybody (HTML, Server-sent events). */
const CHANGED = 'event: changed\ndata: {}\n\n';
const BEAT = ':\n\n';

export type Listener = {
  readonly account: string;
  readonly programme: string;
  readonly tokenHash: string;
  readonly operator: boolean;
  readonly stream: ReadableStream<Uint8Array>;
  /** Resolves when everything that commits from now on will be told. */
  readonly ready: Promise<void>;
  readonly joined: boolean;
  join(): void;
  fail(error: unknown): void;
  tell(): void;
  /** One whose beat before is still unread does not read any more: its connection is closed. */
  beat(): void;
  end(): void;
};

export function openListener(
  who: Pick<Listener, 'account' | 'programme' | 'tokenHash' | 'operator'>,
  onEnd: () => void,
): Listener {
  const text = new TextEncoder();
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  // Where the client has gone before it was answered nobody waits for it.
  ready.catch(() => {});
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let joined = false;
  let ended = false;
  let changed = false;
  let beating = false;

  const flush = () => {
    if (ended || (controller.desiredSize ?? 0) <= 0 || !(changed || beating)) return;
    // An event keeps the connection as alive as a beat does. The flags first: whoever waits asks for more at once.
    const next = changed ? CHANGED : BEAT;
    changed = false;
    beating = false;
    controller.enqueue(text.encode(next));
  };
  const leave = () => {
    if (ended) return false;
    ended = true;
    resolve();
    onEnd();
    return true;
  };
  const end = () => {
    if (leave()) controller.close();
  };
  const stream = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
      controller.enqueue(text.encode(`retry: ${RETRY_MS}\n\n`));
    },
    pull: flush,
    cancel: () => void leave(),
  });
  return {
    ...who,
    stream,
    ready,
    get joined() {
      return joined;
    },
    join() {
      joined = true;
      resolve();
    },
    fail(error) {
      reject(error);
      end();
    },
    tell() {
      if (!joined) return;
      changed = true;
      flush();
    },
    beat() {
      if (beating) return end();
      beating = true;
      flush();
    },
    end,
  };
}
