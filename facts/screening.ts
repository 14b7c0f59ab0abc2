import { Problem } from '#domain/problems.ts';

/** Secrecy marks of the Law on State Secrets, as they stand on documents. Such text may not enter (PRODUCT 2.5). */
const SECRECY = /(^|[^\p{L}])(tuyệt mật|tối mật|mật)([^\p{L}]|$)/iu;
/** Words in which "mật" is no mark: bí mật, mật độ, mật ong, bảo mật, mật thiết, thân mật. */
const HARMLESS = /(bí|bảo|thân|cơ) mật|mật (độ|ong|thiết|mã|khẩu|danh)/giu;
/** Twelve digits (citizen identity), nine (the older card), or a phone number, with the usual separators. */
const IDENTITY = /(?<!\d)(\d[ .-]?){11}\d(?!\d)|(?<!\d)\d{9}(?!\d)/u;
const PHONE = /(?<![\d])(\+?84|0)[ .-]?[35789](\d[ .-]?){7}\d(?!\d)/u;

/** Refuses free text that carries a secrecy mark, an identity number or a phone number; names the field. */
export function screen(texts: Readonly<Record<string, string | null>>): void {
  for (const [field, text] of Object.entries(texts)) {
    if (text === null) continue;
    if (SECRECY.test(text.replace(HARMLESS, ' '))) throw new Problem('text.secret', { field });
    if (IDENTITY.test(text) || PHONE.test(text)) throw new Problem('text.personal', { field });
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
