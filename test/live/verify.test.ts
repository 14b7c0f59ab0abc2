import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordToCopy, type RecordCopies } from '#test/support/record-copies.ts';
import { expectBroken, verified, type Break } from '#test/support/verified.ts';
import { finishedRollout, halfwayRollout } from '#test/support/world-rollout.ts';
import { openWorld } from '#test/support/world.ts';

type Record = 'halfway' | 'finished';
let records: Readonly<{ [which in Record]: RecordCopies }>;
const seenAtRest: string[] = [];
let rests = 0;

beforeAll(async () => {
  const make = (drive: typeof finishedRollout) =>
    recordToCopy(async (database) => {
      const onRest = async () => {
        rests += 1;
        const { problems } = await verified(database.reader);
        seenAtRest.push(...problems);
      };
      await drive(await openWorld(database, { vacant: ['union@t:0112'], onRest }));
    });
  const finished = await make(finishedRollout);
  records = { finished, halfway: await make(halfwayRollout) };
});

afterAll(() => Promise.all(Object.values(records ?? {}).map((record) => record.close())));

test('a record made by the production path verifies at every rest of its life', () => {
  expect(seenAtRest).toEqual([]);
  expect(rests).toBeGreaterThan(80);
});

test('what could not be checked says why', async () => {
  await records.finished.within(async (owner) => {
    const { invariants } = await verified(owner);
    expect(invariants.map((i) => i.id).join()).toBe('I1,I2,I3,I4,I5,I6,I7,I8,I9,I11,I14,I15');
    const unchecked = invariants
      .filter((i) => !i.checked)
      .map(({ id, ok, note }) => [id, ok, note]);
    expect(unchecked).toEqual([
      ['I2', true, "needs a client's journal (--journal FILE)"],
      ['I6', true, 'Temporal was not asked for what runs'],
    ]);
  });
});

const FACT = `(select seq from facts where kind = 'designation')`;
const MESSAGE = `(select min(id) from messages where outcome = 'sent')`;
const COMMUNE = `(select id from assignments where unit_key = 't:0111')`;

