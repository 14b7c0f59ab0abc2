import { PROBLEMS } from './problem-labels.ts';

export type ProblemCode = keyof typeof PROBLEMS;

/** Thrown by facts and routes, rendered in one place as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** What the reader needs beside the code: the reason, the neighbours of a rest day, the fields at fault. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, details: Readonly<Record<string, unknown>> = {}) {
    super(PROBLEMS[code].title.en);
    this.name = 'Problem';
    this.code = code;
    this.details = details;
  }
}
