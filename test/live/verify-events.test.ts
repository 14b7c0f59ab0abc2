/** The same promises over a rollout that is amended, suspended, closed unmet and recalled. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FACT_KINDS, NOTICE_ACTS, VERSION_CAUSES } from '#domain/vocabulary.ts';
import { recordToCopy, type RecordCopies } from '#test/support/record-copies.ts';
import { expectBroken, verified, type Break } from '#test/support/verified.ts';
import { eventfulRollout, pausedRollout } from '#test/support/world-events.ts';
import { halfwayRollout } from '#test/support/world-rollout.ts';
import { openWorld, type World } from '#test/support/world.ts';

type Record = 'halfway' | 'paused' | 'ended';
let records: Readonly<{ [which in Record]: RecordCopies }>;
const seenAtRest: string[] = [];
let rests = 0;

beforeAll(async () => {
  const make = (drive: (world: World) => Promise<unknown>) =>
    recordToCopy(async (database) => {
      const onRest = async () => {
        rests += 1;
        const { problems } = await verified(database.reader);
        seenAtRest.push(...problems);
      };
      await drive(await openWorld(database, { vacant: ['union@t:0112'], onRest }));
    });
  const ended = await make(eventfulRollout);
  records = { ended, paused: await make(pausedRollout), halfway: await make(halfwayRollout) };
});

afterAll(() => Promise.all(Object.values(records ?? {}).map((record) => record.close())));

test('a record of everything unforeseen verifies at every rest of its life', () => {
  expect(seenAtRest).toEqual([]);
  expect(rests).toBeGreaterThan(180);
});

test('the story has something of every act, state, cause and reason', async () => {
  await records.ended.within(async (owner) => {
    const all = async (query: string) =>
      (await owner.unsafe<{ x: string }[]>(`select distinct x from (${query}) q order by x`)).map(
        (row) => row.x,
      );
    const told = await all('select kind as x from facts');
    expect(FACT_KINDS.filter((kind) => !told.includes(kind))).toEqual(ELSEWHERE);
    expect(await all('select cause as x from versions')).toEqual([...VERSION_CAUSES].toSorted());
    expect(await all(`select rung as x from messages where kind = 'notice'`)).toEqual(
      [...NOTICE_ACTS].toSorted(),
    );
    expect(await all(`select deadline->'reason'->>'rule' as x from steps`)).toEqual([
      'moved',
      'paused',
      'recounted',
      'typed',
      'within',
    ]);
    expect(await all('select state as x from assignments')).toEqual([
      'closedUnmet',
      'done',
      'recalled',
    ]);
  });
});

/** Acts that `verify.test.ts` has. */
const ELSEWHERE = ['designation', 'adjustmentWithdrawal', 'return', 'standIn'];

const UNIT = (key: string) =>
  `(select id from assignments where unit_key = '${key}' order by opened_at limit 1)`;
const ACT = (kind: string) =>
  `(select joint_act_id from facts f join joint_acts j on j.id = f.joint_act_id
    where f.kind = 'promulgation' and j.kind = '${kind}' order by f.seq limit 1)`;
const NOTICE = `(select min(id) from messages where kind = 'notice' and outcome = 'sent')`;
/** Removes facts with all their traces. */
const WITHOUT = (facts: string) => `
  with gone as (delete from facts where ${facts} returning seq),
    untold as (delete from ledger where seq in (select seq from gone))
    delete from receipts where ledger_seq in (select seq from gone)`;

