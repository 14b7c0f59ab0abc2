/** "Tạo đợt triển khai": the template, a title and the last date; every other date follows, each with its reason. */
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Bilingual } from '#domain/vocabulary.ts';
import type { Refusal } from '#web/ask.ts';
import { Fields } from '#web/fields.tsx';
import { bodyOf, textsOf, type Field, type Values } from '#web/form.ts';
import { Page } from '#web/layout.tsx';
import type { Reader, ReaderOf } from '#web/reader.ts';
import { ROLLOUT, SITE } from '#web/words.ts';
import { ErrorSummary, titleOf } from '#web/wrong.tsx';

const both = (vi: string, en: string): Bilingual => ({ vi, en });

type Templates = readonly { readonly key: string; readonly title: string }[];

const fieldsFor = (templates: Templates): readonly Field[] => [
  {
    kind: 'choice',
    name: 'template',
    label: both('Mẫu', 'Template'),
    options: templates.map(({ key, title }) => [key, both(title, title)]),
    ...(templates.length === 1 ? { value: templates[0]!.key } : {}),
  },
  { kind: 'line', name: 'title', max: 300, label: both('Tên đợt triển khai', 'Title') },
  {
    kind: 'date',
    name: 'closeOn',
    label: both('Ngày kết thúc của tỉnh', 'Last date of the province'),
    hint: both(
      'Hạn của từng cấp được tính lùi từ ngày này theo lịch làm việc; ngày nghỉ bị từ chối kèm hai ngày gần nhất',
      'The tiers’ dates are counted back from it over the working calendar; a rest day is refused with its neighbours',
    ),
  },
];

export function draftPages(app: Hono, readerOf: ReaderOf): void {
  app.get('/dot/moi', async (c) => {
    const reader = await readerOf(c);
    // Nobody else is offered it, and nobody fills it in for nothing.
    if (reader.me.role !== 'planner') return c.redirect('/dot');
    const fields = fieldsFor(await templatesOf(reader));
    return page(c, reader, fields, { sendKey: crypto.randomUUID(), values: null, refusal: null });
  });

  app.post('/dot/moi', async (c) => {
    const reader = await readerOf(c);
    const fields = fieldsFor(await templatesOf(reader));
    const { sendKey = '', ...values } = textsOf(await c.req.parseBody());
    const told = await reader.ask.post<{ id: string }>(
      '/rollouts',
      bodyOf(fields, values),
      sendKey,
    );
    if (told.ok) return c.redirect(`/dot/${told.body.id}`, 303);
    return page(c, reader, fields, { sendKey, values, refusal: told.refusal });
  });
}

async function templatesOf({ ask, me }: Reader): Promise<Templates> {
  const { templates } = await ask.get<{ templates: Templates }>(`/programmes/${me.programme.id}`);
  return templates;
}

type State = {
  readonly sendKey: string;
  readonly values: Values | null;
  readonly refusal: Refusal | null;
};

function page(c: Context, reader: Reader, fields: readonly Field[], state: State) {
  const { language } = reader;
  const { sendKey, values, refusal } = state;
  return c.html(
    <Page frame={reader.frame('/dot/moi', titleOf(ROLLOUT.draft, refusal, language))}>
      <p>
        <a href="/dot">{SITE.rollouts[language]}</a>
      </p>
      {refusal === null ? null : <ErrorSummary {...{ refusal, fields, values, language }} />}
      <h1>{ROLLOUT.draft[language]}</h1>
      <form method="post" action="/dot/moi">
        <input type="hidden" name="sendKey" value={sendKey} />
        <Fields parts={fields} language={language} values={values} refusal={refusal} />
        <button>{ROLLOUT.draftButton[language]}</button>
      </form>
    </Page>,
    (refusal?.status ?? 200) as ContentfulStatusCode,
  );
}
