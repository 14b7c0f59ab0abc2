/**
 * How pages ask: the API itself, in process, in the name of who is signed in (decision 0010). So a page shows and does
 * what a program could, under the same judgement, and has no access of its own.
 */
import type { CivilDate, Language } from '#domain/vocabulary.ts';

/** The API's `fetch`. */
export type Api = (request: Request) => Response | Promise<Response>;

/** RFC 9457, as the API tells it in the reader's language. */
export type Refusal = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly instance: string;
  readonly details: {
    readonly errors?: readonly { readonly field: string; readonly expected?: string }[];
    /** The one field, or the step, that is at fault. */
    readonly field?: string;
    readonly step?: string;
    /** Why not, in words. */
    readonly message?: string;
    /** The working days beside a rest day. */
    readonly previous?: CivilDate;
    readonly next?: CivilDate;
    /** In seconds. */
    readonly retryAfter?: number;
  };
};

/** Thrown where a page cannot go on without what it asked for. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export type Told<T> =
  /** `again`: this key had been answered before, and nothing was written now. */
  | { readonly ok: true; readonly body: T; readonly again: boolean }
  | { readonly ok: false; readonly refusal: Refusal };

export type Asker = {
  /** @throws Refused */
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, key: string) => Promise<Told<T>>;
};

/** As what came from a browser may stand in a header; what may not is told as missing. */
const inHeader = (text: string): string => (/^[\x21-\x7e]*$/.test(text) ? text : '');

/** @param token null: nobody is signed in */
export function askAs(api: Api, token: string | null, language: Language): Asker {
  const common = {
    'accept-language': language,
    ...(token === null ? {} : { authorization: `Bearer ${inHeader(token)}` }),
  };
  const ask = async <T>(path: string, init: RequestInit): Promise<Told<T>> => {
    const response = await api(new Request(`http://api${path}`, init));
    const body: unknown = await response.json();
    return response.ok
      ? { ok: true, body: body as T, again: response.headers.has('idempotency-replayed') }
      : { ok: false, refusal: body as Refusal };
  };
  return {
    async get<T>(path: string) {
      const told = await ask<T>(path, { headers: common });
      if (!told.ok) throw new Refused(told.refusal);
      return told.body;
    },
    post: (path, body, key) =>
      ask(path, {
        method: 'POST',
        headers: {
          ...common,
          'content-type': 'application/json',
          'idempotency-key': inHeader(key),
        },
        body: JSON.stringify(body),
      }),
  };
}

/** As many as the API tells at once. */
const PAGE = 200;

type PageOf<T> = { readonly items: readonly T[]; readonly next: string | null };

/** A list of the API to its end. */
export async function allOf<T>(
  ask: Asker,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: { cursor?: string } = {};
  for (;;) {
    const asked = new URLSearchParams({ ...query, ...cursor, limit: String(PAGE) });
    const page: PageOf<T> = await ask.get(`${path}?${asked.toString()}`);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = { cursor: page.next };
  }
}
