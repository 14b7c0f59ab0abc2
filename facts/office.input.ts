import { z } from 'zod';
import { day, officeId, text } from './fields.input.ts';

export const standInInput = z.strictObject({
  standInOffice: officeId,
  /** The post that confirms for both. */
  post: text(200),
  from: day,
  to: day,
});
