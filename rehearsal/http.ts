/** The rehearsal's only way to the world: HTTP, each request in the name of one account. */
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

/** A rehearsal that cannot go on; `details` names what it met. */
export class RehearsalError extends Error {
  override readonly name = 'RehearsalError';
  readonly details: Readonly<Record<string, unknown>>;
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.details = details;
  }
}

/** Said of everybody's requests together. */
export type Traffic = { requests: number; repeated: number };

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

/** "Too many" and "busy" ask to be sent again, with the same key. */
const AGAIN = new Set([429, 503]);
const TRIES_MAX = 20;
const PAUSE_MS = 250;

export function openHttp(api: string, signal: AbortSignal | null = null): Http {
  const traffic: Traffic = { requests: 0, repeated: 0 };

  async function send(token: string, path: string, posting?: Posting): Promise<unknown> {
    const init = posting === undefined ? {} : postOf(posting);
    for (let tries = 1; ; tries += 1) {
      traffic.requests += 1;
      const response = await fetch(`${api}${path}`, {
        ...init,
        signal,
        headers: { authorization: `Bearer ${token}`, ...headersOf(posting) },
      });
      const body = (await response.json()) as Record<string, unknown>;
      if (response.ok) return body;
      if (!AGAIN.has(response.status) || tries === TRIES_MAX)
        throw new RehearsalError(
          `${posting === undefined ? 'GET' : 'POST'} ${path} was answered ${response.status} ${String(body['code'])}`,
          { sent: posting?.body ?? null, key: posting?.key ?? null, ...body },
        );
      await pause(PAUSE_MS);
    }
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

const postOf = ({ body }: Posting) => ({ method: 'POST', body: JSON.stringify(body) });

const headersOf = (posting: Posting | undefined): Record<string, string> =>
  posting === undefined
    ? {}
    : { 'content-type': 'application/json', 'idempotency-key': posting.key };
