import type { Queryable } from '#db/driver.ts';
import type { Instant } from '#domain/vocabulary.ts';

export type PendingHead = {
  readonly coordinator: string;
  readonly programme: string;
  readonly rollout: string;
  readonly unit: string;
  /** It has looked, or has nobody above it who would start it. */
  readonly begun: boolean;
  /** The newest row: a later one asks for another nudge. */
  readonly newest: number;
  readonly oldestAt: Instant;
};

/** Coordinators with something pending, oldest first. */
export const readPendingHeads = (sql: Queryable) => sql<PendingHead[]>`
  select q.coordinator_id as coordinator, c.programme_id as programme, c.rollout_id as rollout,
    c.unit_key as unit, c.parent_id is null or c.first_looked_at is not null as begun,
    max(q.id) as newest, iso(min(q.at)) as "oldestAt"
  from pending q join coordinators c on c.id = q.coordinator_id
  group by 1, 2, 3, 4, 5 order by min(q.id) limit 5000`;

export type Sleeper = {
  readonly coordinator: string;
  readonly programme: string;
  readonly rollout: string;
  readonly unit: string;
};

/**
 * Coordinators whose wake-up passed two minutes ago by their programme's clock, or whose last look left
 * something to be drawn; with `all`, every open one too.
 */
export const readSleepers = (sql: Queryable, all: boolean) => sql<Sleeper[]>`
  select c.id as coordinator, c.programme_id as programme, c.rollout_id as rollout, c.unit_key as unit
  from coordinators c
  where c.looked_at is null or c.state = 'open' and (${all}
    or c.next_wake_at < programme_now(c.programme_id) - interval '2 minutes'
      and c.looked_at < c.next_wake_at)
  order by c.id`;
