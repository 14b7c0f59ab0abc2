import type { Fragment, Queryable } from '#db/driver.ts';
import type { CalendarDay, CalendarYear } from '#domain/calendar.ts';

/** What a publication writes with its fact: the new version, and every coordinator has everything to consider. */
export const alsoPublish = (
  sql: Queryable,
  programme: string,
  draft: {
    readonly version: number;
    readonly days: readonly CalendarDay[];
    readonly years: readonly CalendarYear[];
  },
): Fragment[] => [
  sql`days as (
    insert into calendar_days (programme_id, version, date, kind, name_vi, name_en, source, confirmed)
    select ${programme}, ${draft.version}, x.date, x.kind, x."nameVi", x."nameEn", x.source, x.confirmed
    from fact, jsonb_to_recordset(${sql.json(draft.days as never)}) as x (date date, kind text, "nameVi" text,
      "nameEn" text, source text, confirmed boolean))`,
  sql`years as (
    insert into calendar_years (programme_id, version, year, confirmed, source)
    select ${programme}, ${draft.version}, x.year, x.confirmed, x.source
    from fact, jsonb_to_recordset(${sql.json(draft.years as never)}) as x (year int, confirmed boolean, source text))`,
  sql`published as (
    update programmes set calendar_version = ${draft.version} from fact where id = ${programme})`,
  sql`everywhere as (
    insert into pending (programme_id, coordinator_id, unit_key, at)
    select ${programme}, c.id, c.unit_key, fact.at from fact, coordinators c
    where c.programme_id = ${programme} and c.state = 'open')`,
];
