/** `lientich overdue`: the leader's table, for a screen of 120 columns, as CSV for a spreadsheet, as JSON. */
import { stringify } from 'csv-stringify/sync';
import type { Command } from 'commander';
import { showOverdue, type OverdueShown } from '#api/overdue/show.ts';
import { overduePosition, readOverdue, type OverduePosition } from '#db/reads/overdue.ts';
import { formatVi } from '#domain/civil-date.ts';
import type { CivilDate, Language } from '#domain/vocabulary.ts';
import { print, withContext, type Context } from './context.ts';
import { REHEARSAL_MARK } from './demo-screen.ts';
import { headOf, marked, type MarkedHead } from './rollout-head.ts';
import { columnsOf, wrapped } from './terminal.ts';
import { WORDS } from './words.ts';

const PAGE = 500;

export function addOverdue(program: Command): void {
  program
    .command('overdue [rollout]')
    .description('what is overdue and who holds it, longest first; by default in every rollout')
    .option('--csv', 'print CSV')
    .action((name: string | undefined, { csv = false }: { csv?: boolean }) =>
      withContext(async (context) => {
        const { lang, json = false } = program.opts<{ json?: boolean; lang: Language }>();
        const head = await headOf(context, name);
        const rollout = name === undefined ? null : head.id;
        const items = await overdueRows(context, head, rollout, lang);
        const { rehearsal, today } = head;
        if (!csv)
          return print(json, { rehearsal, rollout, today, items }, () =>
            marked(rehearsal, lang, screenOf(items, today, lang)),
          );
        // A line of its own would be a row like the others to whatever reads it: the mark is a column.
        const mark = rehearsal ? REHEARSAL_MARK[lang] : null;
        const rows = items.map((row, i) => ({
          ...cellsOf(row, i, lang),
          mark: [mark, row.assumed].filter((one) => one !== null).join('; '),
        }));
        const table = [WORDS.overdue[lang], ...rows].map((row) => Object.values(row));
        // The mark of UTF-8 that spreadsheets look for.
        process.stdout.write(`\uFEFF${stringify(table, { escape_formulas: true })}`);
      }),
    );
}

/** Page by page: a country's table need not be held by one statement. */
async function overdueRows(
  context: Context,
  { programme, scope, today }: MarkedHead,
  rollout: string | null,
  language: Language,
): Promise<OverdueShown[]> {
  const { sql } = context.open('lt_reader');
  const found: OverdueShown[] = [];
  let after: OverduePosition | null = null;
  for (;;) {
    const rows = await readOverdue(sql, { programme, rollout, scope, today, after, limit: PAGE });
    found.push(...rows.map((row) => showOverdue(row, language, null)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return found;
    after = overduePosition(last);
  }
}

const dateOf = (on: CivilDate | null) => (on === null ? '' : formatVi(on));

/** "Tiếp nhận, bản 2 (số 01/KH, 31/07/2023)". */
function taskOf({ step, version, document }: OverdueShown, language: Language): string {
  const [nth, number] = { vi: ['bản', 'số'], en: ['version', 'no.'] }[language];
  const label = `${step.label}${version > 1 ? `, ${nth} ${version}` : ''}`;
  if (document === null) return label;
  return `${label} (${number} ${document.number}, ${formatVi(document.on)})`;
}

/** By column of PRODUCT 4, in its order. */
const cellsOf = (row: OverdueShown, i: number, language: Language) => ({
  no: String(i + 1),
  unit: row.unit.name,
  task: taskOf(row, language),
  dueOn: formatVi(row.dueOn),
  days: String(row.workingDaysOverdue),
  holder: row.holder?.name ?? '',
  since: formatVi(row.since),
  othersDoneOn: dateOf(row.othersDoneOn),
  because: row.because?.text ?? '',
  reportedUpOn: dateOf(row.reportedUpOn),
  next: row.next.label,
});

/** What a leader asks first stands in one line of columns; the rest below it, where there is any. */
const FIRST = ['no', 'days', 'dueOn', 'unit', 'holder', 'since'] as const;
const THEN = ['othersDoneOn', 'because', 'reportedUpOn', 'next'] as const;
const WIDTH = 120;
const INDENT = ' '.repeat(4);

function screenOf(items: readonly OverdueShown[], today: CivilDate, language: Language): string[] {
  const on = formatVi(today);
  if (items.length === 0) return [WORDS.nothingOverdue(on)[language]];
  const words = WORDS.overdue[language];
  const rows = items.map((row, i) => cellsOf(row, i, language));
  const marked = rows.map((cells, i) => {
    const dueOn = items[i]?.assumed == null ? cells.dueOn : `${cells.dueOn}*`;
    return FIRST.map((column) => (column === 'dueOn' ? dueOn : cells[column]));
  });
  const [head = '', ...lines] = columnsOf(
    [FIRST.map((column) => words[column]), ...marked],
    [0, 1],
  );
  const below = rows.map((cells) => {
    const told = THEN.filter((column) => cells[column] !== '');
    const parts = [cells.task, ...told.map((column) => `${words[column]}: ${cells[column]}`)];
    return wrapped(parts.join(' · '), WIDTH - INDENT.length).map((text) => INDENT + text);
  });
  const mark = items.find(({ assumed }) => assumed !== null)?.assumed;
  return [
    WORDS.overdueUntil(on, items.length)[language],
    '',
    head,
    ...lines.flatMap((line, i) => [line, ...(below[i] ?? [])]),
    ...(mark == null ? [] : ['', `* ${mark}`]),
  ];
}
