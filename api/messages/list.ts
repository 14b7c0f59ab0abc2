import { createRoute, z } from '@hono/zod-openapi';
import { readMessages, type MessageRow } from '#db/reads/messages.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';
import { explainDeadline } from '#domain/explain.ts';
import { deliveryState } from '#domain/mail.ts';
import { DELIVERY_LABELS, MAIL_FAILURE_LABELS } from '#domain/mail-labels.ts';
import { sentence, stepLabel, whyTold, type ToldMessage } from '#domain/mail-text.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import { DELIVERY_STATES, MESSAGE_KINDS, TIERS } from '#domain/vocabulary.ts';
import { labelled as worded, whoAsks, type Api, type Ask, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { date, id, instant, key, labelled, named, pageOf } from '#api/schemas.ts';
import { readerOf, toldOf } from './told.ts';

type Told = MessageRow & ToldMessage & { readonly base: RolloutBase };

const MESSAGE = z
  .object({
    id: z.int(),
    kind: z.enum(MESSAGE_KINDS),
    /** What it is about, in one sentence. */
    text: z.string(),
    why: z.array(z.string()).readonly().openapi({
      description: '“Vì sao tôi nhận thư này?”: rung and rule, deadline, who owes, why you',
    }),
    rung: z.string().openapi({ description: 'Of the ladder; of a notice the act' }),
    step: z.object({ key: z.string(), label: z.string() }),
    version: z.int(),
    agency: z.string().openapi({ description: 'Whose line it is about' }),
    unit: z.object({ key, name: z.string(), tier: z.enum(TIERS) }),
    assignment: id,
    rollout: id,
    dueOn: date
      .nullable()
      .openapi({ description: 'As it was told; the date may have moved since' }),
    deadline: z
      .array(z.string())
      .readonly()
      .openapi({ description: 'The date now, and why it is that; nothing where no step is meant' }),
    owing: named('id').openapi({ description: 'The office whose line it is about' }),
    dueAt: instant.openapi({ description: 'When the rung fell due' }),
    at: instant,
    recipient: z.object({ id, name: z.string() }),
    delivery: labelled(DELIVERY_STATES)
      .extend({ sentAt: instant.nullable(), reason: z.string().nullable() })
      .openapi({ description: 'By mail, by the real clock; `reason`: why the last try failed' }),
  })
  .openapi('Message');

const route = createRoute({
  method: 'get',
  path: '/messages',
  tags: ['work'],
  operationId: 'listMessages',
  summary:
    'What the account’s office, and whom it stands in for, was told, newest first, each with why; to a leader and an auditor what every office in their scope was',
  security: bearer,
  request: { query: z.strictObject(paged) },
  responses: answers(200, 'A page', pageOf(MESSAGE), ['account.forbidden']),
});

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const before = positionOf(cursor, z.tuple([z.int()]))?.[0] ?? null;
    const who = await whoAsks(c, deps);
    const rows = await readMessages(deps.reader, readerOf(who), { before, limit: limit + 1 });
    const told = await toldOf(deps.reader, rows);
    const shown = (row: Told) => show(c, row);
    return c.json(
      page(rehearsalMark(c, who.rehearsal), told, limit, (row) => [row.id], shown),
      200,
    );
  });

function show(c: Ask, told: Told) {
  const { step, mail, deadline, owing, base, ...row } = told;
  const { language } = c.var;
  const label = stepLabel(told);
  const { rolloutTitle: _title, template: _template, terms: _terms, ...rest } = row;
  const state = deliveryState(mail);
  return {
    ...rest,
    step: { key: step, label: label[language] },
    owing,
    text: sentence(told)[language],
    why: whyTold(told, language),
    deadline:
      deadline === null ? [] : explainDeadline(deadline, base.calendar, language, labelsOf(base)),
    delivery: {
      ...worded(c, DELIVERY_LABELS, state),
      sentAt: mail.sentAt,
      reason: mail.failure === null ? null : worded(c, MAIL_FAILURE_LABELS, mail.failure).label,
    },
  };
}

const labelsOf = ({ template }: RolloutBase): Readonly<Record<string, Bilingual>> =>
  Object.fromEntries(template.steps.map(({ key: step, label }) => [step, label]));
