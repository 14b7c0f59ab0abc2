import { createRoute, z } from '@hono/zod-openapi';
import { draftCalendar } from '#facts/calendar.ts';
import { calendarDraftInput } from '#facts/calendar.input.ts';
import { reply, requestOf, whoAsks, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, posted } from '#api/operation.ts';
import { byProgramme, demandOwn } from '#api/programmes/by-key.ts';
import { id } from '#api/schemas.ts';

const route = createRoute({
  method: 'post',
  path: '/programmes/{id}/calendars',
  tags: ['calendars'],
  operationId: 'draftCalendar',
  summary: 'Draft the next version of the working calendar: what is announced to differ',
  security: bearer,
  request: { params: byProgramme, ...posted(calendarDraftInput) },
  responses: answers(201, 'The draft; nothing moves yet', z.object({ id, version: z.int() }), [
    'request.not_found',
    'account.forbidden',
    'calendar.unsound',
    'calendar.unchanged',
    'text.secret',
    'text.personal',
  ]),
});

export const draft = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const who = await whoAsks(c, deps);
    demandOwn(who.actor.programme, c.req.valid('param').id);
    return reply(c, await draftCalendar(deps.sql, await requestOf(c), c.req.valid('json')));
  });
