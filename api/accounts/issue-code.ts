import { createRoute, z } from '@hono/zod-openapi';
import { activationCodeInput } from '#facts/activation.input.ts';
import { issueCode as issue } from '#facts/activation.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted } from '#api/operation.ts';
import { id, instant } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/accounts/{id}/activation-codes',
  tags: ['accounts'],
  operationId: 'issueActivationCode',
  summary:
    'Give a person’s account a code to set its password with, to be printed; the one before is dead',
  security: bearer,
  request: { params: byId, ...posted(activationCodeInput) },
  responses: answers(
    201,
    'The login and the code, shown this once; null when the same key is sent again',
    z.object({
      account: id,
      login: z.string(),
      office: z.string().nullable().openapi({ description: 'Its name; null: an operator' }),
      expiresAt: instant,
      code: z.string().nullable().openapi({ example: '34AC-79DE-XYQR-TVWM' }),
    }),
    ['request.not_found', 'account.forbidden', 'account.disabled'],
  ),
});

export const issueCode = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const answer = await issue(sql, await requestOf(c), c.req.valid('param').id);
    return reply(c, { ...answer, answer: { ...answer.answer, code: answer.code } });
  });
