/**
 * Pages by key, never by offset: a page is what comes after the last row seen, so that rows which come or go
 * meanwhile neither repeat nor hide others.
 */
import { z } from '@hono/zod-openapi';
import { Problem } from '#domain/problems.ts';
import { findFault } from './characters.ts';
import { expecting } from './validation.ts';

const LIMIT_MAX = 200;
const LIMIT_DEFAULT = 50;

/** Fields of every list's query. */
export const paged = {
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  cursor: z.string().max(1_000).optional().openapi({
    description: '`next` of the page before; a filter changed meanwhile makes no sense',
  }),
};

/** What the last row of a page is found again by. Opaque to the reader, and no secret. */
export const cursorOf = (position: readonly (string | number)[]) =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/**
 * The position a cursor stands for; null without a cursor.
 *
 * @throws Problem `request.invalid` when it is none of ours
 */
export function positionOf<T extends z.ZodType>(cursor: string | undefined, shape: T) {
  if (cursor === undefined) return null;
  const parsed = shape.safeParse(decoded(cursor));
  if (parsed.success && findFault(parsed.data) === null) return parsed.data;
  throw new Problem('request.invalid', {
    errors: [{ field: 'cursor', found: cursor.slice(0, 80), expected: expecting('cursor') }],
  });
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/**
 * The envelope of every list, with the mark of a rehearsal (PRODUCT 2.7). Rows were asked for one more than shown:
 * whether there is another page costs no statement of its own.
 */
export function page<Row, Item>(
  rehearsal: string | null,
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => readonly (string | number)[],
  show: (row: Row) => Item,
): { rehearsal: string | null; items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? cursorOf(position(last)) : null;
  return { rehearsal, items: shown.map(show), next };
}
