/** What each act on an assignment takes, one schema per operation. */
import { z } from 'zod';
import {
  ADJUSTMENT_REASONS,
  CONFERENCE_FORMS,
  CONFERENCE_MODES,
  FILED_STEPS,
} from '#domain/vocabulary.ts';
import { code, day, documentRef, factSeq, heads, ordinal, text } from './fields.input.ts';

/** No pair has more agencies; a limit at all, so that nothing grows without end. */
const AGENCIES_MAX = 20;

export const acknowledgementInput = z.strictObject({
  version: ordinal,
  /** On paper, entered by a superior of the same line: it counts from the paper's own date. */
  paper: documentRef.optional(),
});

export const designationInput = z.strictObject({ post: text(200) });

export const adjustmentRequestInput = z.strictObject({
  reason: z.enum(ADJUSTMENT_REASONS),
  text: text(2_000),
});

export const adjustmentWithdrawalInput = z.strictObject({ request: factSeq });

const answered = { request: factSeq, consultedOn: day, document: documentRef };
/** Only `adjust` changes dates, and it changes at least one. */
export const adjustmentAnswerInput = z.discriminatedUnion('answer', [
  z.strictObject({ ...answered, answer: z.literal('keep') }),
  z.strictObject({
    ...answered,
    answer: z.literal('adjust'),
    dates: z.record(code, day).refine(hasSome, { params: { expected: 'some' } }),
  }),
  z.strictObject({ ...answered, answer: z.literal('exempt') }),
]);

/** At least one local item, or the template's text word for word, shown as such. */
export const planInput = z
  .strictObject({
    documents: z
      .array(z.strictObject({ agency: code, ...documentRef.shape }))
      .min(1)
      .max(AGENCIES_MAX)
      .readonly(),
    localItems: z.array(text(500)).max(50).readonly(),
    unchangedCopy: z.boolean(),
  })
  .refine((plan) => plan.unchangedCopy || plan.localItems.length > 0, {
    path: ['localItems'],
    params: { expected: 'some' },
  });

const attendance = z.strictObject({
  byAgency: z
    .record(code, heads)
    .refine((agencies) => Object.keys(agencies).length <= AGENCIES_MAX, {
      params: { expected: 'few' },
    }),
  others: heads,
});

/** Numbers only, never names (PRODUCT 2.5). */
export const conferenceInput = z.strictObject({
  heldOn: day,
  form: z.enum(CONFERENCE_FORMS),
  mode: z.enum(CONFERENCE_MODES),
  invited: attendance,
  present: attendance,
  chairPost: text(200),
  minutes: documentRef,
});

export const reportInput = z.strictObject({
  document: documentRef,
  remarks: text(5_000).nullable().default(null),
});

/** One's own filing, said rightly: of the same step. */
export const correctionInput = z.strictObject({
  filing: factSeq,
  evidence: z.discriminatedUnion('step', [
    z.strictObject({ step: z.literal('plan'), plan: planInput }),
    z.strictObject({ step: z.literal('conference'), conference: conferenceInput }),
    z.strictObject({ step: z.literal('report'), report: reportInput }),
  ]),
});

const differs = text(2_000);
/** Who does not agree says what differs. */
export const confirmationInput = z.discriminatedUnion('agrees', [
  z.strictObject({ filing: factSeq, agrees: z.literal(true) }),
  z.strictObject({ filing: factSeq, agrees: z.literal(false), differs }),
]);

export const acceptanceInput = z.strictObject({});

/** A step of a pair that was done is reopened as one that was not is sent back. */
export const returnInput = z.strictObject({
  step: z.enum(FILED_STEPS),
  reason: text(2_000),
  field: text(200),
});

/** What was filed stands, or is to be mended; by which document it was decided. */
export const disputeDecisionInput = z.strictObject({
  filing: factSeq,
  stands: z.boolean(),
  document: documentRef,
});

/** Why, and by which document: to exempt an office, and to take it in again. */
export const exemptionInput = z.strictObject({ reason: text(2_000), document: documentRef });

function hasSome(values: object): boolean {
  const count = Object.keys(values).length;
  return count > 0 && count <= 50;
}
