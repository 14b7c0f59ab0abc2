import type { Fragment, Queryable, Sql, Transaction } from '#db/driver.ts';
import { isLive } from '#db/reads/sessions.ts';
import type { AttemptRule, SignInKind } from '#domain/sign-in.ts';
import type { Instant, SessionOrigin } from '#domain/vocabulary.ts';
import { alsoForgive, alsoUncount, takenColumns, takenParts, type Attempt } from './attempts.ts';

/** How long a session holds, as `domain/sign-in.ts` has it. */
export type SessionTerms = { readonly idleMinutes: number; readonly hours: number };

export type NewSession = SessionTerms & {
  readonly id: string;
  readonly tokenHash: string;
  readonly how: SessionOrigin;
};

export type Begun = {
  readonly account: string;
  readonly idleUntil: Instant;
  readonly expiresAt: Instant;
};

/** The table expressions of a session that begins, for each account (account_id) of `from`; `begun` has its row. */
const begunParts = (sql: Queryable, session: NewSession, from: Fragment, kind: SignInKind) => sql`
  begun as (
    insert into sessions (id, account_id, token_hash, how, created_at, seen_at, idle_until, expires_at)
    select ${session.id}, f.account_id, ${session.tokenHash}, ${session.how}, statement_timestamp(), statement_timestamp(),
      statement_timestamp() + make_interval(mins => ${session.idleMinutes}),
      statement_timestamp() + make_interval(hours => ${session.hours})
    from (${from}) f returning account_id, idle_until, expires_at),
  ${noted(sql, 'noted', kind, sql`select account_id from begun`)}`;

const begunRow = (sql: Queryable) => sql`
  select account_id as account, iso(idle_until) as "idleUntil", iso(expires_at) as "expiresAt" from begun`;

/** A row of the record of sign-ins for each account (account_id) of `from`. */
const noted = (sql: Queryable, name: string, kind: SignInKind, from: Fragment) => sql`
  ${sql(name)} as (insert into sign_ins (account_id, kind, at)
    select f.account_id, ${kind}, statement_timestamp() from (${from}) f)`;

/** Ends the live sessions that fit, in the statement of what ends them. */
export const alsoEndSessions = (sql: Queryable, by: string | Fragment, which: Fragment) => sql`
  ended as (update sessions s set ended_at = statement_timestamp(), ended_by = ${by}
    where ${isLive(sql)} and (${which}) returning s.account_id),
  ${noted(sql, 'endings', 'sessionEnded', sql`select account_id from ended`)}`;

export type SignInAttempt = Attempt & {
  /** Both null where the login is nobody's who may come in: what is compared then is nobody's hash. */
  readonly account: string | null;
  readonly hash: string | null;
};

/**
 * Counts an attempt at a login and tells whose it is: the same statement, with the same work, whether it is anybody's
 * or not. `stranger` is what attempts at nobody's login are counted by.
 */
export async function takeSignIn(
  sql: Sql,
  login: string,
  stranger: string,
  rule: AttemptRule,
): Promise<SignInAttempt> {
  const [row] = await sql<SignInAttempt[]>`
    with found as materialized (
      select ac.id, ac.password_hash from accounts ac where ac.login = ${login} and ac.disabled_at is null),
    asked as (select coalesce((select 'account ' || id from found), ${stranger}) as key), ${takenParts(sql, rule)}
    select ${takenColumns(sql)}, (select id from found) as account, (select password_hash from found) as hash`;
  return row!;
}

/** Writes down what was refused. */
export async function noteRefusal(
  sql: Sql,
  account: string | null,
  kinds: readonly SignInKind[],
): Promise<void> {
  await sql`insert into sign_ins (account_id, kind, at)
    select ${account}, kind, statement_timestamp() from unnest(${[...kinds]}::text[]) k (kind)`;
}

/**
 * Runs a statement that ends sessions after whoever is just signing in, so that it sees theirs, too; whoever comes
 * later waits for it and finds the password changed. Else one who signs in all the time could outlive the change.
 */
export const afterSignIns = <T>(
  sql: Sql,
  account: string,
  act: (tx: Transaction) => Promise<T>,
): Promise<T> =>
  sql.begin(async (tx) => {
    await tx`select from accounts where id = ${account} for no key update`;
    return act(tx);
  }) as Promise<T>;

/** A session by the password that was compared; null when that, or the account, is not what it was. */
export async function beginSession(
  sql: Sql,
  session: NewSession,
  { account, hash }: { readonly account: string; readonly hash: string },
): Promise<Begun | null> {
  const from = sql`select ac.id as account_id from accounts ac
    where ac.id = ${account} and ac.disabled_at is null and ac.password_hash = ${hash} for share`;
  const [row] = await sql<Begun[]>`
    with ${begunParts(sql, session, from, 'signedIn')},
      ${alsoForgive(sql, sql`select account_id from begun`)}
    ${begunRow(sql)}`;
  return row ?? null;
}

