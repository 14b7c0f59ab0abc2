import { createRoute } from '@hono/zod-openapi';
import { stepClock } from '#facts/clock.ts';
import { clockInput } from '#facts/clock.input.ts';
import { reply, requestOf, whoAsks, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, posted, recorded } from '#api/operation.ts';
import { instant } from '#api/schemas.ts';
import { byProgramme, demandOwn } from './by-key.ts';

const route = createRoute({
  method: 'post',
  path: '/programmes/{id}/clock',
  tags: ['registry'],
  operationId: 'setClock',
  summary: 'Move a rehearsal’s clock forward and wake every coordinator due by then (operator)',
  security: bearer,
  request: { params: byProgramme, ...posted(clockInput) },
  responses: answers(201, 'The clock stands there', recorded({ now: instant }), [
    'request.not_found',
    'account.forbidden',
    'clock.live',
    'clock.backwards',
    'deadline.no_year',
  ]),
});

export const setClock = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const who = await whoAsks(c, deps);
    demandOwn(who.actor.programme, c.req.valid('param').id);
    return reply(c, await stepClock(deps.sql, await requestOf(c), c.req.valid('json').to));
  });
