import { z } from 'zod';

export const retryInput = z.strictObject({});

const IDS_MAX = 100;

/** Ids of messages, separated by commas: a page shows no more at once. */
export const messageIds = z
  .string()
  .regex(/^\d{1,15}(,\d{1,15})*$/)
  .transform((text) => [...new Set(text.split(',').map(Number))])
  .refine((ids) => ids.length <= IDS_MAX, { params: { expected: 'few' } })
  .meta({ type: 'string', description: `Ids of messages, at most ${IDS_MAX}`, example: '17,18' });
