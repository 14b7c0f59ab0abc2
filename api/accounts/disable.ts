import { createRoute, z } from '@hono/zod-openapi';
import { disableAccount } from '#facts/account.ts';
import { disablementInput } from '#facts/account.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/accounts/{id}/disablement',
  tags: ['accounts'],
  operationId: 'disableAccount',
  summary: 'Disable an account for good; what it recorded stays',
  security: bearer,
  request: { params: byId, ...posted(disablementInput) },
  responses: answers(201, 'Disabled', z.object({ account: id }), [
    'request.not_found',
    'account.forbidden',
    'account.disabled',
  ]),
});

export const disable = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await disableAccount(sql, await requestOf(c), c.req.valid('param').id)),
  );
