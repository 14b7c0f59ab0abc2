#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { ConfigError } from '#config.ts';
import { Problem } from '#domain/problems.ts';
import type { Language } from '#domain/vocabulary.ts';
import { EmbeddedError } from '#embedded/error.ts';
import { EXIT, printProblem, Refused, Unreachable } from './context.ts';
import { addEngineCommands } from './engine-commands.ts';
import { addRecordCommands } from './record-commands.ts';
import { addRegistryCommands } from './registry-commands.ts';
import { addRolloutCommands } from './rollout-commands.ts';
import { addServeCommands } from './serve-commands.ts';
import { addWhyCommand } from './why-command.ts';

const language = () =>
  new Option('--lang <language>', 'language of what is printed').choices(['vi', 'en']);

const program = new Command('lientich')
  .description('Liên Tịch: joint programme plans between agencies')
  .option('--json', 'print JSON')
  .addOption(language().default('vi'))
  // `--json` and `--lang` may stand before or after the command; `demo --json FILE` is one of its own.
  .enablePositionalOptions()
  .hook('preAction', (root, command) => {
    for (const name of ['json', 'lang'])
      if (command.getOptionValueSource(name) === 'cli')
        root.setOptionValue(name, command.getOptionValue(name));
  })
  .showHelpAfterError()
  .exitOverride();

addServeCommands(program);
addRegistryCommands(program);
addRolloutCommands(program);
addWhyCommand(program);
addEngineCommands(program);
addRecordCommands(program);
addCommonOptions(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Every command that prints something takes them, wherever it stands in the tree. */
function addCommonOptions(parent: Command): void {
  for (const command of parent.commands) {
    if (!command.options.some((o) => o.long === '--json')) command.option('--json', 'print JSON');
    command.addOption(language()).exitOverride().showHelpAfterError();
    addCommonOptions(command);
  }
}

/** Tells what went wrong, once, and how it counts for whoever called (docs/operations.md). */
function report(error: unknown): number {
  const { lang } = program.opts<{ lang: Language }>();
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Refused) return EXIT.refused;
  if (error instanceof Problem) {
    printProblem(error, lang);
    return EXIT.refused;
  }
  if (
    error instanceof EmbeddedError ||
    error instanceof ConfigError ||
    error instanceof Unreachable
  ) {
    console.error(error.message);
    return EXIT.unreachable;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['ECONNREFUSED', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'UNAVAILABLE'].includes(code)) {
    console.error(`Không kết nối được máy chủ (${code}). Kiểm tra DATABASE_URL, TEMPORAL_ADDRESS.`);
    return EXIT.unreachable;
  }
  console.error(error);
  return EXIT.refused;
}
