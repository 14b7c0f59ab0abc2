import { createRoute, z } from '@hono/zod-openapi';
import { readProgramme } from '#db/reads/programmes.ts';
import { Problem } from '#domain/problems.ts';
import { allow, inLanguage, whoAsks, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { date, key, named } from '#api/schemas.ts';
import { byProgramme, demandOwn } from './by-key.ts';

const PROGRAMME = z
  .object({
    id: z.string(),
    title: z.string(),
    rehearsal: z.string().nullable(),
    rootUnit: key,
    validFrom: date,
    validTo: date,
    assumed: z
      .array(z.string())
      .openapi({ description: 'Paths of values that no document states' }),
    agencies: z.array(named('code').extend({ signs: z.boolean() })),
    templates: z.array(z.object({ key: z.string(), title: z.string() })),
  })
  .openapi('Programme');

const route = createRoute({
  method: 'get',
  path: '/programmes/{id}',
  tags: ['registry'],
  operationId: 'readProgramme',
  summary: 'The programme: its agencies, its templates, what in it is assumed',
  security: bearer,
  request: { params: byProgramme },
  responses: answers(200, 'The programme', PROGRAMME, ['request.not_found']),
});

export const read = (app: Api, { reader, ...deps }: Deps) =>
  app.openapi(route, async (c) => {
    const who = await whoAsks(c, { reader, ...deps });
    allow(who, 'registry.read');
    demandOwn(who.actor.programme, c.req.valid('param').id);
    const programme = await readProgramme(reader, who.actor.programme);
    if (programme === null) throw new Problem('request.not_found');
    const { title, rehearsal, marks, agencies, templates, ...rest } = programme;
    const assumed = Object.entries(marks).flatMap(([path, mark]) =>
      mark === 'assumed' ? [path] : [],
    );
    return c.json(
      {
        ...rest,
        title: inLanguage(c, title),
        rehearsal: rehearsalMark(c, rehearsal),
        assumed: assumed.toSorted(),
        agencies: agencies.map((a) => ({ ...a, name: inLanguage(c, a.name) })),
        templates: templates.map((t) => ({ ...t, title: inLanguage(c, t.title) })),
      },
      200,
    );
  });
