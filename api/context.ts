/** What every operation has at hand. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Fragment, Sql } from '#db/driver.ts';
import { readStanding, type Standing } from '#db/reads/standing.ts';
import { can, NO_RELATION, type Action, type Relation } from '#domain/can.ts';
import { Problem } from '#domain/problems.ts';
import type { Bilingual, Language } from '#domain/vocabulary.ts';
import { demand, fingerprintOf, sealedFingerprintOf } from '#facts/record.ts';
import type { Answer, Request } from '#facts/record.ts';
import type { Feed } from './changes/feed.ts';

/** One workflow of a rollout as the engine has it now. `engine/inspect.ts` answers these. */
export type LiveWorkflow = {
  readonly workflowId: string;
  readonly runId: string;
  readonly status: string;
  readonly stage: string | null;
  readonly waitsFor: string | null;
  readonly waitsUntil: string | null;
  readonly historyLength: number;
  readonly pendingActivities: readonly {
    readonly name: string;
    readonly attempt: number;
    readonly lastFailure: string | null;
  }[];
  readonly uiUrl: string | null;
};

/** What the API needs of a log; pino has it. */
export type Log = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

export type Limits = {
  readonly timeoutMs: number;
  readonly bodyBytes: number;
  /** Of one account in one process; 0 a second is no limit. */
  readonly rate: { readonly perSecond: number; readonly burst: number };
};

export type Readiness = { readonly ready: boolean; readonly why: string | null };

export type Deps = {
  /** Runs as `lt_intake`: facts, and what they stand on. */
  readonly sql: Sql;
  /** Runs as `lt_reader`: everything that only reads. */
  readonly reader: Sql;
  /** The live side of a rollout; without it, or when it fails, the engine is "unreachable". */
  readonly inspect?: (
    rollout: string,
    coordinators: readonly string[],
  ) => Promise<readonly LiveWorkflow[]>;
  /** Closed by whoever opened it; without it the app has one of its own, which ends with the process. */
  readonly feed?: Feed;
  readonly log: Log;
  readonly ready: () => Promise<Readiness>;
  readonly limits?: Limits;
};

export type Env = {
  Variables: {
    requestId: string;
    language: Language;
    /** Hash of the bearer token; absent only where no account is needed. */
    tokenHash: string;
  };
};

export type Api = OpenAPIHono<Env>;
export type Ask = Context<Env>;

export const inLanguage = (c: Ask, text: Bilingual): string => text[c.var.language];

/** A word of a closed list with its label in the reader's language. */
export const labelled = <T extends string>(
  c: Ask,
  labels: Readonly<Record<T, Bilingual>>,
  code: T,
) => ({ code, label: labels[code][c.var.language] });

/**
 * Who asks, when by the programme's clock, and `object` (a query over `me`), in one round trip.
 *
 * @throws Problem `account.unknown`; `request.not_found` when an object is asked for and there is none
 */
export async function standing<T>(
  c: Ask,
  { reader }: Deps,
  object: Fragment,
): Promise<Standing<T> & { readonly object: T }> {
  const found = await readStanding<T>(reader, c.var.tokenHash, null, object);
  if (found === null) throw new Problem('account.unknown');
  const { object: wanted } = found;
  if (wanted === null) throw new Problem('request.not_found');
  return { ...found, object: wanted };
}

/** The same where nothing is asked for but who asks. */
export async function whoAsks(c: Ask, { reader }: Deps): Promise<Standing<never>> {
  const found = await readStanding<never>(reader, c.var.tokenHash, null, null);
  if (found === null) throw new Problem('account.unknown');
  return found;
}

/** @throws Problem when the actor may not */
export function allow(
  who: Pick<Standing<unknown>, 'actor'>,
  action: Action,
  relation: Relation = NO_RELATION,
): void {
  demand(can(who.actor, action, relation));
}

/** How a POST is told apart from another and known again. The body is the one that was validated. */
export const requestOf = async (c: Ask): Promise<Request> => ({
  tokenHash: c.var.tokenHash,
  key: c.req.header('idempotency-key') ?? '',
  fingerprint: fingerprintOf(c.req.method, c.req.path, await c.req.json()),
});

/** The same where the body holds a password: its receipt must not be a way to it. */
export const secretRequestOf = async (c: Ask, token: string): Promise<Request> => ({
  ...(await requestOf(c)),
  fingerprint: sealedFingerprintOf(token, c.req.method, c.req.path, await c.req.json()),
});

/**
 * Answers a POST. What facts answer is kept in the receipt as it is; the tests hold it to the operation's schema.
 * An answer that was given before is marked: nothing was written now.
 */
export function reply(c: Ask, { answer, repeated }: Answer) {
  if (repeated) c.header('Idempotency-Replayed', 'true');
  return c.json(answer as never, 201);
}
