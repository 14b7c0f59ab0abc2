import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { pino, type Logger } from 'pino';
import { shown } from '#api/characters.ts';
import { readConfig, type Config } from '#config.ts';
import { migrate } from '#db/migrate.ts';
import { startServers, type Servers } from '#embedded/servers.ts';
import { defaultStateDir } from '#embedded/surroundings.ts';
import type { Language } from '#domain/vocabulary.ts';
import { Invalid, print, withContext } from './context.ts';
import type { DemoOptions } from './demo.ts';
import { announceRunning, withdrawRunning } from './running.ts';
import { untilStopped } from './stop.ts';
import { EXPECTED, REFUSALS, WORDS } from './words.ts';

const SHIPPED_PROGRAMME = join(import.meta.dirname, '../programmes/lai-chau-2023-2033');

/** A number as a person types it; anything else is told before a server is started. */
const whole = (name: string) => (text: string) => {
  if (!/^\d{1,9}$/.test(text))
    throw new Invalid(REFUSALS.invalid(name, shown(text), EXPECTED.whole));
  return Number(text);
};

/** The commands that run something: both processes at once, one of them, the migrations, the demo. */
export function addServeCommands(program: Command): void {
  program
    .command('serve')
    .description('run the API and a worker; without DATABASE_URL also the embedded servers')
    .option('--api-only', 'the API alone')
    .action(async (options: { apiOnly?: boolean }) => serve({ worker: options.apiOnly !== true }));

  program
    .command('worker')
    .description('run a worker alone (needs DATABASE_URL and TEMPORAL_ADDRESS)')
    .action(runWorker);

  program
    .command('demo')
    .description('a rehearsal from drafting to closing: simulated offices that speak only HTTP')
    .option('--exit', 'end after it instead of serving until Ctrl-C', false)
    .option('--json <file>', 'write the figures to a file')
    .option('--seed <n>', 'who is late, who disagrees', whole('--seed'), 1)
    .option('--pace <ms>', 'rest at each instant, milliseconds', whole('--pace'), 0)
    .addOption(
      new Option('--programme <folder>', 'programme folder').default(
        SHIPPED_PROGRAMME,
        'the shipped one',
      ),
    )
    .option('--keep', 'keep the record of the last demo and show it again', false)
    .option('--port <n>', 'port of the API; 0 for any free one', whole('--port'), 0)
    .action(async (options: Omit<DemoOptions, 'stateDir' | 'lang'>) => {
      const { runDemo } = await import('./demo.ts');
      const { lang } = program.opts<{ lang: Language }>();
      const stateDir = readConfig().stateDir ?? defaultStateDir();
      process.exitCode = await runDemo({ ...options, lang, stateDir });
    });

  program
    .command('migrate')
    .description("bring the database to this build's schema")
    .action(async () => {
      await withContext(async ({ databaseUrl }) => {
        const { applied } = await migrate(databaseUrl);
        const { lang, json = false } = program.opts<{ json?: boolean; lang: Language }>();
        print(json, { applied }, () =>
          applied.length === 0 ? WORDS.nothingNew[lang] : applied.join('\n'),
        );
      });
    });
}

async function serve(options: { readonly worker: boolean }): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel });
  const stateDir = config.stateDir ?? defaultStateDir();
  const embedded = await startEmbedded(config.databaseUrl === undefined, stateDir);
  const databaseUrl = config.databaseUrl ?? embedded!.postgres.url;
  const temporalAddress = config.temporal.address ?? embedded?.temporal.address;
  const uiUrl = config.temporal.uiUrl ?? embedded?.temporal.uiUrl;
  await migrate(databaseUrl);
  const { createServer } = await import('#server.ts');
  const server = await createServer({ config, databaseUrl, temporalAddress, uiUrl, log });
  const worker =
    options.worker && temporalAddress !== undefined
      ? await workerFor(config, databaseUrl, temporalAddress, log)
      : null;
  announceRunning(stateDir, {
    pid: process.pid,
    databaseUrl,
    temporalAddress: temporalAddress ?? '',
    temporalUiUrl: uiUrl ?? null,
    apiUrl: server.url,
  });
  log.info({ api: server.url, reference: `${server.url}/reference`, temporal: uiUrl }, 'serving');
  await untilStopped();
  withdrawRunning(stateDir);
  await server.stop();
  await worker?.stop();
  await embedded?.stop();
}

async function startEmbedded(needed: boolean, stateDir: string): Promise<Servers | null> {
  if (!needed) return null;
  const onProgress = (text: string) => console.error(text);
  return startServers({ stateDir, name: 'main', ui: true, onProgress, stopOnSignal: false });
}

async function runWorker(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel });
  const { databaseUrl, temporal } = config;
  if (databaseUrl === undefined || temporal.address === undefined)
    throw new Invalid(REFUSALS.noWorkerServers);
  const worker = await workerFor(config, databaseUrl, temporal.address, log);
  await untilStopped();
  await worker.stop();
}

/** Loaded only where a worker runs: the SDK's native core is heavy, and its log goes where ours goes. */
async function workerFor(
  config: Config,
  databaseUrl: string,
  temporalAddress: string,
  log: Logger,
) {
  const { logSdkTo } = await import('./sdk-log.ts');
  const { startWorker } = await import('#worker.ts');
  logSdkTo(log);
  const { namespace } = config.temporal;
  return startWorker({ databaseUrl, temporalAddress, namespace, log, mail: config.mail });
}