/** A session of an account of a rehearsal, or of the one of an office that may do most; null when there is none. */
export async function beginRehearsal(
  sql: Sql,
  session: NewSession,
  {
    programme,
    office,
    account,
  }: {
    readonly programme: string;
    readonly office: string | null;
    readonly account: string | null;
  },
): Promise<Begun | null> {
  const from = sql`select ac.id as account_id
    from programmes p join accounts ac on ac.programme_id = p.id and ac.disabled_at is null
    where p.id = ${programme} and p.rehearsal and (ac.id = ${account} or ac.office_id = ${office})
    order by account_basis(ac.id, programme_now(p.id)) is null, ac.id limit 1`;
  const [row] = await sql<Begun[]>`
    with ${begunParts(sql, session, from, 'signedIn')} ${begunRow(sql)}`;
  return row ?? null;
}

/**
 * Uses a code once: sets the password, ends every session there was, begins one. Null when somebody was faster, or
 * the code or its account is no longer good.
 */
export async function activate(
  sql: Queryable,
  session: NewSession,
  {
    code,
    hash,
    countedBy,
  }: { readonly code: string; readonly hash: string; readonly countedBy: string },
): Promise<Begun | null> {
  const used = sql`select account_id from used`;
  const [row] = await sql<Begun[]>`
    with used as (
      update activation_codes c set used_at = statement_timestamp() from accounts ac
      where c.id = ${code} and c.used_at is null and c.replaced_at is null and c.expires_at > statement_timestamp()
        and ac.id = c.account_id and ac.disabled_at is null returning c.account_id),
    changed as (update accounts set password_hash = ${hash} where id in (${used})),
    ${alsoEndSessions(sql, sql`s.account_id`, sql`s.account_id in (${used})`)},
    ${begunParts(sql, session, used, 'activated')},
    ${alsoForgive(sql, used)}, ${alsoUncount(sql, countedBy, used)}
    ${begunRow(sql)}`;
  return row ?? null;
}

/** An account's new code instead of the one before; the login is given with the first. Over `receipt`. */
export const alsoIssueCode = (
  sql: Queryable,
  code: {
    readonly id: string;
    readonly account: string;
    readonly login: string;
    readonly hash: string;
    readonly issuedBy: string;
    readonly expiresAt: Instant;
  },
): Fragment[] => [
  // Always written: where it was given to another account meanwhile, this fails and the request is judged again.
  sql`named as (update accounts set login = ${code.login} where id = ${code.account} and exists (select from receipt))`,
  sql`replaced as (update activation_codes set replaced_at = statement_timestamp()
    where account_id = ${code.account} and used_at is null and replaced_at is null and exists (select from receipt)
    returning id)`,
  // After the one before is gone: an account has one at a time.
  sql`issued as (
    insert into activation_codes (id, account_id, code_hash, issued_by, issued_at, expires_at)
    select ${code.id}, ${code.account}, ${code.hash}, ${code.issuedBy}, statement_timestamp(), ${code.expiresAt}
    from receipt, (select count(*) from replaced) r)`,
];

/** The account still has the password that was compared. */
export const passwordStands = (sql: Queryable, account: string, hash: string) => sql`
  select from accounts ac where ac.id = ${account} and ac.password_hash = ${hash}`;

/** One's own new password; ends every session but the one that asks. Over `receipt`. */
export const alsoChangePassword = (
  sql: Queryable,
  { account, hash, tokenHash }: Readonly<Record<'account' | 'hash' | 'tokenHash', string>>,
): Fragment[] => [
  sql`changed as (update accounts set password_hash = ${hash}
    where id = ${account} and exists (select from receipt) returning id as account_id)`,
  alsoEndSessions(
    sql,
    account,
    sql`s.account_id in (select account_id from changed) and s.id is distinct from (select session_by_token(${tokenHash}))`,
  ),
  noted(sql, 'noted', 'passwordChanged', sql`select account_id from changed`),
  alsoForgive(sql, sql`select account_id from changed`),
];

/**
 * Notes that a session is used: moves its idle end on, at most once in `touchSeconds`; one past its time is noted as
 * such, once. A token of no session changes nothing.
 */
export async function useSession(
  sql: Sql,
  tokenHash: string,
  { idleMinutes, touchSeconds }: { readonly idleMinutes: number; readonly touchSeconds: number },
): Promise<void> {
  await sql`
    with seen as (
      update sessions s set seen_at = statement_timestamp(),
        idle_until = statement_timestamp() + make_interval(mins => ${idleMinutes})
      where s.id = (select session_by_token(${tokenHash})) and ${isLive(sql)}
        and s.seen_at <= statement_timestamp() - make_interval(secs => ${touchSeconds})),
    late as (
      update sessions s set ended_at = statement_timestamp()
      where s.id = (select session_by_token(${tokenHash})) and s.ended_at is null
        and (s.idle_until <= statement_timestamp() or s.expires_at <= statement_timestamp()) returning s.account_id)
    insert into sign_ins (account_id, kind, at)
    select account_id, 'sessionExpired', statement_timestamp() from late`;
}
