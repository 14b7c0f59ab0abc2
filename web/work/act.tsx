/** One act on a page of its own, and the receipt for it. */
import { formatVi, localDate, localTime } from '#domain/civil-date.ts';
import type { CivilDate, Language } from '#domain/vocabulary.ts';
import type { Refusal } from '#web/ask.ts';
import { Fields } from '#web/fields.tsx';
import { fieldsOf, type Values } from '#web/form.ts';
import { RECEIPT, SITE } from '#web/words.ts';
import { ErrorSummary } from '#web/wrong.tsx';
import { formOf, type Thing } from './forms.ts';
import { Told } from './list.tsx';

type ActProps = {
  thing: Thing;
  today: CivilDate;
  language: Language;
  /** Made with the page: pressed twice, or sent again after a lost answer, it is one act. */
  sendKey: string;
  values: Values | null;
  refusal: Refusal | null;
};

export const Act = ({ thing, today, language, sendKey, values, refusal }: ActProps) => {
  const { item, act } = thing;
  const { button, lead, parts } = formOf(act.kind, { ...thing, today });
  return (
    <>
      <p>
        <a href="/viec">{SITE.back[language]}</a>
      </p>
      {refusal === null ? null : (
        <ErrorSummary {...{ refusal, values, language }} fields={fieldsOf(parts)} />
      )}
      <h1>{button[language]}</h1>
      <article class="card">
        <h2>{item.title}</h2>
        <Told {...{ item, today, language }} sides={thing.sides} />
      </article>
      {lead === undefined ? null : <p>{lead[language]}</p>}
      <form method="post" action="/viec/lam">
        <input type="hidden" name="sendKey" value={sendKey} />
        <input type="hidden" name="about" value={JSON.stringify(thing)} />
        <Fields parts={parts} language={language} values={values} refusal={refusal} />
        <button>{button[language]}</button>
      </form>
    </>
  );
};

/** A draft or an account is an ordinary row: it has no place in the ledger. */
export type Recorded = { readonly seq?: number; readonly at?: string };

type ReceiptProps = {
  thing: Thing;
  again: boolean;
  today: CivilDate;
  language: Language;
  recorded: Recorded;
};

export const Receipt = ({ thing, again, today, language, recorded }: ReceiptProps) => {
  const { item, act } = thing;
  const { seq, at } = recorded;
  const { button } = formOf(act.kind, { ...thing, today });
  return (
    <section class="receipt" aria-labelledby="recorded">
      <h1 id="recorded">{RECEIPT.title[language]}</h1>
      <dl>
        {seq === undefined ? null : (
          <div>
            <dt>{RECEIPT.code[language]}</dt>
            <dd class="code">{seq}</dd>
          </div>
        )}
        <div>
          <dt>{RECEIPT.what[language]}</dt>
          <dd>
            {button[language]}: {item.title}
          </dd>
        </div>
        <div>
          <dt>{RECEIPT.office[language]}</dt>
          <dd>{item.office.name}</dd>
        </div>
        {at === undefined ? null : (
          <div>
            <dt>{RECEIPT.at[language]}</dt>
            <dd>
              <time datetime={at}>
                {localTime(at)} {formatVi(localDate(at))}
              </time>
            </dd>
          </div>
        )}
      </dl>
      {again ? <p>{RECEIPT.again[language]}</p> : null}
      <p>{RECEIPT.keep[language]}</p>
      <p>
        <a role="button" href="/viec">
          {SITE.work[language]}
        </a>
      </p>
    </section>
  );
};
