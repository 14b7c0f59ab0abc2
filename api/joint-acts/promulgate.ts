import { createRoute, z } from '@hono/zod-openapi';
import { promulgate as putInForce } from '#facts/joint-act.ts';
import { emptyInput } from '#facts/rollout.input.ts';
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
  request: { params: byId, ...posted(emptyInput) },
  responses: answers(
    201,
    'In force: every assignment it concerns follows',
    recorded({ kind: z.literal('promulgation'), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.unsigned',
      'rollout.in_force',
      'rollout.not_now',
      'rollout.not_done',
      'deadline.out_of_order',
      'deadline.no_step',
      'deadline.unchanged',
      'deadline.rest_day',
      'deadline.no_year',
    ],
  ),
});

export const promulgate = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await putInForce(sql, await requestOf(c), c.req.valid('param').id)),
  );
