/** A calendar published moves what its preview said, once, and tells those offices whose date moved. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { CalendarYear } from '#domain/calendar.ts';
import type { CalendarChange, MovedDate } from '#domain/calendar-publication.ts';
import { draftCalendar, previewCalendar, publishCalendar } from '#facts/calendar.ts';
import { calendarDraftObject, type CalendarDraft } from '#db/reads/calendars.ts';
import { readStanding } from '#db/reads/standing.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { halfwayRollout } from '#test/support/world-rollout.ts';
import { openWorld, type World } from '#test/support/world.ts';
import { PROGRAMME } from '#test/support/tiny-programme.ts';

let database: LiveDatabase;
let world: World;
let draft: string;
let moved: readonly MovedDate[];
let digest: string;

const off = (date: string) =>
  ({
    date,
    kind: 'swapped_off',
    nameVi: 'Nghỉ hoán đổi',
    nameEn: 'Swapped off',
    source: '99/VPCP-KGVX',
    confirmed: true,
  }) as const;

/** Due dates of every opened step, and of each version's tiếp nhận that lists go by. */
const due = async () => {
  const rows = await database.owner<{ key: string; on: string }[]>`
    select a.unit_key || ' ' || s.key as key, s.due_on as on
    from steps s join assignments a on a.id = s.assignment_id`;
  return new Map(rows.map((row) => [row.key, row.on]));
};

async function previewed(id: string) {
  const { tokenHash } = world.by('police', 't:01');
  const object = calendarDraftObject(database.reader, id);
  const found = await readStanding<CalendarDraft>(database.reader, tokenHash, null, object);
  return previewCalendar(database.reader, found!.object!, PROGRAMME, found!.at);
}

const drafted = async (change: Partial<CalendarChange>) => {
  const whole = { days: [], withdrawn: [], years: [], ...change };
  const { answer } = await draftCalendar(database.intake, world.by('police', 't:01'), whole);
  return String(answer['id']);
};

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

beforeAll(async () => {
  database = await openDatabase(inject('live'));
  world = await openWorld(database, { vacant: ['union@t:0112'] });
  await halfwayRollout(world);
  await world.goTo('2023-08-30');
});
afterAll(() => database?.close());

test('one that is no calendar is refused with what is wrong with it', async () => {
  const sunday = { ...off('2023-10-15'), kind: 'compensation' as const };
  await expect(drafted({ days: [sunday] })).rejects.toMatchObject({
    code: 'calendar.unsound',
    details: { errors: [{ code: 'calendar.wrong_weekday', date: '2023-10-15' }] },
  });
});

test('one that says what the calendar in force says is refused', async () => {
  const [year] = await database.owner<CalendarYear[]>`
    select year, confirmed, source from calendar_years where programme_id = ${PROGRAMME} limit 1`;
  for (const change of [{ withdrawn: ['2023-10-04'] }, { years: [year!] }])
    await expect(drafted(change)).rejects.toMatchObject({ code: 'calendar.unchanged' });
});

test('only who plans at the top drafts and publishes', async () => {
  const change = { days: [off('2023-10-02')], withdrawn: [], years: [] };
  const asked = (unit: 't:011' | 't:01', agency: 'police' | null) =>
    code(draftCalendar(database.intake, world.by(agency, agency === null ? null : unit), change));
  expect(await asked('t:011', 'police')).toBe('account.forbidden');
  expect(await asked('t:01', null)).toBe('account.forbidden');
});

test('the preview names every date that two days off move, and nothing is moved by looking', async () => {
  const before = await due();
  // Two dates that offices go by today, among them one of a step that nobody has done yet.
  const dates = [...new Set(before.values())].filter((on) => on > '2023-09-15').toSorted();
  draft = await drafted({ days: [off(dates[0]!), off(dates[1]!)] });
  ({ moved, digest } = await previewed(draft));
  const steps = moved.filter((m) => m.unit !== null && m.what === 'step' && m.version < 2);
  expect(steps.length).toBeGreaterThan(2);
  for (const { unit, step, from, to } of steps) {
    expect(before.get(`${unit} ${step}`)).toBe(from);
    expect(to > from).toBe(true);
  }
  expect(await due()).toEqual(before);
});

test('a preview that no longer holds is refused, and says so', async () => {
  const other = 'f'.repeat(64);
  const request = world.by('union', 't:01');
  await expect(publishCalendar(database.intake, request, draft, other)).rejects.toMatchObject({
    code: 'calendar.stale_preview',
    details: { digest, moves: moved.length },
  });
});

test('published: exactly the previewed dates move, and exactly their offices are told', async () => {
  const before = await due();
  const request = world.by('union', 't:01', 'publish');
  const { answer } = await publishCalendar(database.intake, request, draft, digest);
  expect(answer).toMatchObject({ kind: 'calendar', version: 2, moves: moved.length });
  await world.settle();
  const after = await due();
  const changed = [...after].filter(([key, on]) => before.get(key) !== on);
  const steps = moved.filter((m) => m.unit !== null && m.what === 'step' && m.version < 2);
  expect(Object.fromEntries(changed)).toEqual(
    Object.fromEntries(steps.map((m) => [`${m.unit} ${m.step}`, m.to])),
  );
  const told = await database.owner<{ unit: string }[]>`
    select distinct a.unit_key as unit from messages m join assignments a on a.id = m.assignment_id
    where m.kind = 'notice' and m.rung = 'calendar' and m.n = 2 and m.outcome = 'sent' order by 1`;
  const units = new Set(moved.flatMap((m) => (m.unit === null ? [] : [m.unit])));
  expect(told.map((row) => row.unit)).toEqual([...units].toSorted());
});

test('it is published once: the same key is answered again, another is refused', async () => {
  const again = world.by('union', 't:01', 'publish');
  const answer = await publishCalendar(database.intake, again, draft, digest);
  expect(answer.repeated).toBe(true);
  const request = world.by('police', 't:01');
  expect(await code(publishCalendar(database.intake, request, draft, digest))).toBe(
    'calendar.published',
  );
  const before = await due();
  await world.settle();
  expect(await due()).toEqual(before);
});

test('a draft laid over the calendar of before is superseded', async () => {
  const first = await drafted({ days: [off('2023-12-04')] });
  const second = await drafted({ days: [off('2023-12-05')] });
  const publish = async (id: string) => {
    const preview = await previewed(id);
    return code(publishCalendar(database.intake, world.by('police', 't:01'), id, preview.digest));
  };
  expect(await publish(first)).toBe('done');
  expect(await publish(second)).toBe('calendar.superseded');
});
