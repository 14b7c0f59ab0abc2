import { z } from 'zod';
import { isProgrammeDate } from '#domain/programme.ts';

/** An instant as the domain spells it: UTC with exactly three decimals, so that instants compare as texts. */
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/)
  .refine((at) => isProgrammeDate(at.slice(0, 10)), { params: { expected: 'date' } })
  .meta({ format: 'date-time', example: '2023-07-14T00:00:00.000Z' });

export const clockInput = z.strictObject({ to: instant });
