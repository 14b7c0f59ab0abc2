/** The pages as a browser asks for them, without one: for what no browser would send, and for many acts in a row. */
export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
  readonly heading: string;
};

export type Visitor = {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, fields: Fields, headers?: Fields) => Promise<Answer>;
};

type Fields = Readonly<Record<string, string>>;

/** @param token of whom the cookie says that they are; as it stands in the header */
export function visitorOf(url: string, token: string): Visitor {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const cookie = `__Host-lientich=${token}`;
    const headers = { connection: 'close', origin: url, cookie, ...(init.headers as Fields) };
    const answer = await fetch(url + path, { redirect: 'manual', ...init, headers });
    const text = await answer.text();
    const heading = plain(/<h1[^>]*>([^<]*)/.exec(text)?.[1] ?? '');
    return { status: answer.status, text, location: answer.headers.get('location'), heading };
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, fields, headers = {}) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
  };
}

const ENTITIES: Fields = { quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'" };
export const plain = (html: string): string =>
  html.replaceAll(/&(quot|amp|lt|gt|#39);/g, (_, name: string) => ENTITIES[name]!);

/** What a browser would send of the form on a page if nobody typed anything. */
export function sentAsShown(text: string): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const [, attributes = ''] of text.matchAll(/<input ([^>]*?)\/?>/g)) {
    const [name, type] = [attributeOf(attributes, 'name'), attributeOf(attributes, 'type')];
    const isLeft = (type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(attributes);
    if (!isLeft) sent[name] = attributeOf(attributes, 'value');
  }
  for (const [, name = '', value = ''] of text.matchAll(
    /<textarea [^>]*?name="([^"]*)"[^>]*>([^<]*)<\/textarea>/g,
  ))
    sent[name] = plain(value);
  return sent;
}

const attributeOf = (attributes: string, name: string): string =>
  plain(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');

/** Where the buttons of a list lead that are about a kind of act. */
export const linksTo = (text: string, kind: string): string[] =>
  [...text.matchAll(/href="(\/viec\/lam[^"]*)"/g)]
    .map(([, href = '']) => plain(href))
    .filter((href) => href.endsWith(`&kieu=${kind}`));
