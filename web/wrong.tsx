/** What is wrong with what was sent: first on the page, and at each field (GOV.UK error summary). */
import { formatVi } from '#domain/civil-date.ts';
import type { Bilingual, CivilDate, Language } from '#domain/vocabulary.ts';
import type { Refusal } from './ask.ts';
import { fieldAt, type Field, type Values } from './form.ts';
import { say } from './layout.tsx';
import { SITE, WRONG } from './words.ts';

export type Wrong = {
  /** Null: what the API names is none of the fields of this form. */
  readonly field: Field | null;
  readonly text: string;
};

type Sent = {
  readonly refusal: Refusal;
  readonly fields: readonly Field[];
  readonly values: Values | null;
  readonly language: Language;
};

/** In the order of the API; a refusal that names one field or step leads there, too. */
export function wrongsOf({ refusal, fields, values, language }: Sent): Wrong[] {
  const { errors = [], field, step } = refusal.details;
  const all = errors.map(({ field: path, expected = '' }): Wrong => {
    const at = fieldAt(fields, path);
    if (at === undefined) return { field: null, text: `${path}: ${expected}` };
    return { field: at, text: expectedOf(at, values?.[at.name] ?? '', expected, language) };
  });
  const named =
    field === undefined
      ? fields.find(({ name }) => step !== undefined && [`dates.${step}`, 'closeOn'].includes(name))
      : fieldAt(fields, field.replace(EVIDENCE, ''));
  return named === undefined ? all : [...all, { field: named, text: refusal.title }];
}

/** As the record names what lies in a filing. */
const EVIDENCE = /^evidence\.(plan|conference|report)\./;

/** Programs are told codes and forms; people are told what to do with what they see. */
function expectedOf(field: Field, given: string, expected: string, language: Language): string {
  if (field.kind === 'choice') return WRONG.choose[language];
  if (given.trim() === '' && field.kind !== 'list') return WRONG.empty[language];
  if (field.kind === 'date') return WRONG.date[language];
  return field.kind === 'count' ? WRONG.count[language] : expected;
}

/** What the API tells beside: why not, which days instead, how long to wait. */
function besides({ details }: Refusal, language: Language): string[] {
  const { message, previous, next, retryAfter } = details;
  const day = (on: CivilDate) => formatVi(on);
  return [
    ...(message === undefined ? [] : [message]),
    ...(previous === undefined || next === undefined
      ? []
      : [WRONG.neighbours(day(previous), day(next))[language]]),
    ...(retryAfter === undefined ? [] : [WRONG.wait(Math.ceil(retryAfter / 60))[language]]),
  ];
}

export const ErrorSummary = (sent: Sent) => {
  const { refusal, language } = sent;
  const wrongs = wrongsOf(sent);
  return (
    <section class="errors" role="alert" aria-labelledby="errors" tabindex={-1} autofocus>
      <h2 id="errors">{SITE.wrong[language]}</h2>
      <p>
        {refusal.title} {refusal.detail}
      </p>
      {besides(refusal, language).map((text) => (
        <p>{text}</p>
      ))}
      {wrongs.length === 0 ? null : (
        <ul>
          {wrongs.map(({ field, text }) => (
            <li>
              {field === null ? (
                text
              ) : (
                <a href={`#${field.name}`}>{lineOf(field, text, language)}</a>
              )}
            </li>
          ))}
        </ul>
      )}
      <Request refusal={refusal} language={language} />
    </section>
  );
};

const lineOf = ({ label }: Field, text: string, language: Language): string =>
  `${say(label, language)}: ${text}`;

export const Request = ({ refusal, language }: { refusal: Refusal; language: Language }) => (
  <p class="quiet">
    {SITE.askOperator[language]}: <code>{refusal.instance.split(':').at(-1)}</code>
  </p>
);

/** Told to who reads a page before anything else of it. */
export const titleOf = (title: Bilingual | string, refusal: Refusal | null, language: Language) =>
  `${refusal === null ? '' : `${WRONG.title[language]}: `}${say(title, language)}`;
