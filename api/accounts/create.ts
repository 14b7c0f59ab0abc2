import { createRoute, z } from '@hono/zod-openapi';
import { createAccount } from '#facts/account.ts';
import { accountInput } from '#facts/account.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const token = z
  .string()
  .nullable()
  .openapi({ description: 'Shown this once; null when the same key is sent again' });

const route = createRoute({
  method: 'post',
  path: '/offices/{id}/accounts',
  tags: ['accounts'],
  operationId: 'createAccount',
  summary:
    'Create an account of an office, as an operator, or as head or deputy of a superior of the same line',
  security: bearer,
  request: { params: byId, ...posted(accountInput) },
  responses: answers(
    201,
    'The account with its bearer token',
    z.object({ id, office: id, ...accountInput.shape, token }),
    ['request.not_found', 'account.forbidden', 'text.secret', 'text.personal'],
  ),
});

export const create = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: office } = c.req.valid('param');
    const answer = await createAccount(sql, await requestOf(c), office, c.req.valid('json'));
    // The receipt keeps the answer without the token: it is added here and nowhere stored.
    return reply(c, { ...answer, answer: { ...answer.answer, token: answer.token } });
  });
