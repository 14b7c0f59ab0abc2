/** "Điều hành": what is overdue, who holds it since when, and what comes next; longest first (PRODUCT 4). */
import type { Hono } from 'hono';
import type { OverdueShown } from '#api/overdue/show.ts';
import { formatVi } from '#domain/civil-date.ts';
import type { Bilingual, CivilDate, Language } from '#domain/vocabulary.ts';
import { allOf } from '#web/ask.ts';
import { Page } from '#web/layout.tsx';
import type { ReaderOf } from '#web/reader.ts';
import { OVERDUE, SITE } from '#web/words.ts';

export function overduePages(app: Hono, readerOf: ReaderOf): void {
  app.get('/dieu-hanh', async (c) => {
    const reader = await readerOf(c);
    const { ask, language, me } = reader;
    const rows = await allOf<OverdueShown>(ask, '/overdue');
    return c.html(
      <Page frame={reader.frame('/dieu-hanh', SITE.overdue[language])}>
        <h1>{SITE.overdue[language]}</h1>
        <p>{OVERDUE.counted(rows.length, formatVi(me.today))[language]}</p>
        {rows.length === 0 ? null : <Table rows={rows} language={language} />}
      </Page>,
    );
  });
}

const day = (on: CivilDate | null) => (on === null ? '–' : formatVi(on));

/** The columns of PRODUCT 4, but for "Đã đôn đốc". */
const COLUMNS: readonly (readonly [Bilingual, (row: OverdueShown) => unknown])[] = [
  [OVERDUE.unit, (row) => <a href={`/nhiem-vu/${row.assignment}`}>{row.unit.name}</a>],
  [
    OVERDUE.step,
    ({ step, document }) =>
      document === null ? step.label : `${step.label} (${document.number}, ${day(document.on)})`,
  ],
  [OVERDUE.due, ({ dueOn, assumed }) => `${day(dueOn)}${assumed === null ? '' : ` (${assumed})`}`],
  [OVERDUE.days, ({ workingDaysOverdue }) => workingDaysOverdue],
  [OVERDUE.holder, ({ holder, agency }) => holder?.name ?? agency],
  [OVERDUE.since, ({ since }) => day(since)],
  [OVERDUE.others, ({ othersDoneOn }) => day(othersDoneOn)],
  [
    OVERDUE.because,
    ({ because }) =>
      because === null ? '–' : [because.label, because.text].filter((t) => t !== null).join('. '),
  ],
  [OVERDUE.reported, ({ reportedUpOn }) => day(reportedUpOn)],
  [OVERDUE.next, ({ next }) => next.label],
];

const Table = ({ rows, language }: { rows: readonly OverdueShown[]; language: Language }) => (
  <div class="wide" role="region" aria-label={SITE.overdue[language]} tabindex={0}>
    <table>
      <thead>
        <tr>
          <th scope="col">{OVERDUE.n[language]}</th>
          {COLUMNS.map(([name]) => (
            <th scope="col">{name[language]}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr>
            <td>{i + 1}</td>
            {COLUMNS.map(([, cell]) => (
              <td>{cell(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
