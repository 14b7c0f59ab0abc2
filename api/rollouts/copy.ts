import { createRoute, z } from '@hono/zod-openapi';
import { copyRollout as copy } from '#facts/rollout.ts';
import { copyInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/rollouts/{id}/copies',
  tags: ['rollouts'],
  operationId: 'copyRollout',
  summary: 'Draft a rollout anew from another one, with its template as it was frozen',
  security: bearer,
  request: { params: byId, ...posted(copyInput) },
  responses: answers(
    201,
    'The new draft',
    z.object({ id, dates: z.record(z.string(), z.object({ on: z.string() }).loose()) }),
    [
      'request.not_found',
      'account.forbidden',
      'deadline.rest_day',
      'deadline.no_year',
      'deadline.out_of_order',
      'text.secret',
      'text.personal',
    ],
  ),
});

export const copyRollout = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: rollout } = c.req.valid('param');
    return reply(c, await copy(sql, await requestOf(c), rollout, c.req.valid('json')));
  });
