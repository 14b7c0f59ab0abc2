import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { backup, restore } from '#db/backup.ts';
import type { Language } from '#domain/vocabulary.ts';
import { print, Refused, withContext } from './context.ts';

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
      .action((file: string) =>
        withContext(async ({ databaseUrl }) => {
          const onProgress = (text: string) => console.error(text);
          const done = await act({ url: databaseUrl, file, onProgress });
          print(common().json ?? false, done, (summary) => JSON.stringify(summary, null, 2));
        }),
      );
}

async function verify(options: { journal?: string }, common: Common): Promise<void> {
  await withContext(async (context) => {
    const { parseJournal, verifyRecord } = await import('#verify/index.ts');
    const journal =
      options.journal === undefined ? null : parseJournal(readFileSync(options.journal, 'utf8'));
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
