import { beforeAll, expect, test } from 'vitest';
import { digestDays } from '#activities/ledger.ts';
import { verifyRecord } from '#verify/index.ts';
import type { LiveDatabase } from '#test/support/live.ts';
import { recordToCopy, type RecordCopies } from '#test/support/record-copies.ts';
import { issuedRollout } from '#test/support/world-acts.ts';
import { openWorld } from '#test/support/world.ts';

let records: RecordCopies;

/** The record's real time is put back: everything was written at noon, three legal days ago. */
beforeAll(async () => {
  records = await recordToCopy(async (database) => {
    await issuedRollout(await openWorld(database), '2023-12-29');
    for (const table of ['ledger', 'facts'])
      await database.owner.unsafe(
        `update ${table} set real_at = (local_date(now()) - 3 + interval '5 hours') at time zone 'UTC'`,
      );
  });
});

const daysBefore = async ({ owner }: LiveDatabase, ...days: readonly number[]) => {
  const [row] = await owner<{ days: string[] }[]>`
    select array(select (local_date(now()) - n)::text from unnest(${[...days]}::int[]) n) as days`;
  return row!.days;
};

const stored = ({ owner }: LiveDatabase) =>
  owner<{ day: string; rows: number; digest: string }[]>`select * from ledger_digests order by day`;

const brokenBy = async ({ reader }: LiveDatabase) => {
  const { invariants } = await verifyRecord({ sql: reader, patienceMs: 0 });
  return invariants.flatMap((i) => i.problems.map((p) => `${i.id} ${p.subject}: ${p.message}`));
};

test('finished days are hashed once, empty ones too, each onto the day before', async () => {
  const copy = await records.open();
  const expected = await daysBefore(copy, 3, 2, 1);
  // In the first minutes of a day yesterday may still be on its way.
  const hashed = await digestDays(copy.worker);
  expect(expected.slice(0, hashed.length)).toEqual(hashed);
  expect(hashed.length).toBeGreaterThan(1);
  expect(await digestDays(copy.worker)).toEqual([]);
  const [first, second] = await stored(copy);
  const [counted] = await copy.owner`select count(*)::int as n from ledger`;
  expect([first!.rows, second!.rows]).toEqual([counted!['n'], 0]);
  expect(first!.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(second!.digest).not.toBe(first!.digest);
  expect(await brokenBy(copy)).toEqual([]);
  await copy.close();
});

test('it goes on where it stopped, and two at once come to the same', async () => {
  const [alone, together] = [await records.open(), await records.open()];
  await digestDays(alone.worker);
  await Promise.all([digestDays(together.worker), digestDays(together.worker)]);
  expect(await stored(together)).toEqual(await stored(alone));
  await together.owner`delete from ledger_digests where day > (select min(day) from ledger_digests)`;
  await digestDays(together.worker);
  expect(await stored(together)).toEqual(await stored(alone));
  await Promise.all([alone.close(), together.close()]);
});

test('a day is hashed only when it is over', async () => {
  const copy = await records.open();
  await copy.owner`update ledger set real_at = now()`;
  expect(await digestDays(copy.worker)).toEqual([]);
  await copy.close();
});

test('an empty ledger has no days', async () => {
  const copy = await records.open();
  await copy.owner`delete from ledger`;
  expect(await digestDays(copy.worker)).toEqual([]);
  await copy.close();
});

test.each([
  [
    'a word of a body',
    `update ledger set body = replace(body, 't:011', 't:012') where kind = 'opened'`,
  ],
  ['an instant', `update ledger set at = at + interval '1 ms' where kind = 'opened'`],
  [
    'a row that came later',
    `insert into ledger select nextval('ledger_seq'), programme_id, kind, assignment_id, at, real_at, body from ledger limit 1`,
  ],
])('%s changed under a digest is named with its day', async (_what, change) => {
  const copy = await records.open();
  await digestDays(copy.worker);
  const [day] = await daysBefore(copy, 3);
  await copy.owner.unsafe(change);
  const said = `I8 digest ${day}: does not fit the ledger of that day`;
  expect(await brokenBy(copy)).toContainEqual(expect.stringContaining(said));
  await copy.close();
});

test('a day taken out of the chain is named', async () => {
  const copy = await records.open();
  await digestDays(copy.worker);
  const [day, next] = await daysBefore(copy, 2, 1);
  await copy.owner`update ledger_digests set day = day + 1 where day = ${day!}`.catch(
    () => copy.owner`delete from ledger_digests where day = ${day!}`,
  );
  const said = new RegExp(`^I8 digest ${next}: (follows a gap: ${day} has none|does not fit)`);
  expect(await brokenBy(copy)).toContainEqual(expect.stringMatching(said));
  await copy.close();
});
