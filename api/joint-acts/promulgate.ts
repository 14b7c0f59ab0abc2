import { createRoute, z } from '@hono/zod-openapi';
import { promulgate as putInForce } from '#facts/rollout.ts';
import { promulgationInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/joint-acts/{id}/promulgation',
  tags: ['rollouts'],
  operationId: 'promulgate',
  summary: '“Ban hành”: put a joint act in force, once every agency has signed it',
  security: bearer,
  request: { params: byId, ...posted(promulgationInput) },
  responses: answers(
    201,
    'In force: the rollout is issued, or closed',
    recorded({ kind: z.literal('promulgation'), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.unsigned',
      'rollout.in_force',
      'rollout.not_done',
      'deadline.out_of_order',
    ],
  ),
});

export const promulgate = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await putInForce(sql, await requestOf(c), c.req.valid('param').id)),
  );
