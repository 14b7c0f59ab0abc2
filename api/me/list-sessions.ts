import { createRoute, z } from '@hono/zod-openapi';
import { readSessions } from '#db/reads/sessions.ts';
import { SESSION_LABELS } from '#domain/labels.ts';
import { labelled, whoAsks, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { pageOf } from '#api/schemas.ts';
import { SESSION } from '#api/sessions/shapes.ts';

const route = createRoute({
  method: 'get',
  path: '/me/sessions',
  tags: ['sessions'],
  operationId: 'listSessions',
  summary: 'One’s own live sessions, never their tokens',
  security: bearer,
  request: { query: z.strictObject(paged) },
  responses: answers(200, 'A page, newest first', pageOf(SESSION), []),
});

export const listSessions = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const before = positionOf(cursor, z.tuple([z.guid()]))?.[0] ?? null;
    const { actor, rehearsal } = await whoAsks(c, deps);
    const { tokenHash } = c.var;
    const find = { account: actor.account, tokenHash, before, limit: limit + 1 };
    const rows = await readSessions(deps.reader, find);
    return c.json(
      page(
        rehearsalMark(c, rehearsal),
        rows,
        limit,
        (row) => [row.id],
        (row) => ({ ...row, how: labelled(c, SESSION_LABELS, row.how) }),
      ),
      200,
    );
  });
