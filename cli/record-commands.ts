import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { backup, restore } from '#db/backup.ts';
import { readCalendar, readProgrammes } from '#db/reads/programmes.ts';
import { readRolloutBase, readSteps } from '#db/reads/rollouts.ts';
import { isCivilDate } from '#domain/civil-date.ts';
import { explainDate, explainDeadline } from '#domain/explain.ts';
import { STEP_LABELS } from '#domain/labels.ts';
import type { Bilingual, Language } from '#domain/vocabulary.ts';
import { EXIT, print, Refused, table, withContext, type Context } from './context.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** The commands that look at the record and its engine: why, inspect, verify, reconcile, backup, restore. */
export function addRecordCommands(program: Command): void {
  const common = () => program.opts<Common>();

  program
    .command('why <subject>')
    .description('why a date is what it is: an assignment id, or a date YYYY-MM-DD')
    .option('--programme <key>', 'whose calendar; by default the only programme')
    .action((subject: string, { programme }: { programme?: string }) =>
      withContext((context) =>
        isCivilDate(subject)
          ? whyDate(context, subject, programme)
          : whyAssignment(context, subject),
      ),
    );

  program
    .command('inspect <rollout>')
    .description('the live workflows of a rollout: stage, what each waits for, pending steps')
    .action((rollout: string) =>
      withContext(async (context) => {
        const { connectInspect } = await import('#engine/inspect.ts');
        const inspect = connectInspect(temporalOf(context));
        const rows = await inspect.inspectRollout(rollout).finally(() => inspect.close());
        print(common().json ?? false, rows, (found) =>
          table([
            ['workflow', 'status', 'stage', 'waits for', 'events'],
            ...found.map((w) => [
              w.workflowId,
              w.status,
              w.stage ?? '',
              w.waitsFor ?? '',
              String(w.historyLength),
            ]),
          ]),
        );
      }),
    );

  program
    .command('verify')
    .description('check the invariants of the record; exit code 1 names what is broken')
    .option('--journal <file>', "a client's journal of what it sent, for I2 and I3")
    .action((options: { journal?: string }) => verify(options, common()));

  program
    .command('reconcile')
    .description('make the Temporal side what the record says; list orphans')
    .action(() =>
      withContext(async (context) => {
        const { connectClient } = await import('#engine/client.ts');
        const { reconcile } = await import('#engine/reconcile.ts');
        const { client, close } = await connectClient(temporalOf(context));
        try {
          const done = await reconcile(context.open('lt_worker').sql, client);
          print(common().json ?? false, done, ({ nudged, orphans }) =>
            [`${nudged} coordinators nudged`, ...orphans.map((id) => `orphan: ${id}`)].join('\n'),
          );
        } finally {
          await close();
        }
      }),
    );

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
          const done = await act({
            url: databaseUrl,
            file,
            onProgress: (text) => console.error(text),
          });
          print(common().json ?? false, done, (summary) => JSON.stringify(summary, null, 2));
        }),
      );
}

function temporalOf(context: Context): {
  address: string;
  namespace: string;
  uiUrl: string | null;
} {
  if (context.temporalAddress === null) {
    console.error(
      'Không thấy máy chủ Temporal: đặt TEMPORAL_ADDRESS, hoặc chạy lientich serve trước.',
    );
    process.exitCode = EXIT.unreachable;
    throw new Refused();
  }
  const { namespace } = context.config.temporal;
  return { address: context.temporalAddress, namespace, uiUrl: context.temporalUiUrl };
}

async function whyDate(
  context: Context,
  date: string,
  programme: string | undefined,
): Promise<void> {
  const { sql } = context.open('lt_reader');
  const known = await readProgrammes(sql);
  const chosen = programme ?? known[0]?.id;
  if (chosen === undefined || (programme === undefined && known.length > 1)) {
    console.error(
      `Chọn chương trình bằng --programme: ${known.map((p) => p.id).join(', ') || '(chưa nạp)'}`,
    );
    throw new Refused();
  }
  const calendar = await readCalendar(sql, chosen);
  for (const language of ['vi', 'en'] as const)
    console.log(explainDate(date, calendar, language).join('\n'));
}

async function whyAssignment(context: Context, id: string): Promise<void> {
  const { sql } = context.open('lt_reader');
  const steps = /^[0-9a-f-]{36}$/.test(id) ? await readSteps(sql, id) : [];
  const [first] = steps;
  const base = first === undefined ? null : await readRolloutBase(sql, first.rollout);
  if (first === undefined || base === null) {
    console.error(`Không có nhiệm vụ ${id}. Dùng mã nhiệm vụ hoặc một ngày YYYY-MM-DD.`);
    throw new Refused();
  }
  const labels: Record<string, Bilingual> = Object.fromEntries(
    base.template.steps.map((step) => [step.key, step.label]),
  );
  for (const language of ['vi', 'en'] as const) {
    console.log(`${first.unitName} · ${base.title}`);
    for (const step of steps) {
      console.log(`${step.key} ${STEP_LABELS[step.kind][language]}`);
      const why = explainDeadline(step.deadline, base.calendar, language, labels);
      console.log(why.map((line) => `  ${line}`).join('\n'));
    }
  }
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
