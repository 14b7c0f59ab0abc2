/** A row of the leader's overdue table, in one language, for one reader. */
import { z } from '@hono/zod-openapi';
import type { OverdueRow } from '#db/reads/overdue.ts';
import { explainNext, explainReason, HOLDING_REASON_LABELS } from '#domain/holding-labels.ts';
import { NEXT_ACTIONS, nextAction } from '#domain/holding-reason.ts';
import { STEP_STATE_LABELS } from '#domain/labels.ts';
import { STEP_KINDS, STEP_STATES, TIERS, type Language } from '#domain/vocabulary.ts';
import { assumedDate } from '#api/marks.ts';
import { assumed, date, id, key, labelled } from '#api/schemas.ts';
import { beingProcessed } from '#api/rollouts/shapes.ts';

const REASONS = ['request', 'vacant', 'return', 'dispute', 'refuted'] as const;

export const OVERDUE = z
  .object({
    rollout: z.object({ id, title: z.string() }),
    unit: z.object({ key, code: z.string(), name: z.string(), tier: z.enum(TIERS) }),
    assignment: id,
    step: z.object({
      key: z.string(),
      kind: z.enum(STEP_KINDS),
      label: z.string(),
      state: labelled(STEP_STATES),
    }),
    version: z.int().openapi({ description: 'Of a tiếp nhận: what is to be received; else 0' }),
    document: z
      .object({ number: z.string(), on: date })
      .nullable()
      .openapi({ description: 'The issue, by the number and date of this agency’s signature' }),
    dueOn: date.openapi({ description: 'Overdue after it; what was returned, after its own date' }),
    assumed,
    workingDaysOverdue: z.int(),
    agency: z.string(),
    bySuperior: z
      .boolean()
      .openapi({ description: 'The superior holds it: it owes an answer, or somebody in post' }),
    holder: z.object({ id, name: z.string() }).nullable(),
    since: date.openapi({ description: 'Since when that side has owed it without a break' }),
    othersDoneOn: date
      .nullable()
      .openapi({ description: 'When every other side had finished its part; null: one has not' }),
    because: z
      .object({ code: z.enum(REASONS), label: z.string(), text: z.string() })
      .nullable()
      .openapi({ description: 'What a request says is told to its own agency alone' }),
    reportedUpOn: date
      .nullable()
      .openapi({ description: 'When its superior was last told that it is late' }),
    next: z.object({
      code: z.enum(NEXT_ACTIONS),
      label: z.string(),
      by: date.nullable().openapi({ description: 'Where that has a limit of its own' }),
    }),
    beingProcessed,
  })
  .openapi('Overdue');

/** @param reads the reader's agency; null: whoever sits at the machine, who sees what the record holds */
export function showOverdue(row: OverdueRow, language: Language, reads: string | null) {
  const { because, template, title, rollout, step, kind, state, days, toldOn, reason, ...rest } =
    row;
  const label = template.steps.find((s) => s.key === step)?.label[language] ?? step;
  const { action, by } = nextAction(kind, row.version, because);
  return {
    ...rest,
    rollout: { id: rollout, title },
    step: { key: step, kind, label, state: labelledIn(language, STEP_STATE_LABELS, state) },
    assumed: assumedDate(language, template, step, reason),
    workingDaysOverdue: days,
    because:
      because === null
        ? null
        : {
            ...labelledIn(language, HOLDING_REASON_LABELS, because.kind),
            text: explainReason(because, language, reads === null || reads === row.agency),
          },
    reportedUpOn: toldOn,
    next: { code: action, label: explainNext(action, by, language), by },
  };
}
export type OverdueShown = ReturnType<typeof showOverdue>;

const labelledIn = <T extends string>(
  language: Language,
  labels: Readonly<Record<T, Readonly<Record<Language, string>>>>,
  code: T,
) => ({ code, label: labels[code][language] });
