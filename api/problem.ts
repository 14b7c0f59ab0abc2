/** The one place where a refusal becomes `application/problem+json` (RFC 9457). */
import { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { NoCalendarYear } from '#domain/calendar.ts';
import { PROBLEMS } from '#domain/problem-labels.ts';
import { Problem, type ProblemCode } from '#domain/problems.ts';
import type { Ask, Log } from './context.ts';

const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** The body of every answer from 400 up. */
export const PROBLEM = z
  .object({
    type: z.string().openapi({ description: 'A URN made of the code; not meant to be opened' }),
    title: z.string().openapi({ description: "What is wrong, in the asker's language" }),
    status: z.int(),
    detail: z.string().openapi({ description: 'What to do about it' }),
    code: z.enum(PROBLEM_CODES).openapi({ description: 'Stable: programs decide by it' }),
    instance: z
      .string()
      .openapi({ description: 'A URN of the request id: quote it to the operator' }),
    details: z.record(z.string(), z.unknown()).openapi({
      description: 'The fields at fault, the reason, the neighbours of a rest day ...',
    }),
  })
  .openapi('Problem');

/** Renders a refusal in the asker's language. */
export function problemResponse(c: Ask, { code, details }: Problem): Response {
  const { status, title, todo } = PROBLEMS[code];
  const language = c.get('language') ?? 'vi';
  const body = {
    type: `urn:lientich:problem:${code}`,
    title: title[language],
    status,
    detail: todo[language],
    code,
    instance: `urn:lientich:request:${c.get('requestId') ?? ''}`,
    details: inOneLanguage(details, language),
  };
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  const { retryAfter = status === 429 ? 5 : 2 } = details;
  if (status === 429 || status === 503) c.header('Retry-After', String(retryAfter));
  c.header('Content-Language', language);
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json; charset=utf-8',
  });
}

/** A bilingual text among the details is told in the one language asked for. */
function inOneLanguage(value: unknown, language: 'vi' | 'en'): unknown {
  if (Array.isArray(value)) return value.map((v) => inOneLanguage(v, language));
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value);
  if (keys.length === 2 && 'vi' in value && 'en' in value) return value[language];
  return Object.fromEntries(
    Object.entries(value).map(([key, v]) => [key, inOneLanguage(v, language)]),
  );
}

/** What went wrong, as a refusal of the list. Only what is not the asker's doing is logged. */
export function asProblem(thrown: unknown, log: Log, requestId: string): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof HTTPException) {
    const code = CODE_OF_STATUS[thrown.status];
    if (code !== undefined) return new Problem(code);
  }
  // Every reckoning of dates may meet the calendar's end; what is missing is a year of it.
  if (thrown instanceof NoCalendarYear) return new Problem('deadline.no_year', thrown.problem);
  if (isPassing(thrown)) {
    log.warn({ requestId, err: thrown }, 'the database is busy or away');
    return new Problem('server.busy');
  }
  log.error({ requestId, err: thrown }, 'a request failed unexpectedly');
  return new Problem('server.error');
}

/** What Hono's own middleware throws. */
const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'request.invalid',
  404: 'request.not_found',
  413: 'request.too_large',
  415: 'request.not_json',
  503: 'server.busy',
  504: 'server.busy',
};

/**
 * Errors after which the same request may be sent again: connection (08), rolled back (40), resources (53),
 * operator intervention and cancelled (57), lock not available (55P03), idle too long (25P03), and a unique
 * violation, which a second try answers properly.
 */
const PASSING_STATE = /^((08|40|53|57)[0-9A-Z]{3}|55P03|25P03|23505)$/;
const PASSING_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

function isPassing(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return PASSING_STATE.test(code) || PASSING_CODES.has(code);
}
