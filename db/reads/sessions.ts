import type { Queryable } from '#db/driver.ts';
import type { Instant, Role, SessionOrigin, Tier } from '#domain/vocabulary.ts';
import { tierRank } from './units.ts';
import { accountObject, type AccountObject } from './standing.ts';

export type SessionRow = {
  readonly id: string;
  readonly how: SessionOrigin;
  readonly createdAt: Instant;
  readonly seenAt: Instant;
  readonly idleUntil: Instant;
  readonly expiresAt: Instant;
  /** The one that asks. */
  readonly current: boolean;
};

/** A session that lets its account in, by the real clock. The function `account_by_token` says the same. */
export const isLive = (sql: Queryable) => sql`
  s.ended_at is null and s.idle_until > statement_timestamp() and s.expires_at > statement_timestamp()`;

/** An account's live sessions, newest first; `before` is the last one of the page before. */
export const readSessions = (
  sql: Queryable,
  {
    account,
    tokenHash,
    before,
    limit,
  }: { account: string; tokenHash: string; before: string | null; limit: number },
) => sql<SessionRow[]>`
  select s.id, s.how, iso(s.created_at) as "createdAt", iso(s.seen_at) as "seenAt",
    iso(s.idle_until) as "idleUntil", iso(s.expires_at) as "expiresAt",
    s.id is not distinct from (select session_by_token(${tokenHash})) as current
  from sessions s where s.account_id = ${account} and ${isLive(sql)}
    and (${before}::uuid is null or s.id < ${before}) order by s.id desc limit ${limit}`;

export type SessionObject = AccountObject & { readonly live: boolean };

/** A session by its account. */
export const sessionObject = (sql: Queryable, id: string) => sql`
  select t.*, s.live from (select s.account_id, ${isLive(sql)} as live from sessions s where s.id = ${id}) s
    cross join lateral (${accountObject(sql, sql`s.account_id`)}) t`;

export type CodeObject = AccountObject & {
  readonly programme: string;
  readonly officeName: string | null;
  readonly unitCode: string | null;
  readonly login: string | null;
  readonly expiresAt: Instant;
};

/** An account to be given an activation code, and until when the code would hold. */
export const codeObject = (sql: Queryable, account: string, days: number) => sql`
  select t.*, ac.programme_id as programme, ac.login, f.name as "officeName", un.code as "unitCode",
    iso(statement_timestamp() + make_interval(days => ${days})) as "expiresAt"
  from (${accountObject(sql, account)}) t join accounts ac on ac.id = t.account
    left join offices f on f.id = ac.office_id left join units un on un.key = f.unit_key`;

export type Persona = {
  readonly account: string;
  readonly role: Role;
  readonly post: string;
  /** Null: an operator. */
  readonly office: { readonly name: string; readonly agency: string; readonly tier: Tier } | null;
};

/** In a rehearsal: of each tier and agency somebody who may confirm, in the official order of units; an operator. */
export const readPersonas = (sql: Queryable, programme: string) => sql<Persona[]>`
  select x.account, x.role, x.post, x.office from (
    select distinct on (u.tier, o.agency) ac.id as account, ac.role, ac.post, ${tierRank(sql, sql`u.tier`)} as rank,
      g.ordinal, case when o.id is null then null
        else json_build_object('name', o.name, 'agency', o.agency, 'tier', u.tier) end as office
    from programmes p join accounts ac on ac.programme_id = p.id and ac.disabled_at is null
      left join offices o on o.id = ac.office_id left join units u on u.key = o.unit_key
      left join agencies g on g.programme_id = p.id and g.code = o.agency
    where p.id = ${programme} and p.rehearsal and (ac.basis is not null or ac.role = 'operator')
    order by u.tier, o.agency, u.code, ac.role = 'planner' desc, ac.id) x
  order by x.rank nulls last, x.ordinal`;

/** Logins that other accounts have, as far as they begin like one of these. */
export const readLogins = (sql: Queryable, account: string, stems: readonly string[]) => sql<
  { login: string; programme: string }[]
>`
  select ac.login, ac.programme_id as programme from accounts ac
  where ac.id <> ${account} and exists (select from unnest(${[...stems]}::text[]) s (stem) where starts_with(ac.login, s.stem))`;

export type PasswordObject = { readonly login: string | null; readonly hash: string | null };

/** What one's own password is compared with; a query over `me`. */
export const passwordObject = (sql: Queryable) => sql`
  select ac.login, ac.password_hash as hash from accounts ac where ac.id = me.id`;

export type CodeHolder = {
  readonly code: string;
  readonly account: string;
  readonly login: string;
  readonly hash: string | null;
  /** It was used a short while ago. */
  readonly used: boolean;
};

/** Whom a code lets in, now or by way of repetition; null when nobody. */
export async function readCodeHolder(
  sql: Queryable,
  codeHash: string,
  repeatMinutes: number,
): Promise<CodeHolder | null> {
  const [row] = await sql<CodeHolder[]>`
    select c.id as code, c.account_id as account, ac.login, ac.password_hash as hash, c.used_at is not null as used
    from activation_codes c join accounts ac on ac.id = c.account_id and ac.disabled_at is null
    where c.code_hash = ${codeHash} and c.replaced_at is null
      and case when c.used_at is null then c.expires_at > statement_timestamp()
        else c.used_at > statement_timestamp() - make_interval(mins => ${repeatMinutes}) end`;
  return row ?? null;
}
