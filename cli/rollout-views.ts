import type { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { readOverdue, type OverdueRow } from '#db/reads/overdue.ts';
import { readRolloutHeads, readRolloutSight, type RolloutHead } from '#db/reads/rollout-status.ts';
import { readRolloutBase } from '#db/reads/rollouts.ts';
import { isWorkingDay, addWorkingDays } from '#domain/calendar.ts';
import { PAIR_LABELS, ROLLOUT_LABELS, STEP_LABELS, TIER_LABELS } from '#domain/labels.ts';
import { overdueDays } from '#domain/ladder.ts';
import { viewRollout } from '#domain/rollout-record.ts';
import { instantAt } from '#domain/civil-date.ts';
import type { Language } from '#domain/vocabulary.ts';
import { print, Refused, table, withContext, type Context } from './context.ts';

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
        if (sight === null) throw new Refused();
        const { state } = viewRollout(sight.signing, sight.rolloutFacts);
        const { lang, json = false } = common();
        print(json, { ...head, state, tiers: sight.tiers, agencies: sight.agencies }, () =>
          [
            `${sight.title} (${head.key}): ${ROLLOUT_LABELS[state][lang]}, ${head.today}`,
            ...sight.tiers.map(
              (t) =>
                `${TIER_LABELS[t.tier][lang]}: ${t.covered}/${t.of}  ` +
                Object.entries(t.byState)
                  .map(([s, n]) => `${PAIR_LABELS[s as keyof typeof PAIR_LABELS][lang]} ${n}`)
                  .join(' · '),
            ),
            ...(sight.beingProcessed > 0 ? [`${sight.beingProcessed} việc đang xử lý`] : []),
          ].join('\n'),
        );
      }),
    );

  program
    .command('overdue [rollout]')
    .description('what is overdue and who holds it, longest first; by default the newest rollout')
    .option('--csv', 'print CSV')
    .action((id: string | undefined, { csv = false }: { csv?: boolean }) =>
      withContext(async (context) => {
        const rows = await overdueRows(context, await headOf(context, id));
        const { lang, json = false } = common();
        if (!csv) return print(json, rows, (all) => table(overdueTable(all, lang)));
        // The mark of UTF-8 that spreadsheets look for.
        process.stdout.write(`\uFEFF${stringify(overdueTable(rows, lang))}`);
      }),
    );
}

async function headOf(context: Context, id: string | undefined): Promise<RolloutHead> {
  const heads = await readRolloutHeads(context.open('lt_reader').sql);
  const head = id === undefined ? heads[0] : heads.find((h) => h.id === id || h.key === id);
  if (head !== undefined) return head;
  console.error('Không có đợt triển khai đó. Các đợt đã có:');
  console.error(heads.map((h) => `  ${h.id}  ${h.key}  ${h.title}`).join('\n'));
  throw new Refused();
}

type Overdue = OverdueRow & { readonly days: number };

async function overdueRows(context: Context, head: RolloutHead): Promise<Overdue[]> {
  const { sql } = context.open('lt_reader');
  const base = await readRolloutBase(sql, head.id);
  if (base === null) return [];
  const { calendar } = base;
  const before = isWorkingDay(calendar, head.today)
    ? head.today
    : addWorkingDays(calendar, head.today, -1);
  const found = await readOverdue(sql, {
    rollout: head.id,
    scope: head.scope,
    today: head.today,
    before,
    after: null,
    limit: 10_000,
  });
  const now = instantAt(head.today, 23, 59);
  return found.map((row) => ({ ...row, days: overdueDays(row.dueOn, now, calendar) }));
}

const HEADS = {
  vi: ['TT', 'Địa bàn', 'Nhiệm vụ', 'Hạn', 'Quá hạn (ngày làm việc)', 'Cơ quan đang giữ'],
  en: ['No', 'Unit', 'Task', 'Due', 'Overdue (working days)', 'Held by'],
} as const;

const overdueTable = (rows: readonly Overdue[], language: Language): string[][] => [
  [...HEADS[language]],
  ...rows.map((row, i) => [
    String(i + 1),
    row.unit.name,
    `${row.step} ${STEP_LABELS[row.kind][language]}`,
    row.dueOn,
    String(row.days),
    row.holder?.name ?? '',
  ]),
];
