/** Passwords as they are kept: argon2id with the parameters of the OWASP cheat sheet (19 MiB, two passes, one lane). */
import { hash, verify } from '@node-rs/argon2';
import { brokenPasswordRule } from '#domain/password.ts';
import { Problem } from '#domain/problems.ts';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const { memoryCost, timeCost, parallelism } = COST;

/** Of the form and cost of every other, and of no password: comparing with it takes as long. */
const NOBODYS = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** @throws Problem `password.weak` with the rule that is broken */
export async function hashPassword(password: string, login: string): Promise<string> {
  const rule = brokenPasswordRule(password, login);
  if (rule !== null) throw new Problem('password.weak', { rule });
  return hash(password, COST);
}

/** Compares with somebody's hash, or where there is none with nobody's: the answer takes as long. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const isRight = await verify(stored ?? NOBODYS, password);
  return isRight && stored !== null;
}
