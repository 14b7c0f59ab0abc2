import { createHash, createHmac } from 'node:crypto';
import { PostgresError, type Fragment, type Sql } from '#db/driver.ts';
import { readStanding, type Standing } from '#db/reads/standing.ts';
import type { Verdict } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { Problem } from '#domain/problems.ts';

/** Who asks, and the key that makes asking twice harmless. */
export type Request = {
  readonly tokenHash: string;
  readonly key: string;
  /** What is asked, so that another body under the same key is seen. */
  readonly fingerprint: string;
};

export type Answer = {
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
  /** It was answered before: nothing was written now. */
  readonly repeated: boolean;
};

/** How a request becomes a row: what it stands on, and one statement that writes it or null. */
export type Recording<T> = {
  readonly object: Fragment | null;
  /** Throws a `Problem`, or gives the statement to run. */
  readonly judge: (standing: Standing<T> & { readonly object: T }) => Judged | Promise<Judged>;
};

type Judged = {
  readonly status: number;
  readonly write: () => Promise<Readonly<Record<string, unknown>> | null>;
};

export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

/** Method, path and body in their canonical spelling: formatting does not make another request. */
export const fingerprintOf = (method: string, path: string, body: unknown) =>
  createHash('sha256')
    .update(`${method} ${path}\n${canonical(body)}`)
    .digest('hex');

/**
 * The same of a body that nobody may find by trying what fits its fingerprint: only who holds the token can make it,
 * and of the token we keep no more than a hash.
 */
export const sealedFingerprintOf = (token: string, method: string, path: string, body: unknown) =>
  createHmac('sha256', token)
    .update(fingerprintOf(method, path, body))
    .digest('hex');

/**
 * Standing, judgement, one statement. When the statement wrote nothing, somebody was faster: either the same
 * key (its answer is given again) or a change that makes the fact impossible (judged once more, to say why).
 */
export async function record<T>(
  sql: Sql,
  request: Request,
  recording: Recording<T>,
): Promise<Answer> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const standing = await readStanding<T>(sql, request.tokenHash, request.key, recording.object);
    if (standing === null) throw new Problem('account.unknown');
    const { receipt, object } = standing;
    if (receipt !== null) {
      if (receipt.fingerprint !== request.fingerprint) throw new Problem('idempotency.other_body');
      return { status: receipt.status, answer: receipt.answer, repeated: true };
    }
    if (recording.object !== null && object === null) throw new Problem('request.not_found');
    const { status, write } = await recording.judge({ ...standing, object: object as T });
    const answer = await write().catch(nothingWhenTaken);
    if (answer !== null) return { status, answer, repeated: false };
  }
  throw new Problem('server.busy');
}

/** Of as many who want the same place, each round lets one through; more than that at once are asked to wait. */
const ATTEMPTS = 5;
const UNIQUE_VIOLATION = '23505';

/** Somebody else's row stands where this one was to be: nothing was written, and the judgement says why. */
function nothingWhenTaken(thrown: unknown): null {
  if (thrown instanceof PostgresError && thrown.code === UNIQUE_VIOLATION) return null;
  throw thrown;
}

export function demand(verdict: Verdict): void {
  if (verdict === 'notFound') throw new Problem('request.not_found');
  if (verdict === 'forbidden') throw new Problem('account.forbidden');
}
