import type { Queryable } from '#db/driver.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { rolloutSightObject, type RolloutSight } from './coverage.ts';

export type RolloutHead = {
  readonly id: string;
  readonly programme: string;
  readonly key: string;
  readonly title: string;
  /** The programme's date, and the path of the rollout's root. */
  readonly today: CivilDate;
  readonly scope: string;
};

/** Rollouts of the record, newest first; for whoever sits at the machine. */
export const readRolloutHeads = (sql: Queryable) => sql<RolloutHead[]>`
  select r.id, r.programme_id as programme, r.key, r.title, local_date(programme_now(r.programme_id)) as today,
    u.path as scope
  from rollouts r join units u on u.key = r.root_unit order by r.id desc limit 100`;

/** One rollout with its counts, over everything it goes to. */
export async function readRolloutSight(
  sql: Queryable,
  { id, programme }: Pick<RolloutHead, 'id' | 'programme'>,
): Promise<RolloutSight | null> {
  const [row] = await sql<{ sight: RolloutSight | null }[]>`
    with me as (select ${programme}::text as programme_id, null::text as path)
    select (select to_json(x) from (${rolloutSightObject(sql, id)}) x) as sight from me`;
  return row?.sight ?? null;
}
