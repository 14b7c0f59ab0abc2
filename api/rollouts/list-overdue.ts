import { createRoute, z } from '@hono/zod-openapi';
import { readOverdue, type OverdueRow } from '#db/reads/overdue.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';
import { STEP_STATE_LABELS } from '#domain/labels.ts';
import { overdueDays } from '#domain/ladder.ts';
import { STEP_KINDS, STEP_STATES, TIERS } from '#domain/vocabulary.ts';
import { baseOf } from '#api/assignments/fold.ts';
import { inLanguage, labelled as withLabel, type Api, type Ask, type Deps } from '#api/context.ts';
import { assumedStep, rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { assumed, date, id, key, labelled, pageOf } from '#api/schemas.ts';
import { beingProcessed } from './shapes.ts';
import { seeRollout } from './sight.ts';

const OVERDUE = z
  .object({
    unit: z.object({ key, code: z.string(), name: z.string(), tier: z.enum(TIERS) }),
    assignment: id,
    step: z.object({
      key: z.string(),
      kind: z.enum(STEP_KINDS),
      label: z.string(),
      state: labelled(STEP_STATES),
    }),
    version: z.int(),
    dueOn: date,
    assumed,
    workingDaysOverdue: z.int(),
    agency: z.string(),
    bySuperior: z
      .boolean()
      .openapi({ description: 'The superior holds it: it owes an answer, or somebody in post' }),
    holder: z.object({ id, name: z.string() }).nullable(),
    beingProcessed,
  })
  .openapi('Overdue');

const route = createRoute({
  method: 'get',
  path: '/rollouts/{id}/overdue',
  tags: ['rollouts'],
  operationId: 'listOverdue',
  summary: 'What is overdue and who holds it now: a row per step and holding agency, longest first',
  security: bearer,
  request: { params: byId, query: z.strictObject(paged) },
  responses: answers(200, 'A page', pageOf(OVERDUE), ['request.not_found', 'account.forbidden']),
});

const POSITION = z.tuple([z.iso.date(), z.string(), z.string(), z.string()]);

export const listOverdue = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const after = positionOf(cursor, POSITION);
    const { object, scope, today, at } = await seeRollout(c, deps, c.req.valid('param').id);
    const base = await baseOf(deps.reader, object.id);
    const find = { rollout: object.id, scope, today, after, limit: limit + 1 };
    const rows = await readOverdue(deps.reader, find);
    const position = (row: OverdueRow) => [row.dueOn, row.unit.key, row.step, row.agency];
    const mark = rehearsalMark(c, object.rehearsal);
    return c.json(
      page(mark, rows, limit, position, (row) => show(c, base, row, at)),
      200,
    );
  });

function show(c: Ask, base: RolloutBase, row: OverdueRow, at: string) {
  const { step: stepKey, kind, state, ...rest } = row;
  const label = base.template.steps.find((s) => s.key === stepKey)?.label;
  return {
    ...rest,
    step: {
      key: stepKey,
      kind,
      label: label === undefined ? stepKey : inLanguage(c, label),
      state: withLabel(c, STEP_STATE_LABELS, state),
    },
    assumed: assumedStep(c.var.language, base.template, stepKey),
    workingDaysOverdue: overdueDays(row.dueOn, at, base.calendar),
  };
}
