import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { backup, restore } from '#db/backup.ts';
import type { Language } from '#domain/vocabulary.ts';
import type { JournalLine } from '#verify/index.ts';
import { Invalid, print, Refused, withContext } from './context.ts';
import { demandPath } from './given.ts';
import { EXPECTED, REFUSALS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** The commands about the record as a whole: is it sound, keep a copy, bring it back. */
export function addRecordCommands(program: Command): void {
  const common = () => program.opts<Common>();

  program
    .command('verify')
    .description('check the invariants of the record; exit code 1 names what is broken')
    .option('--journal <file>', "a client's journal of what it sent, for I2 and I3")
    .action((options: { journal?: string }) => verify(options, common()));

  for (const [name, act] of [
    ['backup', backup],
    ['restore', restore],
  ] as const)
    program
      .command(`${name} <file>`)
      .description(
        name === 'backup' ? 'write the record to a file' : 'fill an empty database from a file',
      )
      .action(async (file: string) => {
        if (name === 'restore') demandPath('<file>', file, 'file');
        await withContext(async ({ databaseUrl }) => {
          const onProgress = (text: string) => console.error(text);
          const done = await act({ url: databaseUrl, file, onProgress });
          print(common().json ?? false, done, (summary) => JSON.stringify(summary, null, 2));
        });
      });
}

async function verify(options: { journal?: string }, common: Common): Promise<void> {
  const { verifyRecord } = await import('#verify/index.ts');
  const journal = options.journal === undefined ? null : await journalOf(options.journal);
  await withContext(async (context) => {
    const { temporalAddress: address, config } = context;
    const result = await verifyRecord({
      sql: context.open('lt_reader').sql,
      temporal: address === null ? null : { address, namespace: config.temporal.namespace },
      journal,
    });
    print(common.json ?? false, result, ({ invariants }) =>
      invariants
        .flatMap((i) => [
          `${i.ok ? (i.checked ? '✓' : '–') : '✗'} ${i.id} ${i.title[common.lang]}${i.note === undefined ? '' : ` (${i.note})`}`,
          ...i.problems.map((p) => `    ${p.subject}: ${p.message}`),
        ])
        .join('\n'),
    );
    if (!result.ok) throw new Refused();
  });
}

async function journalOf(file: string): Promise<readonly JournalLine[]> {
  demandPath('--journal', file, 'file');
  const { parseJournal } = await import('#verify/index.ts');
  try {
    return parseJournal(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Invalid(REFUSALS.invalid('--journal', error.message, EXPECTED.journal));
  }
}
