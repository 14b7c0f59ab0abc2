/** Before a build is deployed: what it would do next, and what it sees otherwise than what is stored. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Transaction } from '#db/driver.ts';
import { readClock } from '#db/reads/programmes.ts';
import { stepClock } from '#facts/clock.ts';
import { foresee, type Foresight } from '#verify/foresee.ts';
import { lientich } from '#test/support/cli.ts';
import { openDatabase, type LiveDatabase } from '#test/support/live.ts';
import { recordToCopy, type RecordCopies } from '#test/support/record-copies.ts';
import { tellRecord } from '#test/support/scenario-record.ts';
import { issuedRollout, putInForce } from '#test/support/world-acts.ts';
import { halfwayRollout } from '#test/support/world-rollout.ts';
import { openWorld } from '#test/support/world.ts';

let halfway: RecordCopies;
const seenAtRest: unknown[] = [];
let rests = 0;
let open = 0;

beforeAll(async () => {
  halfway = await recordToCopy(async (database) => {
    const onRest = async () => {
      const { moved, unjudged, coordinators } = await foresee(database.reader);
      rests += 1;
      open += coordinators.length;
      if (moved > 0 || unjudged.length > 0)
        seenAtRest.push({ unjudged, moves: movesOf(coordinators) });
    };
    await halfwayRollout(await openWorld(database, { vacant: ['union@t:0112'], onRest }));
  });
});
afterAll(() => halfway?.close());

const movesOf = (coordinators: Foresight['coordinators']) =>
  coordinators.flatMap(({ subject, moves }) => moves.map((move) => `${subject}: ${move}`));

/** As the reader, within the owner's transaction. */
async function foreseen(owner: Transaction): Promise<Foresight> {
  await owner`set local role lt_reader`;
  const found = await foresee(owner);
  await owner`reset role`;
  return found;
}

test('the build that made a record would move nothing of it, at no rest of its life', () => {
  expect(seenAtRest).toEqual([]);
  expect([rests > 20, open > rests]).toEqual([true, true]);
});

test('what it foretells is what the next looks do, and when the next of them is', async () => {
  const database = await openDatabase(inject('live'));
  const world = await openWorld(database);
  await issuedRollout(world, '2023-12-29');
  const before = await readClock(database.reader, 'tiny');
  const calm = await foresee(database.reader);
  const earliest = calm.coordinators.map((c) => c.nextAt ?? '9').toSorted()[0];
  expect(earliest).toBe(before!.nextWakeAt);
  const root = calm.coordinators.find((c) => c.subject.endsWith(' t:01'));
  expect(root).toMatchObject({
    atRest: true,
    acts: {
      opens: [],
      gates: [],
      notices: [],
      reminders: [],
      reportsUp: [],
      completes: false,
      relapses: false,
    },
    causes: [{ kind: 'reminder', step: 'acknowledgement', n: 2 }],
    moves: [],
  });
  await stepClock(database.intake, world.by(null, null), before!.nextWakeAt!);
  const due = await foresee(database.reader);
  const waiting = due.coordinators.find((c) => c.subject.endsWith(' t:01'));
  expect(waiting).toMatchObject({
    atRest: false,
    pending: 1,
    acts: { reminders: [{ rung: 'before1', n: 4 }], reportsUp: [] },
    moves: [],
  });
  await world.settle();
  const sent =
    await database.owner`select from messages where outcome = 'sent' and rung = 'before1'`;
  expect(sent).toHaveLength(4);
  await database.close();
});

test('what came into force is foretold as notices, by their act, and not as reminders', async () => {
  const database = await openDatabase(inject('live'));
  const world = await openWorld(database);
  const rollout = await issuedRollout(world, '2023-12-29');
  await putInForce(world, rollout, { kind: 'suspend', reason: 'Mưa lũ' }, '2023-08-01');
  const { coordinators } = await foresee(database.reader);
  const root = coordinators.find((c) => c.subject.endsWith(' t:01'))!;
  expect(root.acts).toMatchObject({ notices: [{ act: 'suspend', n: 4 }], reminders: [] });
  const env = { DATABASE_URL: database.url, STATE_DIR: inject('live').stateDir };
  const said = await lientich(['foresee', '--lang', 'en'], env);
  expect(said.out).toContain('tells 4 office(s): The rollout is suspended');
  await world.settle();
  const sent = await database.owner`
    select from messages m join assignments a on a.id = m.assignment_id join units u on u.key = a.unit_key
    where m.kind = 'notice' and u.tier = 'district'`;
  expect(sent).toHaveLength(4);
  await database.close();
});

