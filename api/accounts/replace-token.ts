import { createRoute, z } from '@hono/zod-openapi';
import { replaceToken as replace } from '#facts/account.ts';
import { tokenInput } from '#facts/account.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/accounts/{id}/tokens',
  tags: ['accounts'],
  operationId: 'replaceToken',
  summary: 'Give an account a new token; the one before it is dead at once',
  security: bearer,
  request: { params: byId, ...posted(tokenInput) },
  responses: answers(
    201,
    'The new token, shown this once; null when the same key is sent again',
    z.object({ account: id, token: z.string().nullable() }),
    ['request.not_found', 'account.forbidden', 'account.disabled'],
  ),
});

export const replaceToken = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const answer = await replace(sql, await requestOf(c), c.req.valid('param').id);
    return reply(c, { ...answer, answer: { ...answer.answer, token: answer.token } });
  });
