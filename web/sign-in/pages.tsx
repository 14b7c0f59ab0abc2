/** How people come in and go out: by name and password, the first time by the code on paper from their superior. */
import type { Hono, Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Bilingual } from '#domain/vocabulary.ts';
import { askAs, type Api, type Refusal } from '#web/ask.ts';
import { Fields } from '#web/fields.tsx';
import { bodyOf, textsOf, type Field, type Values } from '#web/form.ts';
import { Page } from '#web/layout.tsx';
import { languageOf, signIn, signOut, tokenOf } from '#web/session.ts';
import { ErrorSummary, titleOf } from '#web/wrong.tsx';

const both = (vi: string, en: string): Bilingual => ({ vi, en });

/** One way in: the page's address, what it asks, and the operation that judges it. */
type WayIn = {
  readonly path: string;
  readonly operation: string;
  readonly title: Bilingual;
  readonly lead?: Bilingual;
  readonly button: Bilingual;
  readonly fields: readonly Field[];
  readonly other: { readonly path: string; readonly text: Bilingual };
};

const SIGN_IN: WayIn = {
  path: '/dang-nhap',
  operation: '/sessions',
  title: both('Đăng nhập', 'Sign in'),
  button: both('Đăng nhập', 'Sign in'),
  fields: [
    {
      kind: 'line',
      name: 'login',
      max: 100,
      autocomplete: 'username',
      label: both('Tên đăng nhập', 'Login'),
      hint: both(
        'Tên của cơ quan, ghi trên phiếu kích hoạt',
        'Your office’s, as on the activation slip',
      ),
    },
    {
      kind: 'secret',
      name: 'password',
      autocomplete: 'current-password',
      label: both('Mật khẩu', 'Password'),
    },
  ],
  other: {
    path: '/kich-hoat',
    text: both(
      'Lần đầu, hoặc quên mật khẩu: nhập mã kích hoạt',
      'First time, or password forgotten: enter the activation code',
    ),
  },
};

const ACTIVATE: WayIn = {
  path: '/kich-hoat',
  operation: '/activations',
  title: both('Kích hoạt tài khoản', 'Activate the account'),
  lead: both(
    'Mã do cấp trên trực tiếp trong cùng ngành cấp, in trên giấy, dùng một lần.',
    'The nearest superior of your own agency issues the code on paper; it works once.',
  ),
  button: both('Kích hoạt và đăng nhập', 'Activate and sign in'),
  fields: [
    {
      kind: 'line',
      name: 'code',
      max: 40,
      autocomplete: 'one-time-code',
      label: both('Mã kích hoạt', 'Activation code'),
      hint: both(
        'Không phân biệt chữ hoa, chữ thường; có hay không có gạch nối đều được',
        'Capitals and dashes do not matter',
      ),
    },
    {
      kind: 'secret',
      name: 'password',
      autocomplete: 'new-password',
      label: both('Đặt mật khẩu', 'Choose a password'),
      hint: both(
        'Ít nhất 10 ký tự; vài từ dễ nhớ là tốt',
        'At least 10 characters; a few words are fine',
      ),
    },
  ],
  other: {
    path: '/dang-nhap',
    text: both('Đã có mật khẩu: đăng nhập', 'I have a password: sign in'),
  },
};

export function signInPages(app: Hono, api: Api): void {
  for (const way of [SIGN_IN, ACTIVATE]) {
    app.get(way.path, (c) => c.html(<WayInPage c={c} way={way} values={null} refusal={null} />));
    app.post(way.path, async (c) => {
      const values = textsOf(await c.req.parseBody());
      const ask = askAs(api, null, languageOf(c));
      const body = bodyOf(way.fields, values);
      const told = await ask.post<{ token: string }>(way.operation, body, crypto.randomUUID());
      if (told.ok) {
        signIn(c, told.body.token);
        return c.redirect('/viec', 303);
      }
      const { refusal } = told;
      const page = <WayInPage {...{ c, way, values, refusal }} />;
      return c.html(page, refusal.status as ContentfulStatusCode);
    });
  }
  app.post('/dang-xuat', async (c) => {
    const token = tokenOf(c);
    // The cookie goes whatever the API says: who leaves has left.
    if (token !== null) await endSession(askAs(api, token, languageOf(c)));
    signOut(c);
    return c.redirect('/dang-nhap', 303);
  });
}

type Session = { readonly id: string; readonly current: boolean };

async function endSession(ask: ReturnType<typeof askAs>): Promise<void> {
  try {
    const { items } = await ask.get<{ items: readonly Session[] }>('/me/sessions');
    const own = items.find(({ current }) => current);
    if (own !== undefined) await ask.post(`/sessions/${own.id}/endings`, {}, crypto.randomUUID());
  } catch {
    // It had ended already.
  }
}

type WayInProps = { c: Context; way: WayIn; values: Values | null; refusal: Refusal | null };

const WayInPage = ({ c, way, values, refusal }: WayInProps) => {
  const language = languageOf(c);
  const title = way.title[language];
  return (
    <Page
      frame={{
        language,
        here: way.path,
        title: titleOf(title, refusal, language),
        rehearsal: null,
        who: null,
      }}
    >
      {refusal === null ? null : (
        <ErrorSummary {...{ refusal, values, language }} fields={way.fields} />
      )}
      <h1>{title}</h1>
      {way.lead === undefined ? null : <p>{way.lead[language]}</p>}
      <form method="post" action={way.path}>
        <Fields parts={way.fields} language={language} values={values} refusal={refusal} />
        <button>{way.button[language]}</button>
      </form>
      <p>
        <a href={way.other.path}>{way.other.text[language]}</a>
      </p>
    </Page>
  );
};
