import { z } from '@hono/zod-openapi';
import { SESSION_ORIGINS } from '#domain/vocabulary.ts';
import { id, instant, labelled } from '#api/schemas.ts';

/** What a person gets who signed in. */
export const BEGUN = z
  .object({
    session: id,
    account: id,
    token: z.string().openapi({ description: 'The bearer token, told this once' }),
    idleUntil: instant.openapi({ description: 'Over when unused until then; use moves it on' }),
    expiresAt: instant.openapi({ description: 'Over then, however it was used' }),
  })
  .openapi('BegunSession');

export const SESSION = z
  .object({
    id,
    how: labelled(SESSION_ORIGINS),
    createdAt: instant,
    seenAt: instant.openapi({ description: 'To the minute' }),
    idleUntil: instant,
    expiresAt: instant,
    current: z.boolean().openapi({ description: 'The one that asks' }),
  })
  .openapi('Session');
