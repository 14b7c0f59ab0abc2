import { newId } from '#db/ids.ts';
import type { Fragment, Queryable, Sql } from '#db/driver.ts';
import { accountObject, officeObject } from '#db/reads/standing.ts';
import type { AccountObject, OfficeObject } from '#db/reads/standing.ts';
import { insertRow } from '#db/writes/facts.ts';
import { alsoEndSessions } from '#db/writes/sessions.ts';
import { can, type Action, type Actor } from '#domain/can.ts';
import { Problem } from '#domain/problems.ts';
import type { ConfirmingBasis, Role } from '#domain/vocabulary.ts';
import { demand, hashToken, record, type Answer, type Request } from './record.ts';
import { relationTo } from './relation.ts';
import { screen } from './screening.ts';
import { newToken } from './token.ts';

export type NewAccount = {
  readonly role: Exclude<Role, 'operator'>;
  readonly basis: ConfirmingBasis | null;
  readonly post: string;
};

/** An answer with a bearer token, shown this once; asked again with the same key it comes without. */
export type TokenAnswer = Answer & { readonly token: string | null };

/** Creates an account of an office, by an operator or by a superior office of the same line. */
export async function createAccount(
  sql: Sql,
  request: Request,
  office: string,
  account: NewAccount,
): Promise<TokenAnswer> {
  screen({ post: account.post });
  const token = newToken('account');
  const answer = await record<OfficeObject>(sql, request, {
    object: officeObject(sql, office),
    judge: ({ actor, post, at, object }) => {
      judgeOffice(actor, object, 'account.create');
      const id = newId();
      const row = {
        author: { account: actor.account, office: actor.office?.id ?? null, post },
        key: request.key,
        fingerprint: request.fingerprint,
        status: 201,
        answer: { id, office, ...account },
      };
      const { role, basis } = account;
      return {
        status: 201,
        write: () =>
          insertRow(sql, row, [
            sql`made as (insert into accounts (id, programme_id, office_id, role, basis, post, token_hash, created_at)
              select ${id}, ${actor.programme}, ${office}, ${role}, ${basis}, ${account.post},
                ${hashToken(token)}, ${at} from receipt)`,
            alsoStaffing(sql, office),
          ]),
      };
    },
  });
  return { ...answer, token: answer.repeated ? null : token };
}

/** Gives an account a new token; the one before it and every session are dead at once. */
export async function replaceToken(
  sql: Sql,
  request: Request,
  account: string,
): Promise<TokenAnswer> {
  const token = newToken('account');
  const answer = await onAccount(sql, request, account, (id) => [
    sql`changed as (update accounts set token_hash = ${hashToken(token)}
      where id = ${id} and exists (select from receipt))`,
  ]);
  return { ...answer, token: answer.repeated ? null : token };
}

/** Disables an account for good and ends its sessions; what it recorded stays. */
export async function disableAccount(sql: Sql, request: Request, account: string): Promise<Answer> {
  return onAccount(sql, request, account, (id, office) => [
    sql`changed as (update accounts set disabled_at = programme_now(programme_id)
      where id = ${id} and exists (select from receipt))`,
    ...(office === null ? [] : [alsoStaffing(sql, office)]),
  ]);
}

function onAccount(
  sql: Sql,
  request: Request,
  account: string,
  change: (id: string, office: string | null) => Fragment[],
): Promise<Answer> {
  return record<AccountObject>(sql, request, {
    object: accountObject(sql, account),
    judge: ({ actor, post, object }) => {
      judgeOffice(actor, object, 'account.manage');
      if (object.disabled) throw new Problem('account.disabled');
      const row = {
        author: { account: actor.account, office: actor.office?.id ?? null, post },
        key: request.key,
        fingerprint: request.fingerprint,
        status: 201,
        answer: { account },
      };
      const ended = alsoEndSessions(
        sql,
        actor.account,
        sql`s.account_id = ${account} and exists (select from receipt)`,
      );
      return {
        status: 201,
        write: () => insertRow(sql, row, [...change(account, object.id), ended]),
      };
    },
  });
}

export function judgeOffice(actor: Actor, object: OfficeObject, action: Action): void {
  const standing = { office: object.id, superiors: object.superiors, standIns: object.standIns };
  // An operator's account belongs to no office and lies in no unit.
  demand(can(actor, action, relationTo(actor, standing, object.path ?? '')));
}

/** Whether somebody can confirm changes who holds the office's open assignments: they are looked at again. */
const alsoStaffing = (sql: Queryable, office: string) => sql`
  staffing as (insert into pending (programme_id, coordinator_id, unit_key, at)
    select a.programme_id, a.coordinator_id, a.unit_key, programme_now(a.programme_id)
    from receipt, lines l join assignments a on a.id = l.assignment_id
    where l.office_id = ${office} and a.state <> 'done')`;

/** The first operator of a programme: made at the machine, before anybody can ask over HTTP. */
export async function createOperator(
  sql: Sql,
  programme: string,
  post: string,
): Promise<{ id: string; token: string } | null> {
  const token = newToken('account');
  const [row] = await sql<{ id: string }[]>`
    insert into accounts (id, programme_id, office_id, role, basis, post, token_hash, created_at)
    select ${newId()}, p.id, null, 'operator', null, ${post}, ${hashToken(token)}, programme_now(p.id)
    from programmes p where p.id = ${programme} returning id`;
  return row === undefined ? null : { id: row.id, token };
}
