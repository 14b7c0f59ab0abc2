import { createRoute, z } from '@hono/zod-openapi';
import { confirmConference as confirm } from '#facts/rollout.ts';
import { conferenceConfirmationInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/rollouts/{id}/conference-confirmations',
  tags: ['rollouts'],
  operationId: 'confirmRolloutConference',
  summary: 'Confirm the conference at the top, as another agency than the one that recorded it',
  security: bearer,
  request: { params: byId, ...posted(conferenceConfirmationInput) },
  responses: answers(
    201,
    'In the record',
    recorded({ kind: z.literal('rolloutConferenceConfirmation'), rollout: id }),
    [
      'request.not_found',
      'account.forbidden',
      'rollout.not_open',
      'rollout.conference_confirmed',
      'rollout.conference_superseded',
      'rollout.conference_disputed',
      'text.secret',
      'text.personal',
    ],
  ),
});

export const confirmConference = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const input = c.req.valid('json');
    const word = { ...input, differs: input.agrees ? null : input.differs };
    return reply(c, await confirm(sql, await requestOf(c), c.req.valid('param').id, word));
  });
