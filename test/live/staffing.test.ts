/** Who may confirm comes and goes by the calendar: the record follows at that instant, however late somebody looks. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readClock } from '#db/reads/programmes.ts';
import type { Instant } from '#domain/vocabulary.ts';
import { disableAccount } from '#facts/account.ts';
import { stepClock } from '#facts/clock.ts';
import { verifyRecord } from '#verify/index.ts';
import { openDatabase } from '#test/support/live.ts';
import { PROGRAMME } from '#test/support/tiny-programme.ts';
import { openWorld, type World } from '#test/support/world.ts';
import { issuedRollout } from '#test/support/world-acts.ts';

const UNIT = 't:011';
/** Issued on 1 August: tiếp nhận is due on the 3rd, a reminder comes on the 2nd, reports up from the 4th. */
const FIRST = '2023-08-03';
const LAST = '2023-08-04';
const BEGINS: Instant = '2023-08-02T17:00:00.000Z';
const ENDS: Instant = '2023-08-04T17:00:00.000Z';
const LATE: Instant = '2023-08-09T02:00:00.000Z';

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

/** The union's office of the district is vacant or has an account; the police have received. */
async function begun(vacant: boolean): Promise<World> {
  const database = await openDatabase(inject('live'));
  closing.push(() => database.close());
  const world = await openWorld(database, vacant ? { vacant: [`union@${UNIT}`] } : {});
  await issuedRollout(world, '2023-12-29');
  await world.act('police', UNIT, { kind: 'acknowledgement', version: 1 });
  await world.settle();
  return world;
}

async function stoodIn(): Promise<World> {
  const world = await begun(true);
  const standInOffice = world.seeded.office('union', 't:012');
  const standIn = { standInOffice, post: 'Phó Chủ tịch', from: FIRST, to: LAST };
  await world.standIn('union', UNIT, 't:01', standIn);
  await world.settle();
  return world;
}

const stepTo = ({ database, by }: World, to: Instant) =>
  stepClock(database.intake, by(null, null), to);

/** As lists have it: the line, and who holds the assignment. */
async function listed({ database }: World) {
  const [row] = await database.owner<Record<'state' | 'held' | 'above', string>[]>`
    select l.state, array_to_string(a.held_by, ' ') as held, array_to_string(a.held_by_superior_of, ' ') as above
    from lines l join assignments a on a.id = l.assignment_id
    where a.unit_key = ${UNIT} and l.agency = 'union'`;
  return { ...row };
}

/** Every rung that fell due for the office, by what became of it. */
async function rungs({ database }: World) {
  return database.owner`select m.step, m.rung, iso(m.due_at) as due, m.outcome, m.reason
    from messages m join assignments a on a.id = m.assignment_id
    where a.unit_key = ${UNIT} and m.agency = 'union' order by 3, 1, 2`;
}

async function problems({ database }: World) {
  const { invariants } = await verifyRecord({ sql: database.reader, patienceMs: 0 });
  return invariants.flatMap((i) => i.problems.map((p) => `${i.id} ${p.subject}: ${p.message}`));
}

const VACANT = { state: 'vacant', held: '', above: 'union' };
const ASKED = { state: 'issued', held: 'union', above: '' };

let punctual: World;
beforeAll(async () => {
  punctual = await stoodIn();
});

test('a stand-in wakes the coordinator when it begins and when it ends, and lists say who holds it', async () => {
  const { database, settle } = punctual;
  const seen = [];
  for (let i = 0; i < 20; i += 1) {
    const { now, nextWakeAt } = (await readClock(database.reader, PROGRAMME))!;
    seen.push([now, await listed(punctual)]);
    expect(await problems(punctual)).toEqual([]);
    if (nextWakeAt === null || nextWakeAt > LATE) break;
    await stepTo(punctual, nextWakeAt);
    await settle();
  }
  const at = new Map(seen as [Instant, object][]);
  expect(seen[0]![1]).toEqual(VACANT);
  expect(at.get(BEGINS)).toEqual(ASKED);
  expect(at.get('2023-08-04T00:00:00.000Z')).toEqual(ASKED);
  expect(at.get(ENDS)).toEqual(VACANT);
  await stepTo(punctual, LATE);
  await settle();
});

test('a look that comes long after its end writes the same rungs', async () => {
  const late = await stoodIn();
  await stepTo(late, LATE);
  await late.settle();
  expect(await listed(late)).toEqual(VACANT);
  expect(await rungs(late)).toEqual(await rungs(punctual));
  expect(await rungs(late)).toContainEqual(
    expect.objectContaining({ step: 'D1', due: '2023-08-04T00:00:00.000Z', outcome: 'sent' }),
  );
  expect(await problems(late)).toEqual([]);
});

/** Disabled on the afternoon of the 3rd, with or without a look at each rung on the way. */
async function left(isPunctual: boolean): Promise<World> {
  const world = await begun(false);
  const { database, by } = world;
  if (isPunctual) await world.goTo('2023-08-03');
  await stepTo(world, '2023-08-03T08:00:00.000Z');
  const [account] = await database.owner<{ id: string }[]>`
    select id from accounts where office_id = ${world.seeded.office('union', UNIT)}`;
  await disableAccount(database.intake, by('union', 't:01'), account!.id);
  if (isPunctual) await world.goTo('2023-08-09');
  else await stepTo(world, LATE);
  await world.settle();
  return world;
}

test('nor does it matter when somebody looks after an account was disabled', async () => {
  const [soon, late] = [await left(true), await left(false)];
  expect(await listed(late)).toEqual(VACANT);
  expect(await rungs(late)).toEqual(await rungs(soon));
  const outcomes = (await rungs(late)).map((r) => `${r['due']} ${r['reason'] ?? r['outcome']}`);
  expect(outcomes).toContain('2023-08-02T00:00:00.000Z sent');
  expect(outcomes).toContain('2023-08-04T00:00:00.000Z superiorHolds');
  expect(await problems(late)).toEqual([]);
});

test('verify names what nobody looked at: the wake-up that is missing, and what lists still say', async () => {
  const world = await stoodIn();
  await stepTo(world, BEGINS);
  await world.settle();
  const { owner } = world.database;
  await owner`update coordinators set next_wake_at = null where unit_key = 't:01'`;
  await owner`update programmes set stepped_at = ${ENDS}`;
  const found = await problems(world);
  expect(found).toContain(
    'I7 rollout-tiny/1 t:01: wakes at no time, the facts say 2023-08-04T00:00:00.000Z',
  );
  expect(found).toContain(
    'I6 rollout-tiny/1 t:011: union state is stored as "issued", the facts say "vacant"',
  );
});
