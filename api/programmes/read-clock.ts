import { createRoute, z } from '@hono/zod-openapi';
import { readClock as read } from '#db/reads/programmes.ts';
import { Problem } from '#domain/problems.ts';
import { allow, whoAsks, type Api, type Deps } from '#api/context.ts';
import { answers, bearer } from '#api/operation.ts';
import { instant } from '#api/schemas.ts';
import { byProgramme, demandOwn } from './by-key.ts';

const CLOCK = z
  .object({
    mode: z.enum(['live', 'stepped']),
    now: instant,
    quiet: z
      .boolean()
      .openapi({ description: 'Nothing is pending and every coordinator that was due has looked' }),
    nextWakeAt: instant.nullable(),
    pending: z.int(),
    waiting: z
      .array(z.object({ coordinator: z.string(), stuckSince: instant.nullable() }))
      .readonly(),
  })
  .openapi('Clock');

const route = createRoute({
  method: 'get',
  path: '/programmes/{id}/clock',
  tags: ['registry'],
  operationId: 'readClock',
  summary: 'The programme’s clock, and whether the engine is at rest under it',
  security: bearer,
  request: { params: byProgramme },
  responses: answers(200, 'The clock', CLOCK, ['request.not_found']),
});

export const readClock = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const who = await whoAsks(c, deps);
    allow(who, 'clock.read');
    demandOwn(who.actor.programme, c.req.valid('param').id);
    const clock = await read(deps.reader, who.actor.programme);
    if (clock === null) throw new Problem('request.not_found');
    return c.json(clock, 200);
  });
