import { z } from 'zod';
import { CONFIRMING_BASES, ROLES } from '#domain/vocabulary.ts';
import { text } from './fields.input.ts';

/** Operators are made at the machine: `lientich account create --operator`. */
export const accountInput = z
  .strictObject({
    role: z.enum(ROLES).exclude(['operator']),
    /** On what ground it may confirm for its office; null prepares and files only. Ủy quyền is given by a document. */
    basis: z.enum(CONFIRMING_BASES).exclude(['delegated']).nullable(),
    post: text(200),
  })
  .refine(({ role, basis }) => basis === null || (role !== 'leader' && role !== 'auditor'), {
    path: ['basis'],
    params: { expected: 'noBasis' },
  });

export const tokenInput = z.strictObject({});
export const disablementInput = z.strictObject({});
