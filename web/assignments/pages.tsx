/** One assignment: how each side and each step stands, why each date is what it is, who has held it how long. */
import type { Hono } from 'hono';
import { formatVi, localDate } from '#domain/civil-date.ts';
import type { CivilDate, Instant, Language } from '#domain/vocabulary.ts';
import { Page } from '#web/layout.tsx';
import type { ReaderOf } from '#web/reader.ts';
import { ASSIGNMENT, ROLLOUT, SITE } from '#web/words.ts';
import { Evidence } from '#web/work/evidence.tsx';

type Labelled = { readonly code: string; readonly label: string };

type Assignment = {
  readonly rollout: { readonly id: string; readonly title: string };
  readonly unit: { readonly name: string };
  readonly state: Labelled;
  readonly lines: readonly {
    readonly agency: string;
    readonly name: string;
    readonly state: Labelled;
    readonly receivedOn: Readonly<Record<string, CivilDate>>;
    readonly acceptedOn: CivilDate | null;
  }[];
  readonly steps: readonly {
    readonly key: string;
    readonly label: string;
    readonly state: Labelled;
    readonly dueOn: CivilDate;
    readonly assumed: string | null;
    readonly filedOn: CivilDate | null;
    readonly why: readonly string[];
    readonly filing: {
      readonly agency: string;
      readonly on: CivilDate;
      readonly evidence: object;
      readonly dispute: { readonly differs: string | null } | null;
    } | null;
  }[];
  readonly versions: readonly {
    readonly n: number;
    readonly cause: Labelled;
    readonly content: string | null;
    readonly madeAt: Instant;
  }[];
  readonly holder: {
    readonly offices: readonly { readonly name: string }[];
    readonly superiors: readonly { readonly name: string }[];
  };
  readonly holding: {
    readonly class: Labelled;
    readonly since: CivilDate | null;
    readonly workingDays: number;
    readonly days: {
      readonly elapsed: number;
      readonly office: Readonly<Record<string, number>>;
      readonly several: number;
      readonly superior: number;
      readonly nobody: number;
    };
  };
};

export function assignmentPages(app: Hono, readerOf: ReaderOf): void {
  app.get('/nhiem-vu/:id', async (c) => {
    const reader = await readerOf(c);
    const { ask, language } = reader;
    const it = await ask.get<Assignment>(`/assignments/${encodeURIComponent(c.req.param('id'))}`);
    return c.html(
      <Page frame={reader.frame(c.req.path, it.unit.name)}>
        <p>
          <a href="/dot">{SITE.rollouts[language]}</a>
          {' › '}
          <a href={`/dot/${it.rollout.id}`}>{it.rollout.title}</a>
        </p>
        <h1>{it.unit.name}</h1>
        <p>
          <strong>{it.state.label}</strong>
        </p>
        <Holding it={it} language={language} />
        <Steps it={it} language={language} />
        <Sides it={it} language={language} />
        <Versions it={it} language={language} />
      </Page>,
    );
  });
}

type Part = { it: Assignment; language: Language };

const Holding = ({ it, language }: Part) => {
  const { holding, holder } = it;
  const { elapsed, office, several, superior, nobody } = holding.days;
  const name = (agency: string) => it.lines.find((l) => l.agency === agency)?.name ?? agency;
  const days = [
    ...Object.entries(office).map(([agency, n]) => [name(agency), n] as const),
    [ASSIGNMENT.several[language], several] as const,
    [ASSIGNMENT.superior[language], superior] as const,
    [ASSIGNMENT.nobody[language], nobody] as const,
  ];
  const holders = [...holder.offices, ...holder.superiors].map((one) => one.name);
  return (
    <section aria-labelledby="holding">
      <h2 id="holding">{ROLLOUT.holder[language]}</h2>
      <p>
        {holders.length === 0 ? ASSIGNMENT.nobody[language] : holders.join(', ')}
        {holding.since === null
          ? ''
          : ` · ${ASSIGNMENT.since(formatVi(holding.since), holding.workingDays)[language]}`}
      </p>
      <p class="quiet">
        {ASSIGNMENT.elapsed(elapsed)[language]}: {days.map(([who, n]) => `${who} ${n}`).join(' · ')}
      </p>
    </section>
  );
};

const Steps = ({ it, language }: Part) => (
  <section aria-labelledby="steps">
    <h2 id="steps">{ASSIGNMENT.steps[language]}</h2>
    {it.steps.map(({ key, label, state, dueOn, assumed, filedOn, why, filing }) => (
      <details class="date">
        <summary>
          {key} · {label}: <strong>{state.label}</strong> · {ASSIGNMENT.due[language]}{' '}
          {formatVi(dueOn)}
          {assumed === null ? null : <span class="mark"> ({assumed})</span>}
          {filedOn === null ? '' : ` · ${ASSIGNMENT.filed[language]} ${formatVi(filedOn)}`}
        </summary>
        {filing === null ? null : <Evidence {...{ filing, language }} sides={it.lines} />}
        <p class="quiet">{ROLLOUT.why[language]}</p>
        <ul>
          {why.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </details>
    ))}
  </section>
);

const Sides = ({ it, language }: Part) => (
  <section aria-labelledby="sides">
    <h2 id="sides">{ASSIGNMENT.sides[language]}</h2>
    <ul>
      {it.lines.map(({ name, state, receivedOn, acceptedOn }) => (
        <li>
          {name}: {state.label}
          {Object.entries(receivedOn).map(
            ([version, on]) => ` · ${ASSIGNMENT.received(version, formatVi(on))[language]}`,
          )}
          {acceptedOn === null ? '' : ` · ${ASSIGNMENT.accepted(formatVi(acceptedOn))[language]}`}
        </li>
      ))}
    </ul>
  </section>
);

const Versions = ({ it, language }: Part) => (
  <section aria-labelledby="versions">
    <h2 id="versions">{ASSIGNMENT.versions[language]}</h2>
    <ol>
      {it.versions.map(({ cause, content, madeAt }) => (
        <li>
          {cause.label}, {formatVi(localDate(madeAt))}
          {content === null ? '' : `. ${content}`}
        </li>
      ))}
    </ol>
  </section>
);
