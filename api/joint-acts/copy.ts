import { createRoute, z } from '@hono/zod-openapi';
import { JOINT_ACT_KINDS } from '#domain/vocabulary.ts';
import { copyJointAct as copy } from '#facts/joint-act.ts';
import { emptyInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/joint-acts/{id}/copies',
  tags: ['rollouts'],
  operationId: 'copyJointAct',
  summary: 'Draft a joint act anew with the text of another one, unsigned',
  security: bearer,
  request: { params: byId, ...posted(emptyInput) },
  responses: answers(
    201,
    'The new act, unsigned',
    z.object({ id, kind: z.enum(JOINT_ACT_KINDS), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.act_exists',
      'rollout.in_force',
      'rollout.not_now',
      'deadline.out_of_order',
      'deadline.no_step',
      'deadline.unchanged',
      'deadline.rest_day',
      'deadline.no_year',
    ],
  ),
});

export const copyJointAct = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await copy(sql, await requestOf(c), c.req.valid('param').id)),
  );
