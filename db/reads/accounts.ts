import type { Queryable } from '#db/driver.ts';
import type { DocumentRef } from '#domain/assignment.ts';
import type { Bilingual, CivilDate, ConfirmingBasis, Instant } from '#domain/vocabulary.ts';
import type { Role, Tier } from '#domain/vocabulary.ts';

type OfficeRef = {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly unit: { readonly key: string; readonly name: string; readonly tier: Tier };
};

export type Me = {
  readonly programmeTitle: Bilingual;
  readonly rehearsal: boolean;
  /** Null where no code was issued yet: programs need none. */
  readonly login: string | null;
  readonly office: OfficeRef | null;
  /** Nearest living first, in the office's own agency's tree. */
  readonly superiors: readonly OfficeRef[];
  /** Offices it stands in for on this day. */
  readonly standingInFor: readonly (OfficeRef & { readonly until: CivilDate })[];
};

const officeRef = (sql: Queryable) => sql`
  'id', o.id, 'agency', o.agency, 'name', o.name,
  'unit', json_build_object('key', u.key, 'name', u.name, 'tier', u.tier)`;

/** What an account may know of itself; a query over `me` (standing.ts). */
export const meObject = (sql: Queryable) => sql`
  select p.title as "programmeTitle", p.rehearsal, (select ac.login from accounts ac where ac.id = me.id) as login,
    (select json_build_object(${officeRef(sql)}) from offices o join units u on u.key = o.unit_key
      where o.id = me.office_id) as office,
    (select coalesce(json_agg(json_build_object(${officeRef(sql)}) order by s.steps), '[]')
      from unnest(office_superiors(me.office_id, me.today)) with ordinality as s (id, steps)
        join offices o on o.id = s.id join units u on u.key = o.unit_key) as superiors,
    (select coalesce(json_agg(json_build_object(${officeRef(sql)}, 'until', x.until) order by u.key), '[]')
      from (select f.office_id, max(f.payload->>'to') as until from facts f
          where f.kind = 'standIn' and f.payload->>'standInOffice' = me.office_id::text
            and (f.payload->>'from')::date <= me.today and (f.payload->>'to')::date >= me.today
          group by f.office_id) x
        join offices o on o.id = x.office_id join units u on u.key = o.unit_key) as "standingInFor"
  from programmes p where p.id = me.programme_id`;

export type AccountRow = {
  readonly id: string;
  readonly role: Role;
  readonly basis: ConfirmingBasis | null;
  readonly post: string;
  readonly login: string | null;
  /** When a code was last used, and until when one is open: both by the real clock. */
  readonly activatedAt: Instant | null;
  readonly codeUntil: Instant | null;
  readonly createdAt: Instant;
  readonly disabledAt: Instant | null;
  /** Ủy quyền that holds, or is to come. */
  readonly delegation: {
    readonly document: DocumentRef;
    readonly from: CivilDate;
    readonly to: CivilDate;
  } | null;
};

/** An office's accounts, oldest first; `after` is the last one of the page before. */
export const readAccounts = (
  sql: Queryable,
  {
    office,
    now,
    after,
    limit,
  }: { office: string; now: Instant; after: string | null; limit: number },
) => sql<AccountRow[]>`
  select ac.id, ac.role, ac.basis, ac.post, ac.login,
    (select iso(max(c.used_at)) from activation_codes c where c.account_id = ac.id) as "activatedAt",
    (select iso(c.expires_at) from activation_codes c where c.account_id = ac.id and c.used_at is null
      and c.replaced_at is null and c.expires_at > statement_timestamp()) as "codeUntil",
    iso(ac.created_at) as "createdAt", iso(ac.disabled_at) as "disabledAt",
    (select json_build_object('document', f.payload->'document', 'from', d.from_on, 'to', d.to_on)
      from office_delegations(ac.office_id) d join facts f on f.seq = d.seq
      where d.account = ac.id and d.ends > ${now} order by d.seq desc limit 1) as delegation
  from accounts ac where ac.office_id = ${office} and (${after}::uuid is null or ac.id > ${after})
  order by ac.id limit ${limit}`;
