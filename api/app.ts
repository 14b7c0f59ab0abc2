/** The API: what a request passes, every operation, and how a refusal is told. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { timeout } from 'hono/timeout';
import { HTTPException } from 'hono/http-exception';
import { withJsonBody } from './body.ts';
import type { Api, Deps, Env, Limits } from './context.ts';
import { withAccount, withCleanQuery, withLanguage } from './intake.ts';
import { operations } from './operations.ts';
import { asProblem, problemResponse } from './problem.ts';
import { serveDocument } from './reference/document.ts';
import { servePage } from './reference/page.ts';
import { createUse } from './sessions/use.ts';
import { refuseUnknown } from './unknown.ts';
import { refuseInvalid } from './validation.ts';

const DEFAULT_LIMITS: Limits = {
  timeoutMs: 10_000,
  bodyBytes: 64 * 1024,
  rate: { perSecond: 50, burst: 200 },
};

/** Builds the app over its pools; nothing is connected or listened on here. */
export function createApp(deps: Deps): Api {
  const app: Api = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const limits = deps.limits ?? DEFAULT_LIMITS;
  app.onError((thrown, c) =>
    problemResponse(c, asProblem(thrown, deps.log, c.get('requestId') ?? '')),
  );
  app.use(requestId(), withLanguage, withPolicy, secure());
  app.use(timeout(limits.timeoutMs, () => new HTTPException(504)));
  app.use(
    withAccount(limits, createUse(deps.sql, deps.log)),
    withCleanQuery,
    withJsonBody(limits.bodyBytes),
  );
  for (const operation of operations) operation(app, deps);
  serveDocument(app);
  servePage(app);
  refuseUnknown(app);
  return app;
}

/** Answers are data: nothing in them may run or be framed. */
const POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The reference page says its own policy: `secureHeaders` would write ours over it. */
const withPolicy: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const name = 'Content-Security-Policy';
  if (!c.res.headers.has(name)) c.header(name, POLICY);
};

/** The policy is `withPolicy`'s. */
const secure = () =>
  secureHeaders({
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    // Whether the address is reached by TLS is known to what stands in front, and said there.
    strictTransportSecurity: false,
  });
