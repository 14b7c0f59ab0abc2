import { createRoute, z } from '@hono/zod-openapi';
import { meObject, type Me } from '#db/reads/accounts.ts';
import { readMessagesById } from '#db/reads/messages.ts';
import { mailOf } from '#domain/mail-text.ts';
import { Problem } from '#domain/problems.ts';
import { messageIds } from '#facts/mail.input.ts';
import { standing, type Api, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { rehearsal } from '#api/schemas.ts';
import { readerOf, toldOf } from './told.ts';

const MAIL = z
  .object({
    rehearsal,
    office: z.string(),
    subject: z.string(),
    text: z
      .string()
      .openapi({ description: 'In both languages, Vietnamese first, as it is mailed' }),
  })
  .openapi('MailPreview');

const route = createRoute({
  method: 'get',
  path: '/messages/mail',
  tags: ['work'],
  operationId: 'previewMail',
  summary: 'The mail that one office would get for these messages; nothing is sent',
  security: bearer,
  request: { query: z.strictObject({ messages: messageIds }) },
  responses: answers(200, 'The mail', MAIL, ['request.not_found', 'account.forbidden']),
});

export const preview = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { messages: ids } = c.req.valid('query');
    const who = await standing<Me>(c, deps, meObject(deps.reader));
    const { programmeTitle } = who.object;
    const rows = await readMessagesById(deps.reader, readerOf(who), ids);
    const { recipient } = rows[0] ?? {};
    // A mail goes to one office.
    if (recipient === undefined || rows.some((row) => row.recipient.id !== recipient.id))
      throw new Problem('request.not_found');
    if (rows.length < ids.length) throw new Problem('request.not_found');
    const mail = mailOf({
      office: recipient.name,
      morning: who.today,
      programme: programmeTitle,
      rehearsal: who.rehearsal,
      messages: await toldOf(deps.reader, rows),
    });
    return c.json(
      { rehearsal: rehearsalMark(c, who.rehearsal), office: recipient.name, ...mail },
      200,
    );
  });
