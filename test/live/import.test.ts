/** Loading a programme folder: all of it or nothing, once, and never under what is running. */
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import type { ProgrammeFolder } from '#domain/programme.ts';
import { compareProgramme, importProgramme } from '#facts/programme.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { openStage, smallProgramme } from '#test/support/scenario.ts';
import { drafted, inForce } from '#test/support/scenario-acts.ts';
import { stepClock } from '#facts/clock.ts';

const REHEARSAL = { rehearsal: true };
const folder = smallProgramme();
const opened: LiveDatabase[] = [];
let database: LiveDatabase;

beforeEach(async () => {
  database = await openDatabase(inject('live'));
  opened.push(database);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

const TABLES = [
  'units',
  'unit_successions',
  'programmes',
  'agencies',
  'offices',
  'calendar_days',
  'calendar_years',
  'templates',
  'recipients',
];

/** Every row of the registry and of the frozen recipients, as text. */
async function registry(tables = TABLES): Promise<Record<string, readonly string[]>> {
  const { owner } = database;
  const read = tables.map(async (table) => {
    const rows = await owner<{ row: string }[]>`select t::text as row from ${owner(table)} t`;
    return [table, rows.map(({ row }) => row).toSorted()] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** The same folder with another commune in it, one that is called otherwise and one that ends. */
function changed(): ProgrammeFolder {
  const units = folder.units.map((unit) => {
    if (unit.key === 's:09001') return { ...unit, name: 'Xã Nà Mới' };
    return unit.key === 's:09004' ? { ...unit, validTo: '2023-07-13' } : unit;
  });
  const like = folder.units.find((unit) => unit.key === 's:09002')!;
  const added = { ...like, key: 's:09005', code: '09005', path: '/s:09/s:091/s:09005/' };
  const offices = folder.offices
    .filter((office) => office.unitKey === 's:09002')
    .map((office) => ({
      ...office,
      unitKey: 's:09005',
      key: office.key.replace('s:09002', 's:09005'),
    }));
  return { ...folder, units: [...units, added], offices: [...folder.offices, ...offices] };
}

const withDay = (of: ProgrammeFolder): ProgrammeFolder => {
  const [day] = of.calendar.days;
  const days = [...of.calendar.days, { ...day!, date: '2023-08-15' }];
  return { ...of, calendar: { ...of.calendar, days } };
};

const tableOf = (diff: Awaited<ReturnType<typeof compareProgramme>>, name: string) =>
  diff.tables.find(({ table }) => table === name)!;

test('the same folder again changes nothing, also when two come at once', async () => {
  const both = await Promise.all(
    [1, 2].map(() => importProgramme(database.intake, folder, REHEARSAL)),
  );
  expect(both.filter(({ known, same }) => !known && !same)).toHaveLength(1);
  expect(both.filter(({ known, same }) => known && same)).toHaveLength(1);
  const before = await registry();
  const again = await importProgramme(database.intake, folder, REHEARSAL);
  expect(again).toMatchObject({ known: true, same: true, running: 0 });
  for (const { added, changed: moved, kept } of again.tables)
    expect([added, moved, kept]).toEqual([[], [], []]);
  expect(await registry()).toEqual(before);
});

test('a folder that fails at its last table leaves nothing of itself', async () => {
  const [template] = folder.templates;
  const broken = { ...folder, templates: [...folder.templates, template!] };
  await expect(importProgramme(database.intake, broken, REHEARSAL)).rejects.toThrow();
  for (const rows of Object.values(await registry())) expect(rows).toEqual([]);
  await importProgramme(database.intake, folder, REHEARSAL);
  const before = await registry();
  const worse = { ...withDay(changed()), templates: broken.templates };
  await expect(importProgramme(database.intake, worse, REHEARSAL)).rejects.toThrow();
  expect(await registry()).toEqual(before);
});

test('the difference is told by natural key before anything is written', async () => {
  await importProgramme(database.intake, folder, REHEARSAL);
  const before = await registry();
  const next = { ...withDay(changed()), templates: folder.templates.slice(1) };
  const diff = await compareProgramme(database.reader, next);
  expect(diff).toMatchObject({ known: true, same: false, running: 0 });
  expect(tableOf(diff, 'units')).toMatchObject({
    added: ['s:09005'],
    changed: ['s:09001', 's:09004'],
    kept: [],
  });
  expect(tableOf(diff, 'offices').added).toEqual(['police@s:09005', 'womensUnion@s:09005']);
  expect(tableOf(diff, 'calendar').added).toEqual(['2023-08-15']);
  expect(tableOf(diff, 'templates').kept).toEqual([folder.templates[0]!.key]);
  expect(await registry()).toEqual(before);
});

test('offices keep their id and their accounts through an import', async () => {
  const stage = await openStage(database);
  const ids = () => database.owner`select id, agency, unit_key from offices
    where unit_key <> 's:09005' order by agency, unit_key`;
  const before = await ids();
  await importProgramme(database.intake, changed(), REHEARSAL);
  expect(await ids()).toEqual(before);
  expect(await drafted(stage, '2023-11-30')).toBeTypeOf('string');
});

test('mailboxes come, change and go with the folder, and are shown before', async () => {
  const keys = folder.offices.slice(0, 2).map(({ key }) => key);
  const mailed = (boxes: readonly (string | null)[]): ProgrammeFolder => ({
    ...folder,
    offices: folder.offices.map((office, i) => ({ ...office, mailbox: boxes[i] ?? null })),
  });
  const stored = async () => {
    const rows = await database.owner<{ mailbox: string }[]>`
      select mailbox from offices where mailbox is not null order by mailbox`;
    return rows.map(({ mailbox }) => mailbox);
  };
  await importProgramme(database.intake, mailed(['a@tinh.test', 'b@tinh.test']), REHEARSAL);
  expect(await stored()).toEqual(['a@tinh.test', 'b@tinh.test']);
  const again = await importProgramme(
    database.intake,
    mailed(['a@tinh.test', 'b@tinh.test']),
    REHEARSAL,
  );
  expect(again).toMatchObject({ same: true });
  const next = mailed([null, 'c@tinh.test']);
  const diff = await compareProgramme(database.reader, next);
  expect(tableOf(diff, 'offices')).toMatchObject({ added: [], changed: keys, kept: [] });
  await importProgramme(database.intake, next, REHEARSAL);
  expect(await stored()).toEqual(['c@tinh.test']);
});

/** A rollout in force; its coordinators have not looked, for no worker runs. */
async function issued(): Promise<void> {
  const stage = await openStage(database);
  const rollout = await drafted(stage, '2023-11-30');
  await stepClock(database.intake, stage.operator(), '2023-07-14T02:00:00.000Z');
  await inForce(stage, rollout, 'issue', '2023-07-13');
}

test('frozen recipients are not touched by an import into a running programme', async () => {
  await issued();
  const frozen = await registry(['recipients']);
  expect(frozen['recipients']).toHaveLength(6);
  const diff = await importProgramme(database.intake, changed(), REHEARSAL);
  expect(diff.running).toBe(1);
  expect(await registry(['recipients'])).toEqual(frozen);
  const [unit] = await database.owner<{ name: string }[]>`
    select name from units where key = 's:09001'`;
  expect(unit?.name).toBe('Xã Nà Mới');
});

test('a calendar is not changed under a running rollout, nor anything else that came with it', async () => {
  await issued();
  const before = await registry();
  const calendars = [
    withDay(folder).calendar,
    { ...folder.calendar, days: folder.calendar.days.slice(1) },
    { ...folder.calendar, years: folder.calendar.years.slice(1) },
    {
      ...folder.calendar,
      days: folder.calendar.days.map((day, i) => (i === 0 ? { ...day, confirmed: false } : day)),
    },
  ];
  for (const calendar of calendars)
    await expect(
      importProgramme(database.intake, { ...changed(), calendar }, REHEARSAL),
    ).rejects.toMatchObject({ code: 'programme.calendar_in_use' });
  expect(await registry()).toEqual(before);
});

test('the template and dates of an issued rollout stay as they were frozen', async () => {
  await issued();
  const frozen = () => database.owner`select template, dates, calendar_version from rollouts`;
  const before = await frozen();
  const templates = folder.templates.map((template) => ({
    ...template,
    ladder: template.ladder.slice(0, 1),
    rulesVersion: 2,
  }));
  await importProgramme(database.intake, { ...folder, templates }, REHEARSAL);
  expect(await frozen()).toEqual(before);
});

test('a programme is not turned from a rehearsal into a live one, nor back', async () => {
  await importProgramme(database.intake, folder, REHEARSAL);
  const before = await registry();
  await expect(
    importProgramme(database.intake, changed(), { rehearsal: false }),
  ).rejects.toMatchObject({ code: 'programme.other_mode' });
  expect(await registry()).toEqual(before);
});
