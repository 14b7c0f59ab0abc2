import { createHash } from 'node:crypto';
import type { Sql, Transaction } from '#db/driver.ts';
import { newId } from '#db/ids.ts';
import { readStored, type StoredProgramme } from '#db/reads/import.ts';
import { saveAgencies, saveCalendar, saveOffices, saveProgramme } from '#db/writes/programmes.ts';
import { saveSuccessions, saveTemplates, saveUnits } from '#db/writes/programmes.ts';
import { canonical } from '#domain/canonical.ts';
import { instantAt } from '#domain/civil-date.ts';
import { Problem } from '#domain/problems.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';

/** What an import would change, told before it changes anything. */
export type ImportDifference = {
  readonly known: boolean;
  readonly same: boolean;
  /** Rollouts issued and not closed: their recipients, templates and dates stay as they were frozen. */
  readonly running: number;
  readonly tables: readonly {
    readonly table: string;
    readonly added: readonly string[];
    readonly changed: readonly string[];
    /** In the record and no longer in the folder: kept, because the record may refer to them. */
    readonly kept: readonly string[];
  }[];
};

export type ImportOptions = {
  /** A rehearsal has a stepped clock, and its mark on every screen. */
  readonly rehearsal: boolean;
};

const digestOf = (folder: ProgrammeFolder) =>
  createHash('sha256').update(canonical(folder)).digest('hex');

/** Compares a folder with the record, row by row by natural key. Writes nothing. */
export async function compareProgramme(
  sql: Sql,
  folder: ProgrammeFolder,
): Promise<ImportDifference> {
  const stored = await readStored(sql, folder.programme.key, folder.calendar.version);
  return difference(stored, folder);
}

function difference(stored: StoredProgramme, folder: ProgrammeFolder): ImportDifference {
  const given: Record<keyof StoredProgramme['tables'], Map<string, string>> = {
    units: byKey(folder.units, (u) => u.key, unitText),
    offices: byKey(folder.offices, (o) => o.key, officeText),
    calendar: new Map([
      ...folder.calendar.days.map((d) => [d.date, canonical([d.kind, d.confirmed])] as const),
      ...folder.calendar.years.map((y) => [String(y.year), canonical([y.confirmed])] as const),
    ]),
    templates: byKey(folder.templates, (t) => t.key, canonical),
  };
  const tables = Object.entries(given).map(([table, rows]) => {
    const before = stored.tables[table as keyof StoredProgramme['tables']];
    return {
      table,
      added: [...rows.keys()].filter((key) => !before.has(key)),
      changed: [...rows].flatMap(([key, text]) =>
        before.has(key) && before.get(key) !== text ? [key] : [],
      ),
      kept: [...before.keys()].filter((key) => !rows.has(key)),
    };
  });
  const same = stored.digest === digestOf(folder);
  return { known: stored.digest !== null, same, running: stored.running, tables };
}

const byKey = <T>(rows: readonly T[], key: (row: T) => string, text: (row: T) => string) =>
  new Map(rows.map((row) => [key(row), text(row)]));

const unitText = (u: ProgrammeFolder['units'][number]) =>
  canonical([u.code, u.tier, u.kind, u.name, u.parentKey, u.validFrom, u.validTo]);
const officeText = (o: ProgrammeFolder['offices'][number]) =>
  canonical([o.name, o.parentKey, o.validFrom, o.validTo, o.mailbox]);

/**
 * Loads a checked folder, all or nothing; the same folder again changes nothing. Frozen recipients are never
 * touched; a version of the calendar that any rollout was planned on may not change: its dates rest on it.
 */
export async function importProgramme(
  sql: Sql,
  folder: ProgrammeFolder,
  options: ImportOptions,
): Promise<ImportDifference & { readonly programme: string }> {
  const { key: programme } = folder.programme;
  const result = await sql.begin(async (tx) => {
    // Two imports of one programme at once would each see the other's half.
    await tx`select pg_advisory_xact_lock(hashtextextended(${programme}, 1))`;
    // A role of its own for this transaction: nobody who records facts may touch the registry.
    await tx`set local role lt_import`;
    const stored = await readStored(tx, programme, folder.calendar.version);
    const diff = difference(stored, folder);
    if (stored.rehearsal !== null && stored.rehearsal !== options.rehearsal)
      throw new Problem('programme.other_mode', { programme, rehearsal: stored.rehearsal });
    const calendar = diff.tables.find((t) => t.table === 'calendar');
    const moved = calendar === undefined ? 0 : calendar.changed.length + calendar.added.length;
    // What was planned on it stands: another calendar is published, with a preview of what it moves.
    const newer = stored.rollouts > 0 && folder.calendar.version > stored.calendarVersion;
    if (newer || (stored.planned > 0 && (moved > 0 || (calendar?.kept.length ?? 0) > 0)))
      throw new Problem('programme.calendar_in_use', { days: calendar?.changed ?? [] });
    if (!diff.same) await save(tx, folder, options, digestOf(folder));
    return diff;
  });
  return { ...(result as ImportDifference), programme };
}

async function save(
  tx: Transaction,
  folder: ProgrammeFolder,
  { rehearsal }: ImportOptions,
  digest: string,
): Promise<void> {
  const { programme, units, offices, calendar } = folder;
  await saveUnits(tx, units);
  await saveSuccessions(tx, folder.successions);
  await saveProgramme(tx, {
    ...programme,
    id: programme.key,
    rootUnit: folder.rootUnit,
    rehearsal,
    // A rehearsal begins on the programme's first morning.
    steppedAt: rehearsal ? instantAt(programme.validFrom, 7, 0) : null,
    calendarVersion: calendar.version,
    digest,
  });
  await saveAgencies(tx, programme.key, folder.agencies);
  await saveOffices(
    tx,
    programme.key,
    offices.map((office) => ({ ...office, id: newId() })),
  );
  await saveCalendar(tx, programme.key, calendar);
  await saveTemplates(tx, programme.key, folder.templates);
}
