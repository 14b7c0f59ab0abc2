import { createRoute } from '@hono/zod-openapi';
import { signInInput } from '#facts/session.input.ts';
import { signIn } from '#facts/session.ts';
import type { Api, Deps } from '#api/context.ts';
import { answersToAnybody, postedByAnybody } from '#api/operation.ts';
import { BEGUN } from './shapes.ts';

const route = createRoute({
  method: 'post',
  path: '/sessions',
  tags: ['sessions'],
  operationId: 'beginSession',
  summary: 'Sign in with login and password: begins a session',
  description:
    'No account, no Idempotency-Key: sent again it begins another session. From the fifth wrong password of a login ' +
    'on each makes the next attempt wait longer, and a right one waits, too (429, `details.retryAfter` in seconds).',
  request: postedByAnybody(signInInput),
  responses: answersToAnybody(201, 'The session with its bearer token', BEGUN, [
    'session.refused',
    'attempts.too_many',
  ]),
});

export const begin = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => c.json(await signIn(sql, c.req.valid('json')), 201));
