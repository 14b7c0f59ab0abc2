/**
 * The form of a backup: one gzip file that can be read without us (`zcat`).
 *
 *     {"product":"lientich","format":1,"takenAt":...,"migrations":[...],"sequences":[...]}
 *     {"table":"units","columns":["key",...]}
 *     ... the table as COPY text, a line a row ...
 *     \.
 *     {"rows":106}
 *     ... the next table ...
 *     {"end":true,"tables":40,"rows":123456,"sha256":"of every byte before this line"}
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

export const FORMAT = 1;

/** COPY text writes a backslash in data as two, so no row is ever this. */
export const END_OF_TABLE = '\\.';

export interface Header {
  readonly product: 'lientich';
  readonly format: number;
  readonly takenAt: string;
  readonly migrations: readonly { readonly name: string; readonly digest: string }[];
  readonly sequences: readonly Sequence[];
}

export interface Sequence {
  readonly name: string;
  /** A text, as a number of JavaScript cannot hold all of them. */
  readonly lastValue: string;
  readonly isCalled: boolean;
}

export interface TableStart {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface TableEnd {
  readonly rows: number;
}

export interface Trailer {
  readonly end: true;
  readonly tables: number;
  readonly rows: number;
  readonly sha256: string;
}

/** `code` is stable; the message says what is wrong and what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupCode;

  constructor(code: BackupCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type BackupCode =
  | 'backup.file_exists'
  | 'backup.damaged'
  | 'backup.too_new'
  /** The target has other migrations than the backed-up database had. */
  | 'backup.other_migrations'
  | 'backup.target_not_empty';

/**
 * Writes what `content` yields, adding the trailer's digest, and gives the file its name only when it is
 * whole and on the disk.
 *
 * @throws BackupError `backup.file_exists`
 */
export async function writeBackup(
  file: string,
  content: (sha256: () => string) => AsyncIterable<string | Buffer>,
): Promise<void> {
  const exists = await stat(file).catch(() => undefined);
  if (exists !== undefined) {
    throw new BackupError('backup.file_exists', `${file} exists: a backup never replaces another.`);
  }
  const draft = `${file}.part`;
  const hash = createHash('sha256');
  const hashed = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of content(() => hash.copy().digest('hex'))) {
      hash.update(piece);
      yield Buffer.from(piece);
    }
  };
  try {
    await pipeline(
      Readable.from(hashed(), { objectMode: false }),
      createGzip(),
      createWriteStream(draft, { mode: 0o600, flush: true }),
    );
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Reads a backup line by line. Every way a file can be cut, changed or foreign is `backup.damaged`. */
export class BackupReader {
  readonly #file: string;
  readonly #lines: AsyncGenerator<Buffer>;
  readonly #hash: Hash = createHash('sha256');

  constructor(file: string) {
    this.#file = file;
    this.#lines = linesOf(file);
  }

  /** @throws BackupError `backup.damaged`, `backup.too_new` */
  async header(): Promise<Header> {
    const header = await this.json<Header>();
    if (header.product !== 'lientich') throw this.damaged('it is no backup of this program');
    if (header.format > FORMAT) {
      throw new BackupError(
        'backup.too_new',
        `${this.#file} was made by a newer version (format ${header.format}; this one knows up to ` +
          `${FORMAT}). Restore it with that version.`,
      );
    }
    return header;
  }

  /** The next line as JSON. A trailer's own line is not part of what its digest covers. */
  async json<T extends object>(): Promise<T> {
    const digestBefore = this.#hash.copy().digest('hex');
    const line = await this.line();
    try {
      const value = JSON.parse(line.toString('utf8')) as T & Partial<Trailer>;
      if (value.end === true && value.sha256 !== digestBefore)
        throw this.damaged('its digest differs');
      return value;
    } catch (error) {
      throw error instanceof SyntaxError ? this.damaged('a line is not what it should be') : error;
    }
  }

  /** The rows of a table up to its end mark, in pieces of whole lines. `count` is told each piece's rows. */
  async *rows(count: (rows: number) => void): AsyncGenerator<Buffer> {
    const pieceBytes = 64 * 1024;
    for (let piece: Buffer[] = [], bytes = 0, ended = false; !ended;) {
      const line = await this.line();
      ended = line.length === 3 && line.toString('latin1', 0, 2) === END_OF_TABLE;
      if (!ended) {
        piece.push(line);
        bytes += line.length;
      }
      if (piece.length === 0 || (!ended && bytes < pieceBytes)) continue;
      count(piece.length);
      yield Buffer.concat(piece);
      piece = [];
      bytes = 0;
    }
  }

  damaged(how: string): BackupError {
    const message = `${this.#file} is damaged: ${how}. Nothing was restored; use another backup.`;
    return new BackupError('backup.damaged', message);
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#lines.return(undefined);
  }

  /** The next line with its line end. */
  private async line(): Promise<Buffer> {
    let next: IteratorResult<Buffer, void>;
    try {
      next = await this.#lines.next();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code?.startsWith('Z_') === true) throw this.damaged('it cannot be unpacked');
      throw error;
    }
    if (next.done === true) throw this.damaged('its end is missing');
    this.#hash.update(next.value);
    return next.value;
  }
}

async function* linesOf(file: string): AsyncGenerator<Buffer> {
  const unpacked = createGunzip();
  // Either stream's error ends the other and is thrown by the loop below.
  pipeline(createReadStream(file), unpacked).catch((error: Error) => unpacked.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = text.indexOf(10); to >= 0; to = text.indexOf(10, from)) {
      yield text.subarray(from, to + 1);
      from = to + 1;
    }
    rest = text.subarray(from);
  }
  if (rest.length > 0) yield rest;
}
