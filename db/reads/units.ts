import type { Queryable } from '#db/driver.ts';
import { TIERS, type CivilDate, type Tier } from '#domain/vocabulary.ts';

export type UnitRow = {
  readonly key: string;
  readonly code: string;
  readonly tier: Tier;
  readonly kind: string;
  readonly name: string;
  readonly parentKey: string | null;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
};

/** Where the last unit of a page stands in the official order: tier from the top, code, key. */
export type UnitPosition = readonly [tier: Tier, code: string, key: string];

/** Tiers from the top down, as a number to order by. */
export const tierRank = (sql: Queryable, tier: ReturnType<Queryable> | Tier) =>
  sql`array_position(${[...TIERS]}::text[], ${tier}::text)`;

/** Units of a programme that live on a day: those under its root, and whatever else has one of its offices. */
export const readUnits = (
  sql: Queryable,
  find: {
    readonly programme: string;
    readonly on: CivilDate;
    /** Already without accents. */
    readonly search: string | null;
    readonly tier: Tier | null;
    readonly parent: string | null;
    readonly after: UnitPosition | null;
    readonly limit: number;
  },
) => sql<UnitRow[]>`
  select u.key, u.code, u.tier, u.kind, u.name, u.parent_key as "parentKey", u.valid_from as "validFrom",
    u.valid_to as "validTo"
  from programmes p join units r on r.key = p.root_unit, units u
  where p.id = ${find.programme}
    and ((u.path >= r.path and u.path < left(r.path, -1) || '0')
      or exists (select from offices o where o.programme_id = p.id and o.unit_key = u.key))
    and u.valid_from <= ${find.on} and (u.valid_to is null or u.valid_to >= ${find.on})
    ${find.search === null ? sql`` : sql`and strpos(u.search_name, ${find.search}) > 0`}
    ${find.tier === null ? sql`` : sql`and u.tier = ${find.tier}`}
    ${find.parent === null ? sql`` : sql`and u.parent_key = ${find.parent}`}
    ${find.after === null ? sql`` : sql`and ${comesAfter(sql, find.after)}`}
  order by ${tierRank(sql, sql`u.tier`)}, u.code, u.key limit ${find.limit}`;

/** Over `u`: later in the official order than that position. */
export const comesAfter = (sql: Queryable, [tier, code, key]: UnitPosition) => sql`
  (${tierRank(sql, sql`u.tier`)}, u.code, u.key) > (${tierRank(sql, tier)}, ${code}, ${key})`;
