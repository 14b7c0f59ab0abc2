/** "Việc của tôi": every item with what it is, by when, how each side stands, and one button an act (PRODUCT 3). */
import type { WorkItem, WorkSection } from '#api/work/items.ts';
import { formatWithWeekday } from '#domain/civil-date.ts';
import type { Bilingual, CivilDate, Language } from '#domain/vocabulary.ts';
import { WORK } from '#web/words.ts';
import { Evidence } from './evidence.tsx';
import { formOf, type Side } from './forms.ts';
import { SECTIONS } from './sections.ts';

export type WorkList = {
  readonly today: CivilDate;
  readonly items: readonly WorkItem[];
};

type ListProps = { work: WorkList; language: Language };

export const WorkSections = ({ work, language }: ListProps) => {
  const { items, today } = work;
  if (items.length === 0) return <p class="empty">{WORK.empty[language]}</p>;
  const sections = Object.keys(SECTIONS) as WorkSection[];
  return (
    <>
      {sections.map((section) => {
        const of = items.filter((item) => item.section === section);
        if (of.length === 0) return null;
        const cards = of.map((item) => <Card item={item} today={today} language={language} />);
        const heading = `${SECTIONS[section][language]} (${of.length})`;
        return section === 'done' ? (
          <details class="section">
            <summary>{heading}</summary>
            {cards}
          </details>
        ) : (
          <section class={`section ${section}`} aria-labelledby={section}>
            <h2 id={section}>{heading}</h2>
            {cards}
          </section>
        );
      })}
    </>
  );
};

type CardProps = { item: WorkItem; today: CivilDate; language: Language };

const Card = ({ item, today, language }: CardProps) => (
  <article class={item.due !== null && item.due.workingDaysOverdue > 0 ? 'card late' : 'card'}>
    <h3>{item.title}</h3>
    <Told {...{ item, today, language }} />
    {item.acts.length === 0 ? null : (
      <p class="acts">
        {item.acts.map(({ kind }, i) => (
          <a
            role="button"
            class={i === 0 ? undefined : 'secondary outline'}
            href={`/viec/lam?muc=${encodeURIComponent(item.key)}&kieu=${kind}`}
          >
            {formOf(kind, { item, sides: [], steps: [], today }).button[language]}
          </a>
        ))}
      </p>
    )}
  </article>
);

export const sidesOf = ({ lines }: WorkItem): Side[] =>
  lines.map(({ agency, officeName }) => ({ agency, name: officeName }));

const leftOf = ({ on, workingDaysLeft }: NonNullable<WorkItem['due']>, today: CivilDate) => {
  if (workingDaysLeft > 0) return WORK.left(workingDaysLeft);
  return on === today ? WORK.today : WORK.passed;
};

type ToldProps = {
  item: WorkItem;
  sides?: readonly Side[];
  today: CivilDate;
  language: Language;
};

/** What an item is about: where, by when, how each side stands, and what it waits for. */
export const Told = ({ item, sides, today, language }: ToldProps) => {
  const t = (text: Bilingual) => text[language];
  const { due, returned, request, filing, change, office } = item;
  return (
    <>
      <p class="about">
        {[item.unit.name, item.rollout?.title].filter((part) => part != null).join(' · ')}
        {office.standingIn ? ` · ${t(WORK.standingIn(office.name))}` : ''}
      </p>
      {due === null ? null : (
        <p class="due">
          {t(WORK.due)} <strong>{formatWithWeekday(due.on, language)}</strong>,{' '}
          {due.workingDaysOverdue > 0 ? (
            <em class="late">{t(WORK.overdue(due.workingDaysOverdue))}</em>
          ) : (
            t(leftOf(due, today))
          )}
          {due.assumed === null ? null : <span class="mark"> ({due.assumed})</span>}
        </p>
      )}
      {returned === null ? null : (
        <p class="why">
          {t(WORK.returned)}: {returned.field}. {returned.reason}
        </p>
      )}
      {request === null ? null : (
        <p class="why">
          {t(WORK.requestOf)}: {request.reason.label}
          {request.text === null ? '' : `. ${request.text}`}
        </p>
      )}
      {change === null ? null : (
        <p class="why">
          {t(WORK.changes)}: {changeText(change)}
        </p>
      )}
      {item.lines.length === 0 ? null : (
        <ul class="sides">
          {item.lines.map(({ officeName, state }) => (
            <li>
              {officeName}: {state.label}
            </li>
          ))}
        </ul>
      )}
      {filing === null ? null : (
        <Evidence {...{ filing, language }} sides={sides ?? sidesOf(item)} />
      )}
      <Whole item={item} language={language} />
    </>
  );
};

/** Everything that was filed, and every date with its reason: to be read before one answers for it. */
const Whole = ({ item: { assignment, rollout }, language }: Omit<ToldProps, 'sides' | 'today'>) => {
  if (assignment === null && rollout === null) return null;
  const [path, text] =
    assignment === null
      ? [`/dot/${rollout?.id}`, WORK.rollout]
      : [`/nhiem-vu/${assignment}`, WORK.whole];
  return (
    <p>
      <a href={path}>{text[language]}</a>
    </p>
  );
};

const changeText = ({ cause, content, dates }: NonNullable<WorkItem['change']>): string => {
  const moved = dates.map(
    ({ label, from, to }) => `${label} ${from === null ? '' : `${vi(from)} → `}${vi(to)}`,
  );
  return [cause.label, ...moved, ...(content === null ? [] : [content])].join('; ');
};

/** dd/mm/yyyy in both languages, as the documents have it. */
const vi = (on: CivilDate): string => on.split('-').toReversed().join('/');
