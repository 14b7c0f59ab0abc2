/** Mã kích hoạt: how a person comes to a password, by a sheet of paper from the superior. */
import { randomInt } from 'node:crypto';
import type { Sql } from '#db/driver.ts';
import { newId } from '#db/ids.ts';
import { codeObject, readCodeHolder, readLogins, type CodeObject } from '#db/reads/sessions.ts';
import type { CodeHolder } from '#db/reads/sessions.ts';
import { accountKey, takeAttempt, type Attempt } from '#db/writes/attempts.ts';
import { insertRow } from '#db/writes/facts.ts';
import { activate as useCode, afterSignIns, alsoIssueCode } from '#db/writes/sessions.ts';
import { beginSession, noteRefusal } from '#db/writes/sessions.ts';
import { activationCode, printedCode, typedCode } from '#domain/activation-code.ts';
import { loginFor, loginStems, type LoginHolder } from '#domain/login.ts';
import { Problem } from '#domain/problems.ts';
import {
  CODE_ATTEMPTS,
  CODE_DAYS,
  CODE_REPEAT_MINUTES,
  SIGN_IN_ATTEMPTS,
} from '#domain/sign-in.ts';
import { judgeOffice } from './account.ts';
import { hashPassword, isPassword } from './password.ts';
import { hashToken, record, type Answer, type Request } from './record.ts';
import { demandAdmitted, failedAs, newSession, told, type BegunSession } from './session.ts';

/** An answer with an activation code, shown this once; asked again with the same key it comes without. */
export type CodeAnswer = Answer & { readonly code: string | null };

/** Gives an account a code to set its password with, by an operator or a superior; the one before it is dead at once. */
export async function issueCode(sql: Sql, request: Request, account: string): Promise<CodeAnswer> {
  const code = activationCode(randomInt);
  const answer = await record<CodeObject>(sql, request, {
    object: codeObject(sql, account, CODE_DAYS),
    judge: async ({ actor, post, object }) => {
      judgeOffice(actor, object, 'account.manage');
      if (object.disabled) throw new Problem('account.disabled');
      const login = object.login ?? (await freeLogin(sql, object));
      const { expiresAt, officeName } = object;
      const row = {
        author: { account: actor.account, office: actor.office?.id ?? null, post },
        key: request.key,
        fingerprint: request.fingerprint,
        status: 201,
        answer: { account, login, office: officeName, expiresAt },
      };
      const hash = hashToken(code);
      const issued = { id: newId(), account, login, hash, issuedBy: actor.account, expiresAt };
      return { status: 201, write: () => insertRow(sql, row, alsoIssueCode(sql, issued)) };
    },
  });
  return { ...answer, code: answer.repeated ? null : printedCode(code) };
}

/** Asked twice at once, the same: what the account was given meanwhile is not in its own way. */
async function freeLogin(
  sql: Sql,
  { account, programme, agency, unitCode }: CodeObject,
): Promise<string> {
  const holder: LoginHolder = {
    programme,
    office: unitCode === null ? null : { agency, unitCode },
  };
  return loginFor(holder, await readLogins(sql, account, loginStems(holder)));
}

/**
 * Sets the password of the account that the code was issued for, ends its sessions and begins one. A code is used
 * once. But where its answer was lost nobody stands before a closed door: for some minutes the same code with the
 * same password signs in again, and a wrong one counts as a wrong password.
 *
 * @throws Problem `activation.refused` for a code that is wrong, used, expired or replaced, without telling which
 */
export async function activate(
  sql: Sql,
  typed: { readonly code: string; readonly password: string },
): Promise<BegunSession> {
  const attempt = await takeAttempt(sql, CODES, CODE_ATTEMPTS);
  demandAdmitted(attempt);
  const code = typedCode(typed.code);
  if (code === null) return refuse(sql, null, attempt);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const holder = await readCodeHolder(sql, hashToken(code), CODE_REPEAT_MINUTES);
    if (holder === null) return refuse(sql, null, attempt);
    if (holder.used) return signInAgain(sql, holder, typed.password);
    const hash = await hashPassword(typed.password, holder.login);
    const session = newSession('activation');
    const use = { code: holder.code, hash, countedBy: CODES };
    const begun = await afterSignIns(sql, holder.account, (tx) => useCode(tx, session, use));
    if (begun !== null) return told(session, begun);
  }
  throw new Problem('server.busy');
}

const CODES = 'codes';
/** Whoever is overtaken finds the code used the second time. */
const ROUNDS = 2;

async function signInAgain(
  sql: Sql,
  { account, hash }: CodeHolder,
  password: string,
): Promise<BegunSession> {
  const attempt = await takeAttempt(sql, accountKey(account), SIGN_IN_ATTEMPTS);
  demandAdmitted(attempt);
  if (hash === null || !(await isPassword(password, hash))) return refuse(sql, account, attempt);
  const session = newSession('activation');
  const begun = await beginSession(sql, session, { account, hash });
  return begun === null ? refuse(sql, account, attempt) : told(session, begun);
}

async function refuse(sql: Sql, account: string | null, attempt: Attempt): Promise<never> {
  const kind = account === null ? 'wrongCode' : 'wrongPassword';
  await noteRefusal(sql, account, failedAs(kind, attempt));
  throw new Problem('activation.refused');
}
