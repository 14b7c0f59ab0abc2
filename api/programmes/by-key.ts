import { z } from '@hono/zod-openapi';
import { Problem } from '#domain/problems.ts';

/** `{id}` of a programme is its key. */
export const byProgramme = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,120}$/)
    .openapi({ param: { name: 'id', in: 'path' } }),
});

/** An account knows one programme; every other is not found. */
export function demandOwn(programme: string, asked: string): void {
  if (programme !== asked) throw new Problem('request.not_found');
}
