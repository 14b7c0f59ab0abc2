/** The frame of every page: language, where one is, the permanent mark of a rehearsal (PRODUCT 2.7). */
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Bilingual, Language } from '#domain/vocabulary.ts';
import { SITE } from './words.ts';

export type Frame = {
  readonly language: Language;
  /** Address of this page, to come back to in the other language. */
  readonly here: string;
  readonly title: string;
  readonly rehearsal: string | null;
  /** Who is signed in: the office and its post. */
  readonly who: {
    readonly office: string;
    readonly post: string;
    readonly today: string;
    readonly places: readonly (readonly [path: string, name: Bilingual])[];
  } | null;
};

export const say = (text: Bilingual | string, language: Language): string =>
  typeof text === 'string' ? text : text[language];

export const Page = ({ frame, children }: { frame: Frame; children?: Child }) => {
  const { language, title } = frame;
  const t = (text: Bilingual) => text[language];
  return html`<!doctype html>${(
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} – ${t(SITE.name)}`}</title>
          <link rel="stylesheet" href="/tep/pico.css" />
          <link rel="stylesheet" href="/tep/site.css" />
          <link rel="icon" href="/tep/icon.svg" type="image/svg+xml" />
        </head>
        <body>
          <a class="skip" href="#main">
            {t(SITE.skip)}
          </a>
          <Top frame={frame} />
          <main id="main" class="container" tabindex={-1}>
            {children}
          </main>
        </body>
      </html>
    )}`;
};

const Top = ({ frame }: { frame: Frame }) => {
  const { language, here, rehearsal, who } = frame;
  const t = (text: Bilingual) => text[language];
  const other = language === 'vi' ? 'en' : 'vi';
  return (
    <header>
      {rehearsal === null ? null : (
        <p class="rehearsal" role="note">
          {rehearsal}
        </p>
      )}
      <div class="container">
        <nav aria-label={t(SITE.name)}>
          <ul>
            <li>
              <a class="brand" href="/">
                {t(SITE.name)}
              </a>
            </li>
          </ul>
          <ul>
            <li>
              <a
                href={`/ngon-ngu/${other}?ve=${encodeURIComponent(here)}`}
                lang={other}
                hreflang={other}
              >
                {t(SITE.other)}
              </a>
            </li>
            {who === null ? null : (
              <li>
                <SignOut language={language} />
              </li>
            )}
          </ul>
        </nav>
        {who === null ? null : <Who who={who} frame={frame} />}
      </div>
    </header>
  );
};

export const SignOut = ({ language }: { language: Language }) => (
  <form method="post" action="/dang-xuat">
    <button class="link">{SITE.signOut[language]}</button>
  </form>
);

/** Where one can go, and in whose name. */
const Who = ({ who, frame }: { who: NonNullable<Frame['who']>; frame: Frame }) => (
  <>
    <ul class="places">
      {who.places.map(([path, name]) => (
        <li>
          <a href={path} aria-current={frame.here.startsWith(path) ? 'page' : undefined}>
            {name[frame.language]}
          </a>
        </li>
      ))}
    </ul>
    <p class="who">
      <strong>{who.office}</strong> · {who.post}
      <span class="today">
        {SITE.today[frame.language]}: {who.today}
      </span>
    </p>
  </>
);
