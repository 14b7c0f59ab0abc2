/**
 * A server of the laptop default could not be found, started, stopped or reached.
 *
 * `code` is stable and is what a caller translates by; `facts` are the values a translation needs; the
 * message says in English what is wrong and what to do.
 */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  readonly code: EmbeddedCode;
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: EmbeddedCode, message: string, facts: Record<string, string | number> = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}

export type EmbeddedCode =
  /** A folder was written by a newer version of this program or of its server. */
  | 'embedded.data_too_new'
  /** The data folder needs an older server than any found here. */
  | 'embedded.data_too_old'
  /** Another process uses the folder. */
  | 'embedded.in_use'
  /** The folder belongs to another user of the machine. */
  | 'embedded.not_owner'
  | 'embedded.bad_name'
  | 'embedded.password_missing'
  | 'embedded.no_postgres'
  /** The server refuses uid 0 and neither way around it works on this machine. */
  | 'embedded.root_refused'
  | 'embedded.postgres_failed'
  | 'embedded.no_temporal'
  | 'embedded.temporal_failed';
