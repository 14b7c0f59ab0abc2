import { Command, Option } from 'commander';
import { addCalendarCommands } from './calendar-commands.ts';
import { addEngineCommands } from './engine-commands.ts';
import { addForeseeCommand } from './foresee-command.ts';
import { addRecordCommands } from './record-commands.ts';
import { addRegistryCommands } from './registry-commands.ts';
import { languageOf, report } from './report.ts';
import { addRolloutCommands } from './rollout-commands.ts';
import { addServeCommands } from './serve-commands.ts';
import { addWhyCommand } from './why-command.ts';

const language = () =>
  new Option('--lang <language>', 'language of what is printed').choices(['vi', 'en']);

/** Does what the command line says (as `process.argv` has it); answers how it ended, once it is told. */
export async function run(argv: readonly string[]): Promise<number> {
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
    // Told by `report`, in the language asked for.
    .configureOutput({ outputError: () => {} })
    .exitOverride();

  addServeCommands(program);
  addRegistryCommands(program);
  addRolloutCommands(program);
  addCalendarCommands(program);
  addWhyCommand(program);
  addEngineCommands(program);
  addForeseeCommand(program);
  addRecordCommands(program);
  addCommonOptions(program);
  try {
    await program.parseAsync(argv);
    // `demo` counts by itself.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error, languageOf(argv));
  }
}

/** Every command that prints something takes them, wherever it stands in the tree. */
function addCommonOptions(parent: Command): void {
  for (const command of parent.commands) {
    if (!command.options.some((o) => o.long === '--json')) command.option('--json', 'print JSON');
    command
      .addOption(language())
      .exitOverride()
      .configureOutput({ outputError: () => {} });
    addCommonOptions(command);
  }
}
