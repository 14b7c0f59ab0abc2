import { z } from 'zod';
import { day, documentRef } from './fields.input.ts';

export const delegationInput = z.strictObject({
  /** An account of the same office that may not confirm by itself. */
  account: z.guid(),
  document: documentRef,
  from: day,
  to: day,
});
