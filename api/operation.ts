/** What the descriptions of operations have in common: the account, the key, the answers, the refusals. */
import { z } from '@hono/zod-openapi';
import { PROBLEMS } from '#domain/problem-labels.ts';
import { type ProblemCode } from '#domain/problems.ts';
import { PROBLEM } from './problem.ts';

/** Any operation may answer these. */
const ALWAYS: readonly ProblemCode[] = [
  'request.invalid',
  'account.unknown',
  'request.too_many',
  'server.busy',
  'server.error',
];
const ALWAYS_POST: readonly ProblemCode[] = [
  'idempotency.key_missing',
  'idempotency.other_body',
  'request.too_large',
  'request.not_json',
];

/** Nobody is asked who they are where they become somebody, and no receipt is kept: it would belong to no account. */
const ALWAYS_OPEN: readonly ProblemCode[] = [
  ...ALWAYS.filter((code) => code !== 'account.unknown'),
  'request.too_large',
  'request.not_json',
];

export const bearer: { [scheme: string]: string[] }[] = [{ bearer: [] }];

/** `{id}` of the path. An id that cannot be one names nothing: 404. */
export const byId = z.object({ id: z.guid().openapi({ param: { name: 'id', in: 'path' } }) });

const keyed = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .openapi({
      description: 'A key of your own for this act: sent again with the same body, the same answer',
      example: '2f1d6b8e-acknowledgement',
    }),
});

/** The request part of a POST: a JSON object of that schema and a key. */
export const posted = <T extends z.ZodType>(schema: T) => ({
  headers: keyed,
  body: { required: true, content: { 'application/json': { schema } } },
});

/** The request part of a POST without an account: no key, so a repetition is another one. */
export const postedByAnybody = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});

export const answersToAnybody = <S extends 200 | 201, T extends z.ZodType>(
  status: S,
  description: string,
  schema: T,
  refusals: readonly ProblemCode[],
) =>
  ({
    ...problems([...ALWAYS_OPEN, ...refusals]),
    [status]: { description, content: { 'application/json': { schema } } },
  }) as Record<S, { description: string; content: { 'application/json': { schema: T } } }>;

/** The answer with its status, and every refusal this operation knows by its code. */
export const answers = <S extends 200 | 201, T extends z.ZodType>(
  status: S,
  description: string,
  schema: T,
  refusals: readonly ProblemCode[],
) =>
  ({
    ...problems([...ALWAYS, ...(status === 201 ? ALWAYS_POST : []), ...refusals]),
    [status]: {
      description,
      content: { 'application/json': { schema } },
      ...(status === 201 ? { headers: REPEATED } : {}),
    },
  }) as Record<S, { description: string; content: { 'application/json': { schema: T } } }>;

const REPEATED = {
  'Idempotency-Replayed': {
    description: '`true` when this key was answered before: nothing was written now',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

/** By status, as OpenAPI wants them; the codes of one status are listed in its description. */
function problems(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\`: ${PROBLEMS[code].title.en}`).join(' '),
        content: { 'application/problem+json': { schema: PROBLEM } },
      },
    ]),
  );
}

/** What the record answers to a fact: its place in the ledger and its instant, by the programme's clock. */
export const recorded = <T extends z.ZodRawShape>(shape: T) =>
  z.object({ ...shape, seq: z.int(), at: z.string() });
