import { createRoute, z } from '@hono/zod-openapi';
import { readCalendarDrafts } from '#db/reads/calendars.ts';
import { allow, whoAsks, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { byProgramme, demandOwn } from '#api/programmes/by-key.ts';
import { id, instant, rehearsal } from '#api/schemas.ts';

const CALENDAR = z
  .object({
    id,
    version: z.int(),
    draftedAt: instant,
    publishedAt: instant.nullable(),
    days: z.int().openapi({ description: 'Days that differ from a plain Monday-to-Friday week' }),
  })
  .openapi('CalendarDraft');

const route = createRoute({
  method: 'get',
  path: '/programmes/{id}/calendars',
  tags: ['calendars'],
  operationId: 'listCalendars',
  summary:
    'Versions of the working calendar drafted since the programme was imported, newest first',
  security: bearer,
  request: { params: byProgramme },
  responses: answers(
    200,
    'All of them',
    z.object({
      rehearsal,
      inForce: z.int().openapi({ description: 'The version that dates are reckoned with now' }),
      items: z.array(CALENDAR),
    }),
    ['request.not_found'],
  ),
});

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const who = await whoAsks(c, deps);
    const { programme } = who.actor;
    demandOwn(programme, c.req.valid('param').id);
    allow(who, 'registry.read');
    const { inForce, items } = await readCalendarDrafts(deps.reader, programme);
    return c.json({ rehearsal: rehearsalMark(c, who.rehearsal), inForce, items: [...items] }, 200);
  });
