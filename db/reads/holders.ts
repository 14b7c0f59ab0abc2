import type { Queryable } from '#db/driver.ts';
import type { CivilDate } from '#domain/vocabulary.ts';

/** Open assignments that the same sides have held since the same day. */
export type HeldTogether = {
  readonly offices: readonly string[];
  readonly superiorsOf: readonly string[];
  /** Null where nobody holds them. */
  readonly since: CivilDate | null;
  /** The last day that does not count: of the day it came to them, the end does. */
  readonly after: CivilDate;
  readonly assignments: number;
};

/** Who holds the open assignments of a rollout within a scope, as last stored. */
export const readHolders = (
  sql: Queryable,
  { rollout, scope }: { readonly rollout: string; readonly scope: string },
) => sql<HeldTogether[]>`
  select a.held_by as offices, a.held_by_superior_of as "superiorsOf", a.held_since as since,
    greatest(a.held_since - 1, local_date(a.opened_at)) as "after", count(*)::int as assignments
  from units u join assignments a on a.unit_key = u.key and a.rollout_id = ${rollout}
  where u.path >= ${scope} and u.path < left(${scope}, -1) || '0'
    and a.state not in ('done', 'recalled', 'closedUnmet')
  group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
