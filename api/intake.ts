/** What a request passes before any operation sees it: language, account, rate, characters. */
import type { MiddlewareHandler } from 'hono';
import { Problem } from '#domain/problems.ts';
import type { Language } from '#domain/vocabulary.ts';
import { hashToken } from '#facts/record.ts';
import { isSessionToken } from '#facts/token.ts';
import { findFault } from './characters.ts';
import type { Ask, Env, Limits } from './context.ts';
import { isEntrance } from './entrances.ts';
import { createRateLimit } from './rate-limit.ts';
import { badText } from './validation.ts';

type Middleware = MiddlewareHandler<Env>;

/** Vietnamese unless English is preferred to it. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((part) => {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const q = params.map((p) => p.trim()).find((p) => p.startsWith('q='));
    return { tag: tag.split('-')[0], q: q === undefined ? 1 : Number(q.slice(2)) || 0 };
  });
  const best = (tag: Language) =>
    Math.max(0, ...wanted.filter((w) => w.tag === tag).map((w) => w.q));
  return best('en') > best('vi') ? 'en' : 'vi';
}

export const withLanguage: Middleware = async (c, next) => {
  c.set('language', languageOf(c.req.header('accept-language')));
  await next();
};

/** Every request is an account's, but for those that tell nothing of the record, and the entrances. */
const OPEN = /^\/(livez|readyz|openapi\.json|reference(\/[a-z0-9.-]*)?)$/;
/** One for all entrances of a process: nobody is known there yet. */
const ANYBODY = 'anybody';

/** A token as `facts/token.ts` makes them, with room for those of other makes. */
const BEARER = /^Bearer +([\x21-\x7e]{16,200}) *$/i;

/** @throws Problem `account.unknown` when there is none that could be one */
export function demandToken(c: Ask): string {
  const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1];
  if (token === undefined) throw new Problem('account.unknown');
  return token;
}

/** `noteUse` is told of every session that was used, once it is answered. */
export function withAccount(limits: Limits, noteUse: (tokenHash: string) => void): Middleware {
  const admit = createRateLimit(limits.rate);
  return async (c, next) => {
    if (OPEN.test(c.req.path)) return next();
    const token = isEntrance(c.req.path) ? null : demandToken(c);
    const hash = token === null ? ANYBODY : hashToken(token);
    if (token !== null) c.set('tokenHash', hash);
    if (!admit(hash)) throw new Problem('request.too_many');
    await next();
    // What an account is told is its own: no cache on the way keeps it.
    c.header('Cache-Control', 'no-store');
    if (token !== null && isSessionToken(token)) noteUse(hash);
  };
}

/** What stands in the address is checked as what stands in a body. */
export const withCleanQuery: Middleware = async (c, next) => {
  const fault = findFault(c.req.queries());
  if (fault !== null) throw badText(c.req.path, fault);
  await next();
};
