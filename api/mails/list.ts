import { createRoute, z } from '@hono/zod-openapi';
import { readMails, type MailRow } from '#db/reads/mails.ts';
import { MAIL_FAILURES } from '#domain/mail.ts';
import { DELIVERY_LABELS, MAIL_FAILURE_LABELS } from '#domain/mail-labels.ts';
import { MAIL_STATES } from '#domain/vocabulary.ts';
import { allow, labelled as worded, whoAsks, type Api, type Ask, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { date, id, instant, key, labelled, named, pageOf } from '#api/schemas.ts';

const MAIL = z
  .object({
    id,
    state: labelled(MAIL_STATES),
    office: named('id').extend({ agency: z.string(), unit: z.object({ key, name: z.string() }) }),
    mailbox: z.string().nullable().openapi({ description: 'As the registry has it now' }),
    morning: date,
    n: z.int().openapi({ description: 'Above 1: recorded after that morning’s mail had left' }),
    messages: z.int().openapi({ description: 'How many it holds; what they say is not told here' }),
    tries: z.int(),
    nextTryAt: instant
      .nullable()
      .openapi({ description: 'By the real clock, like every instant here' }),
    sentAt: instant.nullable(),
    parkedAt: instant.nullable(),
    failure: labelled(MAIL_FAILURES)
      .extend({
        detail: z.string().openapi({ description: 'Step and numbers of the server’s answer' }),
      })
      .nullable()
      .openapi({ description: 'Of the last try' }),
  })
  .openapi('Mail');

const route = createRoute({
  method: 'get',
  path: '/mails',
  tags: ['mails'],
  operationId: 'listMails',
  summary:
    'The programme’s mails with office, tries and last failure, never what they say (operator)',
  security: bearer,
  request: { query: z.strictObject({ ...paged, state: z.enum(MAIL_STATES).optional() }) },
  responses: answers(200, 'A page, newest first', pageOf(MAIL), ['account.forbidden']),
});

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor, state = null } = c.req.valid('query');
    const before = positionOf(cursor, z.tuple([z.guid()]))?.[0] ?? null;
    const who = await whoAsks(c, deps);
    allow(who, 'mail.manage');
    const find = { programme: who.actor.programme, state, before, limit: limit + 1 };
    const rows = await readMails(deps.reader, find);
    const mark = rehearsalMark(c, who.rehearsal);
    return c.json(
      page(
        mark,
        rows,
        limit,
        (row) => [row.id],
        (row) => show(c, row),
      ),
      200,
    );
  });

function show(c: Ask, { failure, detail, ...row }: MailRow) {
  const state = row.sentAt !== null ? 'sent' : row.parkedAt !== null ? 'parked' : 'waiting';
  return {
    ...row,
    state: worded(c, DELIVERY_LABELS, state),
    failure:
      failure === null
        ? null
        : { ...worded(c, MAIL_FAILURE_LABELS, failure), detail: detail ?? '' },
  };
}
