import { createRoute, z } from '@hono/zod-openapi';
import { publishCalendar } from '#facts/calendar.ts';
import { calendarPublicationInput } from '#facts/calendar.input.ts';
import { reply, requestOf, type Api, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';

const route = createRoute({
  method: 'post',
  path: '/calendars/{id}/publication',
  tags: ['calendars'],
  operationId: 'publishCalendar',
  summary: 'Put a calendar in force: the dates previewed move, once, and their offices are told',
  security: bearer,
  request: { params: byId, ...posted(calendarPublicationInput) },
  responses: answers(
    201,
    'In force; the dates follow',
    recorded({ kind: z.literal('calendar'), version: z.int(), moves: z.int() }),
    [
      'request.not_found',
      'account.forbidden',
      'calendar.published',
      'calendar.superseded',
      'calendar.stale_preview',
    ],
  ),
});

export const publish = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { digest } = c.req.valid('json');
    return reply(c, await publishCalendar(sql, await requestOf(c), id, digest));
  });
