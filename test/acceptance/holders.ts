/**
 * Who holds it, for a rollout's whole time: on every working day at 07:00 the overdue list over HTTP is that of an
 * independent reckoning from the facts, and at the end every assignment's holder days are those noted day by day,
 * and add up.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Stack, startParts, type DemoParts } from '#cli/demo-parts.ts';
import type { ProgrammeFolder } from '#domain/programme.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { folderOnDisk } from '#exchange/folder-on-disk.ts';
import { readProgrammeFolder } from '#exchange/programme-folder.ts';
import { createOperator } from '#facts/account.ts';
import { importProgramme } from '#facts/programme.ts';
import { rehearse } from '#rehearsal/rehearse.ts';
import { differenceOf, HolderTally } from '#test/support/holder-tally.ts';
import { overdueBy } from '#test/support/overdue-oracle.ts';
import { lineOf, readStory, rowOf } from '#test/support/overdue-story.ts';
import { dateOf, plainCalendar } from '#verify/plain-calendar.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SHIPPED = join(ROOT, 'programmes/lai-chau-2023-2033');
/** So many districts, each with its communes, are a small programme. */
const FEW = 2;

type Options = {
  readonly seed: number;
  readonly programme: string | undefined;
  readonly signal: AbortSignal;
};

export const check = {
  name: 'holders',
  async run({ seed, programme, signal }: Options): Promise<Record<string, string | number>> {
    const whole = folderOf(programme ?? SHIPPED);
    const small = await yearOf(shortened(whole), seed, signal);
    const all = await yearOf(whole, seed, signal);
    const named = (of: string, figures: Readonly<Record<string, number>>) =>
      Object.entries(figures).map(([name, value]) => [`${of}: ${name}`, value] as const);
    return Object.fromEntries([...named('small', small), ...named('whole', all)]);
  },
};

function folderOf(path: string): ProgrammeFolder {
  const read = readProgrammeFolder(folderOnDisk(path));
  if (!read.ok) throw new Error(`${path} is not a programme`);
  return read.folder;
}

/** The same programme in a few districts. */
function shortened(folder: ProgrammeFolder): ProgrammeFolder {
  const districts = folder.units.filter((u) => u.tier === 'district').slice(0, FEW);
  const kept = folder.units.filter(
    (u) => u.key === folder.rootUnit || districts.some((d) => u.path.startsWith(d.path)),
  );
  const keys = new Set(kept.map((u) => u.key));
  return { ...folder, units: kept, offices: folder.offices.filter((o) => keys.has(o.unitKey)) };
}

/** One rehearsal with servers of its own; everything that was started is stopped. */
async function yearOf(folder: ProgrammeFolder, seed: number, signal: AbortSignal) {
  const stateDir = await mkdtemp(join(tmpdir(), 'lientich-holders-'));
  const stack = new Stack();
  try {
    const options = { stateDir, port: 0, keep: false, onProgress: () => {} };
    const parts = await startParts(options, stack);
    await importProgramme(parts.intake, folder, { rehearsal: true });
    const operator = await createOperator(parts.intake, folder.programme.key, 'Người vận hành');
    if (operator === null) throw new Error('the programme was not loaded');
    const watch = new Watch(parts, folder);
    const { rollout } = await rehearse({
      api: parts.api,
      operatorToken: operator.token,
      programme: folder,
      seed,
      paceMs: 0,
      signal,
      onDraft: ({ token }) => watch.readAs(token),
      onRest: ({ now }) => watch.look(now),
    });
    await watch.addUp(rollout);
    return watch.figures;
  } finally {
    await stack.stop();
    await rm(stateDir, { recursive: true, force: true });
  }
}

class Watch {
  readonly figures = {
    mornings: 0,
    'rows compared': 0,
    'longest (days)': 0,
    assignments: 0,
    days: 0,
  };
  readonly #parts: DemoParts;
  readonly #programme: string;
  readonly #calendar: ProgrammeFolder['calendar'];
  readonly #tally: HolderTally;
  #token = '';

  constructor(parts: DemoParts, { programme, calendar }: ProgrammeFolder) {
    this.#parts = parts;
    this.#programme = programme.key;
    this.#calendar = calendar;
    this.#tally = new HolderTally(calendar);
  }

  readAs(token: string): void {
    this.#token = token;
  }

  /** Answers the next working day's 07:00: the clock is to stop there. */
  async look(now: Instant): Promise<Instant> {
    await this.#tally.note(this.#parts.reader, now);
    const { walk, onward } = plainCalendar(this.#calendar);
    const today = dateOf(now);
    const morning = sevenOn(today);
    if (now === morning && onward(today) === today) await this.#compare();
    return now < morning ? morning : sevenOn(walk(today, 1));
  }

  async #compare(): Promise<void> {
    const story = await readStory(this.#parts.reader, this.#programme);
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
    const response = await fetch(`${this.#parts.api}${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  async addUp(rollout: string): Promise<void> {
    const assignments = await this.#parts.reader<{ id: string; unit: string }[]>`
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
