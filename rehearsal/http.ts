/** The rehearsal's only way to the world: HTTP, each request in the name of one account. */
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import type { Journal } from './journal.ts';

/** A rehearsal that cannot go on; `details` names what it met. */
export class RehearsalError extends Error {
  override readonly name = 'RehearsalError';
  readonly details: Readonly<Record<string, unknown>>;
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.details = details;
  }
}

/** Said of everybody's requests together: `retried` for want of an answer, `repeated` on purpose. */
export type Traffic = { requests: number; retried: number; repeated: number };

export type Posting = {
  readonly token: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Idempotency key: natural, so that the same rehearsal sends the same keys. */
  readonly key: string;
  /** Sends it again, as a nervous finger or a poor network does: the answer must be the same. */
  readonly twice?: boolean;
};

export type Http = {
  readonly get: <T>(token: string, path: string) => Promise<T>;
  readonly post: <T>(posting: Posting) => Promise<T>;
  readonly traffic: Readonly<Traffic>;
};

export type HttpOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Told of every POST before it is sent and when it is answered for good. */
  readonly journal?: Journal | undefined;
};

/** "Too many" and "busy" ask to be sent again, with the same key. */
const AGAIN = new Set([429, 503]);
/** The server answers, or says that it is busy, within ten seconds; later nothing comes. */
const ANSWER_MS = 15_000;
/** A server that restarts is back by then; longer, and whoever waits wants to know. */
const TRY_MS = 60_000;
const PAUSE_MS = 100;
const PAUSE_MS_MAX = 1_000;

type Answered = { readonly status: number; readonly body: Record<string, unknown> };

/**
 * A client as the API asks for it: a request that was not answered, for whatever reason, is sent again under its
 * key, more and more slowly for a minute, and so is one that is to be sent again. Nothing is done twice by it.
 */
export function openHttp(api: string, { signal, journal }: HttpOptions = {}): Http {
  const traffic: Traffic = { requests: 0, retried: 0, repeated: 0 };

  /** One try; half an answer is none. */
  async function attempt(path: string, init: RequestInit): Promise<Answered | Unanswered> {
    const late = AbortSignal.timeout(ANSWER_MS);
    const either = signal === undefined ? late : AbortSignal.any([signal, late]);
    try {
      const response = await fetch(`${api}${path}`, { ...init, signal: either });
      const text = await response.text();
      return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
    } catch (error) {
      if (signal?.aborted === true || error instanceof SyntaxError) throw error;
      return new Unanswered(error);
    }
  }

  async function tryOn(path: string, init: RequestInit): Promise<Answered | Unanswered> {
    const until = performance.now() + TRY_MS;
    for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)) {
      traffic.requests += 1;
      const answer = await attempt(path, init);
      const isFinal = !(answer instanceof Unanswered) && !AGAIN.has(answer.status);
      if (isFinal || performance.now() > until) return answer;
      traffic.retried += 1;
      await pause(pauseMs, undefined, { signal });
    }
  }

  async function send(token: string, path: string, posting?: Posting): Promise<unknown> {
    const note = async (outcome: 'ok' | 'fail' | 'info') =>
      posting === undefined ? undefined : journal?.({ key: posting.key, path, outcome });
    await note('info');
    const answer = await tryOn(path, initOf(token, posting));
    const sent = { sent: posting?.body ?? null, key: posting?.key ?? null };
    const what = `${posting === undefined ? 'GET' : 'POST'} ${path}`;
    if (answer instanceof Unanswered)
      throw new RehearsalError(`${what} was not answered: ${answer.why}`, sent);
    const { status, body } = answer;
    const accepted = status >= 200 && status < 300;
    // From 500 up nobody has judged it: whether it took effect is as open as before.
    if (status < 500 && status !== 429) await note(accepted ? 'ok' : 'fail');
    if (accepted) return body;
    throw new RehearsalError(`${what} was answered ${status} ${String(body['code'])}`, {
      ...sent,
      ...body,
    });
  }

  return {
    traffic,
    get: async <T>(token: string, path: string) => (await send(token, path)) as T,
    async post<T>(posting: Posting) {
      const { token, path, key, twice = false } = posting;
      const answer = await send(token, path, posting);
      if (!twice) return answer as T;
      traffic.repeated += 1;
      const again = await send(token, path, posting);
      if (!isDeepStrictEqual(again, answer))
        throw new RehearsalError(`${path} was sent twice and answered differently`, {
          key,
          answer,
          again,
        });
      return answer as T;
    },
  };
}

/** Why no answer came, in a few words. */
class Unanswered {
  readonly why: string;
  constructor(error: unknown) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    this.why = String(cause);
  }
}

function initOf(token: string, posting: Posting | undefined): RequestInit {
  const authorization = `Bearer ${token}`;
  if (posting === undefined) return { headers: { authorization } };
  const { body, key } = posting;
  return {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
  };
}
