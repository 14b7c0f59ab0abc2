import { createRoute, z } from '@hono/zod-openapi';
import { nameStandIn as name } from '#facts/office.ts';
import { standInInput } from '#facts/office.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/offices/{id}/stand-ins',
  tags: ['registry'],
  operationId: 'nameStandIn',
  summary: '“Phụ trách thay”: name the office that acts for one with nobody in post, from-to',
  security: bearer,
  request: { params: byId, ...posted(standInInput) },
  responses: answers(
    201,
    'It acts for that office on those days',
    recorded({ kind: z.literal('standIn'), office: id }),
    ['request.not_found', 'account.forbidden', 'standin.unfit', 'text.secret', 'text.personal'],
  ),
});

export const nameStandIn = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id: office } = c.req.valid('param');
    return reply(c, await name(sql, await requestOf(c), office, c.req.valid('json')));
  });
