import { createRoute, z } from '@hono/zod-openapi';
import { allow, whoAsks, type Api, type Deps } from '#api/context.ts';
import { answers, bearer } from '#api/operation.ts';
import { openFeed } from './feed.ts';

const route = createRoute({
  method: 'get',
  path: '/changes',
  tags: ['work'],
  operationId: 'listenForChanges',
  summary: 'Server-Sent Events: `changed` when something in the account’s scope has changed',
  description:
    'Ask again for what you show whenever the connection opens and at every `changed`. The event says nothing ' +
    'else. Lines that begin with a colon only keep the connection open. To an operator: the engine has changed.',
  security: bearer,
  request: { query: z.strictObject({}) },
  responses: {
    ...answers(200, '', z.string(), ['changes.too_many']),
    200: {
      description:
        'Events, until the account is disabled, its token replaced or the server stopped',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
});

export function listen(app: Api, deps: Deps) {
  const feed = deps.feed ?? openFeed(deps.reader, deps.log);
  return app.openapi(route, async (c) => {
    const { actor } = await whoAsks(c, deps);
    allow({ actor }, 'registry.read');
    const { account, programme, office } = actor;
    const { tokenHash } = c.var;
    const stream = await feed.listen({ account, programme, tokenHash, operator: office === null });
    // A proxy that collects an answer before it passes it on would keep every event back.
    c.header('X-Accel-Buffering', 'no');
    c.header('Content-Type', 'text/event-stream; charset=utf-8');
    return c.body(stream, 200);
  });
}
