import { createRoute, z } from '@hono/zod-openapi';
import { overduePosition, readOverdue, type OverdueRow } from '#db/reads/overdue.ts';
import { NO_RELATION } from '#domain/can.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { allow, whoAsks, type Api, type Ask, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { id, key, pageOf } from '#api/schemas.ts';
import { seeRollout } from '#api/rollouts/sight.ts';
import { OVERDUE, showOverdue } from './show.ts';

const QUERY = z.strictObject({
  ...paged,
  rollout: id.optional().openapi({ description: 'Only of this one' }),
  unit: key.max(100).optional().openapi({ description: 'Key of a unit: its own and those below' }),
  agency: z.string().max(100).optional().openapi({ description: 'Only what this agency holds' }),
});

const route = createRoute({
  method: 'get',
  path: '/overdue',
  tags: ['work'],
  operationId: 'listOverdue',
  summary:
    'What is overdue, who holds it, why and what comes next: by step and agency, longest first',
  security: bearer,
  request: { query: QUERY },
  responses: answers(200, 'A page, over every rollout that is running', pageOf(OVERDUE), [
    'request.not_found',
    'account.forbidden',
  ]),
});

const POSITION = z.tuple([
  z.iso.date(),
  z.enum(TIERS),
  z.string(),
  z.string(),
  z.guid(),
  z.string(),
  z.int(),
  z.string(),
]);

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor, rollout = null, unit, agency } = c.req.valid('query');
    const after = positionOf(cursor, POSITION);
    const { actor, today, rehearsal } = await seeing(c, deps, rollout);
    const reads = actor.office?.agency ?? '';
    const rows = await readOverdue(deps.reader, {
      programme: actor.programme,
      rollout,
      scope: actor.office?.path ?? '',
      unit,
      agency,
      today,
      after,
      limit: limit + 1,
    });
    const shown = (row: OverdueRow) => showOverdue(row, c.var.language, reads);
    return c.json(page(rehearsalMark(c, rehearsal), rows, limit, overduePosition, shown), 200);
  });

/** @throws Problem `account.forbidden` for an operator; `request.not_found` for a rollout that it does not see */
async function seeing(c: Ask, deps: Deps, rollout: string | null) {
  if (rollout !== null) return seeRollout(c, deps, rollout);
  const who = await whoAsks(c, deps);
  allow(who, 'rollout.read', { ...NO_RELATION, inScope: true });
  return who;
}
