import { createRoute, z } from '@hono/zod-openapi';
import { draftRollout } from '#facts/rollout.ts';
import { draftInput } from '#facts/rollout.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, posted } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/rollouts',
  tags: ['rollouts'],
  operationId: 'draftRollout',
  summary: 'Draft a rollout of a template, its dates planned backward from the last',
  security: bearer,
  request: posted(draftInput),
  responses: answers(
    201,
    'The draft: nothing is issued before every agency has signed',
    z.object({ id, dates: z.record(z.string(), z.object({ on: z.string() }).loose()) }),
    ['account.forbidden', 'deadline.rest_day', 'deadline.no_year', 'deadline.out_of_order'],
  ),
});

export const draft = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) =>
    reply(c, await draftRollout(sql, await requestOf(c), c.req.valid('json'))),
  );
