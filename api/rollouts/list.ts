import { createRoute, z } from '@hono/zod-openapi';
import { rolloutListObject, type RolloutRow } from '#db/reads/coverage.ts';
import { ROLLOUT_LABELS } from '#domain/labels.ts';
import { labelled, standing, type Api, type Ask, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { pageOf } from '#api/schemas.ts';
import { ROLLOUT_ROW } from './shapes.ts';
import { overOf, totalsOf, viewOf } from './sight.ts';

const route = createRoute({
  method: 'get',
  path: '/rollouts',
  tags: ['rollouts'],
  operationId: 'listRollouts',
  summary: 'Rollouts the account may see, newest first; an operator sees counts without titles',
  security: bearer,
  request: { query: z.strictObject(paged) },
  responses: answers(200, 'A page', pageOf(ROLLOUT_ROW), []),
});

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const after = positionOf(cursor, z.tuple([z.guid()]))?.[0] ?? null;
    const { actor, object, rehearsal } = await standing<{ rollouts: RolloutRow[] }>(
      c,
      deps,
      rolloutListObject(deps.reader, { after, limit: limit + 1 }),
    );
    const shown = (row: RolloutRow) => show(c, row, actor.office !== null);
    return c.json(
      page(rehearsalMark(c, rehearsal), object.rollouts, limit, (row) => [row.id], shown),
      200,
    );
  });

function show(c: Ask, row: RolloutRow, content: boolean) {
  const { id, key, title, issueOn, beingProcessed } = row;
  const { state, issuedAt, over } = viewOf(row);
  return {
    id,
    key,
    title: content ? title : null,
    state: labelled(c, ROLLOUT_LABELS, state),
    issueOn,
    issuedAt,
    closedAt: over?.at ?? null,
    over: overOf(c, over),
    totals: totalsOf(row),
    beingProcessed,
  };
}
