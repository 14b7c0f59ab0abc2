/** "Thông báo": what the office was told, newest first, and of each why (PRODUCT 1, the auditor's question). */
import type { Hono } from 'hono';
import { formatVi, localDate } from '#domain/civil-date.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { Page } from '#web/layout.tsx';
import { addressOf, type ReaderOf } from '#web/reader.ts';
import { MESSAGES, SITE } from '#web/words.ts';

type Message = {
  readonly assignment: string;
  readonly at: Instant;
  readonly text: string;
  readonly why: readonly string[];
  readonly deadline: readonly string[];
  readonly delivery: { readonly label: string };
};

export function messagePages(app: Hono, readerOf: ReaderOf): void {
  app.get('/thong-bao', async (c) => {
    const reader = await readerOf(c);
    const { ask, language } = reader;
    const from = c.req.query('tu');
    const asked = new URLSearchParams({
      limit: '50',
      ...(from === undefined ? {} : { cursor: from }),
    });
    const { items, next } = await ask.get<{ items: readonly Message[]; next: string | null }>(
      `/messages?${asked.toString()}`,
    );
    return c.html(
      <Page frame={reader.frame(addressOf(c), SITE.messages[language])}>
        <h1>{SITE.messages[language]}</h1>
        {items.length === 0 ? <p>{MESSAGES.none[language]}</p> : null}
        {items.map(({ assignment, at, text, why, deadline, delivery }) => (
          <article class="card">
            <p>
              <a href={`/nhiem-vu/${assignment}`}>{text}</a>
            </p>
            <p class="quiet">
              {formatVi(localDate(at))} · {delivery.label}
            </p>
            <details>
              <summary>{MESSAGES.why[language]}</summary>
              <ul>
                {[...why, ...deadline].map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            </details>
          </article>
        ))}
        {next === null ? null : (
          <p>
            <a href={`/thong-bao?tu=${encodeURIComponent(next)}`}>{MESSAGES.older[language]}</a>
          </p>
        )}
      </Page>,
    );
  });
}
