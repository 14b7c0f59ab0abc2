/** "Đợt triển khai": the list, and the tree of one by địa bàn, tier under tier (PRODUCT 1). */
import type { Hono } from 'hono';
import { formatVi } from '#domain/civil-date.ts';
import { TIER_LABELS } from '#domain/labels.ts';
import { TIERS, type CivilDate, type Language, type Tier } from '#domain/vocabulary.ts';
import { allOf } from '#web/ask.ts';
import { Page } from '#web/layout.tsx';
import { addressOf, type Reader, type ReaderOf } from '#web/reader.ts';
import { ROLLOUT, SITE } from '#web/words.ts';

type Labelled = { readonly code: string; readonly label: string };
type KOfN = { readonly covered: number; readonly of: number };

type Row = {
  readonly id: string;
  readonly title: string | null;
  readonly state: Labelled;
  readonly issueOn: CivilDate;
  readonly totals: Readonly<Record<string, number>>;
  readonly beingProcessed: number;
};

type Rollout = Row & {
  readonly asOf: CivilDate;
  readonly dates: readonly {
    readonly key: string;
    readonly label: string;
    readonly on: CivilDate | null;
    readonly assumed: string | null;
    readonly why: readonly string[];
  }[];
  readonly coverage: Readonly<
    Record<Tier, (KOfN & { readonly byAgency: Readonly<Record<string, KOfN>> }) | null>
  >;
};

type Recipient = {
  readonly unit: { readonly key: string; readonly name: string; readonly tier: Tier };
  readonly assignment: string | null;
  readonly state: Labelled;
  readonly holder: { readonly offices: readonly string[]; readonly superiorsOf: readonly string[] };
  readonly lines: readonly { readonly agency: string; readonly state: Labelled }[];
  readonly beingProcessed: number;
};

type Programme = {
  readonly rootUnit: string;
  readonly agencies: readonly Agency[];
};

type Agency = { readonly code: string; readonly name: string; readonly signs: boolean };

export function rolloutPages(app: Hono, readerOf: ReaderOf): void {
  app.get('/dot', async (c) => {
    const reader = await readerOf(c);
    const { ask, language, me } = reader;
    const rows = await allOf<Row>(ask, '/rollouts');
    return c.html(
      <Page frame={reader.frame('/dot', SITE.rollouts[language])}>
        <h1>{SITE.rollouts[language]}</h1>
        {me.role === 'planner' ? <Draft language={language} /> : null}
        {rows.length === 0 ? <p>{ROLLOUT.none[language]}</p> : null}
        {rows.map((row) => (
          <article class="card">
            <h2>
              <a href={`/dot/${row.id}`}>{row.title}</a>
            </h2>
            <p>
              {row.state.label} · {ROLLOUT.issueOn[language]} {formatVi(row.issueOn)}
            </p>
          </article>
        ))}
      </Page>,
    );
  });

  app.get('/dot/:id', async (c) => {
    const reader = await readerOf(c);
    const { ask, language, me } = reader;
    const at = `/rollouts/${encodeURIComponent(c.req.param('id'))}`;
    const [rollout, programme] = await Promise.all([
      ask.get<Rollout>(at),
      ask.get<Programme>(`/programmes/${me.programme.id}`),
    ]);
    // Further agencies that only take part have no lines.
    const agencies = programme.agencies.filter(({ signs }) => signs);
    const asked = c.req.query('duoi');
    const under = asked ?? me.office?.unit.key ?? programme.rootUnit;
    const below = await allOf<Recipient>(ask, `${at}/assignments`, { parent: under });
    // An officer of the last tier sees its own pair.
    const isLast = below.length === 0 && asked === undefined;
    const rows = isLast ? await allOf<Recipient>(ask, `${at}/assignments`) : below;
    const title = rollout.title ?? '';
    return c.html(
      <Page frame={reader.frame(addressOf(c), title)}>
        <p>
          <a href="/dot">{SITE.rollouts[language]}</a>
          {under === me.office?.unit.key ? null : (
            <>
              {' › '}
              <a href={`/dot/${rollout.id}`}>{title}</a>
            </>
          )}
        </p>
        <h1>{title}</h1>
        <p>
          {rollout.state.label} · {ROLLOUT.asOf[language]} {formatVi(rollout.asOf)}
          {rollout.beingProcessed > 0
            ? ` · ${ROLLOUT.processing(rollout.beingProcessed)[language]}`
            : ''}
        </p>
        <Coverage rollout={rollout} agencies={agencies} language={language} />
        <Recipients {...{ rollout, rows, agencies, reader }} />
        <Dates rollout={rollout} language={language} />
      </Page>,
    );
  });
}

