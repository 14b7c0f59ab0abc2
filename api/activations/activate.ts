import { createRoute } from '@hono/zod-openapi';
import { activationInput } from '#facts/activation.input.ts';
import { activate as setPassword } from '#facts/activation.ts';
import type { Api, Deps } from '#api/context.ts';
import { answersToAnybody, postedByAnybody } from '#api/operation.ts';
import { BEGUN } from '#api/sessions/shapes.ts';

const route = createRoute({
  method: 'post',
  path: '/activations',
  tags: ['sessions'],
  operationId: 'activate',
  summary: 'Set a password with an activation code: ends earlier sessions and begins one',
  description:
    'No account, no Idempotency-Key. A code is used once; for ten minutes after that the same code with the same ' +
    'password signs in again, for whoever never saw the answer.',
  request: postedByAnybody(activationInput),
  responses: answersToAnybody(201, 'The session with its bearer token', BEGUN, [
    'activation.refused',
    'password.weak',
    'attempts.too_many',
  ]),
});

export const activate = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => c.json(await setPassword(sql, c.req.valid('json')), 201));
