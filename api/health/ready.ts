import { createRoute, z } from '@hono/zod-openapi';
import type { Api, Deps } from '#api/context.ts';

const READINESS = z.object({
  ready: z.boolean(),
  why: z.string().nullable().openapi({ description: 'What is missing, in English' }),
});

const route = createRoute({
  method: 'get',
  path: '/readyz',
  tags: ['health'],
  operationId: 'isReady',
  summary: 'The database answers and has this build’s schema. Temporal is not needed for it',
  responses: {
    200: { description: 'Ready', content: { 'application/json': { schema: READINESS } } },
    503: { description: 'Not ready', content: { 'application/json': { schema: READINESS } } },
  },
});

export const ready = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const answer = await deps.ready();
    c.header('Cache-Control', 'no-store');
    return c.json(answer, answer.ready ? 200 : 503);
  });
