import { createRoute } from '@hono/zod-openapi';
import { rehearsalSessionInput } from '#facts/session.input.ts';
import { signInToRehearse } from '#facts/session.ts';
import type { Api, Deps } from '#api/context.ts';
import { answersToAnybody, postedByAnybody } from '#api/operation.ts';
import { byProgramme } from '#api/programmes/by-key.ts';
import { BEGUN } from './shapes.ts';

const route = createRoute({
  method: 'post',
  path: '/programmes/{id}/rehearsal-sessions',
  tags: ['sessions'],
  operationId: 'beginRehearsalSession',
  summary: 'In a rehearsal: begin a session of an account, or of whoever of an office may confirm',
  description:
    'Asks for no account and no password, since everything in a rehearsal is made up. Any other programme is not ' +
    'found. Without Idempotency-Key: sent again it begins another session.',
  request: { params: byProgramme, ...postedByAnybody(rehearsalSessionInput) },
  responses: answersToAnybody(201, 'The session with its bearer token', BEGUN, [
    'request.not_found',
    'attempts.too_many',
  ]),
});

export const beginRehearsal = (app: Api, { sql }: Deps) =>
  app.openapi(route, async (c) => {
    const { office = null, account = null } = c.req.valid('json');
    const { id: programme } = c.req.valid('param');
    return c.json(await signInToRehearse(sql, programme, { office, account }), 201);
  });
