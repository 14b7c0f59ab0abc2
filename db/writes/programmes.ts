import type { Transaction } from '#db/driver.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { Agency, Office, Programme, Succession, Unit } from '#domain/programme.ts';
import type { Template } from '#domain/template.ts';
import type { Instant } from '#domain/vocabulary.ts';

/** Units belong to the country, not to a programme: two programmes may name the same ones. */
export const saveUnits = (tx: Transaction, units: readonly Unit[]) => tx`
  insert into units (key, code, tier, kind, name, search_name, parent_key, path, valid_from, valid_to)
  select x.key, x.code, x.tier, x.kind, x.name, x."searchName", x."parentKey", x.path, x."validFrom", x."validTo"
  from jsonb_to_recordset(${tx.json(units as never)}) as x (key text, code text, tier text, kind text, name text,
    "searchName" text, "parentKey" text, path text, "validFrom" date, "validTo" date)
  on conflict (key) do update set code = excluded.code, tier = excluded.tier, kind = excluded.kind,
    name = excluded.name, search_name = excluded.search_name, parent_key = excluded.parent_key,
    path = excluded.path, valid_from = excluded.valid_from, valid_to = excluded.valid_to`;

export const saveSuccessions = (tx: Transaction, successions: readonly Succession[]) => tx`
  insert into unit_successions (old_key, new_key, change, extent, decided_on, effective_on)
  select x."oldKey", coalesce(x."newKey", ''), x.change, x.extent, x."decidedOn", x."effectiveOn"
  from jsonb_to_recordset(${tx.json(successions as never)}) as x ("oldKey" text, "newKey" text, change text,
    extent text, "decidedOn" date, "effectiveOn" date)
  on conflict (old_key, new_key) do update set change = excluded.change, extent = excluded.extent,
    decided_on = excluded.decided_on, effective_on = excluded.effective_on`;

export type ProgrammeRow = Programme & {
  readonly id: string;
  readonly rootUnit: string;
  readonly rehearsal: boolean;
  readonly steppedAt: Instant | null;
  readonly calendarVersion: number;
  readonly digest: string;
};

/** The clock is set once, by the first import; afterwards only stepping moves it. */
export const saveProgramme = (tx: Transaction, p: ProgrammeRow) => tx`
  insert into programmes (id, title, root_unit, rehearsal, valid_from, valid_to, marks, document, stepped_at,
    calendar_version, imported_digest)
  values (${p.id}, ${tx.json(p.title as never)}, ${p.rootUnit}, ${p.rehearsal}, ${p.validFrom}, ${p.validTo},
    ${tx.json(p.marks as never)}, ${tx.json(p.document as never)}, ${p.steppedAt},
    ${p.calendarVersion}, ${p.digest})
  on conflict (id) do update set title = excluded.title, root_unit = excluded.root_unit,
    valid_from = excluded.valid_from, valid_to = excluded.valid_to, marks = excluded.marks,
    document = excluded.document,
    calendar_version = greatest(programmes.calendar_version, excluded.calendar_version),
    imported_digest = excluded.imported_digest`;

export const saveAgencies = (tx: Transaction, programme: string, agencies: readonly Agency[]) => tx`
  insert into agencies (programme_id, code, name, ordinal, signs)
  select ${programme}, x.code, x.name, x.ordinal, x.signs
  from jsonb_to_recordset(${tx.json(agencies as never)}) as x (code text, name jsonb, ordinal int, signs boolean)
  on conflict (programme_id, code) do update set name = excluded.name, ordinal = excluded.ordinal,
    signs = excluded.signs`;

/**
 * Offices keep their id by (agency, unit); parents, of the same agency, are found once all are there: by the columns
 * of the index, since a country has twenty thousand of them.
 */
export async function saveOffices(
  tx: Transaction,
  programme: string,
  offices: readonly (Office & { readonly id: string })[],
): Promise<void> {
  const given = tx.json(offices as never);
  await tx`
    insert into offices (id, programme_id, agency, unit_key, name, mailbox, valid_from, valid_to)
    select x.id, ${programme}, x.agency, x."unitKey", x.name, x.mailbox, x."validFrom", x."validTo"
    from jsonb_to_recordset(${given}) as x (id uuid, agency text, "unitKey" text, name text, mailbox text,
      "validFrom" date, "validTo" date)
    on conflict (programme_id, agency, unit_key) do update set name = excluded.name, mailbox = excluded.mailbox,
      valid_from = excluded.valid_from, valid_to = excluded.valid_to`;
  await tx`
    update offices o set parent_id = p.id
    from jsonb_to_recordset(${given}) as x (agency text, "unitKey" text, "parentKey" text)
      left join offices p on p.programme_id = ${programme} and p.agency = x.agency
        and p.unit_key = substr(x."parentKey", length(x.agency) + 2)
    where o.programme_id = ${programme} and o.agency = x.agency and o.unit_key = x."unitKey"
      and o.parent_id is distinct from p.id`;
}

/** One version of the calendar as the folder has it; the others stay for the rollouts planned on them. */
export async function saveCalendar(
  tx: Transaction,
  programme: string,
  { version, days, years }: Calendar,
): Promise<void> {
  await tx`delete from calendar_days where programme_id = ${programme} and version = ${version}`;
  await tx`delete from calendar_years where programme_id = ${programme} and version = ${version}`;
  await tx`
    insert into calendar_days (programme_id, version, date, kind, name_vi, name_en, source, confirmed)
    select ${programme}, ${version}, x.date, x.kind, x."nameVi", x."nameEn", x.source, x.confirmed
    from jsonb_to_recordset(${tx.json(days as never)}) as x (date date, kind text, "nameVi" text, "nameEn" text,
      source text, confirmed boolean)`;
  await tx`
    insert into calendar_years (programme_id, version, year, confirmed, source)
    select ${programme}, ${version}, x.year, x.confirmed, x.source
    from jsonb_to_recordset(${tx.json(years as never)}) as x (year int, confirmed boolean, source text)`;
}

export const saveTemplates = (
  tx: Transaction,
  programme: string,
  templates: readonly Template[],
) => tx`
  insert into templates (programme_id, key, body)
  select ${programme}, x.body->>'key', x.body
  from jsonb_to_recordset(${tx.json(templates.map((body) => ({ body })) as never)}) as x (body jsonb)
  on conflict (programme_id, key) do update set body = excluded.body`;
