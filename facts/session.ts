/** Phiên đăng nhập: how a person's sessions begin and end. By the real clock, never the programme's. */
import { createHash } from 'node:crypto';
import { newId } from '#db/ids.ts';
import type { Sql } from '#db/driver.ts';
import { passwordObject, sessionObject } from '#db/reads/sessions.ts';
import type { PasswordObject, SessionObject } from '#db/reads/sessions.ts';
import { accountKey, takeAttempt, type Attempt } from '#db/writes/attempts.ts';
import { insertRow } from '#db/writes/facts.ts';
import { afterSignIns, alsoChangePassword, alsoEndSessions } from '#db/writes/sessions.ts';
import { beginRehearsal, beginSession, noteRefusal, passwordStands } from '#db/writes/sessions.ts';
import { takeSignIn, useSession, type Begun, type NewSession } from '#db/writes/sessions.ts';
import { loginTyped } from '#domain/login.ts';
import { Problem } from '#domain/problems.ts';
import {
  REHEARSAL_ATTEMPTS,
  SESSION_HOURS,
  SESSION_IDLE_MINUTES,
  SESSION_TOUCH_SECONDS,
  SIGN_IN_ATTEMPTS,
  type SignInKind,
} from '#domain/sign-in.ts';
import type { SessionOrigin } from '#domain/vocabulary.ts';
import { judgeOffice } from './account.ts';
import { hashPassword, isPassword } from './password.ts';
import { hashToken, record, type Answer, type Request } from './record.ts';
import { newToken } from './token.ts';

/** A session with its bearer token, told this once. */
export type BegunSession = Begun & { readonly session: string; readonly token: string };

/** A new token for each: whatever a browser held before it signed in is worth nothing afterwards. */
export function newSession(how: SessionOrigin): NewSession & { readonly token: string } {
  const token = newToken('session');
  const terms = { idleMinutes: SESSION_IDLE_MINUTES, hours: SESSION_HOURS };
  return { id: newId(), token, tokenHash: hashToken(token), how, ...terms };
}

export const told = ({ id, token }: ReturnType<typeof newSession>, begun: Begun): BegunSession => ({
  session: id,
  token,
  ...begun,
});

/** @throws Problem `attempts.too_many`: what is right is refused, too, or waiting would tell what is right */
export function demandAdmitted({ admitted, waitSeconds }: Attempt): void {
  if (!admitted)
    throw new Problem('attempts.too_many', { retryAfter: Math.max(1, waitSeconds ?? 1) });
}

/** What is noted of an attempt that failed. */
export const failedAs = (kind: SignInKind, { waitSeconds }: Attempt): SignInKind[] =>
  waitSeconds === null ? [kind] : [kind, 'throttled'];

/**
 * By login and password. Nobody's login, a disabled account, one that was never activated and a wrong password are
 * told alike, after the same work.
 *
 * @throws Problem `session.refused`, `attempts.too_many`
 */
export async function signIn(
  sql: Sql,
  typed: { readonly login: string; readonly password: string },
): Promise<BegunSession> {
  const login = loginTyped(typed.login);
  const attempt = await takeSignIn(sql, login, strangerKey(login), SIGN_IN_ATTEMPTS);
  demandAdmitted(attempt);
  const { account, hash } = attempt;
  const session = newSession('password');
  const isRight = await isPassword(typed.password, hash);
  const begun =
    isRight && account !== null && hash !== null
      ? await beginSession(sql, session, { account, hash })
      : null;
  if (begun !== null) return told(session, begun);
  await noteRefusal(sql, account, failedAs('wrongPassword', attempt));
  throw new Problem('session.refused');
}

/**
 * Nobody's logins are counted by a sixteenth bit of their hash: they wait as somebody's do, whoever floods us fills
 * no table, and a password typed into the wrong field cannot be found by its hash.
 */
const strangerKey = (login: string) =>
  `login ${createHash('sha256').update(login).digest('hex').slice(0, 4)}`;

/** Ends a session at once: one's own, or one of an account that one may manage. */
export async function endSession(sql: Sql, request: Request, session: string): Promise<Answer> {
  return record<SessionObject>(sql, request, {
    object: sessionObject(sql, session),
    judge: ({ actor, post, object }) => {
      if (object.account !== actor.account) judgeOffice(actor, object, 'account.manage');
      if (!object.live) throw new Problem('session.ended');
      const row = {
        author: { account: actor.account, office: actor.office?.id ?? null, post },
        key: request.key,
        fingerprint: request.fingerprint,
        status: 201,
        answer: { session },
      };
      const which = sql`s.id = ${session} and exists (select from receipt)`;
      const ended = alsoEndSessions(sql, actor.account, which);
      return { status: 201, write: () => insertRow(sql, row, [ended]) };
    },
  });
}

/**
 * One's own password for a new one; the other sessions end. The fingerprint of the request is sealed
 * (`sealedFingerprintOf`): a receipt must not be a way to the password.
 *
 * @throws Problem `password.none`, `password.wrong`, `password.weak`, `attempts.too_many`
 */
export async function changePassword(
  sql: Sql,
  request: Request,
  passwords: { readonly old: string; readonly new: string },
): Promise<Answer> {
  return record<PasswordObject>(sql, request, {
    object: passwordObject(sql),
    judge: async ({ actor: { account, office }, post, object }) => {
      if (object.hash === null) throw new Problem('password.none');
      const attempt = await takeAttempt(sql, accountKey(account), SIGN_IN_ATTEMPTS);
      demandAdmitted(attempt);
      if (!(await isPassword(passwords.old, object.hash))) {
        await noteRefusal(sql, account, failedAs('wrongPassword', attempt));
        throw new Problem('password.wrong');
      }
      const hash = await hashPassword(passwords.new, object.login ?? '');
      const row = {
        author: { account, office: office?.id ?? null, post },
        key: request.key,
        fingerprint: request.fingerprint,
        status: 201,
        answer: { account },
      };
      const { tokenHash } = request;
      const changes = alsoChangePassword(sql, { account, hash, tokenHash });
      const open = passwordStands(sql, account, object.hash);
      const write = () => afterSignIns(sql, account, (tx) => insertRow(tx, row, changes, open));
      return { status: 201, write };
    },
  });
}

/**
 * One click in a rehearsal, where everything is made up and nobody has a password: a persona's session.
 *
 * @throws Problem `request.not_found` outside of rehearsals, as for what is not there at all
 */
export async function signInToRehearse(
  sql: Sql,
  programme: string,
  who: { readonly office: string | null; readonly account: string | null },
): Promise<BegunSession> {
  demandAdmitted(await takeAttempt(sql, 'rehearsals', REHEARSAL_ATTEMPTS));
  const session = newSession('rehearsal');
  const begun = await beginRehearsal(sql, session, { programme, ...who });
  if (begun === null) throw new Problem('request.not_found');
  return told(session, begun);
}

/** What every use of a session's token leaves behind. */
export const noteUse = (sql: Sql, tokenHash: string): Promise<void> =>
  useSession(sql, tokenHash, {
    idleMinutes: SESSION_IDLE_MINUTES,
    touchSeconds: SESSION_TOUCH_SECONDS,
  });
