import { createRoute, z } from '@hono/zod-openapi';
import { JOINT_ACT_KINDS } from '#domain/vocabulary.ts';
import { openJointAct as open } from '#facts/joint-act.ts';
import { jointActInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/rollouts/{id}/joint-acts',
  tags: ['rollouts'],
  operationId: 'openJointAct',
  summary: '“Trình ký”: draft an act on a rollout, to be signed by every agency',
  security: bearer,
  request: { params: byId, ...posted(jointActInput) },
  responses: answers(
    201,
    'The act, unsigned',
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
      'text.secret',
      'text.personal',
    ],
  ),
});

export const openJointAct = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: rollout } = c.req.valid('param');
    return reply(c, await open(sql, await requestOf(c), rollout, c.req.valid('json')));
  });
