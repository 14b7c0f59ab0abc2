/** Who reads a page: what the API says of the account, the language, and the frame that every page of theirs has. */
import type { Context } from 'hono';
import { formatWithWeekday } from '#domain/civil-date.ts';
import type { Bilingual, CivilDate, Language, Role } from '#domain/vocabulary.ts';
import { askAs, type Api, type Asker } from './ask.ts';
import type { Frame } from './layout.tsx';
import { languageOf, tokenOf } from './session.ts';
import { SITE } from './words.ts';

export type Me = {
  readonly role: Role;
  readonly post: string;
  readonly today: CivilDate;
  readonly programme: {
    readonly id: string;
    readonly title: string;
    readonly rehearsal: string | null;
  };
  readonly office: {
    readonly agency: string;
    readonly name: string;
    readonly unit: { readonly key: string; readonly name: string };
  } | null;
};

export type Reader = {
  readonly ask: Asker;
  readonly language: Language;
  readonly me: Me;
  /** @param here the page's own address, to come back to in the other language */
  readonly frame: (here: string, title: string) => Frame;
};

/** What was asked for, to come back to it in the other language. */
export const addressOf = (c: Context): string => {
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
};

/** @throws Refused 401 where nobody is signed in */
export type ReaderOf = (c: Context) => Promise<Reader>;

/** What an office goes to; an operator belongs to none and sees no content. */
const PLACES: readonly (readonly [path: string, name: Bilingual])[] = [
  ['/viec', SITE.work],
  ['/dot', SITE.rollouts],
  ['/dieu-hanh', SITE.steering],
  ['/thong-bao', SITE.messages],
];

export const readersOver =
  (api: Api): ReaderOf =>
  async (c) => {
    const language = languageOf(c);
    const ask = askAs(api, tokenOf(c), language);
    const me = await ask.get<Me>('/me');
    const who = {
      office: me.office?.name ?? '',
      post: me.post,
      today: formatWithWeekday(me.today, language),
      places: me.office === null ? [] : PLACES,
    };
    const { rehearsal } = me.programme;
    return {
      ask,
      language,
      me,
      frame: (here, title) => ({ language, here, title, rehearsal, who }),
    };
  };
