/** What the browser keeps for a reader: the session's token and the language, in cookies of this origin alone. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Language } from '#domain/vocabulary.ts';

const TOKEN = 'lientich';
const LANGUAGE = 'ngonngu';

/** `__Host-`: set by this origin itself, for the whole of it, over TLS or on the machine itself only. */
const COOKIE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

export const tokenOf = (c: Context): string | null => getCookie(c, TOKEN, 'host') ?? null;

export function signIn(c: Context, token: string): void {
  setCookie(c, TOKEN, token, { ...COOKIE, prefix: 'host' });
}

export function signOut(c: Context): void {
  deleteCookie(c, TOKEN, { ...COOKIE, prefix: 'host' });
}

/** Vietnamese unless somebody chose otherwise; a browser's own setting says little about its user. */
export const languageOf = (c: Context): Language => (getCookie(c, LANGUAGE) === 'en' ? 'en' : 'vi');

const YEAR_S = 365 * 24 * 60 * 60;

export function setLanguage(c: Context, language: Language): void {
  setCookie(c, LANGUAGE, language, { ...COOKIE, secure: false, maxAge: YEAR_S });
}
