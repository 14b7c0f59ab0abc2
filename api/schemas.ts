/** Building blocks of what the API answers. What it takes is in `facts/*.input.ts`. */
import { z } from '@hono/zod-openapi';

export const id = z.uuid().openapi({ description: 'UUID' });
/** A unit's key: its tree and code, e.g. `vn2024:03408`. */
export const key = z.string();
export const date = z.string().openapi({ format: 'date', example: '2023-10-31' });
/** UTC, milliseconds. */
export const instant = z.string().openapi({ format: 'date-time' });
/** A fact's place in the ledger: names it in later acts. */
export const seq = z.int();

/** A word of a closed list with its label in the reader's language. */
export const labelled = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.object({ code: z.enum(words), label: z.string() });

/** "giả định, chưa có văn bản" */
export const assumed = z
  .string()
  .nullable()
  .openapi({ description: 'The mark where no document states the date' });

/** "DỮ LIỆU TẬP HUẤN ..." */
export const rehearsal = z
  .string()
  .nullable()
  .openapi({ description: 'The mark of a rehearsal, to be shown with the answer; null: real' });

/** A page of a list: `next` is the cursor of the page after it, null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ rehearsal, items: z.array(item), next: z.string().nullable() });

/** Something named by a key, with its name in the reader's language. */
export const named = <const K extends string>(by: K) =>
  z.object({ [by]: z.string(), name: z.string() } as { [k in K]: z.ZodString } & {
    name: z.ZodString;
  });
