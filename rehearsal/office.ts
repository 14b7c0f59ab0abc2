/** One simulated office: it reads its own list, announces when it will act next, and does one act at a time. */
import type { WorkItem, WorkPage } from '#api/work/items.ts';
import { localDate } from '#domain/civil-date.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { bodyOf } from './bodies.ts';
import { dayBetween, slotAfter } from './hours.ts';
import { RehearsalError, type Http } from './http.ts';
import type { ActKind, Intent } from './intent.ts';
import { intentsOf } from './intents.ts';
import type { Setting } from './memory.ts';
import type { StageOffice } from './stage.ts';

/** An intent with the instant at which it will be done. */
export type Announced = { readonly at: Instant; readonly intent: Intent };

/** An act that was recorded, what was sent, and the key of the office that did it. */
export type Done = {
  readonly intent: Intent;
  readonly body: Readonly<Record<string, unknown>>;
  readonly actor: string;
};

const LIST_LIMIT = 200;

export class RehearsalOffice {
  readonly place: StageOffice;
  /** Its account's; null while it has none. */
  readonly token: string | null;
  /** The list has to be read again: something that touches it has happened. */
  stale = false;
  announced: Announced | null = null;
  #meant: readonly Announced[] = [];
  #acts = 0;

  constructor(place: StageOffice, token: string | null) {
    this.place = place;
    this.token = token;
  }

  /** Reads the list and announces what it will do next. The day of an intent is drawn once, when first seen. */
  async read(http: Http, setting: Setting): Promise<readonly WorkItem[]> {
    this.stale = false;
    if (this.token === null) return [];
    const page = await readList(http, this.token);
    const known = new Map(this.#meant.map(({ at, intent }) => [intent.key, at]));
    this.#meant = intentsOf(setting, page).map((intent) => ({
      at: known.get(intent.key) ?? planned(setting, intent, page.now),
      intent,
    }));
    this.#announce();
    return page.items;
  }

  /** Does what it announced. The key is natural: the office and the how-manieth of its acts. */
  async act(http: Http, setting: Setting, now: Instant): Promise<Done> {
    const { announced, token, place } = this;
    if (announced === null || token === null) throw new RehearsalError(`${place.key} is not due`);
    const { intent } = announced;
    const body = bodyOf(setting, intent, localDate(now));
    this.#meant = this.#meant.filter((other) => other.intent !== intent);
    this.#acts += 1;
    this.#announce();
    if (!LEAVES_REST.has(intent.act.kind)) this.stale = true;
    await http.post({
      token,
      path: intent.act.href,
      body,
      key: `${place.key}/${this.#acts}/${intent.act.kind}`,
      twice: setting.cast.twice.has(place.key),
    });
    return { intent, body, actor: place.key };
  }

  #announce(): void {
    this.announced = this.#meant.reduce<Announced | null>(
      (first, meant) => (first === null || isBefore(meant, first) ? meant : first),
      null,
    );
  }
}

function planned({ chance, stage }: Setting, intent: Intent, now: Instant): Instant {
  const { item, act, between } = intent;
  const today = localDate(now);
  const names = [item.unit.key, item.office.agency, item.step?.key ?? '', act.kind] as const;
  const [from, to] = between;
  const earliest = from > today ? from : today;
  const window = [earliest, to > earliest ? to : earliest] as const;
  const day = dayBetween(chance, stage.calendar, window, ...names);
  return slotAfter(chance, stage.calendar, day, now, ...names);
}

/** Acts after which an office has nothing new to do before somebody else has acted. */
const LEAVES_REST: ReadonlySet<ActKind> = new Set([
  'acceptance',
  'designation',
  'plan',
  'conference',
  'report',
]);

const isBefore = (a: Announced, b: Announced) =>
  a.at < b.at || (a.at === b.at && a.intent.key < b.intent.key);

/** Every page up to what is done: nobody acts on that. */
async function readList(http: Http, token: string): Promise<WorkPage> {
  const path = `/work?limit=${LIST_LIMIT}`;
  const first = await http.get<WorkPage>(token, path);
  const items = [...first.items];
  let { next } = first;
  while (next !== null && items.at(-1)?.section !== 'done') {
    const page: WorkPage = await http.get(token, `${path}&cursor=${encodeURIComponent(next)}`);
    items.push(...page.items);
    next = page.next;
  }
  return { ...first, items };
}
