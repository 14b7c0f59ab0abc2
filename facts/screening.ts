import { Problem } from '#domain/problems.ts';

/** Secrecy marks of the Law on State Secrets, as they stand on documents. Such text may not enter (PRODUCT 2.5). */
const SECRECY = /(^|[^\p{L}])(tuyệt mật|tối mật|mật)([^\p{L}]|$)/iu;
/** Words in which "mật" is no mark: bí mật, mật độ, mật ong, bảo mật, mật thiết, thân mật. */
const HARMLESS = /(bí|bảo|thân|cơ) mật|mật (độ|ong|thiết|mã|khẩu|danh)/giu;
/** Twelve digits together (citizen identity), or nine (the older card). */
const TOGETHER = /(?<!\d)(\d{12}|\d{9})(?!\d)/u;
/**
 * The same in groups: a citizen's number begins with 0, and no figure does. Nine digits with full stops are how a
 * figure is written ("580.123.000"), with spaces only before the name of a currency.
 */
const CITIZEN = /(?<!\d)0(\d{2}([ .-])\d{3}\2\d{3}\2\d{3}|\d{3}([ .-])\d{4}\3\d{4})(?!\d)/u;
const CARD =
  /(?<!\d|(?<!\d)\d{1,3}[ -])\d{3}([ -])\d{3}\1\d{3}(?!\d|[ -]\d{3}(?!\d)|\s*(đồng(?! chí)|đ(?!\p{L})|vnđ|vnd|usd))/iu;
/** Named as one, it may be written in any way. */
const NAMED =
  /(cmnd|cmtnd|cmt|cccd|chứng minh|căn cước|định danh|hộ chiếu)(\s+(thư|nhân dân|công dân|cá nhân|số))*[\s.:;,()-]*\d([ .-]?\d){8}/iu;
const IDENTITY = [TOGETHER, CITIZEN, CARD, NAMED];
const PHONE = /(?<![\d])(\+?84|0)[ .-]?[35789](\d[ .-]?){7}\d(?!\d)/u;

/** Refuses free text that carries a secrecy mark, an identity number or a phone number; names the field. */
export function screen(texts: Readonly<Record<string, string | null>>): void {
  for (const [field, text] of Object.entries(texts)) {
    if (text === null) continue;
    if (SECRECY.test(text.replace(HARMLESS, ' '))) throw new Problem('text.secret', { field });
    if (PHONE.test(text) || IDENTITY.some((number) => number.test(text)))
      throw new Problem('text.personal', { field });
  }
}

/** Every string within an input, by its path: nobody has to remember which fields are free text. */
export function textsOf(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value };
  if (value === null || typeof value !== 'object') return {};
  const inner = Object.entries(value).map(([key, v]) =>
    textsOf(v, path === '' ? key : `${path}.${key}`),
  );
  return Object.assign({}, ...inner) as Record<string, string>;
}
