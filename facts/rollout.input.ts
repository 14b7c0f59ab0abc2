/** What the acts on a rollout take. */
import { z } from 'zod';
import { code, day, documentRef, factSeq, text, unitKey } from './fields.input.ts';

/** No template has more. */
const STEPS_MAX = 50;

export const draftInput = z.strictObject({
  /** Key of one of the programme's templates. */
  template: code,
  title: text(300),
  /** Date of the last step; every other is planned backward from it. */
  closeOn: day,
});

export const copyInput = draftInput.omit({ template: true });

const reason = text(2_000);
const amendInput = z
  .strictObject({
    kind: z.literal('amend'),
    reason,
    /** New dates by step key; the others stay. */
    dates: z
      .record(code, day)
      .refine((dates) => Object.keys(dates).length <= STEPS_MAX, { params: { expected: 'few' } })
      .default({}),
    /** What changes besides dates. */
    content: text(5_000).nullable().default(null),
  })
  .refine(({ dates, content }) => content !== null || Object.keys(dates).length > 0, {
    path: ['dates'],
    params: { expected: 'some' },
  });

/** What an act of all agencies says; frozen once drafted. */
export const jointActInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('issue') }),
  amendInput,
  z.strictObject({ kind: z.literal('recall'), reason }),
  z.strictObject({ kind: z.literal('suspend'), reason }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({
    kind: z.literal('close'),
    /** Why it ends though not every pair is done; without it only when all are. */
    unmet: reason.nullable().default(null),
  }),
]);

export const earlyOpeningInput = z.strictObject({ unit: unitKey, reason });

export const emptyInput = z.strictObject({});

export const signatureInput = z.strictObject({ document: documentRef, signatoryPost: text(200) });

export { conferenceInput as rolloutConferenceInput } from './assignment.input.ts';

/** Who does not agree says what differs. */
export const conferenceConfirmationInput = z.discriminatedUnion('agrees', [
  z.strictObject({ conference: factSeq, agrees: z.literal(true) }),
  z.strictObject({ conference: factSeq, agrees: z.literal(false), differs: text(2_000) }),
]);
