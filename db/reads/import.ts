import type { Queryable } from '#db/driver.ts';
import { canonical } from '#domain/canonical.ts';

/** A programme as the record has it, each row as the text by which an import compares it. */
export type StoredProgramme = {
  readonly digest: string | null;
  readonly rehearsal: boolean | null;
  /** Rollouts issued and not closed. */
  readonly running: number;
  /** Rollouts planned on that version of the calendar, drafts and closed ones too. */
  readonly planned: number;
  /** Version of the calendar in force, and whether any rollout was planned at all. */
  readonly calendarVersion: number;
  readonly rollouts: number;
  readonly tables: Readonly<
    Record<'units' | 'offices' | 'calendar' | 'templates', ReadonlyMap<string, string>>
  >;
};

type Head = {
  digest: string;
  rehearsal: boolean;
  planned: number;
  running: number;
  calendarVersion: number;
  rollouts: number;
};

/** As far as a folder with that version of the calendar is concerned. */
export async function readStored(
  sql: Queryable,
  programme: string,
  version: number,
): Promise<StoredProgramme> {
  const [head] = await sql<Head[]>`
    select p.imported_digest as digest, p.rehearsal, p.calendar_version as "calendarVersion",
      (select count(*)::int from rollouts r where r.programme_id = p.id) as rollouts,
      (select count(*)::int from rollouts r
        where r.programme_id = p.id and r.calendar_version = ${version}) as planned,
      (select count(*)::int from rollouts r where r.programme_id = p.id
        and exists (select from recipients c where c.rollout_id = r.id)
        and not exists (select from facts f join joint_acts j on j.id = f.joint_act_id
          where f.rollout_id = r.id and f.kind = 'promulgation' and j.kind in ('close', 'recall'))) as running
    from programmes p where p.id = ${programme}`;
  const units = await sql<Record<string, string | null>[]>`
    select u.key, u.code, u.tier, u.kind, u.name, u.parent_key, u.valid_from, u.valid_to from units u
    where u.key in (select unit_key from offices where programme_id = ${programme})`;
  const offices = await sql<Record<string, string | null>[]>`
    select o.agency || '@' || o.unit_key as key, o.name, p.agency || '@' || p.unit_key as parent,
      o.valid_from, o.valid_to, o.mailbox
    from offices o left join offices p on p.id = o.parent_id where o.programme_id = ${programme}`;
  const days = await sql<{ date: string; kind: string; confirmed: boolean }[]>`
    select date, kind, confirmed from calendar_days
    where programme_id = ${programme} and version = ${version}`;
  const years = await sql<{ year: number; confirmed: boolean }[]>`
    select year, confirmed from calendar_years
    where programme_id = ${programme} and version = ${version}`;
  const templates = await sql<{ key: string; body: unknown }[]>`
    select key, body from templates where programme_id = ${programme}`;
  return {
    digest: head?.digest ?? null,
    rehearsal: head?.rehearsal ?? null,
    running: head?.running ?? 0,
    planned: head?.planned ?? 0,
    calendarVersion: head?.calendarVersion ?? 0,
    rollouts: head?.rollouts ?? 0,
    tables: {
      units: texts(units, ({ key: _, ...u }) => Object.values(u)),
      offices: texts(offices, ({ key: _, ...o }) => Object.values(o)),
      // A year by its number: without it no date in it can be judged.
      calendar: new Map([
        ...days.map((d) => [d.date, canonical([d.kind, d.confirmed])] as const),
        ...years.map((y) => [String(y.year), canonical([y.confirmed])] as const),
      ]),
      templates: new Map(templates.map((t) => [t.key, canonical(t.body)])),
    },
  };
}

const texts = (
  rows: readonly Record<string, string | null>[],
  values: (row: Record<string, string | null>) => readonly unknown[],
) => new Map(rows.map((row) => [String(row['key']), canonical(values(row))]));
