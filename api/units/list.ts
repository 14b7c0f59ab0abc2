import { createRoute, z } from '@hono/zod-openapi';
import { readUnits } from '#db/reads/units.ts';
import { searchName } from '#domain/search-name.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { day } from '#facts/fields.input.ts';
import { allow, whoAsks, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { date, key, pageOf } from '#api/schemas.ts';

const UNIT = z
  .object({
    key,
    code: z.string(),
    tier: z.enum(TIERS),
    kind: z.string(),
    name: z.string(),
    parentKey: key.nullable(),
    validFrom: date,
    validTo: date.nullable(),
  })
  .openapi('Unit');

const QUERY = z.strictObject({
  ...paged,
  search: z.string().max(100).optional().openapi({ description: 'Part of a name, accents or not' }),
  tier: z.enum(TIERS).optional(),
  parent: z.string().max(100).optional().openapi({ description: 'Key of the unit right above' }),
  asOf: day
    .optional()
    .openapi({ description: 'Units that live on that day; default the programme’s' }),
});

const route = createRoute({
  method: 'get',
  path: '/units',
  tags: ['registry'],
  operationId: 'listUnits',
  summary: 'Units of the programme, in the official order',
  security: bearer,
  request: { query: QUERY },
  responses: answers(200, 'A page', pageOf(UNIT), []),
});

const POSITION = z.tuple([z.enum(TIERS), z.string(), z.string()]);

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const query = c.req.valid('query');
    const after = positionOf(query.cursor, POSITION);
    const who = await whoAsks(c, deps);
    allow(who, 'registry.read');
    const rows = await readUnits(deps.reader, {
      programme: who.actor.programme,
      on: query.asOf ?? who.today,
      search: query.search === undefined ? null : searchName(query.search),
      tier: query.tier ?? null,
      parent: query.parent ?? null,
      after,
      limit: query.limit + 1,
    });
    return c.json(
      page(
        rehearsalMark(c, who.rehearsal),
        rows,
        query.limit,
        (u) => [u.tier, u.code, u.key],
        (u) => u,
      ),
      200,
    );
  });
