import { createRoute, z } from '@hono/zod-openapi';
import { meObject, type Me } from '#db/reads/accounts.ts';
import { CONFIRMING_BASES, ROLES, TIERS } from '#domain/vocabulary.ts';
import { inLanguage, standing, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { date, id, instant, key } from '#api/schemas.ts';

const OFFICE = z
  .object({
    id,
    agency: z.string(),
    name: z.string(),
    unit: z.object({ key, name: z.string(), tier: z.enum(TIERS) }),
  })
  .openapi('OfficeRef');

const ME = z
  .object({
    account: id,
    role: z.enum(ROLES),
    basis: z.enum(CONFIRMING_BASES).nullable(),
    post: z.string(),
    login: z.string().nullable(),
    programme: z.object({ id: z.string(), title: z.string(), rehearsal: z.string().nullable() }),
    now: instant,
    today: date,
    office: OFFICE.nullable(),
    superiors: z.array(OFFICE).readonly(),
    standingInFor: z.array(OFFICE.extend({ until: date })).readonly(),
  })
  .openapi('Me');

const route = createRoute({
  method: 'get',
  path: '/me',
  tags: ['accounts'],
  operationId: 'readMe',
  summary: 'Who this account is, for which office, and the programme’s present',
  security: bearer,
  responses: answers(200, 'The account', ME, []),
});

export const readMe = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const who = await standing<Me>(c, deps, meObject(deps.reader));
    const { programmeTitle, rehearsal, ...rest } = who.object;
    const { account, role, basis, programme } = who.actor;
    const title = inLanguage(c, programmeTitle);
    const mark = rehearsalMark(c, rehearsal);
    return c.json(
      {
        account,
        role,
        basis,
        post: who.post,
        programme: { id: programme, title, rehearsal: mark },
        now: who.at,
        today: who.today,
        ...rest,
      },
      200,
    );
  });
