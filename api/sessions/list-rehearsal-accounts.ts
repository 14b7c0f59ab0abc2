import { createRoute, z } from '@hono/zod-openapi';
import { readPersonas } from '#db/reads/sessions.ts';
import { Problem } from '#domain/problems.ts';
import { ROLES, TIERS } from '#domain/vocabulary.ts';
import type { Api, Deps } from '#api/context.ts';
import { answersToAnybody } from '#api/operation.ts';
import { byProgramme } from '#api/programmes/by-key.ts';
import { id } from '#api/schemas.ts';

const ACCOUNTS = z
  .object({
    items: z.array(
      z.object({
        account: id,
        role: z.enum(ROLES),
        post: z.string(),
        office: z
          .object({ name: z.string(), agency: z.string(), tier: z.enum(TIERS) })
          .nullable()
          .openapi({ description: 'Null: an operator' }),
      }),
    ),
  })
  .openapi('RehearsalAccounts');

const route = createRoute({
  method: 'get',
  path: '/programmes/{id}/rehearsal-accounts',
  tags: ['sessions'],
  operationId: 'listRehearsalAccounts',
  summary: 'In a rehearsal: of each tier and agency an account to look through its eyes',
  description: 'Asks for no account. Any programme that is no rehearsal is not found.',
  request: { params: byProgramme },
  responses: answersToAnybody(200, 'In the order of tiers and agencies', ACCOUNTS, [
    'request.not_found',
  ]),
});

export const listRehearsalAccounts = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const items = await readPersonas(sql, c.req.valid('param').id);
    if (items.length === 0) throw new Problem('request.not_found');
    return c.json({ items: [...items] }, 200);
  });
