import { createRoute, z } from '@hono/zod-openapi';
import { readMessages, type MessageRow } from '#db/reads/messages.ts';
import type { RolloutBase } from '#db/reads/rollouts.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { formatVi } from '#domain/civil-date.ts';
import { Problem } from '#domain/problems.ts';
import { baseOf } from '#api/assignments/fold.ts';
import { inLanguage, whoAsks, type Api, type Ask, type Deps } from '#api/context.ts';
import { rehearsalMark } from '#api/marks.ts';
import { answers, bearer } from '#api/operation.ts';
import { page, paged, positionOf } from '#api/paging.ts';
import { date, id, instant, key, pageOf } from '#api/schemas.ts';

const MESSAGE = z
  .object({
    id: z.int(),
    kind: z.enum(['reminder', 'reportUp']),
    /** Why it was sent, in one sentence. */
    text: z.string(),
    rung: z.string(),
    step: z.object({ key: z.string(), label: z.string() }),
    version: z.int(),
    agency: z.string().openapi({ description: 'Whose line it is about' }),
    unit: z.object({ key, name: z.string(), tier: z.enum(TIERS) }),
    assignment: id,
    rollout: id,
    dueOn: date.nullable(),
    dueAt: instant.openapi({ description: 'When the rung fell due' }),
    at: instant,
    recipient: z.object({ id, name: z.string() }),
  })
  .openapi('Message');

const route = createRoute({
  method: 'get',
  path: '/messages',
  tags: ['work'],
  operationId: 'listMessages',
  summary: 'Reminders and reports sent to the account’s office, newest first, each with why',
  security: bearer,
  request: { query: z.strictObject(paged) },
  responses: answers(200, 'A page', pageOf(MESSAGE), ['account.forbidden']),
});

export const list = (app: Api, deps: Deps) =>
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const before = positionOf(cursor, z.tuple([z.int()]))?.[0] ?? null;
    const { actor, rehearsal } = await whoAsks(c, deps);
    if (actor.office === null) throw new Problem('account.forbidden');
    const find = { offices: [actor.office.id], before, limit: limit + 1 };
    const rows = await readMessages(deps.reader, find);
    const bases = new Map<string, RolloutBase>();
    for (const { rollout } of rows)
      if (!bases.has(rollout)) bases.set(rollout, await baseOf(deps.reader, rollout));
    const shown = (row: MessageRow) => show(c, row, bases.get(row.rollout)!);
    return c.json(
      page(rehearsalMark(c, rehearsal), rows, limit, (row) => [row.id], shown),
      200,
    );
  });

function show(c: Ask, { step, ...row }: MessageRow, { template }: RolloutBase) {
  const planned = template.steps.find((s) => s.key === step);
  const label = planned === undefined ? step : inLanguage(c, planned.label);
  const days = template.ladder.find((r) => r.key === row.rung)?.days ?? null;
  const text = inLanguage(c, why(row, label, days));
  return { ...row, step: { key: step, label }, text };
}

/** A rung that is on no ladder asks for the word of the other agency. */
function why(row: Omit<MessageRow, 'step'>, label: string, days: number | null): Bilingual {
  const what = `${label}, ${row.unit.name}`;
  const on = row.dueOn === null ? '' : formatVi(row.dueOn);
  if (days === null)
    return {
      vi: `Cơ quan phối hợp chờ xác nhận đã quá lâu: ${what}`,
      en: `The other agency has waited too long for a word on: ${what}`,
    };
  if (days <= 0)
    return {
      vi: `Nhắc việc: ${what}; hạn chậm nhất hết ngày ${on}`,
      en: `Reminder: ${what}; due by the end of ${on}`,
    };
  return {
    vi: `Quá hạn ${days} ngày làm việc: ${what}; hạn là ${on}`,
    en: `Overdue by ${days} working day${days === 1 ? '' : 's'}: ${what}; it was due on ${on}`,
  };
}
