import type { Command } from 'commander';
import { assumedStep } from '#api/marks.ts';
import { stringify } from 'csv-stringify/sync';
import { readOverdue, type OverdueRow } from '#db/reads/overdue.ts';
import { readRolloutSight } from '#db/reads/rollout-status.ts';
import { readRolloutBase } from '#db/reads/rollouts.ts';
import { PAIR_LABELS, ROLLOUT_LABELS, STEP_LABELS, TIER_LABELS } from '#domain/labels.ts';
import { overdueDays } from '#domain/ladder.ts';
import { viewRollout } from '#domain/rollout-record.ts';
import { formatVi, instantAt } from '#domain/civil-date.ts';
import { TIERS, type Language } from '#domain/vocabulary.ts';
import { print, Refused, table, withContext, type Context } from './context.ts';
import { REHEARSAL_MARK } from './demo-screen.ts';
import { headOf, marked, type MarkedHead } from './rollout-head.ts';
import { REFUSALS, WORDS } from './words.ts';

type Common = { readonly json?: boolean; readonly lang: Language };

/** What a rollout looks like from the machine: its state and counts, and what is overdue. */
export function addRolloutViews(program: Command, rollout: Command): void {
  const common = () => program.opts<Common>();

  rollout
    .command('status [rollout]')
    .description('state, coverage and what is being processed; by default the newest rollout')
    .action((id: string | undefined) =>
      withContext(async (context) => {
        const head = await headOf(context, id);
        const sight = await readRolloutSight(context.open('lt_reader').sql, head);
        if (sight === null) throw new Refused(REFUSALS.noRollout(head.key, []));
        const { state } = viewRollout(sight.signing, sight.rolloutFacts);
        const { lang, json = false } = common();
        // As the record groups them they come in no order.
        const tiers = TIERS.flatMap((tier) => sight.tiers.filter((t) => t.tier === tier));
        print(json, { ...head, state, tiers, agencies: sight.agencies }, () =>
          marked(head.rehearsal, lang, [
            `${sight.title} (${head.key}): ${ROLLOUT_LABELS[state][lang]}, ${formatVi(head.today)}`,
            ...tiers.map(
              (t) =>
                `${TIER_LABELS[t.tier][lang]}: ${t.covered}/${t.of}  ` +
                Object.entries(t.byState)
                  .map(([s, n]) => `${PAIR_LABELS[s as keyof typeof PAIR_LABELS][lang]} ${n}`)
                  .join(' · '),
            ),
            ...(sight.beingProcessed > 0 ? [WORDS.beingProcessed(sight.beingProcessed)[lang]] : []),
          ]),
        );
      }),
    );

  program
    .command('overdue [rollout]')
    .description('what is overdue and who holds it, longest first; by default the newest rollout')
    .option('--csv', 'print CSV')
    .action((id: string | undefined, { csv = false }: { csv?: boolean }) =>
      withContext(async (context) => {
        const head = await headOf(context, id);
        const { lang, json = false } = common();
        const items = await overdueRows(context, head, lang);
        const { rehearsal, today } = head;
        if (!csv)
          return print(json, { rehearsal, rollout: head.id, today, items }, () =>
            marked(rehearsal, lang, [table(overdueTable(items, lang))]),
          );
        // A line of its own would be a row like the others to whatever reads it: the mark is a column.
        const mark = rehearsal ? REHEARSAL_MARK[lang] : null;
        const rows = overdueTable(items, lang, mark);
        // The mark of UTF-8 that spreadsheets look for.
        process.stdout.write(`\uFEFF${stringify(rows, { escape_formulas: true })}`);
      }),
    );
}

type Overdue = OverdueRow & { readonly days: number; readonly assumed: string | null };

async function overdueRows(
  context: Context,
  head: MarkedHead,
  language: Language,
): Promise<Overdue[]> {
  const { sql } = context.open('lt_reader');
  const base = await readRolloutBase(sql, head.id);
  if (base === null) return [];
  const { calendar } = base;
  const found = await readOverdue(sql, {
    rollout: head.id,
    scope: head.scope,
    today: head.today,
    after: null,
    limit: 10_000,
  });
  const now = instantAt(head.today, 23, 59);
  return found.map((row) => ({
    ...row,
    days: overdueDays(row.dueOn, now, calendar),
    assumed: assumedStep(language, base.template, row.step),
  }));
}

const overdueTable = (
  rows: readonly Overdue[],
  language: Language,
  mark: string | null = null,
): string[][] => [
  [...WORDS.overdue[language]],
  ...rows.map((row, i) => [
    String(i + 1),
    row.unit.name,
    `${row.step} ${STEP_LABELS[row.kind][language]}`,
    formatVi(row.dueOn),
    String(row.days),
    row.holder?.name ?? '',
    [mark, row.assumed].filter((one) => one !== null).join('; '),
  ]),
];
