/** What the acts on a rollout take. */
import { z } from 'zod';
import { JOINT_ACT_KINDS } from '#domain/vocabulary.ts';
import { code, day, documentRef, factSeq, text } from './fields.input.ts';

export const draftInput = z.strictObject({
  /** Key of one of the programme's templates. */
  template: code,
  title: text(300),
  /** Date of the last step; every other is planned backward from it. */
  closeOn: day,
});

export const jointActInput = z.strictObject({ kind: z.enum(JOINT_ACT_KINDS) });

export const signatureInput = z.strictObject({ document: documentRef, signatoryPost: text(200) });

export const promulgationInput = z.strictObject({});

export { conferenceInput as rolloutConferenceInput } from './assignment.input.ts';

/** Who does not agree says what differs. */
export const conferenceConfirmationInput = z.discriminatedUnion('agrees', [
  z.strictObject({ conference: factSeq, agrees: z.literal(true) }),
  z.strictObject({ conference: factSeq, agrees: z.literal(false), differs: text(2_000) }),
]);
