import { createRoute, z } from '@hono/zod-openapi';
import { endingInput } from '#facts/session.input.ts';
import { endSession } from '#facts/session.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/sessions/{id}/endings',
  tags: ['sessions'],
  operationId: 'endSession',
  summary: 'End a session at once: one’s own, or one of an account that one may manage',
  security: bearer,
  request: { params: byId, ...posted(endingInput) },
  responses: answers(201, 'Ended', z.object({ session: id }), [
    'request.not_found',
    'account.forbidden',
    'session.ended',
  ]),
});

export const end = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await endSession(sql, await requestOf(c), c.req.valid('param').id)),
  );
