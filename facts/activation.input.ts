import { z } from 'zod';
import { secret } from './session.input.ts';

export const activationCodeInput = z.strictObject({});

export const activationInput = z.strictObject({
  /** In any case, with or without hyphens or blanks. */
  code: z.string().min(1).max(200),
  password: secret,
});