const Draft = ({ language }: { language: Language }) => (
  <p>
    <a role="button" href="/dot/moi">
      {ROLLOUT.draft[language]}
    </a>
  </p>
);

type Agencies = Programme['agencies'];
type CoverageProps = { rollout: Rollout; agencies: Agencies; language: Language };

/** "8/8" names its date, and a tier that there is none of is not nought (PRODUCT 2.9). */
const Coverage = ({ rollout, agencies, language }: CoverageProps) => (
  <ul class="coverage">
    {TIERS.map((tier) => {
      const of = rollout.coverage[tier];
      if (of === null) return null;
      const by = agencies.flatMap(({ code, name }) => {
        const one = of.byAgency[code];
        return one === undefined ? [] : [`${name} ${one.covered}/${one.of}`];
      });
      return (
        <li>
          <strong>
            {TIER_LABELS[tier][language]}: {of.covered}/{of.of}
          </strong>{' '}
          ({by.join(' · ')})
          <progress value={of.covered} max={of.of} aria-label={TIER_LABELS[tier][language]} />
        </li>
      );
    })}
  </ul>
);

type RecipientsProps = {
  rollout: Rollout;
  rows: readonly Recipient[];
  agencies: Agencies;
  reader: Reader;
};

const Recipients = ({ rollout, rows, agencies, reader: { language } }: RecipientsProps) => {
  const nameOf = (code: string) => agencies.find((a) => a.code === code)?.name ?? code;
  return (
    <div class="wide" role="region" aria-label={ROLLOUT.tree[language]} tabindex={0}>
      <table>
        <caption>{ROLLOUT.tree[language]}</caption>
        <thead>
          <tr>
            <th scope="col">{ROLLOUT.unit[language]}</th>
            <th scope="col">{ROLLOUT.state[language]}</th>
            <th scope="col">{ROLLOUT.holder[language]}</th>
            {agencies.map(({ name }) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ unit, assignment, state, holder, lines }) => (
            <tr>
              <th scope="row">
                {unit.tier === TIERS.at(-1) ? (
                  unit.name
                ) : (
                  <a href={`/dot/${rollout.id}?duoi=${encodeURIComponent(unit.key)}`}>
                    {unit.name}
                  </a>
                )}
              </th>
              <td>
                {assignment === null ? (
                  state.label
                ) : (
                  <a href={`/nhiem-vu/${assignment}`}>{state.label}</a>
                )}
              </td>
              <td>
                {[
                  ...holder.offices.map(nameOf),
                  ...holder.superiorsOf.map((code) => ROLLOUT.superiorOf(nameOf(code))[language]),
                ].join(', ')}
              </td>
              {agencies.map(({ code }) => (
                <td>{lines.find(({ agency }) => agency === code)?.state.label ?? '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Dates = ({ rollout, language }: { rollout: Rollout; language: Language }) => (
  <section aria-labelledby="dates">
    <h2 id="dates">{ROLLOUT.dates[language]}</h2>
    {rollout.dates.map(({ key, label, on, assumed, why }) =>
      on === null ? null : (
        <details class="date">
          <summary>
            {key} · {label}: <strong>{formatVi(on)}</strong>
            {assumed === null ? null : <span class="mark"> ({assumed})</span>}
          </summary>
          <p class="quiet">{ROLLOUT.why[language]}</p>
          <ul>
            {why.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </details>
      ),
    )}
  </section>
);
