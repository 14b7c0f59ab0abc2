import { createRoute, z } from '@hono/zod-openapi';
import { retryMail } from '#facts/mail.ts';
import { retryInput } from '#facts/mail.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/mails/{id}/retries',
  tags: ['mails'],
  operationId: 'retryMail',
  summary: 'Have a parked mail tried again, under the same Message-ID (operator)',
  security: bearer,
  request: { params: byId, ...posted(retryInput) },
  responses: answers(201, 'It is tried at once', z.object({ mail: id }), [
    'request.not_found',
    'account.forbidden',
    'mail.not_parked',
  ]),
});

export const retry = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await retryMail(sql, await requestOf(c), c.req.valid('param').id)),
  );
