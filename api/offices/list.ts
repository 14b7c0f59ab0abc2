import { createRoute, z } from '@hono/zod-openapi';
import { readOffices } from '#db/reads/offices.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { code } from '#facts/fields.input.ts';
import { allow, whoAsks, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { date, id, instant, key, pageOf } from '#api/schemas.ts';

const OFFICE = z
  .object({
    id,
    agency: z.string(),
    name: z.string(),
    unit: z.object({ key, code: z.string(), name: z.string(), tier: z.enum(TIERS) }),
    parentId: id.nullable(),
    validFrom: date,
    validTo: date.nullable(),
    staffedSince: instant
      .nullable()
      .openapi({ description: 'Since when somebody may confirm for it; null: khuyết đầu mối' }),
    standIns: z.array(id).readonly(),
    delegates: z
      .array(z.object({ account: id, post: z.string(), from: date, to: date }))
      .readonly()
      .openapi({ description: 'Accounts that confirm for it by ủy quyền on this day' }),
  })
  .openapi('Office');

const QUERY = z.strictObject({
  ...paged,
  unit: z.string().max(100).optional(),
  agency: code.optional(),
  parent: z.guid().optional(),
  vacant: z.enum(['true', 'false']).optional(),
});

const route = createRoute({
  method: 'get',
  path: '/offices',
  tags: ['registry'],
  operationId: 'listOffices',
  summary: 'Living offices in the account’s unit and below; an operator’s list is the programme’s',
  security: bearer,
  request: { query: QUERY },
  responses: answers(200, 'A page, in the official order of units', pageOf(OFFICE), []),
});

const POSITION = z.tuple([z.enum(TIERS), z.string(), z.string(), z.string()]);

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor, unit, agency, parent, vacant } = c.req.valid('query');
    const after = positionOf(cursor, POSITION);
    const who = await whoAsks(c, deps);
    allow(who, 'registry.read');
    const rows = await readOffices(deps.reader, {
      programme: who.actor.programme,
      today: who.today,
      scope: who.actor.office?.path ?? null,
      unit: unit ?? null,
      agency: agency ?? null,
      parent: parent ?? null,
      vacant: vacant === undefined ? null : vacant === 'true',
      after,
      limit: limit + 1,
    });
    const position = (o: (typeof rows)[number]) => [o.unit.tier, o.unit.code, o.unit.key, o.agency];
    return c.json(
      page(rehearsalMark(c, who.rehearsal), rows, limit, position, (o) => o),
      200,
    );
  });
