import { createRoute, z } from '@hono/zod-openapi';
import { calendarDraftObject, readUnitNames, type CalendarDraft } from '#db/reads/calendars.ts';
import { previewCalendar } from '#facts/calendar.ts';
import { allow, standing, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { date, pageOf } from '#api/schemas.ts';

const MOVED = z
  .object({
    rollout: z.string().openapi({ description: 'Natural key of the rollout' }),
    unit: z
      .object({ key: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: 'Null: the plan itself, of the top and of what is not opened yet' }),
    step: z.string().openapi({ description: 'Key of the step; empty for an answer that is owed' }),
    what: z.enum(['step', 'answer', 'mend']),
    version: z.int().openapi({ description: 'Of a tiếp nhận the version that it is of; else 0' }),
    agency: z.string().nullable(),
    from: date,
    to: date,
  })
  .openapi('MovedDate');

const PAGE = pageOf(MOVED).extend({
  digest: z.string().openapi({ description: 'To be sent with the publication' }),
  moves: z.int(),
});

const route = createRoute({
  method: 'get',
  path: '/calendars/{id}/preview',
  tags: ['calendars'],
  operationId: 'previewCalendar',
  summary: 'Every date that publishing this calendar now would move, and the digest that names it',
  security: bearer,
  request: { params: byId, query: z.strictObject(paged) },
  responses: answers(200, 'A page, by rollout and unit', PAGE, [
    'request.not_found',
    'account.forbidden',
  ]),
});

export const preview = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const from = positionOf(cursor, z.tuple([z.int().min(0)]))?.[0] ?? 0;
    const object = calendarDraftObject(deps.reader, c.req.valid('param').id);
    const who = await standing<CalendarDraft>(c, deps, object);
    const own = who.actor.office?.path === who.object.path;
    allow(who, 'calendar.preview', {
      own,
      superior: false,
      nearestSuperior: false,
      inScope: true,
    });
    const { programme } = who.actor;
    const { digest, moved } = await previewCalendar(deps.reader, who.object, programme, who.at);
    const names = await readUnitNames(deps.reader, programme);
    const rows = moved.slice(from, from + limit + 1);
    const position = () => [from + limit];
    const body = page(rehearsalMark(c, who.rehearsal), rows, limit, position, (row) => ({
      ...row,
      unit: row.unit === null ? null : { key: row.unit, name: names.get(row.unit) ?? row.unit },
    }));
    return c.json({ ...body, digest, moves: moved.length }, 200);
  });
