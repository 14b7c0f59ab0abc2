/** What the fields of every input are made of. Characters are checked for all of them at once, at the boundary. */
import { z } from 'zod';
import { isProgrammeDate } from '#domain/programme.ts';

/** Free text: something in it, no longer than a person writes. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value.trim() !== '', { params: { expected: 'text' } });

/** A civil date that exists, in a year that is no typing error. */
export const day = z
  .string()
  .refine(isProgrammeDate, { params: { expected: 'date' } })
  .meta({ format: 'date', description: 'YYYY-MM-DD, a date that exists', example: '2023-10-31' });

/** An agency's or step's code; never a property of every object, such as `__proto__`. */
export const code = z.string().regex(/^(?=.{1,80}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/);

/** A unit's key: its tree and code, e.g. `vn2024:03408`. */
export const unitKey = z.string().regex(/^(?=.{1,100}$)[A-Za-z0-9]+([:-][A-Za-z0-9]+)*$/);

export const officeId = z.guid();

/** A fact's place in the ledger. */
export const factSeq = z.int().min(1);

/** An ordinal kept as a 32-bit integer. */
export const ordinal = z.int().min(1).max(2_147_483_647);

/** Heads counted at one conference: more than that is a typing error. */
export const heads = z.int().min(0).max(1_000_000);

/** What a document is known by: "không số" is a number too. */
export const documentRef = z.strictObject({ number: text(100), on: day });
