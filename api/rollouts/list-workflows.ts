import { createRoute, z } from '@hono/zod-openapi';
import { readCoordinators } from '#db/reads/coordinators-view.ts';
import { Problem } from '#domain/problems.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { allow, standing, type Api, type Ask, type Deps, type LiveWorkflow } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { instant, key, pageOf } from '#api/schemas.ts';

const LIVE = z
  .object({
    workflowId: z.string(),
    runId: z.string(),
    status: z.string(),
    stage: z.string().nullable(),
    waitsFor: z.string().nullable(),
    waitsUntil: instant.nullable(),
    historyLength: z.int(),
    pendingActivities: z
      .array(z.object({ name: z.string(), attempt: z.int(), lastFailure: z.string().nullable() }))
      .readonly(),
    uiUrl: z.string().nullable(),
  })
  .openapi('LiveWorkflow');

const COORDINATOR = z
  .object({
    id: z.string().openapi({ description: 'The workflow id' }),
    unit: z.object({ key, name: z.string(), tier: z.enum(TIERS) }),
    state: z.enum(['open', 'closed']),
    complete: z.boolean(),
    lookedAt: instant.nullable(),
    nextWakeAt: instant.nullable(),
    stuckSince: instant.nullable(),
    pending: z.int(),
    troubles: z.int(),
    live: LIVE.nullable().openapi({ description: 'Null when the engine has no run of it' }),
  })
  .openapi('Coordinator');

const route = createRoute({
  method: 'get',
  path: '/rollouts/{id}/workflows',
  tags: ['rollouts'],
  operationId: 'listWorkflows',
  summary: 'The live side of a rollout: stage, what it waits for and until when (operator)',
  security: bearer,
  request: { params: byId, query: z.strictObject(paged) },
  responses: answers(200, 'A page, by workflow id', pageOf(COORDINATOR), [
    'request.not_found',
    'account.forbidden',
    'engine.unreachable',
  ]),
});

export const listWorkflows = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const after = positionOf(cursor, z.tuple([z.string()]))?.[0] ?? null;
    const inProgramme = deps.reader`
      select r.id from rollouts r where r.id = ${id} and r.programme_id = me.programme_id`;
    const who = await standing<{ id: string }>(c, deps, inProgramme);
    allow(who, 'engine.inspect');
    const rows = await readCoordinators(deps.reader, { rollout: id, after, limit: limit + 1 });
    const ids = rows.slice(0, limit).map((row) => row.id);
    const live = await inspectOrRefuse(c, deps, id, ids);
    const byWorkflow = new Map(live.map((one) => [one.workflowId, one]));
    const show = (row: (typeof rows)[number]) => ({ ...row, live: byWorkflow.get(row.id) ?? null });
    return c.json(
      page(rehearsalMark(c, who.rehearsal), rows, limit, (row) => [row.id], show),
      200,
    );
  });

/** Whatever the engine's client throws, the record is right: the rest of the API goes on. */
async function inspectOrRefuse(
  c: Ask,
  { inspect, log }: Deps,
  rollout: string,
  ids: readonly string[],
): Promise<readonly LiveWorkflow[]> {
  if (inspect === undefined) throw new Problem('engine.unreachable');
  try {
    return await inspect(rollout, ids);
  } catch (thrown) {
    log.warn({ requestId: c.var.requestId, err: thrown }, 'the engine could not be inspected');
    throw new Problem('engine.unreachable');
  }
}
