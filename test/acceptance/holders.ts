/**
 * Who holds it, for a rollout's whole time: on every working day at 07:00 the overdue list over HTTP is that of an
 * independent reckoning from the facts, and at the end every assignment's holder days are those noted day by day,
 * and add up.
 */
import { fileURLToPath } from 'node:url';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { rehearse } from '#rehearsal/rehearse.ts';
import type { Arena } from '#test/faults/arena.ts';
import { inArena } from '#test/faults/fault.ts';
import { programmeIn, smallStory } from '#test/faults/programme.ts';
import { differenceOf, HolderTally } from '#test/support/holder-tally.ts';
import { overdueBy } from '#test/support/overdue-oracle.ts';
import { lineOf, readStory, rowOf } from '#test/support/overdue-story.ts';
import { dateOf, plainCalendar } from '#verify/plain-calendar.ts';
import type { Check } from './check.ts';

const LAI_CHAU = fileURLToPath(new URL('../../programmes/lai-chau-2023-2033', import.meta.url));

export const holders: Check = {
  name: 'holders',
  async run({ seed, programme, signal }) {
    const folders =
      programme === undefined ? [smallStory(), programmeIn(LAI_CHAU)] : [programmeIn(programme)];
    const figures: Record<string, number> = {};
    for (const folder of folders)
      for (const [name, value] of Object.entries(await yearOf(folder, seed, signal)))
        figures[`${folder.programme.key}: ${name}`] = value;
    return figures;
  },
};

/** One rehearsal with servers of its own. */
const yearOf = (folder: ProgrammeFolder, seed: number, signal: AbortSignal) =>
  inArena({ folder, workers: 1, durable: false }, async (arena) => {
    const watch = new Watch(arena);
    const { rollout } = await rehearse({
      api: arena.apiUrl,
      operatorToken: arena.operatorToken,
      programme: folder,
      seed,
      paceMs: 0,
      signal,
      onDraft: ({ token }) => watch.readAs(token),
      onRest: ({ now }) => watch.look(now),
    });
    await watch.addUp(rollout);
    return watch.figures;
  });

class Watch {
  readonly figures = {
    mornings: 0,
    'rows compared': 0,
    'longest (days)': 0,
    assignments: 0,
    days: 0,
  };
  readonly #arena: Arena;
  readonly #tally: HolderTally;
  #token = '';

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#tally = new HolderTally(arena.folder.calendar);
  }

  readAs(token: string): void {
    this.#token = token;
  }

  /** Answers the next working day's 07:00: the clock is to stop there. */
  async look(now: Instant): Promise<Instant> {
    await this.#tally.note(this.#arena.reader, now);
    const { walk, onward } = plainCalendar(this.#arena.folder.calendar);
    const today = dateOf(now);
    const morning = sevenOn(today);
    if (now === morning && onward(today) === today) await this.#compare();
    return now < morning ? morning : sevenOn(walk(today, 1));
  }

  async #compare(): Promise<void> {
    const story = await readStory(this.#arena.reader, this.#arena.folder.programme.key);
    const oracle = overdueBy(story);
    const list = (await this.#listed()).map(rowOf);
    const [ours, theirs] = [oracle, list].map((rows) => new Set(rows.map(lineOf)));
    const missing = [...ours!].filter((line) => !theirs!.has(line));
    const more = [...theirs!].filter((line) => !ours!.has(line));
    if (missing.length + more.length + Math.abs(list.length - oracle.length) > 0)
      throw new Error(
        `on ${story.now} the list lacks [${missing.join('; ')}], and has [${more.join('; ')}]`,
      );
    this.figures.mornings += 1;
    this.figures['rows compared'] += list.length;
    const days = list.map((row) => row.workingDaysOverdue);
    this.figures['longest (days)'] = Math.max(this.figures['longest (days)'], ...days);
  }

  async #listed(): Promise<Record<string, never>[]> {
    const items: Record<string, never>[] = [];
    for (let cursor = ''; ;) {
      const page = (await this.#get(`/overdue?limit=200${cursor}`)) as Page;
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = `&cursor=${page.next}`;
    }
  }

  async #get(path: string): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const response = await fetch(`${this.#arena.apiUrl}${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  async addUp(rollout: string): Promise<void> {
    const assignments = await this.#arena.reader<{ id: string; unit: string }[]>`
      select id, unit_key as unit from assignments where rollout_id = ${rollout} order by unit_key`;
    for (const { id, unit } of assignments) {
      const { holding } = (await this.#get(`/assignments/${id}`)) as { holding: { days: never } };
      const differs = differenceOf(holding.days, this.#tally.days.get(id));
      if (differs !== null) throw new Error(`${unit}: ${differs}`);
      this.figures.assignments += 1;
      this.figures.days += this.#tally.days.get(id)?.elapsed ?? 0;
    }
  }
}

type Page = { readonly items: Record<string, never>[]; readonly next: string | null };

/** +07:00 throughout. */
const sevenOn = (day: string): Instant => `${day}T00:00:00.000Z`;
