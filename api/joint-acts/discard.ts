import { createRoute, z } from '@hono/zod-openapi';
import { discardJointAct as discard } from '#facts/joint-act.ts';
import { emptyInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/joint-acts/{id}/discard',
  tags: ['rollouts'],
  operationId: 'discardJointAct',
  summary: '“Hủy dự thảo”: give up a joint act that is not in force; it stays, and can be copied',
  security: bearer,
  request: { params: byId, ...posted(emptyInput) },
  responses: answers(
    201,
    'The act is discarded; that of an issue takes its rollout with it',
    recorded({ kind: z.literal('discard'), rollout: id }),
    ['request.not_found', 'account.forbidden', 'rollout.in_force', 'rollout.not_now'],
  ),
});

export const discardJointAct = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await discard(sql, await requestOf(c), c.req.valid('param').id)),
  );
