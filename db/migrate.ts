import { readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { openDriver } from './driver.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
/** Any number nobody else locks: several processes may start at once, one of them migrates. */
const MIGRATION_LOCK = 4_200_119;

/**
 * Brings the database to this build's schema, as owner. Drizzle generates the files; they are applied here
 * because its migrator takes no lock and compares only the newest time stamp: a file merged late or changed
 * after it ran would pass unseen. Throws when the database holds a migration this build does not know.
 */
export async function migrate(url: string): Promise<{ applied: readonly string[] }> {
  const driver = openDriver({ url, name: 'lientich-migrate', max: 1, statementTimeoutMs: 0 });
  try {
    return await driver.sql.begin(async (sql) => {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
      await sql`create table if not exists migrations (
        name text primary key, digest text not null, applied_at timestamptz not null default now())`;
      const known = await sql<
        { name: string; digest: string }[]
      >`select name, digest from migrations`;
      const files = migrationFiles();
      const unknown = known.find((row) => !files.some((file) => file.name === row.name));
      if (unknown !== undefined)
        throw new Error(
          `The database has migration ${unknown.name}, which this build does not know: run a newer build.`,
        );
      const applied: string[] = [];
      for (const { name, text, digest } of files) {
        const before = known.find((row) => row.name === name);
        if (before !== undefined && before.digest !== digest)
          throw new Error(`Migration ${name} was changed after it ran: restore the file it was.`);
        if (before !== undefined) continue;
        for (const statement of text.split('--> statement-breakpoint')) await sql.unsafe(statement);
        await sql`insert into migrations (name, digest) values (${name}, ${digest})`;
        applied.push(name);
      }
      return { applied };
    });
  } finally {
    await driver.close();
  }
}

function migrationFiles(): { name: string; text: string; digest: string }[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));
  return names.toSorted().map((name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    return { name, text, digest: createHash('sha256').update(text).digest('hex') };
  });
}

/** The newest migration of this build: what a ready process expects to find applied. */
export const newestMigration = (): string => migrationFiles().at(-1)?.name ?? '';