test.each([
  [
    'a state',
    `update assignments set state = 'done' where unit_key = 't:011'`,
    /t:011: state is stored as "done"/,
  ],
  [
    'a deadline',
    `update steps set due_on = due_on + 1 where key = 'C4' and assignment_id = (select id from assignments where unit_key = 't:0111')`,
    /t:0111: C4 dueOn is stored as/,
  ],
  [
    'a wake-up',
    `update coordinators set next_wake_at = next_wake_at + interval '1 day' where unit_key = 't:011'`,
    /t:011: wakes at .*, this build says/,
  ],
  [
    'a reminder that was sent',
    `delete from messages where outcome = 'sent' and kind = 'reminder' and id = (select max(m.id) from messages m
      join assignments a on a.id = m.assignment_id where a.state <> 'done' and m.outcome = 'sent' and m.kind = 'reminder')`,
    /has no row \(this build: /,
  ],
])('%s changed by hand is named', async (_what, statement, named) => {
  await halfway.within(async (owner) => {
    expect(await owner.unsafe(statement)).toHaveProperty('count', 1);
    const { moved, coordinators, unjudged } = await foreseen(owner);
    expect(movesOf(coordinators).join('\n')).toMatch(named);
    expect([moved > 0, unjudged]).toEqual([true, []]);
  });
});

test('what cannot be judged is named, and the others are judged', async () => {
  await halfway.within(async (owner) => {
    // A year that the calendar does not have.
    await owner`update assignments set opened_at = '2031-01-01' where unit_key = 't:0111'`;
    const { unjudged, coordinators } = await foreseen(owner);
    expect(unjudged.map((u) => u.subject)).toEqual([expect.stringMatching(/ t:0111$/)]);
    expect(coordinators.length).toBeGreaterThan(1);
    await owner`update rollouts set template = '{}'`;
    const broken = await foreseen(owner);
    expect(broken.coordinators).toEqual([]);
    expect(broken.unjudged.map((u) => u.subject)).toContainEqual(expect.stringMatching(/t:011$/));
  });
});

test('the command says it in both languages, changes nothing, and ends with 1 where somebody would be moved', async () => {
  const database: LiveDatabase = await halfway.open();
  const cli = (...args: string[]) =>
    lientich(['foresee', ...args], {
      DATABASE_URL: database.url,
      STATE_DIR: inject('live').stateDir,
    });
  const before = await tellRecord(database.owner);
  const [vi, en] = [await cli(), await cli('--lang', 'en')];
  expect([vi.code, en.code, vi.err]).toEqual([0, 0, '']);
  expect(vi.out).toMatch(/^DỮ LIỆU TẬP HUẤN/);
  expect(vi.out).toMatch(/t:01: .*thức lúc 07:00 \d\d\/\d\d\/2023: .*\n/);
  expect(vi.out).toMatch(/\nBản này làm thay đổi 0 trên \d điều phối viên; 0 không xét được\.\n$/);
  expect(en.out).toMatch(/\nThis build would move 0 of \d coordinators; 0 cannot be judged\.\n$/);
  expect(await tellRecord(database.owner)).toEqual(before);
  await database.owner`update assignments set state = 'done' where unit_key = 't:011'`;
  const moved = await cli('--json', '--programme', 'tiny');
  expect([moved.code, JSON.parse(moved.out).moved]).toEqual([1, 1]);
  expect((await cli()).out).toContain('    ✗ rollout-tiny/1 t:011: state is stored as "done"');
  expect((await cli('--programme', 'nope')).code).toBe(1);
  await database.close();
});
