import type { Queryable } from '#db/driver.ts';
import type { CivilDate, Instant, Tier } from '#domain/vocabulary.ts';
import { tierRank, type UnitPosition } from './units.ts';

export type OfficeRow = {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly unit: {
    readonly key: string;
    readonly code: string;
    readonly name: string;
    readonly tier: Tier;
  };
  readonly parentId: string | null;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
  /** Since when somebody may confirm for it; null: khuyết đầu mối. */
  readonly staffedSince: Instant | null;
  readonly standIns: readonly string[];
  /** Who confirms for it by ủy quyền on this day. */
  readonly delegates: readonly {
    readonly account: string;
    readonly post: string;
    readonly from: CivilDate;
    readonly to: CivilDate;
  }[];
};

export type OfficePosition = readonly [...UnitPosition, agency: string];

/** Living offices of a programme within a scope, in the official order of their units, then by agency. */
export const readOffices = (
  sql: Queryable,
  find: {
    readonly programme: string;
    readonly today: CivilDate;
    /** Path of the scope; null is the whole programme. */
    readonly scope: string | null;
    readonly unit: string | null;
    readonly agency: string | null;
    readonly parent: string | null;
    readonly vacant: boolean | null;
    readonly after: OfficePosition | null;
    readonly limit: number;
  },
) => {
  const { scope, today, after } = find;
  const staffed = sql`office_staffed_since(o.id, ${today})`;
  return sql<OfficeRow[]>`
    select o.id, o.agency, o.name, json_build_object('key', u.key, 'code', u.code, 'name', u.name, 'tier', u.tier) as unit,
      o.parent_id as "parentId", o.valid_from as "validFrom", o.valid_to as "validTo",
      iso(${staffed}) as "staffedSince", office_stand_ins(o.id, ${today}) as "standIns",
      (select coalesce(json_agg(json_build_object('account', d.account, 'post', ac.post, 'from', d.from_on, 'to', d.to_on)
          order by d.seq), '[]') from office_delegations(o.id) d join accounts ac on ac.id = d.account
        where d.from_on <= ${today} and d.ends >= local_midnight(${today}::date + 1)) as delegates
    from offices o join units u on u.key = o.unit_key
    where o.programme_id = ${find.programme}
      and o.valid_from <= ${today} and (o.valid_to is null or o.valid_to >= ${today})
      ${scope === null ? sql`` : sql`and u.path >= ${scope} and u.path < left(${scope}, -1) || '0'`}
      ${find.unit === null ? sql`` : sql`and o.unit_key = ${find.unit}`}
      ${find.agency === null ? sql`` : sql`and o.agency = ${find.agency}`}
      ${find.parent === null ? sql`` : sql`and o.parent_id = ${find.parent}`}
      ${find.vacant === null ? sql`` : sql`and (${staffed} is null) = ${find.vacant}`}
      ${
        after === null
          ? sql``
          : sql`and (${tierRank(sql, sql`u.tier`)}, u.code, u.key, o.agency)
              > (${tierRank(sql, after[0])}, ${after[1]}, ${after[2]}, ${after[3]})`
      }
    order by ${tierRank(sql, sql`u.tier`)}, u.code, u.key, o.agency limit ${find.limit}`;
};
