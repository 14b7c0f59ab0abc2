import { createRoute, z } from '@hono/zod-openapi';
import { readAccounts } from '#db/reads/accounts.ts';
import { officeObject, type OfficeObject } from '#db/reads/standing.ts';
import { CONFIRMING_BASES, ROLES } from '#domain/vocabulary.ts';
import { documentRef } from '#facts/fields.input.ts';
import { relationTo } from '#facts/relation.ts';
import { allow, standing, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer, byId } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { date, id, instant, pageOf } from '#api/schemas.ts';

const ACCOUNT = z
  .object({
    id,
    role: z.enum(ROLES),
    basis: z
      .enum(CONFIRMING_BASES)
      .nullable()
      .openapi({ description: 'Its own ground to confirm; a delegated one is told beside it' }),
    post: z.string(),
    login: z.string().nullable().openapi({ description: 'Null: no code was issued yet' }),
    activatedAt: instant.nullable().openapi({ description: 'When a code was last used' }),
    codeUntil: instant.nullable().openapi({ description: 'An unused code holds until then' }),
    createdAt: instant,
    disabledAt: instant.nullable(),
    delegation: z
      .object({ document: documentRef, from: date, to: date })
      .nullable()
      .openapi({ description: 'Ủy quyền that holds or is to come: it confirms on those days' }),
  })
  .openapi('Account');

const route = createRoute({
  method: 'get',
  path: '/offices/{id}/accounts',
  tags: ['accounts'],
  operationId: 'listAccounts',
  summary: 'An office’s accounts, never their tokens or codes',
  security: bearer,
  request: { params: byId, query: z.strictObject(paged) },
  responses: answers(200, 'A page, oldest first', pageOf(ACCOUNT), [
    'request.not_found',
    'account.forbidden',
  ]),
});

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { id: office } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const position = positionOf(cursor, z.tuple([z.guid()]));
    const who = await standing<OfficeObject>(c, deps, officeObject(deps.reader, office));
    const { id: found, superiors, standIns, path } = who.object;
    allow(who, 'account.read', relationTo(who.actor, { office: found, superiors, standIns }, path));
    const after = position?.[0] ?? null;
    const rows = await readAccounts(deps.reader, {
      office,
      now: who.at,
      after,
      limit: limit + 1,
    });
    return c.json(
      page(
        rehearsalMark(c, who.rehearsal),
        rows,
        limit,
        (row) => [row.id],
        (row) => row,
      ),
      200,
    );
  });
