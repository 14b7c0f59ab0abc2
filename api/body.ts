/** A POST carries one JSON object in UTF-8, not too large; its characters are checked before its fields. */
import { Problem } from '#domain/problems.ts';
import type { MiddlewareHandler } from 'hono';
import { findFault } from './characters.ts';
import type { Ask, Env } from './context.ts';
import { badText, expecting } from './validation.ts';

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Who sends in pieces reads no answer before the last one: so much of what is too large is read and forgotten. */
const FORGOTTEN_BYTES_MAX = 8 * 1024 * 1024;

export const withJsonBody =
  (bytesMax: number): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const bytes = await read(c, bytesMax);
    if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) throw new Problem('request.not_json');
    const fault = findFault(parse(bytes));
    if (fault !== null) throw badText(c.req.path, fault);
    return next();
  };

/** In pieces or not: afterwards `c.req` can be read as if nobody had. */
async function read(c: Ask, bytesMax: number): Promise<ArrayBuffer> {
  const length = c.req.header('content-length');
  if (length === undefined) {
    const body = await gather(c.req.raw.body ?? [], bytesMax);
    c.req.raw = new Request(c.req.url, { method: 'POST', headers: c.req.raw.headers, body });
  } else if (Number(length) > bytesMax) throw new Problem('request.too_large');
  return c.req.arrayBuffer();
}

async function gather(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  bytesMax: number,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(bytesMax);
  let size = 0;
  for await (const chunk of body) {
    if (size + chunk.byteLength <= bytesMax) bytes.set(chunk, size);
    size += chunk.byteLength;
    if (size > FORGOTTEN_BYTES_MAX) break;
  }
  if (size > bytesMax) throw new Problem('request.too_large');
  return bytes.buffer.slice(0, size);
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    // The body's own decoding would put U+FFFD for what is not UTF-8, and store it.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem('request.invalid', {
      errors: [{ field: '', found: null, expected: expecting('json') }],
    });
  }
}
