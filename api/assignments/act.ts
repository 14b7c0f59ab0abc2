/** The acts on an assignment are one operation with many forms: what differs is said here, one line each. */
import { createRoute, z } from '@hono/zod-openapi';
import type { AssignmentAct } from '#domain/assignment.ts';
import type { ProblemCode } from '#domain/problems.ts';
import { recordAct } from '#facts/assignment.ts';
import { reply, requestOf, type Api, type Ask, type Deps } from '#api/context.ts';
import { answers, bearer, byId, posted, recorded } from '#api/operation.ts';
import { id } from '#api/schemas.ts';

const TEXT: readonly ProblemCode[] = ['text.secret', 'text.personal'];
const EVIDENCE: readonly ProblemCode[] = [
  ...TEXT,
  'evidence.future',
  'evidence.agency',
  'evidence.contradictory',
];

export const REFUSALS = { none: [], text: TEXT, evidence: EVIDENCE } as const;

export type ActOperation<T extends z.ZodType> = {
  /** The noun that is created: `/assignments/{id}/<noun>`. */
  readonly noun: string;
  readonly operationId: string;
  readonly summary: string;
  readonly input: T;
  readonly refusals: readonly ProblemCode[];
  readonly act: (input: z.infer<T>) => AssignmentAct;
};

/** One POST that records one act on one assignment. */
export const actOn =
  <T extends z.ZodType>({ noun, operationId, summary, input, refusals, act }: ActOperation<T>) =>
  (app: Api, { sql }: Deps) => {
    const route = createRoute({
      method: 'post',
      path: `/assignments/{id}/${noun}`,
      tags: ['assignments'],
      operationId,
      summary,
      security: bearer,
      request: { params: byId, ...posted(input) },
      responses: answers(
        201,
        'The act is in the record; its consequences follow',
        recorded({ kind: z.string(), assignment: id }),
        [
          'request.not_found',
          'account.forbidden',
          'act.not_applied',
          'rollout.not_open',
          ...refusals,
        ],
      ),
    });
    // The schema is a parameter here, so what was validated is read back by its own type.
    const given = (c: Ask) => c.req.valid('json' as never) as z.infer<T>;
    return app.openapi(route, async (c) =>
      reply(c, await recordAct(sql, await requestOf(c), c.req.param('id')!, act(given(c)))),
    );
  };
