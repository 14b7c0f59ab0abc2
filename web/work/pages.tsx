/** The addresses of "Việc của tôi": the list, one act on a page of its own, its receipt. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WorkAct, WorkItem } from '#api/work/items.ts';
import type { ConferenceEvidence } from '#domain/assignment.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { allOf } from '#web/ask.ts';
import { bodyOf, fieldsOf, textsOf } from '#web/form.ts';
import { Page } from '#web/layout.tsx';
import type { Reader, ReaderOf } from '#web/reader.ts';
import { SITE, WORK } from '#web/words.ts';
import { titleOf } from '#web/wrong.tsx';
import { Act, Receipt, type Recorded } from './act.tsx';
import { completed } from './completed.ts';
import { formOf, type Side, type Step, type Thing } from './forms.ts';
import { sidesOf, WorkSections } from './list.tsx';

export function workPages(app: Hono, readerOf: ReaderOf): void {
  app.get('/viec', async (c) => {
    const [reader, work] = await both(readerOf(c));
    const { language } = reader;
    return c.html(
      <Page frame={reader.frame('/viec', SITE.work[language])}>
        <h1>{SITE.work[language]}</h1>
        {c.req.query('het') === undefined ? null : <p role="status">{WORK.gone[language]}</p>}
        <WorkSections work={work} language={language} />
      </Page>,
    );
  });

  app.get('/viec/lam', async (c) => {
    const [reader, work] = await both(readerOf(c));
    const item = work.items.find(({ key }) => key === c.req.query('muc'));
    const act = item?.acts.find(({ kind }) => kind === c.req.query('kieu'));
    if (item === undefined || act === undefined) return c.redirect('/viec?het');
    const thing = await thingFor(reader, item, act);
    if (thing === null) return c.redirect('/viec?het');
    const fresh = { sendKey: crypto.randomUUID(), values: null, refusal: null };
    return c.html(<ActPage {...{ reader, thing }} {...fresh} />);
  });

  app.post('/viec/lam', async (c) => {
    const { sendKey = '', about = '', ...values } = textsOf(await c.req.parseBody());
    const reader = await readerOf(c);
    const { ask, language, me } = reader;
    const thing = await thingOf(about, me.today);
    if (thing === null) return c.redirect('/viec?het');
    const { act, sides } = thing;
    const fields = fieldsOf(formOf(act.kind, { ...thing, today: me.today }).parts);
    const body = completed(act.kind, sides, { ...act.body, ...bodyOf(fields, values) });
    const told = await ask.post<Recorded>(act.href, body, sendKey);
    if (!told.ok)
      return c.html(
        <ActPage {...{ reader, thing, sendKey, values }} refusal={told.refusal} />,
        told.refusal.status as ContentfulStatusCode,
      );
    const { body: recorded, again } = told;
    return c.html(
      <Page frame={reader.frame('/viec', SITE.work[language])}>
        <Receipt {...{ thing, again, language, recorded }} today={me.today} />
      </Page>,
    );
  });
}

const both = async (reading: Promise<Reader>) => {
  const reader = await reading;
  const items = await allOf<WorkItem>(reader.ask, '/work');
  return [reader, { items, today: reader.me.today }] as const;
};

/** With what the list does not tell and the form needs; null when what it is about has changed meanwhile. */
async function thingFor(reader: Reader, item: WorkItem, act: WorkAct): Promise<Thing | null> {
  const { ask } = reader;
  const sides = await sidesFor(reader, item);
  if (act.kind === 'adjustmentAnswer') {
    const whole = await ask.get<{ steps: readonly Step[] }>(`/assignments/${item.assignment}`);
    const steps = whole.steps
      .filter(({ key }) => item.dates?.[key] !== undefined)
      .map(({ key, label, dueOn }) => ({ key, label, dueOn }));
    return { item, act, sides, steps };
  }
  if (act.kind === 'rolloutConferenceConfirmation') {
    const { conference } = await ask.get<{ conference: TopConference | null }>(
      `/rollouts/${item.rollout?.id}`,
    );
    if (conference?.seq !== act.body.conference) return null;
    const { seq, filedBy, evidence } = conference;
    const filing = {
      seq,
      agency: filedBy,
      on: evidence.heldOn,
      evidence: { step: 'conference', conference: evidence },
      dispute: null,
      insteadFrom: '',
    };
    return { item: { ...item, filing }, act, sides, steps: [] };
  }
  return { item, act, sides, steps: [] };
}

type TopConference = {
  readonly seq: number;
  readonly filedBy: string;
  readonly evidence: ConferenceEvidence;
};

/** The offices of the pair, one's own first; of the rollout as a whole the agencies that sign. */
async function sidesFor({ ask, me }: Reader, item: WorkItem): Promise<Side[]> {
  const { lines, office } = item;
  if (lines.length > 0)
    return sidesOf(item).toSorted(
      (a, b) => Number(b.agency === office.agency) - Number(a.agency === office.agency),
    );
  const { agencies } = await ask.get<{
    agencies: readonly { readonly code: string; readonly name: string; readonly signs: boolean }[];
  }>(`/programmes/${me.programme.id}`);
  return agencies.flatMap(({ code, name, signs }) => (signs ? [{ agency: code, name }] : []));
}

type ActPageProps = { reader: Reader } & Omit<Parameters<typeof Act>[0], 'today' | 'language'>;

const ActPage = ({ reader, ...props }: ActPageProps) => {
  const { thing } = props;
  return (
    <Page
      frame={reader.frame(
        addressOf(thing),
        titleOf(thing.item.title, props.refusal, reader.language),
      )}
    >
      <Act {...props} today={reader.me.today} language={reader.language} />
    </Page>
  );
};

const addressOf = ({ item, act }: Thing): string =>
  `/viec/lam?muc=${encodeURIComponent(item.key)}&kieu=${act.kind}`;

/** Where acts are posted to; the API judges the rest. */
const HREF = /^\/(assignments|offices|rollouts|joint-acts)\/[0-9a-f-]{36}\/[a-z-]+$/;
/** Agencies and steps are parts of the names of fields. */
const CODE = /^[A-Za-z0-9-]{1,80}$/;

/**
 * What the form was about, as it was shown: the list may have moved on since, and a form sent again after a lost
 * answer must ask for the very same. Whoever sends it can write it, too: what cannot be drawn again was none of ours.
 */
async function thingOf(about: string, today: CivilDate): Promise<Thing | null> {
  try {
    const thing = JSON.parse(about) as Thing;
    const { sides, steps } = thing;
    const codes = [...sides.map(({ agency }) => agency), ...steps.map(({ key }) => key)];
    if (!HREF.test(thing.act.href) || !codes.every((code) => CODE.test(code))) return null;
    const shown = { thing, today, language: 'vi' } as const;
    addressOf(thing);
    const form = <Act {...shown} sendKey="" values={null} refusal={null} />;
    await html`${form}${<Receipt {...shown} again={false} recorded={{}} />}`;
    return thing;
  } catch {
    return null;
  }
}
