/** The pages: server-rendered, usable without a script, each asking the API in the name of its reader. */
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { HTTPException } from 'hono/http-exception';
import { PROBLEMS } from '#domain/problem-labels.ts';
import type { ProblemCode } from '#domain/problems.ts';
import type { Bilingual, Language } from '#domain/vocabulary.ts';
import { Refused, type Api, type Refusal } from './ask.ts';
import { serveAssets } from './assets.ts';
import { Page, SignOut } from './layout.tsx';
import { assignmentPages } from './assignments/pages.tsx';
import { messagePages } from './messages/pages.tsx';
import { overduePages } from './overdue/pages.tsx';
import { readersOver } from './reader.ts';
import { draftPages } from './rollouts/draft.tsx';
import { rolloutPages } from './rollouts/pages.tsx';
import { languageOf, setLanguage, signOut, tokenOf } from './session.ts';
import { signInPages } from './sign-in/pages.tsx';
import { rehearsalPages } from './sign-in/rehearsal.tsx';
import { SITE } from './words.ts';
import { Request } from './wrong.tsx';
import { workPages } from './work/pages.tsx';

/** Nothing from elsewhere, nothing inline, no frame around it. */
const POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** A form holds what it was about beside what was typed; the API's own limit is for the latter. */
const FORM_BYTES_MAX = 256 * 1024;

/** The scheme is not asked: where TLS ends in front of us we are reached without it, and browsers still say `https`. */
const isOurs = (origin: string, c: Context): boolean =>
  URL.canParse(origin) && new URL(origin).host === c.req.header('host');

/** As our forms are sent, and no other way. */
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;
const onlyForms: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type') ?? '';
  if (c.req.method === 'POST' && !FORM_TYPE.test(type)) throw new HTTPException(400);
  await next();
};

/** What a page tells is its reader's own: no cache on the way keeps it. */
const unkept: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
};

/** First parts of the addresses that are pages: in Vietnamese, as the API's are nouns in English. */
const PAGES =
  /^\/(|tep|viec|dot|dieu-hanh|nhiem-vu|thong-bao|dang-nhap|dang-xuat|tap-huan|kich-hoat|ngon-ngu)(\/|$)/;
export const isPage = (path: string): boolean => PAGES.test(path);

export type PageDeps = {
  /** The API's `fetch`. */
  readonly api: Api;
  readonly log: { error(details: object, message: string): void };
};

export function createPages({ api, log }: PageDeps): Hono {
  const app = new Hono();
  app.use(
    compress(),
    secureHeaders({
      contentSecurityPolicy: POLICY,
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      // Said by what stands in front, which knows whether the address is reached by TLS.
      strictTransportSecurity: false,
    }),
    csrf({ origin: isOurs }),
    bodyLimit({ maxSize: FORM_BYTES_MAX }),
    onlyForms,
    unkept,
  );
  app.onError((thrown, c) => refusedPage(c, thrown, log));
  app.notFound((c) => refusedPage(c, new HTTPException(404), log));
  serveAssets(app);
  app.get('/', (c) => c.redirect(tokenOf(c) === null ? '/dang-nhap' : '/viec'));
  app.get('/ngon-ngu/:language', (c) => {
    setLanguage(c, c.req.param('language') === 'en' ? 'en' : 'vi');
    return c.redirect(ownPath(c.req.query('ve')));
  });
  signInPages(app, api);
  rehearsalPages(app, api);
  const readerOf = readersOver(api);
  workPages(app, readerOf);
  draftPages(app, readerOf);
  rolloutPages(app, readerOf);
  messagePages(app, readerOf);
  overduePages(app, readerOf);
  assignmentPages(app, readerOf);
  return app;
}

/** Back to a page of ours; an address of somebody else's is none. Browsers drop tabs and line breaks: none of ours has any. */
const ownPath = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';

const NOTHING: Bilingual = { vi: '', en: '' };
const OURS: Readonly<Record<number, ProblemCode>> = {
  400: 'request.invalid',
  404: 'request.not_found',
  413: 'request.too_large',
};

/** What went wrong, as the API tells refusals; what is none of its own is ours. */
function refusalOf(thrown: unknown, language: Language, log: PageDeps['log']): Refusal {
  if (thrown instanceof Refused) return thrown.refusal;
  const instance = crypto.randomUUID();
  const told = (status: number, code: string, text: { title: Bilingual; todo: Bilingual }) => ({
    status,
    code,
    title: text.title[language],
    detail: text.todo[language],
    instance,
    details: {},
  });
  // The middleware's: a form that another site made the browser send, or one too large; or no page of ours.
  if (thrown instanceof HTTPException && thrown.status === 403)
    return told(403, 'page.foreign', { title: SITE.foreign, todo: NOTHING });
  const ours = thrown instanceof HTTPException ? OURS[thrown.status] : undefined;
  if (ours !== undefined) return told(PROBLEMS[ours].status, ours, PROBLEMS[ours]);
  log.error({ requestId: instance, err: thrown }, 'a page failed unexpectedly');
  return told(500, 'server.error', PROBLEMS['server.error']);
}

/** Who is not, or no more, signed in is asked to; any other refusal is told as it is. */
function refusedPage(
  c: Context,
  thrown: unknown,
  log: PageDeps['log'],
): Response | Promise<Response> {
  const language = languageOf(c);
  const refusal = refusalOf(thrown, language, log);
  if (refusal.status === 401) {
    signOut(c);
    return c.redirect('/dang-nhap');
  }
  const frame = {
    language,
    here: c.req.path,
    title: refusal.title,
    rehearsal: null,
    who: null,
  };
  return c.html(
    <Page frame={frame}>
      <h1>{refusal.title}</h1>
      <p>{refusal.detail}</p>
      <p>
        <a href="/">{SITE.back[language]}</a>
      </p>
      {tokenOf(c) === null ? null : <SignOut language={language} />}
      <Request refusal={refusal} language={language} />
    </Page>,
    refusal.status as ContentfulStatusCode,
  );
}
