/** Tells what went wrong, once, in the asker's language, and how it counts for whoever called. */
import { CommanderError } from 'commander';
import { ConfigError } from '#config.ts';
import { BackupError } from '#db/backup-file.ts';
import { PROBLEMS } from '#domain/problem-labels.ts';
import { Problem } from '#domain/problems.ts';
import type { Bilingual, Language } from '#domain/vocabulary.ts';
import { EmbeddedError } from '#embedded/error.ts';
import { EXIT, Invalid, Refused, Unreachable } from './context.ts';
import { BACKUP_REFUSALS, REFUSALS, USAGE } from './words.ts';

/** Where it does not come from: the option may be wrong itself, or stand where the parser stopped. */
export function languageOf(args: readonly string[]): Language {
  const last = args.findLastIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  if (last < 0) return 'vi';
  return [args[last], `--lang=${args[last + 1]}`].includes('--lang=en') ? 'en' : 'vi';
}

export function report(error: unknown, language: Language): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  const { code, said } = told(error) ?? { code: EXIT.refused, said: null };
  // Nobody's input but a mistake of ours: whoever mends it needs to know where.
  if (said === null && !(error instanceof Refused)) console.error(error);
  else if (said !== null) console.error(said[language]);
  return code;
}

type Told = { readonly code: number; readonly said: Bilingual | null };

function told(error: unknown): Told | null {
  if (error instanceof Refused) return { code: EXIT.refused, said: error.said };
  if (error instanceof Invalid) return { code: EXIT.usage, said: error.said };
  if (error instanceof Unreachable) return { code: EXIT.unreachable, said: error.said };
  if (error instanceof CommanderError) return { code: EXIT.usage, said: usage(error) };
  if (error instanceof ConfigError)
    return { code: EXIT.usage, said: REFUSALS.settings(error.message) };
  if (error instanceof Problem)
    return {
      code: error.code === 'request.invalid' ? EXIT.usage : EXIT.refused,
      said: problem(error),
    };
  if (error instanceof EmbeddedError)
    return { code: EXIT.unreachable, said: REFUSALS.embedded(error.code, error.message) };
  if (error instanceof BackupError) {
    const vi = `${BACKUP_REFUSALS[error.code]} [${error.code}]`;
    return { code: EXIT.refused, said: { vi, en: `${error.message} [${error.code}]` } };
  }
  // By its name: its class would load Temporal's client for every command.
  if (error instanceof Error && error.name === 'EngineUnreachable')
    return { code: EXIT.unreachable, said: REFUSALS.unreachable(error.message) };
  return error instanceof Error ? ofSystem(error) : null;
}

/** The parser quotes what it means: options, arguments, the values it allows. */
function usage({ code, message }: CommanderError): Bilingual {
  const en = message.replace(/^error: /, '');
  const named = [...en.matchAll(/'([^']*)'/g)].map(([, name]) => name).join(': ');
  const choices = /Allowed choices are (.*)\./.exec(en)?.[1];
  const vi = USAGE[code];
  if (vi === undefined) return { vi: `Dòng lệnh không đúng. ${en}`, en };
  return { vi: `${vi} ${named}.${choices === undefined ? '' : ` Chọn: ${choices}.`}`, en };
}

/** What is wrong, what to do, and the details that belong to it. */
function problem({ code, details }: Problem): Bilingual {
  const { title, todo } = PROBLEMS[code];
  const { message = null, ...rest } = details;
  const more = Object.keys(rest).length > 0 ? `\n${JSON.stringify(rest)}` : '';
  const say = (language: Language) => {
    const why = isBilingual(message) ? [message[language]] : [];
    return `${[title[language], ...why, todo[language]].join(' ')} [${code}]${more}`;
  };
  return { vi: say('vi'), en: say('en') };
}

/** The reason in words; details besides are for programs. */
const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'vi' in value && 'en' in value;

/** Of the network, of PostgreSQL (no database, no such user, starting, full), of gRPC. */
const OUT_OF_REACH =
  /^(ECONN|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_|CONNECT_TIMEOUT|CONNECTION_|28|3D000|57P0|53300|UNAVAILABLE)/;
/** No such table, column, function or role. */
const NO_SCHEMA = ['42P01', '42703', '42883', '22023'];
const NO_SUCH_PATH = ['ENOENT', 'ENOTDIR', 'EISDIR'];
const NO_ACCESS = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EEXIST'];

function ofSystem(error: Error): Told | null {
  const code = 'code' in error ? String(error.code) : '';
  const path = 'path' in error ? String(error.path) : '';
  // The SDK's own word for a server that does not answer has no code.
  if (OUT_OF_REACH.test(code) || error.message === 'Failed to connect before the deadline')
    return { code: EXIT.unreachable, said: REFUSALS.unreachable(code || error.message) };
  if (NO_SCHEMA.includes(code))
    return { code: EXIT.refused, said: REFUSALS.notMigrated(error.message) };
  if (NO_SUCH_PATH.includes(code)) return { code: EXIT.usage, said: REFUSALS.path(path, code) };
  if (NO_ACCESS.includes(code)) return { code: EXIT.refused, said: REFUSALS.path(path, code) };
  return null;
}
