import { createRoute, z } from '@hono/zod-openapi';
import { passwordChangeInput } from '#facts/session.input.ts';
import { changePassword as change } from '#facts/session.ts';
import { reply, secretRequestOf, type Api, type Deps } from '#api/context.ts';
import { demandToken } from '#api/intake.ts';
import { answers, bearer, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/me/password-changes',
  tags: ['sessions'],
  operationId: 'changePassword',
  summary: 'Change one’s own password; every other session of the account ends',
  security: bearer,
  request: posted(passwordChangeInput),
  responses: answers(201, 'Changed', z.object({ account: id }), [
    'password.none',
    'password.wrong',
    'password.weak',
    'attempts.too_many',
  ]),
});

export const changePassword = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const request = await secretRequestOf(c, demandToken(c));
    return reply(c, await change(sql, request, c.req.valid('json')));
  });
