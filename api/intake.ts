/** What a request passes before any operation sees it: language, account, rate, characters. */
import type { MiddlewareHandler } from 'hono';
import { Problem } from '#domain/problems.ts';
import type { Language } from '#domain/vocabulary.ts';
import { hashToken } from '#facts/record.ts';
import { findFault } from './characters.ts';
import type { Env, Limits } from './context.ts';
import { createRateLimit } from './rate-limit.ts';
import { expecting } from './validation.ts';

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

/** Every request is an account's, but for those that tell nothing of the record. */
const OPEN = /^\/(livez|readyz|openapi\.json|reference(\/[a-z0-9.-]*)?)$/;

/** A token as `facts/account.ts` makes them, with room for those of other makes. */
const BEARER = /^Bearer +([\x21-\x7e]{16,200}) *$/i;

export function withAccount(limits: Limits): Middleware {
  const admit = createRateLimit(limits.rate);
  return async (c, next) => {
    if (!OPEN.test(c.req.path)) {
      const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1];
      if (token === undefined) throw new Problem('account.unknown');
      const hash = hashToken(token);
      c.set('tokenHash', hash);
      if (!admit(hash)) throw new Problem('request.too_many');
    }
    await next();
    // What an account is told is its own: no cache on the way keeps it.
    if (c.var.tokenHash !== undefined) c.header('Cache-Control', 'no-store');
  };
}

/** What stands in the address is checked as what stands in a body. */
export const withCleanQuery: Middleware = async (c, next) => {
  const fault = findFault(c.req.queries());
  if (fault !== null)
    throw new Problem('request.invalid', {
      errors: [{ ...fault, expected: expecting(fault.expected) }],
    });
  await next();
};
