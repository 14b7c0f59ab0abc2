import { createRoute, z } from '@hono/zod-openapi';
import { readRecipients, type RecipientRow } from '#db/reads/lists.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';
import { DONE_LABELS, LINE_LABELS, PAIR_LABELS, STEP_STATE_LABELS } from '#domain/labels.ts';
import { searchName } from '#domain/search-name.ts';
import { LINE_STATES, PAIR_STATES, STEP_KINDS, STEP_STATES, TIERS } from '#domain/vocabulary.ts';
import { baseOf } from '#api/assignments/fold.ts';
import { shownLine } from '#api/assignments/line.ts';
import { inLanguage, labelled as withLabel, type Api, type Ask, type Deps } from '#api/context.ts';
import { assumedDate, rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { assumed, date, id, key, labelled, pageOf } from '#api/schemas.ts';
import { beingProcessed } from './shapes.ts';
import { seeRollout } from './sight.ts';

const RECIPIENT = z
  .object({
    unit: z.object({
      key,
      code: z.string(),
      name: z.string(),
      tier: z.enum(TIERS),
      parentKey: key,
    }),
    assignment: id.nullable().openapi({ description: 'Null before the receiving gate opens' }),
    state: labelled(PAIR_STATES),
    version: z.int().nullable(),
    doneOn: date.nullable(),
    onTime: z.boolean().nullable(),
    holder: z.object({
      offices: z.array(z.string()).readonly(),
      superiorsOf: z.array(z.string()).readonly(),
    }),
    conference: z.object({ heldOn: date, counts: z.boolean() }).nullable(),
    lines: z.array(
      z.object({
        agency: z.string(),
        office: id,
        state: labelled(LINE_STATES),
        receivedOn: date.nullable(),
      }),
    ),
    steps: z.array(
      z.object({
        key: z.string(),
        kind: z.enum(STEP_KINDS),
        state: labelled(STEP_STATES),
        dueOn: date,
        assumed,
        filedOn: date.nullable(),
      }),
    ),
    beingProcessed,
  })
  .openapi('Recipient');

const QUERY = z.strictObject({
  ...paged,
  state: z.enum(PAIR_STATES).optional(),
  tier: z.enum(TIERS).optional(),
  parent: z.string().max(100).optional().openapi({ description: 'Key of the recipient above' }),
  search: z.string().max(100).optional(),
});

const route = createRoute({
  method: 'get',
  path: '/rollouts/{id}/assignments',
  tags: ['rollouts'],
  operationId: 'listAssignments',
  summary: 'The frozen recipients within the account’s unit, with their stored state',
  security: bearer,
  request: { params: byId, query: QUERY },
  responses: answers(200, 'A page, in the official order of units', pageOf(RECIPIENT), [
    'request.not_found',
    'account.forbidden',
  ]),
});

const POSITION = z.tuple([z.enum(TIERS), z.string(), z.string()]);

export const listAssignments = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor, search, state, tier, parent } = c.req.valid('query');
    const after = positionOf(cursor, POSITION);
    const { object, scope, actor } = await seeRollout(c, deps, c.req.valid('param').id);
    const rows = await readRecipients(deps.reader, {
      rollout: object.id,
      scope,
      state: state ?? null,
      tier: tier ?? null,
      parent: parent ?? null,
      search: search === undefined ? null : searchName(search),
      after,
      limit: limit + 1,
    });
    const position = ({ unit }: RecipientRow) => [unit.tier, unit.code, unit.key];
    const agency = actor.office?.agency ?? null;
    const base = await baseOf(deps.reader, object.id);
    const mark = rehearsalMark(c, object.rehearsal);
    return c.json(
      page(mark, rows, limit, position, (row) => show(c, base, row, agency)),
      200,
    );
  });

function show(c: Ask, { template }: RolloutBase, row: RecipientRow, agency: string | null) {
  const { heldBy, heldBySuperiorOf, conferenceOn, conferenceCounts, lines, steps, ...rest } = row;
  const done = row.onTime === true ? DONE_LABELS.onTime : DONE_LABELS.late;
  const isDone = row.state === 'done' && row.onTime !== null;
  return {
    ...rest,
    state: isDone
      ? { code: row.state, label: inLanguage(c, done) }
      : withLabel(c, PAIR_LABELS, row.state),
    holder: { offices: heldBy, superiorsOf: heldBySuperiorOf },
    conference: conferenceOn === null ? null : { heldOn: conferenceOn, counts: conferenceCounts },
    lines: lines.map((line) => ({
      ...line,
      state: withLabel(c, LINE_LABELS, shownLine(line, agency)),
    })),
    steps: steps.map(({ reason, ...s }) => ({
      ...s,
      state: withLabel(c, STEP_STATE_LABELS, s.state),
      assumed: assumedDate(c.var.language, template, s.key, reason),
    })),
  };
}
