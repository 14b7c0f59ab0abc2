/** What the answer about one assignment is made of. */
import { z } from '@hono/zod-openapi';
import {
  ADJUSTMENT_REASONS,
  FACT_KINDS,
  HOLDER_CLASSES,
  LINE_STATES,
  PAIR_STATES,
  ROLLOUT_STATES,
  STEP_KINDS,
  STEP_STATES,
  TIERS,
  VERSION_CAUSES,
} from '#domain/vocabulary.ts';
import { NOT_APPLIED } from '#domain/assignment.ts';
import { conferenceInput, planInput, reportInput } from '#facts/assignment.input.ts';
import { documentRef } from '#facts/fields.input.ts';
import { date, id, instant, key, labelled } from '#api/schemas.ts';

const holding = z.object({ agency: z.string(), office: id.nullable(), name: z.string() });

const LINE = z.object({
  agency: z.string(),
  office: id,
  name: z.string(),
  state: labelled(LINE_STATES).openapi({
    description: 'The other agency’s `assigned` is shown as `received`',
  }),
  receivedOn: z.record(z.string(), date).openapi({ description: 'By version' }),
  onPaper: z
    .record(z.string(), documentRef)
    .openapi({ description: 'By version: received on paper, entered by a superior of the line' }),
  assignedPost: z.string().nullable().openapi({ description: 'Of the reader’s own agency only' }),
  request: z
    .object({
      seq: z.int(),
      reason: labelled(ADJUSTMENT_REASONS),
      text: z.string().nullable().openapi({ description: 'Of the reader’s own agency only' }),
      askedOn: date,
      answerBy: date,
      /** The nearest living superior of its own line. */
      toBeAnsweredBy: holding,
    })
    .nullable(),
  acceptedOn: date.nullable(),
});

const EVIDENCE = z
  .union([
    z.object({ step: z.literal('plan'), plan: planInput }),
    z.object({ step: z.literal('conference'), conference: conferenceInput }),
    z.object({ step: z.literal('report'), report: reportInput }),
  ])
  .openapi('Evidence');

const STEP = z.object({
  key: z.string(),
  kind: z.enum(STEP_KINDS),
  label: z.string(),
  state: labelled(STEP_STATES),
  dueOn: date,
  provisional: z.boolean(),
  why: z.array(z.string()).readonly().openapi({ description: 'The date and its reason, in words' }),
  assumed: z.string().nullable(),
  filedOn: date
    .nullable()
    .openapi({ description: 'When the last side filed: “on time” goes by it' }),
  owedBy: z.array(z.string()).readonly(),
  filing: z
    .object({
      seq: z.int(),
      n: z.int(),
      agency: z.string(),
      on: date,
      evidence: EVIDENCE,
      confirmedBy: z.array(z.string()).readonly(),
      insteadFrom: instant.openapi({
        description: 'From then on the superior of a silent office may confirm instead of it',
      }),
      confirmedInstead: z
        .array(holding)
        .openapi({ description: 'For which agencies their superior confirmed, and which one' }),
      dispute: z
        .object({
          agency: z.string(),
          differs: z.string().nullable(),
          decided: z
            .record(z.string(), z.boolean())
            .openapi({ description: 'What the superiors have said so far: it stands, or not' }),
        })
        .nullable(),
    })
    .nullable(),
  returned: z
    .object({ agency: z.string(), on: date, mendBy: date, reason: z.string(), field: z.string() })
    .nullable(),
});

const HOLDING = z
  .object({
    class: labelled(HOLDER_CLASSES),
    since: date.nullable(),
    workingDays: z.int().openapi({ description: 'By whoever holds it now' }),
    days: z.object({
      elapsed: z
        .int()
        .openapi({ description: 'Since the opening, up to the end; the classes add up' }),
      office: z.record(z.string(), z.int()).openapi({ description: 'By one alone, by agency' }),
      several: z.int(),
      superior: z.int(),
      nobody: z.int(),
    }),
  })
  .openapi({
    description: 'Working days by who held it at their end (24:00): today is not over yet',
  });

export const ASSIGNMENT = z
  .object({
    id,
    rollout: z.object({
      id,
      key: z.string(),
      title: z.string(),
      state: labelled(ROLLOUT_STATES),
    }),
    unit: z.object({ key, name: z.string(), tier: z.enum(TIERS) }),
    asOf: date,
    rehearsal: z.string().nullable(),
    openedAt: instant,
    state: labelled(PAIR_STATES),
    done: z.object({ on: date, onTime: z.boolean() }).nullable(),
    lines: z.array(LINE),
    steps: z.array(STEP),
    versions: z
      .array(
        z.object({
          n: z.int(),
          cause: labelled(VERSION_CAUSES),
          content: z.string().nullable().openapi({
            description:
              'What an amendment changes besides dates; in the first version, those before it',
          }),
          madeAt: instant,
          acknowledgeBy: date.openapi({ description: 'As it was made' }),
          dueOn: date.openapi({ description: 'As suspensions and calendars have moved it' }),
          dates: z.record(z.string(), date).openapi({ description: 'That it sets, by step' }),
          replaced: z.record(z.string(), date).openapi({
            description: 'What each of them was until then; of the first version none',
          }),
        }),
      )
      .readonly(),
    holder: z.object({ offices: z.array(holding), superiors: z.array(holding) }),
    holding: HOLDING,
    conference: z
      .object({ heldOn: date, counts: z.boolean(), present: z.array(z.string()).readonly() })
      .nullable(),
    conferenceAbove: date.nullable(),
    notApplied: z
      .array(
        z.object({
          seq: z.int(),
          kind: z.enum(FACT_KINDS),
          reason: labelled(NOT_APPLIED),
        }),
      )
      .openapi({ description: 'The reader’s office’s own acts that had no effect, and why' }),
    beingProcessed: z.int(),
  })
  .openapi('Assignment');
