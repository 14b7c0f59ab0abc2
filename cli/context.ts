import { readConfig, type Config } from '#config.ts';
import { openDriver, type Driver } from '#db/driver.ts';
import { migrate } from '#db/migrate.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import { startPostgres } from '#embedded/postgres.ts';
import { defaultStateDir } from '#embedded/surroundings.ts';
import { readRunning } from './running.ts';

/** How a command ended; the same meaning for every command (docs/operations.md). */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** A command that did what it could and has bad news; without words they are printed already. */
export class Refused extends Error {
  readonly said: Bilingual | null;
  constructor(said: Bilingual | null = null) {
    super(said?.en);
    this.said = said;
  }
}

abstract class Told extends Error {
  readonly said: Bilingual;
  constructor(said: Bilingual) {
    super(said.en);
    this.said = said;
  }
}

/** What was typed cannot be meant: which option, what was found, what is expected. */
export class Invalid extends Told {}

/** A server that the command needs cannot be reached; it says what to do. */
export class Unreachable extends Told {}

/** What a command works on: the record, and where Temporal is, if anywhere. */
export type Context = {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly temporalAddress: string | null;
  readonly temporalUiUrl: string | null;
  /** A pool under a role of its own; closed with the context. */
  open(role: 'lt_intake' | 'lt_reader' | 'lt_worker'): Driver;
};

/**
 * Finds the record: `DATABASE_URL`, else the servers of a running `serve` or `demo`, else the embedded
 * PostgreSQL, started for as long as the command takes. Whatever was opened is closed again.
 */
export async function withContext<T>(act: (context: Context) => Promise<T>): Promise<T> {
  const config = readConfig();
  const stateDir = config.stateDir ?? defaultStateDir();
  const running = config.databaseUrl === undefined ? readRunning(stateDir) : null;
  const given = config.databaseUrl ?? running?.databaseUrl;
  const own = given === undefined ? await startPostgres({ stateDir, name: 'main' }) : null;
  const databaseUrl = given ?? own!.url;
  const drivers: Driver[] = [];
  try {
    if (own !== null) await migrate(databaseUrl);
    return await act({
      config,
      databaseUrl,
      temporalAddress: config.temporal.address ?? running?.temporalAddress ?? null,
      temporalUiUrl: config.temporal.uiUrl ?? running?.temporalUiUrl ?? null,
      open(role) {
        const driver = openDriver({ url: databaseUrl, name: 'lientich-cli', role, max: 4 });
        drivers.push(driver);
        return driver;
      },
    });
  } finally {
    await Promise.all(drivers.map((driver) => driver.close()));
    await own?.stop();
  }
}

/** Prints a value as JSON for programs, or through `text` for people. */
export function print<T>(json: boolean, value: T, text: (value: T) => string): void {
  console.log(json ? JSON.stringify(value, null, 2) : text(value));
}

/** Rows as a table: the first row is the head. Columns are as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (w, row) => row.map((cell, i) => Math.max(w[i] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
