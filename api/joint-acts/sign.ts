import { createRoute, z } from '@hono/zod-openapi';
import { signJointAct } from '#facts/joint-act.ts';
import { signatureInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/joint-acts/{id}/signatures',
  tags: ['rollouts'],
  operationId: 'signJointAct',
  summary: 'Record one agency’s signature: number, date and signatory post of its own letter',
  security: bearer,
  request: { params: byId, ...posted(signatureInput) },
  responses: answers(
    201,
    'The signature is in the record',
    recorded({ kind: z.literal('signature'), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.already_signed',
      'rollout.in_force',
      'rollout.not_now',
      'evidence.future',
      'text.secret',
      'text.personal',
    ],
  ),
});

export const sign = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: act } = c.req.valid('param');
    return reply(c, await signJointAct(sql, await requestOf(c), act, c.req.valid('json')));
  });
