import { createRoute, z } from '@hono/zod-openapi';
import { readHolders, type HeldTogether } from '#db/reads/holders.ts';
import { readRunning } from '#db/reads/running.ts';
import { holderClass } from '#domain/assignment-holder.ts';
import { countWorkingDays, type WorkingCalendar } from '#domain/calendar.ts';
import { addDays } from '#domain/civil-date.ts';
import { HOLDER_LABELS } from '#domain/labels.ts';
import { HOLDER_CLASSES, type CivilDate } from '#domain/vocabulary.ts';
import { baseOf } from '#api/assignments/fold.ts';
import { labelled as withLabel, type Api, type Ask, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { date, labelled, rehearsal } from '#api/schemas.ts';
import { seeRollout } from './sight.ts';

const agencies = z.array(z.string()).readonly();

const HOLDERS = z
  .object({
    rehearsal,
    asOf: date,
    items: z.array(
      z.object({
        class: labelled(HOLDER_CLASSES),
        offices: agencies.openapi({ description: 'Agencies whose offices hold them' }),
        superiorsOf: agencies.openapi({ description: 'Agencies whose superior does' }),
        assignments: z.int(),
        workingDays: z.int().openapi({ description: 'Held by them so far, all together' }),
        longest: z.int().openapi({ description: 'The one held longest' }),
        since: date.nullable().openapi({ description: 'Since when; null: nobody holds them' }),
      }),
    ),
  })
  .openapi('Holders');

const route = createRoute({
  method: 'get',
  path: '/rollouts/{id}/holders',
  tags: ['rollouts'],
  operationId: 'listHolders',
  summary: '“Bên đang giữ việc”: open assignments by who holds them, and for how many working days',
  security: bearer,
  request: { params: byId },
  responses: answers(200, 'A row for each side, or sides together', HOLDERS, [
    'request.not_found',
    'account.forbidden',
  ]),
});

export const listHolders = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { object, scope, today, actor } = await seeRollout(c, deps, c.req.valid('param').id);
    const rollout = object.id;
    const running = await readRunning(deps.reader, { programme: actor.programme, rollout });
    const calendar =
      running.get(rollout)?.calendar ?? (await baseOf(deps.reader, rollout)).calendar;
    const together = await readHolders(deps.reader, { rollout, scope });
    const sides = Map.groupBy(together, ({ offices, superiorsOf }) =>
      JSON.stringify([offices, superiorsOf]),
    );
    const items = [...sides.values()].map((held) => show(c, held, calendar, today));
    return c.json({ rehearsal: rehearsalMark(c, object.rehearsal), asOf: today, items }, 200);
  });

/** Judged at 24:00: today does not count yet. */
function show(c: Ask, held: readonly HeldTogether[], calendar: WorkingCalendar, today: CivilDate) {
  const [{ offices, superiorsOf }] = held as readonly [HeldTogether];
  const until = addDays(today, -1);
  let [assignments, workingDays, longest] = [0, 0, 0];
  let since: CivilDate | null = null;
  for (const one of held) {
    const days = one.since === null ? 0 : countWorkingDays(calendar, one.after, until);
    assignments += one.assignments;
    workingDays += days * one.assignments;
    longest = Math.max(longest, days);
    if (one.since !== null && (since === null || one.since < since)) ({ since } = one);
  }
  const kind = holderClass({ offices, superiorsOf });
  return {
    class: withLabel(c, HOLDER_LABELS, kind),
    offices,
    superiorsOf,
    assignments,
    workingDays,
    longest,
    since,
  };
}
