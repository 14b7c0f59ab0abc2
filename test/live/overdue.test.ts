/** The leader's overdue table and the holder days, on every working day of rollouts with something of everything. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { apiOver, type Client } from '#test/support/api.ts';
import { differenceOf, HolderTally, type Days } from '#test/support/holder-tally.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { overdueBy } from '#test/support/overdue-oracle.ts';
import { lineOf, readStory, rowOf, type OracleRow } from '#test/support/overdue-story.ts';
import { PROGRAMME } from '#test/support/tiny-programme.ts';
import { filed, putInForce, stepDone } from '#test/support/world-acts.ts';
import { finishedRollout, halfwayRollout } from '#test/support/world-rollout.ts';
import { openWorld, type World } from '#test/support/world.ts';
import { dateOf, plainCalendar } from '#verify/plain-calendar.ts';

type Told = { readonly on: string } & Readonly<Record<'list' | 'oracle', readonly string[]>>;

/** A story lived day by day, with what the list and the oracle said at every rest. */
class Lived {
  readonly told: Told[] = [];
  readonly #database: LiveDatabase;
  #leader: Client | null = null;
  #tally: HolderTally | null = null;

  constructor(database: LiveDatabase) {
    this.#database = database;
  }

  async live(story: (world: World) => Promise<unknown>): Promise<void> {
    const onRest = () => this.#look();
    const world = await openWorld(this.#database, { vacant: ['union@t:0112'], onRest });
    const token = await world.seeded.account('police', 't:01', { role: 'planner' });
    this.#leader = apiOver(this.#database).as(token);
    await story({ ...world, goTo: (day) => this.#goTo(world, day) });
  }

  /** Stops on every working day on the way. */
  async #goTo(world: World, day: string): Promise<void> {
    const { now, rollouts } = await readStory(this.#database.reader, PROGRAMME);
    const { walk } = plainCalendar(rollouts[0]!.calendar);
    for (let on = walk(dateOf(now), 1); on < day; on = walk(on, 1)) await world.goTo(on);
    await world.goTo(day);
  }

  async #look(): Promise<void> {
    const story = await readStory(this.#database.reader, PROGRAMME);
    if (story.rollouts.length === 0) return;
    this.#tally ??= new HolderTally(story.rollouts[0]!.calendar);
    await this.#tally.note(this.#database.reader, story.now);
    const list = (await this.#listed()).map(rowOf);
    this.told.push({ on: story.now, list: sorted(list), oracle: sorted(overdueBy(story)) });
  }

  async #listed(): Promise<Record<string, never>[]> {
    const items: Record<string, never>[] = [];
    for (let cursor = ''; ;) {
      const { body, status } = await this.#leader!.get(`/overdue?limit=3${cursor}`);
      expect(status, JSON.stringify(body)).toBe(200);
      items.push(...(body['items'] as unknown as Record<string, never>[]));
      if (body['next'] === null) return items;
      cursor = `&cursor=${String(body['next'])}`;
    }
  }

  /** What the holder days of each assignment say otherwise than what was noted day by day. */
  async differences(): Promise<(string | null)[]> {
    const assignments = await this.#database.reader<{ id: string; unit: string }[]>`
      select id, unit_key as unit from assignments order by unit_key`;
    const all: (string | null)[] = [];
    for (const { id, unit } of assignments) {
      const { body } = await this.#leader!.get(`/assignments/${id}`);
      const { days } = body['holding']! as { days: Days };
      const differs = differenceOf(days, this.#tally?.days.get(id));
      all.push(differs === null ? null : `${unit}: ${differs}`);
    }
    return all;
  }
}

const sorted = (rows: readonly OracleRow[]) => rows.map(lineOf).toSorted();

/**
 * Two communes meet before their district has entered its conference: of one it turns out to have been in time, of
 * the other not. Then the work is suspended, taken up again, amended, and recalled.
 */
async function unfinishedRollout(world: World): Promise<void> {
  const rollout = await halfwayRollout(world);
  await world.goTo('2023-09-11');
  for (const unit of ['t:0111', 't:0121'] as const) {
    await stepDone(world, unit, 'plan', '2023-09-11');
    await stepDone(world, unit, 'conference', '2023-09-11');
  }
  await world.goTo('2023-10-10');
  await stepDone(world, 't:012', 'conference', '2023-08-30');
  await stepDone(world, 't:011', 'conference', '2023-10-09');
  await world.goTo('2023-10-23');
  const filing = await filed(world, 'police', 't:0112', 'plan', '2023-10-23');
  const differs = 'Số khác';
  await world.act('union', 't:0112', { kind: 'confirmation', filing, agrees: false, differs });
  await world.settle();
  const act = async (terms: Parameters<typeof putInForce>[2], on: string) => {
    await putInForce(world, rollout, terms, on);
    await world.settle();
  };
  await world.goTo('2023-11-13');
  await act({ kind: 'suspend', reason: 'Bão lũ' }, '2023-11-13');
  await world.goTo('2023-11-21');
  await act({ kind: 'resume' }, '2023-11-21');
  await world.goTo('2023-12-05');
  const dates = { C4: '2023-12-12', D4: '2023-12-15' };
  await act({ kind: 'amend', reason: 'Chậm do bão', dates, content: null }, '2023-12-05');
  await world.goTo('2023-12-19');
  await act({ kind: 'recall', reason: 'Thay bằng kế hoạch mới' }, '2023-12-19');
  await world.goTo('2023-12-21');
}

describe.each([
  ['finished', finishedRollout],
  ['unfinished', unfinishedRollout],
] as const)('a rollout that is %s', (_, story) => {
  let database: LiveDatabase;
  let lived: Lived;
  beforeAll(async () => {
    database = await openDatabase(inject('live'));
    lived = new Lived(database);
    await lived.live(story);
  });
  afterAll(() => database?.close());

  test('on every working day the list is that of an independent reckoning', () => {
    for (const { on, list, oracle } of lived.told) expect(list, on).toEqual(oracle);
    const rows = lived.told.reduce((sum, { list }) => sum + list.length, 0);
    const days = new Set(lived.told.map(({ on }) => dateOf(on)));
    expect([days.size >= 95, rows > 100]).toEqual([true, true]);
  });

  test('the working days of every assignment are those of its holders at 24:00, and add up', async () => {
    expect(await lived.differences()).toEqual(Array.from({ length: 6 }, () => null));
  });
});
