import { randomBytes } from 'node:crypto';

/** A program's token holds until it is replaced, a person's until the session ends; each says which it is. */
const PREFIXES = { account: 'lt_', session: 'ls_' } as const;

/** 256 random bits: not guessable, so a plain SHA-256 of it may be stored. */
export const newToken = (of: keyof typeof PREFIXES): string =>
  PREFIXES[of] + randomBytes(32).toString('base64url');

/** Whether a token can be a session's; programs' need no care between requests. */
export const isSessionToken = (token: string): boolean => token.startsWith(PREFIXES.session);
