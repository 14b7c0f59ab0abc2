/** Asks the app as a client would, without a socket. */
import { expect } from 'vitest';
import { z } from 'zod';
import { createApp } from '#api/app.ts';
import type { Deps, LiveWorkflow } from '#api/context.ts';
import type { LiveDatabase } from './live.ts';

export type Told = {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly body: Record<string, never>;
};

export type Client = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Told>;
  /** A key of its own for each call, unless one is given. */
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Told>;
};

const silent = { info: () => {}, warn: () => {}, error: () => {} };

export function apiOver(
  database: Pick<LiveDatabase, 'intake' | 'reader'>,
  rest: Partial<Deps> & { inspect?: (rollout: string) => Promise<readonly LiveWorkflow[]> } = {},
) {
  const app = createApp({
    sql: database.intake,
    reader: database.reader,
    log: silent,
    ready: async () => ({ ready: true, why: null }),
    limits: { timeoutMs: 10_000, bodyBytes: 64 * 1024, rate: { perSecond: 0, burst: 1 } },
    ...rest,
  });
  const documented = answersOf(app);
  const tell = async (method: string, path: string, response: Response): Promise<Told> => {
    const type = response.headers.get('content-type') ?? '';
    // Events have no end: what is told is that they come.
    const endless = type.startsWith('text/event-stream');
    if (endless) await response.body?.cancel();
    const text = endless ? '' : await response.text();
    const body = /json/.test(type) ? JSON.parse(text) : {};
    documented(method, path, response.status, body);
    return { status: response.status, type, headers: response.headers, body };
  };
  let keys = 0;
  const as = (token: string): Client => {
    const common = { authorization: `Bearer ${token}`, 'accept-language': 'en' };
    return {
      get: async (path, headers) =>
        tell('get', path, await app.request(path, { headers: { ...common, ...headers } })),
      post: async (path, body, headers) =>
        tell(
          'post',
          path,
          await app.request(path, {
            method: 'POST',
            headers: {
              ...common,
              'content-type': 'application/json',
              'idempotency-key': `key-${(keys += 1)}`,
              ...headers,
            },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          }),
        ),
    };
  };
  return { app, as };
}

/** Holds every answer to what the document says of it: no field is missing, and none is told besides. */
function answersOf(app: ReturnType<typeof createApp>) {
  const routes = app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route] : [],
  );
  return (method: string, path: string, status: number, body: unknown): void => {
    const [address = ''] = path.split('?');
    const route = routes.find(
      (r) =>
        r.method === method &&
        new RegExp(`^${r.path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(address),
    );
    const answer = route?.responses[status];
    if (answer === undefined || !('content' in answer) || status >= 400) return;
    const media = answer.content?.['application/json'] ?? {};
    const schema = 'schema' in media ? media.schema : null;
    if (schema instanceof z.ZodType) expect(schema.parse(body), `${method} ${path}`).toEqual(body);
  };
}
