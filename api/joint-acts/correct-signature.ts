import { createRoute, z } from '@hono/zod-openapi';
import { correctSignature as correct } from '#facts/joint-act.ts';
import { signatureInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/joint-acts/{id}/signature-corrections',
  tags: ['rollouts'],
  operationId: 'correctSignature',
  summary: 'Correct the number, date or post of one’s own signature before the act is in force',
  security: bearer,
  request: { params: byId, ...posted(signatureInput) },
  responses: answers(
    201,
    'The signature is corrected; the earlier one stays in the record',
    recorded({ kind: z.literal('signatureCorrection'), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.not_signed',
      'rollout.in_force',
      'rollout.not_now',
      'evidence.future',
      'text.secret',
      'text.personal',
    ],
  ),
});

export const correctSignature = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: act } = c.req.valid('param');
    return reply(c, await correct(sql, await requestOf(c), act, c.req.valid('json')));
  });
