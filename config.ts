/** The only reader of the environment. Every setting has a default but the address of the database. */
import { z } from 'zod';
import { isMailbox } from '#domain/mail.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** They hold a password or are one. */
const NOT_SHOWN = ['DATABASE_URL', 'LIENTICH_TOKEN', 'SMTP_URL'];

const SETTINGS = z.object({
  /** Without it the embedded default is used where there is one (`lientich demo`). */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  /** `host:port`; likewise. */
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/)
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** Where people look at workflows; without it no link is given. */
  TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Whose acts the command line records. */
  LIENTICH_TOKEN: z.string().min(1).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(8080),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Through which server the worker mails; without it messages are shown in the application only. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, hostname: /./ }).optional(),
  /** The address that mails come from, without a name; needed with SMTP_URL. */
  MAIL_FROM: z.string().toLowerCase().refine(isMailbox, 'not an e-mail address').optional(),
  /** Where the embedded servers keep their data; without it `.lientich` of this copy of the repository. */
  STATE_DIR: z.string().min(1).optional(),
  /** Connections at most, of each of the API's two pools. */
  DATABASE_POOL: count(1, 200).default(10),
  REQUEST_TIMEOUT_MS: count(100, 120_000).default(10_000),
  BODY_BYTES_MAX: count(1_024, 16 * 1024 * 1024).default(64 * 1024),
  /** Requests a second and at once, of one account in one process; 0 a second switches the limit off. */
  RATE_PER_SECOND: count(0, 1_000_000).default(50),
  RATE_BURST: count(1, 1_000_000).default(200),
});

export type Config = {
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly temporal: {
    readonly address: string | undefined;
    readonly namespace: string;
    readonly uiUrl: string | undefined;
  };
  readonly token: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly logLevel: z.infer<typeof SETTINGS>['LOG_LEVEL'];
  readonly stateDir: string | undefined;
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly limits: {
    readonly timeoutMs: number;
    readonly bodyBytes: number;
    readonly rate: { readonly perSecond: number; readonly burst: number };
  };
};

/** Names each setting at fault, what was found and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads and checks the settings, once at the start of a process.
 *
 * @throws ConfigError
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  // An empty variable is how a shell or compose file says "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      const found = NOT_SHOWN.includes(name) ? '(not shown)' : JSON.stringify(given[name]);
      return `  ${name} is ${found}: ${message}`;
    });
    throw new ConfigError(`The settings in the environment are not right:\n${lines.join('\n')}`);
  }
  const s = parsed.data;
  return {
    databaseUrl: s.DATABASE_URL,
    databasePool: s.DATABASE_POOL,
    temporal: {
      address: s.TEMPORAL_ADDRESS,
      namespace: s.TEMPORAL_NAMESPACE,
      uiUrl: s.TEMPORAL_UI_URL,
    },
    token: s.LIENTICH_TOKEN,
    host: s.HOST,
    port: s.PORT,
    logLevel: s.LOG_LEVEL,
    stateDir: s.STATE_DIR,
    mail: mailOf(s),
    limits: {
      timeoutMs: s.REQUEST_TIMEOUT_MS,
      bodyBytes: s.BODY_BYTES_MAX,
      rate: { perSecond: s.RATE_PER_SECOND, burst: s.RATE_BURST },
    },
  };
}

function mailOf({ SMTP_URL: url, MAIL_FROM: from }: z.infer<typeof SETTINGS>): Config['mail'] {
  if (url === undefined) return undefined;
  if (from === undefined)
    throw new ConfigError(
      'SMTP_URL is set and MAIL_FROM is not: mails need an address to come from.',
    );
  return { url, from };
}
