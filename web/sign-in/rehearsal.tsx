/** One click to look through somebody's eyes, in rehearsals alone: in any other programme there is no such page. */
import type { Hono } from 'hono';
import { REHEARSAL_MARK, TIER_LABELS } from '#domain/labels.ts';
import type { Role, Tier } from '#domain/vocabulary.ts';
import { askAs, Refused, type Api } from '#web/ask.ts';
import { textsOf } from '#web/form.ts';
import { Page } from '#web/layout.tsx';
import { languageOf, signIn } from '#web/session.ts';
import { REHEARSAL } from '#web/words.ts';

type Persona = {
  readonly account: string;
  readonly role: Role;
  readonly post: string;
  readonly office: { readonly name: string; readonly tier: Tier } | null;
};

export function rehearsalPages(app: Hono, api: Api): void {
  app.get('/tap-huan/:programme', async (c) => {
    const language = languageOf(c);
    const at = `/programmes/${encodeURIComponent(c.req.param('programme'))}/rehearsal-accounts`;
    const { items } = await askAs(api, null, language).get<{ items: readonly Persona[] }>(at);
    const title = REHEARSAL.title[language];
    const rehearsal = REHEARSAL_MARK[language];
    return c.html(
      <Page frame={{ language, here: c.req.path, title, rehearsal, who: null }}>
        <h1>{title}</h1>
        <p>{REHEARSAL.lead[language]}</p>
        {items.map(({ account, post, office }) =>
          // An operator sees no content, and its pages are not these.
          office === null ? null : (
            <form method="post" action={c.req.path} class="persona">
              <input type="hidden" name="account" value={account} />
              <button class="outline">
                <strong>{office.name}</strong> · {post} ({TIER_LABELS[office.tier][language]})
              </button>
            </form>
          ),
        )}
      </Page>,
    );
  });

  app.post('/tap-huan/:programme', async (c) => {
    const { account = '' } = textsOf(await c.req.parseBody());
    const at = `/programmes/${encodeURIComponent(c.req.param('programme'))}/rehearsal-sessions`;
    const ask = askAs(api, null, languageOf(c));
    const told = await ask.post<{ token: string }>(at, { account }, crypto.randomUUID());
    if (!told.ok) throw new Refused(told.refusal);
    signIn(c, told.body.token);
    return c.redirect('/viec', 303);
  });
}
