/** The leader's overdue table, on every working day of a rollout with something of everything. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { apiOver, type Client } from '#test/support/api.ts';
import { differenceOf, HolderTally, type Days } from '#test/support/holder-tally.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { overdueBy } from '#test/support/overdue-oracle.ts';
import { lineOf, readStory, rowOf, type OracleRow } from '#test/support/overdue-story.ts';
import { PROGRAMME } from '#test/support/tiny-programme.ts';
import { finishedRollout } from '#test/support/world-rollout.ts';
import { openWorld, type World } from '#test/support/world.ts';
import { dateOf, plainCalendar } from '#verify/plain-calendar.ts';

let database: LiveDatabase;
let leader: Client;
let tally: HolderTally | null = null;
const told: ({ readonly on: string } & Readonly<Record<'list' | 'oracle', readonly string[]>>)[] =
  [];

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  const world: World = await openWorld(database, { vacant: ['union@t:0112'], onRest: look });
  leader = apiOver(database).as(await world.seeded.account('police', 't:01', { role: 'planner' }));
  await finishedRollout({ ...world, goTo: (day) => dayByDay(world, day) });
});

afterAll(() => database?.close());

/** Stops on every working day on the way. */
async function dayByDay(world: World, day: string): Promise<void> {
  const story = await readStory(database.reader, PROGRAMME);
  const { walk } = plainCalendar(story.rollouts[0]!.calendar);
  for (let on = walk(dateOf(story.now), 1); on < day; on = walk(on, 1)) await world.goTo(on);
  await world.goTo(day);
}

async function look(): Promise<void> {
  const story = await readStory(database.reader, PROGRAMME);
  if (story.rollouts.length === 0) return;
  tally ??= new HolderTally(story.rollouts[0]!.calendar);
  await tally.note(database.reader, story.now);
  const list = (await listed('/overdue')).map(rowOf);
  told.push({ on: story.now, list: sorted(list), oracle: sorted(overdueBy(story)) });
}

async function listed(path: string): Promise<Record<string, never>[]> {
  const items: Record<string, never>[] = [];
  for (let cursor = ''; ;) {
    const asked = `${path}${path.includes('?') ? '&' : '?'}limit=3${cursor}`;
    const { body, status } = await leader.get(asked);
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...(body['items'] as unknown as Record<string, never>[]));
    if (body['next'] === null) return items;
    cursor = `&cursor=${String(body['next'])}`;
  }
}

const sorted = (rows: readonly OracleRow[]) => rows.map(lineOf).toSorted();

test('on every working day the list is that of an independent reckoning', () => {
  for (const { on, list, oracle } of told) expect(list, on).toEqual(oracle);
  const rows = told.reduce((sum, { list }) => sum + list.length, 0);
  const days = new Set(told.map(({ on }) => dateOf(on)));
  expect([days.size >= 100, rows > 100]).toEqual([true, true]);
});

test('the working days of every assignment are those of its holders at 24:00, and add up', async () => {
  const assignments = await database.reader<{ id: string }[]>`select id from assignments`;
  expect(assignments.length).toBe(6);
  for (const { id } of assignments) {
    const { body } = await leader.get(`/assignments/${id}`);
    const { days } = body['holding']! as { days: Days };
    expect(differenceOf(days, tally?.days.get(id)), id).toBeNull();
  }
});
