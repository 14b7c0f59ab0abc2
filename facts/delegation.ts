/** Ủy quyền: a head or deputy lets another account of the office confirm for it, for some days, by a document. */
import type { Sql } from '#db/driver.ts';
import { officeObject, type OfficeObject } from '#db/reads/standing.ts';
import { alsoStaffed, insertFact } from '#db/writes/facts.ts';
import type { DocumentRef } from '#domain/assignment.ts';
import { can, type Actor } from '#domain/can.ts';
import { canonical } from '#domain/canonical.ts';
import { Problem } from '#domain/problems.ts';
import type { CivilDate, ConfirmingBasis, Role } from '#domain/vocabulary.ts';
import { demand, record, type Answer, type Request } from './record.ts';
import { authorOf, relationTo, unitOf } from './relation.ts';
import { screen, textsOf } from './screening.ts';

export type Delegation = {
  readonly account: string;
  readonly document: DocumentRef;
  readonly from: CivilDate;
  readonly to: CivilDate;
};

type DelegationObject = OfficeObject & {
  readonly delegate: {
    readonly office: string | null;
    readonly post: string;
    readonly role: Role;
    readonly basis: ConfirmingBasis | null;
    readonly disabled: boolean;
  } | null;
};

/**
 * One level deep: who confirms by delegation does not delegate, and who may confirm by itself is not delegated to,
 * so there are no cycles. A later delegation of the same account replaces the earlier one: `to` = today ends it.
 */
export async function delegate(
  sql: Sql,
  request: Request,
  office: string,
  delegation: Delegation,
): Promise<Answer> {
  screen(textsOf(delegation.document));
  const object = sql`select t.*, (select json_build_object('office', d.office_id, 'post', d.post, 'role', d.role,
      'basis', d.basis, 'disabled', d.disabled_at is not null)
    from accounts d where d.id = ${delegation.account} and d.programme_id = me.programme_id) as delegate
    from (${officeObject(sql, office)}) t`;
  return record<DelegationObject>(sql, request, {
    object,
    judge: ({ actor, post, today, object: found }) => {
      // By the office itself: one that stands in for it is no head of it.
      const standing = { office: found.id, superiors: found.superiors, standIns: [] };
      demand(can(actor, 'office.delegate', relationTo(actor, standing, found.path)));
      if (delegation.document.on > today)
        throw new Problem('evidence.future', { field: 'document.on' });
      const { delegate: to } = found;
      const rule = brokenRule(actor, found, delegation, today);
      if (rule !== null || to === null) throw new Problem('delegation.unfit', { rule });
      const { account: _, ...terms } = delegation;
      const author = { account: actor.account, office: actor.office?.id ?? null, post };
      const body = canonical({
        kind: 'delegation',
        agency: found.agency,
        unit: unitOf(found.path),
        by: authorOf(actor, post),
        post: to.post,
        ...terms,
      });
      const fact = {
        kind: 'delegation' as const,
        programme: actor.programme,
        rollout: null,
        jointAct: null,
        assignment: null,
        office,
        // The post beside the account: the ledger tells of posts, never of ids.
        payload: { ...delegation, post: to.post },
        body,
        author,
        key: request.key,
        fingerprint: request.fingerprint,
        status: 201,
        answer: { kind: 'delegation', office, account: delegation.account },
      };
      return {
        status: 201,
        write: () => insertFact(sql, fact, { also: [alsoStaffed(sql, office)] }),
      };
    },
  });
}

/** Named in the details of the refusal. */
type Rule = 'oneLevel' | 'account' | 'disabled' | 'role' | 'ownBasis' | 'dates';

function brokenRule(
  actor: Actor,
  { id, delegate: to }: DelegationObject,
  { from, to: until }: Delegation,
  today: CivilDate,
): Rule | null {
  if (actor.basis === 'delegated') return 'oneLevel';
  if (to === null || to.office !== id) return 'account';
  if (to.disabled) return 'disabled';
  // Who only reads confirms for nobody.
  if (to.role === 'leader' || to.role === 'auditor') return 'role';
  // Nobody's own ground is doubled: this is also why nobody delegates to itself.
  if (to.basis !== null) return 'ownBasis';
  return until < from || until < today ? 'dates' : null;
}