const BREAKS: readonly Break<Record>[] = [
  [
    "an amendment's signature is removed with all its traces",
    'paused',
    WITHOUT(`kind = 'signature' and joint_act_id = ${ACT('amend')}
      and seq = (select max(seq) from facts where kind = 'signature' and joint_act_id = ${ACT('amend')})`),
    // Without it nothing of the amendment holds, and much was drawn of it.
    'I5,I6,I7,I9,I11,I15',
    /^I15 rollout-tiny\/3 amend 2: is in force without the earlier signature of union/,
  ],
  [
    'an act in force is discarded, too',
    'paused',
    `drop index facts_settlement;
     insert into facts select nextval('ledger_seq'), programme_id, 'discard', rollout_id, joint_act_id, assignment_id,
       office_id, payload, account_id, author_office_id, author_post, key || '-2', at, real_at
       from facts where kind = 'promulgation' and joint_act_id = ${ACT('amend')}`,
    'I1,I3,I15',
    /^I15 rollout-tiny\/3 amend 2: is in force, and was discarded/,
  ],
  [
    'an act is put in force twice',
    'paused',
    `drop index facts_settlement;
     insert into facts select nextval('ledger_seq'), programme_id, kind, rollout_id, joint_act_id, assignment_id,
       office_id, payload, account_id, author_office_id, author_post, key || '-2', at, real_at
       from facts where kind = 'promulgation' and joint_act_id = ${ACT('suspend')}`,
    'I1,I3,I15',
    /^I15 rollout-tiny\/3 suspend 1: was put in force 2 times/,
  ],
  [
    'a version is said to be of an amendment that was none',
    'ended',
    `update versions set cause = 'amendment' where cause = 'adjustment'`,
    'I6,I8,I15',
    /^I15 rollout-tiny\/3 t:0121 version \d: is drawn of no amend in force/,
  ],
  [
    'a pair is said to be recalled',
    'paused',
    `update assignments set state = 'recalled' where id = ${UNIT('t:0121')}`,
    'I6,I8,I15',
    /^I15 rollout-tiny\/3 t:0121 state recalled: is drawn of no recall in force/,
  ],
  [
    'a pair is said to be suspended when all go on',
    'ended',
    `update assignments set state = 'suspended' where id = ${UNIT('t:0121')}`,
    'I6,I8,I15',
    /^I15 rollout-tiny\/3 t:0121 state suspended: is drawn of no suspend in force/,
  ],
  [
    'a coordinator is ended before the rollout is',
    'paused',
    `update coordinators set state = 'closed' where unit_key = 't:012'`,
    'I9,I15',
    /^I15 rollout-tiny\/3 t:012 end: is drawn of no close or recall in force/,
  ],
  [
    'a rung is called off by a recall that never was',
    'paused',
    `update messages set reason = 'recalled' where id = (select min(id) from messages where reason is not null)`,
    'I8,I15',
    /^I15 rollout-tiny\/3 t:\d+ rung recalled: is drawn of no recall in force/,
  ],
  [
    'something is drawn of a draft that was discarded',
    'paused',
    `insert into recipients select id, 't:0111', 't:011', 'commune', false from rollouts where key like '%/2'`,
    'I15',
    /^I15 rollout-tiny\/2: was never issued and has 1 recipients, 0 coordinators, 0 assignments/,
  ],
  [
    'an office is not told of an act',
    'paused',
    `delete from messages where id = ${NOTICE}`,
    'I5,I7,I8',
    /^I5 rollout-tiny\/3 t:\d+ \/2\/\w+\/amend\/2: fell due at \S+ and has no row \(expected: sent\)/,
  ],
  [
    'an office is told twice',
    'paused',
    `alter table messages drop constraint messages_rung;
     insert into messages (programme_id, assignment_id, step, version, agency, rung, n, kind, recipient_id, due_at,
       at, outcome, reason) select programme_id, assignment_id, step, version, agency, rung, n, kind, recipient_id,
       due_at, at, outcome, reason from messages where id = ${NOTICE}`,
    'I5,I8',
    /^I5 rollout-tiny\/3 t:\d+ \/2\/\w+\/amend\/2: has more than one row/,
  ],
  [
    'an office is told of an act that never was',
    'paused',
    `update messages set n = 9 where id = ${NOTICE}`,
    'I5,I7,I8,I15',
    /^I15 rollout-tiny\/3 t:\d+ notice of amend 9: is drawn of no amend 9 in force/,
  ],
  [
    'an office is told of a calendar that was never published',
    'ended',
    `update messages set n = 7 where id = (select min(id) from messages where rung = 'calendar')`,
    'I5,I7,I8,I15',
    /^I15 rollout-tiny\/3 t:\d+ notice of calendar 7: is drawn of no calendar 7 in force/,
  ],
  [
    'an exempt office is told of an act',
    'paused',
    `update messages m set outcome = 'sent', reason = null, recipient_id = l.office_id from lines l
      where l.assignment_id = m.assignment_id and l.agency = m.agency and m.kind = 'notice' and m.reason = 'exempt'`,
    'I5,I8',
    /^I5 rollout-tiny\/3 t:0122 \/2\/union\/amend\/2: is sent, the facts say exempt/,
  ],
  [
    'a gate was opened early by nobody',
    'paused',
    WITHOUT(`kind = 'earlyOpening'`),
    'I4',
    /^I4 rollout-tiny\/3 t:012: the gate below it is open: its plan was never confirmed/,
  ],
  [
    'a unit under an open gate is left out',
    'ended',
    `delete from assignments where id = ${UNIT('t:0111')}`,
    'I4,I8',
    /^I4 rollout-tiny\/3 t:0111: is a recipient under an open gate and has 0 assignments/,
  ],
  [
    'a suspended coordinator is to wake',
    'paused',
    `update coordinators set next_wake_at = '2023-10-02T00:00:00Z' where unit_key = 't:012'`,
    'I7',
    /^I7 rollout-tiny\/3 t:012: wakes at \S+, the facts say no time/,
  ],
  [
    'what an act in force says is changed',
    'ended',
    `update joint_acts set terms = jsonb_set(terms, '{dates,D3}', '"2023-10-09"') where id = ${ACT('amend')}`,
    'I6,I7,I8,I11',
    /^I8 ledger #\d+ promulgation: says .*2023-10-05.*, the fact says .*2023-10-09/,
  ],
  [
    'the ledger loses what a closing ended',
    'ended',
    `delete from ledger where kind = 'closedUnmet' and assignment_id = ${UNIT('t:0111')}`,
    'I8',
    /^I8 rollout-tiny\/3 t:0111 closedUnmet: stands in the record, and 1 ledger row\(s\) of it are missing/,
  ],
  [
    'the ledger tells of another reinstatement',
    'ended',
    `update ledger set body = replace(body, 'Đã kiện toàn', 'Đã xin lại') where kind = 'reinstatement'`,
    'I8',
    /^I8 ledger #\d+ reinstatement: says .*Đã xin lại.*, the fact says .*Đã kiện toàn/,
  ],
  [
    'a confirmation loses who was silent',
    'ended',
    `update facts set payload = payload - 'instead' where payload ? 'instead'`,
    'I8',
    /^I8 ledger #\d+ confirmation: says .*"instead":true.*, the fact says /,
  ],
  [
    'a date that a suspension put off is put back',
    'ended',
    `update steps set due_on = (deadline->'reason'->>'from')::date
      where deadline->'reason'->>'rule' = 'paused' and assignment_id = ${UNIT('t:0122')} and key = 'C4'`,
    'I6,I11',
    /^I11 rollout-tiny\/3 t:0122 C4: is \S+, the oracle says \S+/,
  ],
  [
    'a suspension is told to have been longer',
    'ended',
    `update steps set deadline = jsonb_set(deadline, '{reason,days}', '9')
      where deadline->'reason'->>'rule' = 'paused' and assignment_id = ${UNIT('t:0122')} and key = 'C4'`,
    'I11',
    /^I11 rollout-tiny\/3 t:0122 reason of C4: is \S+, the oracle says \S+/,
  ],
  [
    'what stood before a date moved is told otherwise',
    'ended',
    `update steps set deadline = jsonb_set(deadline, '{reason,was,from}', '"2023-10-02"')
      where deadline->'reason'->>'rule' = 'moved' and deadline->'reason'->'was' ? 'from'`,
    'I11',
    /^I11 rollout-tiny\/3 t:\d+ reason of \w+: is not to be had from \S+: before that it was /,
  ],
  [
    "a later version's date is changed",
    'ended',
    `update versions set acknowledge_by = acknowledge_by + 1 where cause = 'reinstatement'`,
    'I6,I11',
    /^I11 rollout-tiny\/3 t:0122 version 3: is 2023-08-25, the oracle says 2023-08-24/,
  ],
  [
    'a day off is taken out of a published calendar',
    'ended',
    `delete from calendar_days where version = 2 and date = '2023-10-26'`,
    'I5,I6,I7,I11',
    /^I11 rollout-tiny\/3 t:\d+ \w+: is 2023-10-27, the oracle says 2023-10-26/,
  ],
];

