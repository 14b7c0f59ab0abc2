/** The floor that everything is measured against writes the record's own tables: it has to keep up with them. */
import { expect, inject, onTestFinished, test } from 'vitest';
import { countries } from '#bench/country.ts';
import { openFloor } from '#bench/floor.ts';
import { Undo } from '#bench/stage.ts';
import { openDatabase } from '#test/support/live.ts';

test('a launch and its acknowledgements are written', async () => {
  const database = await openDatabase(inject('live'));
  const undo = new Undo();
  onTestFinished(async () => {
    await undo.all();
    await database.close();
  });
  const { twoTiers } = countries(true);
  const stage = { database: async () => database.url, postgresPid: process.pid };
  const floor = await openFloor(stage, [twoTiers], undo);
  const { owed } = await floor.launch(twoTiers);
  await floor.acknowledgeAll(owed.slice(0, 10));
  const [written] = await database.owner`
    select (select count(*)::int from lines) as lines, (select count(*)::int from versions) as versions,
      (select count(*)::int from facts) as facts, (select count(*)::int from pending) as pending`;
  expect(written).toEqual({
    lines: owed.length,
    versions: owed.length / 2,
    facts: 10,
    pending: 10,
  });
});
