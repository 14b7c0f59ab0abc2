import { z } from 'zod';

/** As typed. What it may not be is judged by the record: a form says nothing about a password. */
export const secret = z.string().min(1).max(2_000);

export const signInInput = z.strictObject({ login: z.string().min(1).max(200), password: secret });

export const endingInput = z.strictObject({});

/** A persona: an account, or whoever of an office may do most. */
export const rehearsalSessionInput = z
  .strictObject({ office: z.guid().optional(), account: z.guid().optional() })
  .refine(({ office, account }) => (office === undefined) !== (account === undefined), {
    params: { expected: 'persona' },
  });

export const passwordChangeInput = z.strictObject({ old: secret, new: secret });
