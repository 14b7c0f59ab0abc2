import { createRoute, z } from '@hono/zod-openapi';
import { openEarly as open } from '#facts/rollout.ts';
import { earlyOpeningInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/rollouts/{id}/early-openings',
  tags: ['rollouts'],
  operationId: 'openEarly',
  summary: '“Cho triển khai sớm”: let those below a unit receive before that unit has planned',
  security: bearer,
  request: { params: byId, ...posted(earlyOpeningInput) },
  responses: answers(
    201,
    'In the record; the gate opens with the next look',
    recorded({ kind: z.literal('earlyOpening'), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.not_open',
      'gate.open',
      'text.secret',
      'text.personal',
    ],
  ),
});

export const openEarly = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: rollout } = c.req.valid('param');
    return reply(c, await open(sql, await requestOf(c), rollout, c.req.valid('json')));
  });
