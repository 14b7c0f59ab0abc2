import { createRoute, z } from '@hono/zod-openapi';
import { delegate as give } from '#facts/delegation.ts';
import { delegationInput } from '#facts/delegation.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/offices/{id}/delegations',
  tags: ['registry'],
  operationId: 'delegate',
  summary:
    '“Ủy quyền”: a head or deputy lets another account of the office confirm for it, from-to; a later one of the same account replaces it',
  security: bearer,
  request: { params: byId, ...posted(delegationInput) },
  responses: answers(
    201,
    'That account confirms for the office on those days',
    recorded({ kind: z.literal('delegation'), office: id, account: id }),
    [
      'request.not_found',
      'account.forbidden',
      'delegation.unfit',
      'evidence.future',
      'text.secret',
      'text.personal',
    ],
  ),
});

export const delegate = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: office } = c.req.valid('param');
    return reply(c, await give(sql, await requestOf(c), office, c.req.valid('json')));
  });