test.each(BREAKS)('%s: verify names it', async (_what, record, ...rest) => {
  await expectBroken(records[record], ...rest);
});

describe('who holds what', () => {
  const OPEN = UNIT('t:0111');
  const HOLDERS: readonly Break<'halfway'>[] = [
    [
      'it is said to be held by nobody',
      'halfway',
      `update assignments set held_by = '{}', held_by_superior_of = '{}' where id = ${OPEN}`,
      'I14',
      /^I14 rollout-tiny\/1 t:0111: is inProgress and held by nobody/,
    ],
    [
      'it is charged to a superior',
      'halfway',
      `update assignments set held_by_superior_of = held_by, held_by = '{}' where id = ${OPEN}`,
      'I14',
      /^I14 rollout-tiny\/1 t:0111: its holder is stored as "the superior of police, /,
    ],
    [
      'it is said to be held since another day',
      'halfway',
      `update assignments set held_since = held_since - 1 where id = ${OPEN}`,
      'I14',
      /^I14 rollout-tiny\/1 t:0111: held since is stored as "2023-08-\d\d", the facts say "2023-08-\d\d"/,
    ],
    [
      'what a side owes is lost',
      'halfway',
      `delete from holdings where assignment_id = ${OPEN} and step = 'C2' and agency = 'police'`,
      'I14',
      /^I14 rollout-tiny\/1 t:0111: C2 by police owed is stored as null, the facts say /,
    ],
    [
      'a side owes what it does not',
      'halfway',
      `update holdings set agency = 'army' where assignment_id = ${OPEN} and step = 'C2' and agency = 'police'`,
      'I14',
      /^I14 rollout-tiny\/1 t:0111: C2 by army owed is stored as .*, the facts say null/,
    ],
    [
      'a side is said to owe it since another day',
      'halfway',
      `update holdings set since = since - 1 where assignment_id = ${OPEN} and step = 'C2' and agency = 'police'`,
      'I14',
      /^I14 rollout-tiny\/1 t:0111: C2 by police owed is stored as /,
    ],
    [
      'a side is said to owe it until another day',
      'halfway',
      `update holdings set due_on = due_on + 1 where assignment_id = ${OPEN} and step = 'C2' and agency = 'police'`,
      'I11,I14',
      /^I11 rollout-tiny\/1 t:0111 C2 owed by police: is 2023-10-17, the oracle says 2023-10-16/,
    ],
    [
      'it is said to wait for somebody in post',
      'halfway',
      `update holdings set because = '{"kind": "vacant"}' where assignment_id = ${OPEN} and step = 'C2'`,
      'I14',
      /^I14 rollout-tiny\/1 t:0111: C2 by police owed is stored as .*vacant/,
    ],
  ];

  test.each(HOLDERS)('%s: verify names it', async (_what, record, ...rest) => {
    await expectBroken(records[record], ...rest);
  });
});
