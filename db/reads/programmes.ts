import type { Queryable } from '#db/driver.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { Template } from '#domain/template.ts';
import type { Bilingual, CivilDate, Instant, Tier } from '#domain/vocabulary.ts';
import { readCalendarVersion } from './rollouts.ts';

/** The working calendar of a programme as it is published now. */
export async function readCalendar(sql: Queryable, programme: string): Promise<WorkingCalendar> {
  const [head] = await sql<{ version: number }[]>`
    select calendar_version as version from programmes where id = ${programme}`;
  const calendar = await readCalendarVersion(sql, programme, head?.version ?? 0);
  if (calendar === null) throw new Error(`programme ${programme} has no calendar`);
  return calendar;
}

/** What a draft is planned from: the template (null: none of that key), and the tiers that the tree has on that day. */
export type DraftBasis = {
  readonly template: Template | null;
  readonly rootUnit: string;
  readonly tiers: readonly Tier[];
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate;
};

export async function readDraftBasis(
  sql: Queryable,
  programme: string,
  template: string,
  today: CivilDate,
): Promise<DraftBasis> {
  const [row] = await sql<DraftBasis[]>`
    select t.body as template, p.root_unit as "rootUnit", p.valid_from as "validFrom", p.valid_to as "validTo",
      (select coalesce(array_agg(distinct u.tier), '{}') from units u join units r on r.key = p.root_unit
        where u.path >= r.path and u.path < left(r.path, -1) || '0'
          and u.valid_from <= ${today} and (u.valid_to is null or u.valid_to >= ${today})) as tiers
    from programmes p left join templates t on t.programme_id = p.id and t.key = ${template}
    where p.id = ${programme}`;
  if (row === undefined) throw new Error(`no programme ${programme}`);
  return row;
}

export type ProgrammeView = {
  readonly id: string;
  readonly title: Bilingual;
  readonly rehearsal: boolean;
  readonly rootUnit: string;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate;
  readonly marks: Readonly<Record<string, string>>;
  readonly agencies: readonly {
    readonly code: string;
    readonly name: Bilingual;
    readonly signs: boolean;
  }[];
  readonly templates: readonly { readonly key: string; readonly title: Bilingual }[];
};

export async function readProgramme(sql: Queryable, id: string): Promise<ProgrammeView | null> {
  const [row] = await sql<ProgrammeView[]>`
    select p.id, p.title, p.rehearsal, p.root_unit as "rootUnit", p.valid_from as "validFrom",
      p.valid_to as "validTo", p.marks,
      (select json_agg(json_build_object('code', code, 'name', name, 'signs', signs) order by ordinal)
        from agencies where programme_id = p.id) as agencies,
      (select coalesce(json_agg(json_build_object('key', key, 'title', body->'title') order by key), '[]')
        from templates where programme_id = p.id) as templates
    from programmes p where p.id = ${id}`;
  return row ?? null;
}

/** All programmes of the record, by key. */
export const readProgrammes = (sql: Queryable) =>
  sql<{ id: string; rehearsal: boolean }[]>`select id, rehearsal from programmes order by id`;

export type ClockView = {
  readonly mode: 'live' | 'stepped';
  readonly now: Instant;
  /** Nothing pending, and every coordinator that was due has looked. */
  readonly quiet: boolean;
  readonly nextWakeAt: Instant | null;
  readonly pending: number;
  /** Due and not yet looked: named when a rehearsal does not come to rest. */
  readonly waiting: readonly {
    readonly coordinator: string;
    readonly stuckSince: Instant | null;
  }[];
};

/** The programme's clock and whether the engine is at rest under it (DESIGN 6). */
export async function readClock(sql: Queryable, programme: string): Promise<ClockView | null> {
  const [row] = await sql<Omit<ClockView, 'quiet'>[]>`
    with present as (select p.id, p.stepped_at, programme_now(p.id) as at from programmes p where p.id = ${programme})
    select case when n.stepped_at is null then 'live' else 'stepped' end as mode, iso(n.at) as now,
      -- A row that no coordinator will ever consider is a fault that verify names; the clock does not wait for it.
      (select count(*)::int from pending q join coordinators c on c.id = q.coordinator_id
        where q.programme_id = n.id) as pending,
      (select iso(min(c.next_wake_at)) from coordinators c
        where c.programme_id = n.id and c.state = 'open' and c.next_wake_at > n.at) as "nextWakeAt",
      (select coalesce(json_agg(json_build_object('coordinator', c.id, 'stuckSince', iso(c.stuck_since))), '[]')
        from coordinators c where c.programme_id = n.id and c.state = 'open'
          and (c.looked_at is null or (c.next_wake_at <= n.at and c.looked_at < c.next_wake_at))) as waiting
    from present n`;
  if (row === undefined) return null;
  return { ...row, quiet: row.pending === 0 && row.waiting.length === 0 };
}
