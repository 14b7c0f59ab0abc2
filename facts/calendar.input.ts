/** What a change of the working calendar takes. */
import { z } from 'zod';
import { CALENDAR_DAY_KINDS } from '#domain/calendar.ts';
import { day, text } from './fields.input.ts';

/** More than a year's announcements, and far less than a request may hold. */
const DAYS_MAX = 200;
const year = z.int().min(1_900).max(2_199);

export const calendarDraftInput = z
  .strictObject({
    /** Days announced to differ from a plain week, replacing what the calendar says of them. */
    days: z
      .array(
        z.strictObject({
          date: day,
          kind: z.enum(CALENDAR_DAY_KINDS),
          nameVi: text(200),
          nameEn: text(200),
          /** The announcement: number and date of the document. */
          source: text(300),
          confirmed: z.boolean(),
        }),
      )
      .max(DAYS_MAX)
      .default([]),
    /** Days that are a plain week's again. */
    withdrawn: z.array(day).max(DAYS_MAX).default([]),
    years: z
      .array(z.strictObject({ year, confirmed: z.boolean(), source: text(300) }))
      .max(20)
      .default([]),
  })
  .refine((change) => change.days.length + change.withdrawn.length + change.years.length > 0, {
    path: ['days'],
    params: { expected: 'some' },
  });

export const calendarPublicationInput = z.strictObject({
  /** Of the preview that was looked at: another one is another decision. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
