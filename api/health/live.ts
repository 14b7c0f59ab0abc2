import { createRoute, z } from '@hono/zod-openapi';
import type { Api } from '#api/context.ts';

const route = createRoute({
  method: 'get',
  path: '/livez',
  tags: ['health'],
  operationId: 'isAlive',
  summary: 'The process answers',
  responses: {
    200: {
      description: 'It does',
      content: { 'application/json': { schema: z.object({ alive: z.literal(true) }) } },
    },
  },
});

export const live = (app: Api) => app.openapi(route, (c) => c.json({ alive: true as const }, 200));
