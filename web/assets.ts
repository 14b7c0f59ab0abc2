/** Styles and pictures, served by us: no other address is ever asked for anything (PRODUCT 7, CSP). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';

const own = (name: string) => new URL(`./static/${name}`, import.meta.url);

const FILES: Readonly<Record<string, { readonly at: URL; readonly type: string }>> = {
  'pico.css': {
    at: new URL(import.meta.resolve('@picocss/pico/css/pico.min.css')),
    type: 'text/css; charset=utf-8',
  },
  'site.css': { at: own('site.css'), type: 'text/css; charset=utf-8' },
  'icon.svg': { at: own('icon.svg'), type: 'image/svg+xml' },
};

const DAY_S = 24 * 60 * 60;

export function serveAssets(app: Hono): void {
  for (const [name, { at, type }] of Object.entries(FILES)) {
    const bytes = readFileSync(fileURLToPath(at), 'utf8');
    app.get(`/tep/${name}`, (c) =>
      c.body(bytes, 200, { 'Content-Type': type, 'Cache-Control': `public, max-age=${DAY_S}` }),
    );
  }
}