const BREAKS: readonly Break<Record>[] = [
  [
    'a receipt is deleted',
    'finished',
    `delete from receipts where ledger_seq = ${FACT}`,
    'I1,I3',
    /^I1 rollout-tiny\/1 t:0111 police designation #\d+: .* found 1 fact\(s\), 1 ledger row\(s\), 0 receipt\(s\)/,
  ],
  [
    'a fact is doubled',
    'finished',
    `insert into facts select nextval('ledger_seq'), programme_id, kind, rollout_id, joint_act_id, assignment_id,
      office_id, payload, account_id, author_office_id, author_post, key || '-2', at, real_at
      from facts where seq = ${FACT}`,
    'I1,I3,I9',
    /^I1 .* designation #\d+: .* found 1 fact\(s\), 0 ledger row\(s\), 0 receipt\(s\)/,
  ],
  [
    'a fact loses its ledger row',
    'finished',
    `delete from ledger where seq = ${FACT}`,
    'I1',
    /^I1 .* designation #\d+: .* 0 ledger row\(s\)/,
  ],
  [
    'two facts share a key',
    'finished',
    `alter table facts drop constraint facts_key;
     update facts f set key = o.key from facts o where o.seq = ${FACT} and f.account_id = o.account_id`,
    'I3',
    /^I3 .* designation #\d+: its key is that of \d+ facts/,
  ],
  [
    'a receipt answers with the number of another fact',
    'finished',
    `update receipts set answer = answer || '{"seq": 1}' where ledger_seq = ${FACT}`,
    'I3',
    /^I3 .* designation #(\d+): its key finds a receipt of #\1 that answers with #1$/,
  ],
  [
    'an assignment is removed',
    'finished',
    `delete from assignments where id = ${COMMUNE}`,
    'I4,I8,I9',
    /^I4 rollout-tiny\/1 t:0111: is a recipient under an open gate and has 0 assignments/,
  ],
  [
    'an assignment is doubled',
    'finished',
    `drop index assignments_one;
     insert into assignments select (jsonb_populate_record(a, '{"id": "00000000-0000-4000-8000-000000000000"}')).*
       from assignments a where id = ${COMMUNE}`,
    'I4,I6,I8,I14',
    /^I4 rollout-tiny\/1 t:0111: is a recipient under an open gate and has 2 assignments/,
  ],
  [
    'a recipient is added after the issue',
    'halfway',
    `insert into recipients select rollout_id, 't:0199', parent_key, tier, false from recipients
      where unit_key = 't:0111'`,
    'I4',
    /^I4 rollout-tiny\/1 t:0199: is a recipient under an open gate and has 0 assignments/,
  ],
  [
    'a line is removed',
    'halfway',
    `delete from lines where assignment_id = ${COMMUNE} and agency = 'union'`,
    'I4,I5,I6,I9,I14',
    /^I4 rollout-tiny\/1 t:0111: has lines of \[police\], its offices were \[police, union\]/,
  ],
  [
    'a gate is shut again',
    'halfway',
    `delete from coordinators where unit_key = 't:011'`,
    'I4,I8',
    /^I4 rollout-tiny\/1 t:011: the gate below it is to be open \(its plan is confirmed\), and is not/,
  ],
  [
    'a reminder is deleted',
    'finished',
    `delete from messages where id = ${MESSAGE}`,
    'I5,I8',
    /^I5 rollout-tiny\/1 t:\d+ \S+: fell due at \S+ and has no row/,
  ],
  [
    'a reminder is recorded twice',
    'finished',
    `alter table messages drop constraint messages_rung;
     insert into messages (programme_id, assignment_id, step, version, agency, rung, n, kind, recipient_id, due_at,
       at, outcome, reason) select programme_id, assignment_id, step, version, agency, rung, n, kind, recipient_id,
       due_at, at, outcome, reason from messages where id = ${MESSAGE}`,
    'I5,I8',
    /^I5 rollout-tiny\/1 t:\d+ \S+: has more than one row/,
  ],
  [
    'a reminder of no ladder is recorded',
    'finished',
    `update messages set rung = 'after9' where id = ${MESSAGE}`,
    'I5,I8',
    /^I5 rollout-tiny\/1 t:\d+ \S+\/after9\/0: is a rung of no ladder of this assignment/,
  ],
  [
    'a report goes up the tree of another agency',
    'finished',
    `update messages m set recipient_id = o.id from offices o where m.id = ${MESSAGE}
      and o.unit_key = 't:01' and o.agency <> m.agency`,
    'I5',
    /^I5 .*: is sent across, to an office of (police|union)/,
  ],
  [
    'a rung is skipped for no reason',
    'finished',
    `update messages set reason = null
      where id = (select min(id) from messages where outcome = 'skipped')`,
    'I5,I8',
    /^I5 .*: is skipped for no reason/,
  ],
  [
    'a rung that nobody owed is sent',
    'finished',
    `update messages m set outcome = 'sent', reason = null, recipient_id = l.office_id from lines l
      where l.assignment_id = m.assignment_id and l.agency = m.agency
        and m.id = (select min(id) from messages where reason = 'notOwed')`,
    'I5,I8',
    /^I5 .*: is sent, the facts say notOwed/,
  ],
  [
    'a state is changed',
    'halfway',
    `update assignments set state = 'reported' where id = ${COMMUNE}`,
    'I6',
    /^I6 rollout-tiny\/1 t:0111: state is stored as "reported", the facts say "inProgress"/,
  ],
  [
    'a done assignment is called late',
    'finished',
    `update assignments set on_time = not on_time where id = ${COMMUNE}`,
    'I6',
    /^I6 rollout-tiny\/1 t:0111: onTime is stored as true, the facts say false/,
  ],
  [
    "a line's day of receiving is changed",
    'finished',
    `update lines set received_on = '2023-01-03' where assignment_id = ${COMMUNE} and agency = 'union'`,
    'I6',
    /^I6 rollout-tiny\/1 t:0111: union receivedOn is stored as "2023-01-03", the facts say "2023-08-16"/,
  ],
  [
    'a wake-up is put off',
    'halfway',
    `update coordinators set next_wake_at = next_wake_at + interval '1 day' where unit_key = 't:011'`,
    'I7',
    /^I7 rollout-tiny\/1 t:011: wakes at \S+, the facts say \S+/,
  ],
  [
    'an assignment is not to be looked at in time',
    'halfway',
    `update assignments set look_at = null where unit_key = 't:0111'`,
    'I7',
    /^I7 rollout-tiny\/1 t:0111: rests until \[null,.*\], the facts say \["2023/,
  ],
  [
    'what an assignment wakes its coordinator for is lost',
    'halfway',
    `update assignments set wake = null where unit_key = 't:0111'`,
    'I7',
    /^I7 rollout-tiny\/1 t:0111: rests until \[.*,null\], the facts say \[.*"for":\[/,
  ],
  [
    'a coordinator sleeps through its wake-up',
    'halfway',
    `update programmes set stepped_at = stepped_at + interval '60 days'`,
    'I7',
    /^I7 rollout-tiny\/1 t:011: was to wake at \S+ and has not looked since/,
  ],
  [
    'a rung is given another instant',
    'finished',
    `update messages set due_at = due_at - interval '1 day' where id = ${MESSAGE}`,
    'I7',
    /^I7 rollout-tiny\/1 t:\d+ \S+: fell due at \S+, the row says \S+/,
  ],
  [
    'the ledger row of a fact is rewritten',
    'finished',
    `update ledger set body = replace(body, 'Đội trưởng', 'Đội phó') where seq = ${FACT}`,
    'I8',
    /^I8 ledger #\d+ designation: says .*Đội phó.*, the fact says .*Đội trưởng/,
  ],
  [
    'the ledger row of a consequence is deleted',
    'finished',
    `delete from ledger where kind = 'done' and assignment_id = ${COMMUNE}`,
    'I8',
    /^I8 rollout-tiny\/1 t:0111 done: stands in the record, and 1 ledger row\(s\) of it are missing/,
  ],
  [
    'a consequence is told twice',
    'finished',
    `insert into ledger select nextval('ledger_seq'), programme_id, kind, assignment_id, at, real_at, body
      from ledger where kind = 'opened' and assignment_id = ${COMMUNE}`,
    'I8',
    /^I8 rollout-tiny\/1 t:0111 opened: has 1 ledger row\(s\) more than the record has changes/,
  ],
  [
    'a row is pending for nobody',
    'finished',
    `insert into pending (programme_id, coordinator_id, unit_key, at) values ('tiny', 'rollout/x/y', 'y', now())`,
    'I9',
    /^I9 rollout\/x\/y y \(\d+\): is pending for a coordinator that does not exist/,
  ],
  [
    'a row stays pending',
    'finished',
    `insert into pending (programme_id, coordinator_id, unit_key, at)
      select programme_id, id, unit_key, now() from coordinators where unit_key = 't:011'`,
    'I9',
    /^I9 rollout\/\S+\/t:011 t:011 \(\d+\): is pending since /,
  ],
  [
    'a coordinator is said to be complete',
    'halfway',
    `update coordinators set complete = true where unit_key = 't:011'`,
    'I8,I9',
    /^I9 rollout-tiny\/1 t:011: complete is true, the facts say false/,
  ],
  [
    'a fact is written that nobody looked at',
    'finished',
    `with again as (insert into facts select nextval('ledger_seq'), programme_id, kind, rollout_id, joint_act_id,
       assignment_id, office_id, payload, account_id, author_office_id, author_post, 'again', at, real_at
       from facts where seq = (select min(seq) from facts where kind = 'acknowledgement') returning *),
     told as (insert into ledger select n.seq, l.programme_id, l.kind, l.assignment_id, l.at, l.real_at, l.body
       from again n, ledger l where l.seq = (select min(seq) from facts where kind = 'acknowledgement'))
     insert into receipts select account_id, key, '', seq, 201, jsonb_build_object('seq', seq) from again`,
    'I9',
    /^I9 rollout-tiny\/1 t:011 #\d+: has no effect \(over\), and the record does not say so/,
  ],
  [
    'a due date is moved',
    'finished',
    `update steps set due_on = due_on + 1 where assignment_id = ${COMMUNE} and key = 'C2'`,
    'I6,I11',
    /^I11 rollout-tiny\/1 t:0111 C2: is 2023-10-17, the oracle says 2023-10-16/,
  ],
  [
    'a date of the plan is moved',
    'halfway',
    `update rollouts set dates = jsonb_set(dates, '{D2,on}', '"2023-09-20"')`,
    'I6,I7,I11',
    /^I11 rollout-tiny\/1 t:01 plan of D2: is 2023-09-20, the oracle says /,
  ],
  [
    'a reason is changed under its date',
    'finished',
    `update steps set deadline = jsonb_set(deadline, '{reason,days}', '7')
      where assignment_id = ${COMMUNE} and key = 'C1'`,
    'I11',
    /^I11 rollout-tiny\/1 t:0111 reason of C1: is \S+, the oracle says \S+/,
  ],
  [
    "a version's date is changed",
    'finished',
    `update versions set dates = dates || '{"C3": "2023-11-28"}' where n = 2`,
    'I11',
    /^I11 rollout-tiny\/1 t:0121 C3 of version 2: is 2023-11-28, the oracle says 2023-11-29/,
  ],
  [
    'a signature is removed with all its traces',
    'halfway',
    `with gone as (delete from facts where seq = (select max(seq) from facts where kind = 'signature') returning seq),
     untold as (delete from ledger where seq in (select seq from gone))
     delete from receipts where ledger_seq in (select seq from gone)`,
    'I15',
    /^I15 rollout-tiny\/1 issue 1: is in force without the earlier signature of union/,
  ],
  [
    'something is drawn of a rollout that was never issued',
    'halfway',
    `with draft as (insert into rollouts select gen_random_uuid(), programme_id, 'rollout-tiny/2', title, root_unit,
       issue_on, template, dates, calendar_version, created_by, created_at from rollouts returning id)
     insert into recipients select id, 't:0111', 't:011', 'commune', false from draft`,
    'I15',
    /^I15 rollout-tiny\/2: was never issued and has 1 recipients, 0 coordinators, 0 assignments/,
  ],
];

test.each(BREAKS)('%s: verify names it', async (_what, record, ...rest) => {
  await expectBroken(records[record], ...rest);
});

describe("a client's journal", () => {
  const journal = (key: string, outcome: 'ok' | 'fail' | 'info') => [{ key, outcome }];

  test('a refused request that is in the record is named by I2', async () => {
    await records.finished.within(async (owner) => {
      const [fact] = await owner<{ key: string; account: string }[]>`
        select key, account_id as account from facts where kind = 'return'`;
      const { key, account } = fact!;
      expect((await verified(owner, { journal: journal(key, 'ok') })).broken).toEqual([]);
      expect((await verified(owner, { journal: journal(key, 'info') })).broken).toEqual([]);
      expect((await verified(owner, { journal: journal('never sent', 'fail') })).broken).toEqual(
        [],
      );
      const refused = [{ key, account, outcome: 'fail' as const }];
      expect((await verified(owner, { journal: refused })).problems).toEqual([
        `I2 key ${key}: was refused, and the record holds 1 receipt(s), 1 fact(s) of it`,
      ]);
    });
  });

  test('an accepted request that is lost is named by I1', async () => {
    await records.finished.within(async (owner) => {
      const { problems } = await verified(owner, { journal: journal('lost', 'ok') });
      expect(problems).toEqual(['I1 key lost: was answered as accepted, and 0 receipts hold it']);
    });
  });
});

test('problems are told by the first twenty and their number', async () => {
  await records.finished.within(async (owner) => {
    await owner`delete from receipts where ledger_seq is not null`;
    const { invariants } = await verified(owner);
    const [first] = invariants;
    expect(first).toMatchObject({ id: 'I1', ok: false, count: expect.any(Number) });
    expect(first!.problems).toHaveLength(20);
    expect(first!.count).toBeGreaterThan(60);
  });
});

test('another programme of the same record is not held against this one', async () => {
  await records.finished.within(async (owner) => {
    await owner`delete from receipts where ledger_seq is not null`;
    expect((await verified(owner, { programme: 'elsewhere' })).broken).toEqual([]);
  });
});

test.each(['lt_intake', 'lt_worker', 'lt_reader'])(
  'nobody changes a fact or a ledger row as %s',
  async (role) => {
    await records.finished.within(async (owner) => {
      for (const table of ['facts', 'ledger', 'receipts', 'not_applied', 'ledger_digests'])
        for (const act of [
          `update ${table} set ${table === 'receipts' ? 'status = 0' : table === 'ledger_digests' ? 'rows = 0' : 'seq = 0'}`,
          `delete from ${table}`,
          `truncate ${table}`,
        ])
          await expect(
            owner.savepoint(async (sp) => {
              await sp.unsafe(`set local role ${role}`);
              await sp.unsafe(act);
            }),
            `${role}: ${act}`,
          ).rejects.toMatchObject({ code: '42501' });
    });
  },
);
