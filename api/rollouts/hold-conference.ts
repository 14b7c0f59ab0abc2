import { createRoute, z } from '@hono/zod-openapi';
import { holdConference as hold } from '#facts/rollout.ts';
import { rolloutConferenceInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/rollouts/{id}/conferences',
  tags: ['rollouts'],
  operationId: 'holdRolloutConference',
  summary:
    'Record the conference at the top, or correct one’s own; those below count when held after it',
  security: bearer,
  request: { params: byId, ...posted(rolloutConferenceInput) },
  responses: answers(
    201,
    'In the record; the other agencies confirm it',
    recorded({ kind: z.literal('rolloutConference'), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.not_open',
      'rollout.conference_confirmed',
      'evidence.future',
      'evidence.agency',
      'evidence.contradictory',
      'text.secret',
      'text.personal',
    ],
  ),
});

export const holdConference = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: rollout } = c.req.valid('param');
    return reply(c, await hold(sql, await requestOf(c), rollout, c.req.valid('json')));
  });
