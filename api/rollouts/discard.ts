import { createRoute, z } from '@hono/zod-openapi';
import { discardRollout as discard } from '#facts/rollout.ts';
import { emptyInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/rollouts/{id}/discard',
  tags: ['rollouts'],
  operationId: 'discardRollout',
  summary: '“Hủy dự thảo”: give up a rollout that was never issued; it stays, and can be copied',
  security: bearer,
  request: { params: byId, ...posted(emptyInput) },
  responses: answers(
    201,
    'The draft is discarded, and the act of its issue with it',
    recorded({ kind: z.literal('discard'), rollout: id }),
    ['request.not_found', 'account.forbidden', 'rollout.not_now'],
  ),
});

export const discardRollout = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await discard(sql, await requestOf(c), c.req.valid('param').id)),
  );
