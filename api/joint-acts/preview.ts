import { createRoute, z } from '@hono/zod-openapi';
import type { RolloutBase } from '#db/reads/rollouts.ts';
import { JOINT_ACT_LABELS, PAIR_LABELS } from '#domain/labels.ts';
import { OUTCOME_LABELS, OUTCOMES, type DateMove } from '#domain/preview.ts';
import type { TemplateStepKind } from '#domain/template.ts';
import { JOINT_ACT_KINDS, PAIR_STATES, STEP_KINDS, TIERS } from '#domain/vocabulary.ts';
import { previewJointAct as preview } from '#facts/preview.ts';
import type { JointActPreview, PreviewRow } from '#facts/preview.ts';
import { jointActInput } from '#facts/rollout.input.ts';
import { inLanguage, labelled as withLabel, type Api, type Ask, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { beingProcessed } from '#api/rollouts/shapes.ts';
import { date, id, key, labelled, pageOf } from '#api/schemas.ts';

const MOVE = z.object({
  key: z.string(),
  kind: z.enum([...STEP_KINDS, 'issue', 'summary', 'closing']),
  label: z.string(),
  from: date.nullable().openapi({ description: 'Null: none, or from the opening on' }),
  to: date.nullable().openapi({ description: 'Null: none, or not asked for any more' }),
});

const CHANGE = z
  .object({
    unit: z.object({ key, code: z.string(), name: z.string(), tier: z.enum(TIERS) }),
    assignment: id.nullable().openapi({ description: 'Null before the receiving gate opens' }),
    state: labelled(PAIR_STATES).openapi({ description: 'As it is now, by its facts' }),
    outcome: labelled(OUTCOMES),
    version: z
      .object({ n: z.int(), acknowledgeBy: date })
      .nullable()
      .openapi({ description: 'The version it would make, to be received by then' }),
    steps: z.array(MOVE),
  })
  .openapi('PreviewedChange');

const PREVIEW = pageOf(CHANGE)
  .extend({
    act: z.object({ id, kind: labelled(JOINT_ACT_KINDS), n: z.int(), terms: jointActInput }),
    asOf: date,
    top: z
      .array(MOVE)
      .openapi({ description: 'Dates of the rollout itself that would change; of an issue all' }),
    totals: z
      .partialRecord(z.enum(OUTCOMES), z.int())
      .openapi({ description: 'Recipients in the scope by outcome, as stored' }),
    beingProcessed,
  })
  .openapi('JointActPreview');

const route = createRoute({
  method: 'get',
  path: '/joint-acts/{id}/preview',
  tags: ['rollouts'],
  operationId: 'previewJointAct',
  summary: 'What would change for whom if this act came into force now; nothing is written',
  security: bearer,
  request: { params: byId, query: z.strictObject(paged) },
  responses: answers(200, 'A page, in the official order of units', PREVIEW, [
    'request.not_found',
    'account.forbidden',
    'rollout.in_force',
    'rollout.not_now',
    'rollout.not_done',
    'deadline.out_of_order',
    'deadline.no_step',
    'deadline.unchanged',
    'deadline.rest_day',
    'deadline.no_year',
  ]),
});

const POSITION = z.tuple([z.enum(TIERS), z.string(), z.string()]);

export const previewJointAct = (app: Api, { reader }: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const after = positionOf(cursor, POSITION);
    const { id: jointAct } = c.req.valid('param');
    const seen = await preview(reader, c.var.tokenHash, jointAct, { after, limit });
    const { who, sight, act, base, totals, top, rows } = seen;
    const position = ({ unit }: PreviewRow) => [unit.tier, unit.code, unit.key];
    const shown = (row: PreviewRow) => show(c, seen, row);
    return c.json(
      {
        act: {
          id: act.jointAct,
          kind: withLabel(c, JOINT_ACT_LABELS, act.terms.kind),
          n: act.n,
          terms: act.terms,
        },
        asOf: who.today,
        top: top.map((move) => labelledMove(c, base, move)),
        totals,
        beingProcessed: sight.beingProcessed,
        ...page(rehearsalMark(c, sight.rehearsal), rows, limit, position, shown),
      },
      200,
    );
  });

function show(c: Ask, { base }: JointActPreview, { unit, assignment, preview: told }: PreviewRow) {
  const { parentKey: _, ...named } = unit;
  return {
    unit: named,
    assignment: assignment?.id ?? null,
    state: withLabel(c, PAIR_LABELS, told.state),
    outcome: withLabel(c, OUTCOME_LABELS, told.outcome),
    version: told.version,
    steps: told.steps.map((move) => labelledMove(c, base, move)),
  };
}

function labelledMove<K extends TemplateStepKind>(
  c: Ask,
  { template }: RolloutBase,
  move: DateMove<K>,
) {
  const label = template.steps.find(({ key: of }) => of === move.key)?.label;
  return { ...move, label: label === undefined ? move.key : inLanguage(c, label) };
}
