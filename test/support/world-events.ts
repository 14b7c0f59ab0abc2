/**
 * A second rollout of the tiny programme, in which everything goes otherwise than planned: it is amended, suspended
 * and resumed, offices are exempted and taken in again, and it is closed although not all is done.
 */
import type { CivilDate } from '#domain/vocabulary.ts';
import { correctSignature } from '#facts/joint-act.ts';
import { delegate } from '#facts/delegation.ts';
import { copyJointAct, discardJointAct, openJointAct, signJointAct } from '#facts/joint-act.ts';
import { copyRollout, discardRollout, draftRollout, openEarly } from '#facts/rollout.ts';
import {
  accepted,
  acknowledged,
  document,
  evidenceOf,
  filed,
  issuedRollout,
} from './world-acts.ts';
import {
  publishedCalendar,
  putInForce,
  signAndPromulgate,
  stepDone,
  topConference,
} from './world-acts.ts';
import { AGENCIES, TEMPLATE, type AgencyCode, type UnitKey } from './tiny-programme.ts';
import type { World } from './world.ts';

const CLOSES = '2023-12-29';

/** Two drafts are discarded, one of them signed by half; a copy of it is issued. Answers its id. */
async function issuedAtThird(world: World): Promise<string> {
  const { by } = world;
  const { intake } = world.database;
  const planner = () => by('police', 't:01');
  const draft = { template: TEMPLATE.key, title: 'Bản dự thảo', closeOn: CLOSES };
  const id = (answered: { readonly answer: Readonly<Record<string, unknown>> }) =>
    String(answered.answer['id']);
  await discardRollout(intake, planner(), id(await draftRollout(intake, planner(), draft)));
  const second = id(await draftRollout(intake, planner(), draft));
  const issue = id(await openJointAct(intake, planner(), second, { kind: 'issue' }));
  const signature = { document: document('2023-07-31'), signatoryPost: 'Giám đốc' };
  await signJointAct(intake, by('union', 't:01'), issue, signature);
  const rightly = { document: { number: '02/KH', on: '2023-07-30' }, signatoryPost: 'Giám đốc' };
  await correctSignature(intake, by('union', 't:01'), issue, rightly);
  await discardJointAct(intake, planner(), issue);
  const third = { title: 'Đợt triển khai', closeOn: CLOSES };
  const rollout = id(await copyRollout(intake, planner(), second, third));
  await putInForce(world, rollout, { kind: 'issue' }, '2023-07-31');
  await world.settle();
  return rollout;
}

/** As far as the middle of a suspension: issued, opened early, amended twice, an office exempted and taken in. */
export async function pausedRollout(world: World): Promise<string> {
  const rollout = await issuedAtThird(world);
  await openedEarly(world, rollout);
  await amendedWithContent(world, rollout);
  await takenInAgain(world);
  await world.goTo('2023-09-11');
  await world.act('police', 't:0121', {
    kind: 'adjustmentRequest',
    reason: 'lackOfMeans',
    text: 'Chưa có kinh phí',
  });
  await filed(world, 'police', 't:0122', 'plan', '2023-09-08');
  await world.goTo('2023-09-12');
  await putInForce(world, rollout, { kind: 'suspend', reason: 'Mưa lũ' }, '2023-09-11');
  await world.settle();
  await world.goTo('2023-09-14');
  // What is done meanwhile is done: its gate opens when the work goes on.
  await stepDone(world, 't:011', 'plan', '2023-09-13');
  const dates = { C4: '2023-12-08' };
  await putInForce(
    world,
    rollout,
    { kind: 'amend', reason: 'Chậm lại', dates, content: null },
    '2023-09-14',
  );
  await world.settle();
  await world.goTo('2023-09-19');
  return rollout;
}

/** One district's communes may receive before it has planned; one of their offices is exempted at once. */
async function openedEarly(world: World, rollout: string): Promise<void> {
  const { database, by } = world;
  const early = { unit: 't:012', reason: 'Xã đã sẵn sàng' };
  await openEarly(database.intake, by('police', 't:01'), rollout, early);
  await world.settle();
  for (const unit of ['t:011', 't:012', 't:0121'] as const) await acknowledged(world, unit);
  await world.act('police', 't:0122', { kind: 'acknowledgement', version: 1 });
  const exempted = { reason: 'Chưa có tổ chức hội', document: document('2023-08-01') };
  await world.act('union', 't:0122', { kind: 'exemption', ...exempted }, 't:012');
  await world.settle();
  await world.goTo('2023-08-10');
  await topConference(world, rollout, '2023-08-09');
  await correctedAfterAll(world);
}

/** Said wrongly, confirmed, said rightly, confirmed again. */
async function correctedAfterAll(world: World): Promise<void> {
  const agreed = { kind: 'confirmation', agrees: true, differs: null } as const;
  const filing = await filed(world, 'police', 't:0121', 'plan', '2023-08-09');
  await world.act('union', 't:0121', { ...agreed, filing });
  await world.settle();
  await world.goTo('2023-08-11');
  const evidence = evidenceOf('police', 'plan', '2023-08-10');
  const corrected = await world.act('police', 't:0121', { kind: 'correction', filing, evidence });
  await world.settle();
  await world.act('union', 't:0121', { ...agreed, filing: Number(corrected.answer['seq']) });
  await world.settle();
}

/** A first draft is discarded and copied; what is in force touches every pair that is open. */
async function amendedWithContent(world: World, rollout: string): Promise<void> {
  const { database, by } = world;
  await world.goTo('2023-08-14');
  const drafted = await openJointAct(database.intake, by('police', 't:01'), rollout, {
    kind: 'amend',
    reason: 'Thêm nội dung',
    dates: { D3: '2023-10-05', C2: '2023-10-18' },
    content: 'Thêm tuyên truyền trên mạng xã hội',
  });
  const draft = String(drafted.answer['id']);
  await discardJointAct(database.intake, by('union', 't:01'), draft);
  const copied = await copyJointAct(database.intake, by('union', 't:01'), draft);
  await signAndPromulgate(world, String(copied.answer['id']), '2023-08-14');
  await world.settle();
  await acknowledged(world, 't:012', 2);
  await world.act('union', 't:0121', { kind: 'acknowledgement', version: 2 });
  await world.goTo('2023-08-17');
  const paper = { number: '12/GBN', on: '2023-08-15' };
  await world.act('police', 't:0121', { kind: 'acknowledgement', version: 2, paper }, 't:012');
  await world.settle();
}

/** The exempted office is taken in again: a version of its own, received in time by one side, late by the other. */
async function takenInAgain(world: World): Promise<void> {
  await world.goTo('2023-08-22');
  const again = { reason: 'Đã kiện toàn', document: document('2023-08-22') };
  await world.act('union', 't:0122', { kind: 'reinstatement', ...again }, 't:012');
  await world.settle();
  await world.goTo('2023-08-24');
  await world.act('union', 't:0122', { kind: 'acknowledgement', version: 3 });
  await world.goTo('2023-08-29');
  await world.act('police', 't:0122', { kind: 'acknowledgement', version: 3 });
}

/** The whole of it, closed with what is not done, and after it another one that is recalled. */
export async function eventfulRollout(world: World): Promise<void> {
  const rollout = await pausedRollout(world);
  await world.goTo('2023-09-20');
  await putInForce(world, rollout, { kind: 'resume' }, '2023-09-19');
  await world.settle();
  await answeredAfterPause(world);
  await openedAfterAll(world);
  await confirmedInstead(world);
  await decided(world);
  await publishedCalendar(world, [off('2023-10-10'), off('2023-10-26')]);
  await reopened(world);
  await world.goTo('2023-12-27');
  await putInForce(world, rollout, { kind: 'close', unmet: 'Chuyển sang năm sau' }, '2023-12-27');
  await world.settle();
  await world.goTo('2023-12-29');
  await recalledRollout(world);
}

/** A set date falls on one, a limit is counted across the other. */
const off = (date: CivilDate) => ({
  date,
  kind: 'swapped_off' as const,
  nameVi: 'Nghỉ hoán đổi',
  nameEn: 'Day off swapped',
  source: '99/VPCP-KGVX',
  confirmed: true,
});

async function answeredAfterPause(world: World): Promise<void> {
  const { owner } = world.database;
  const [asked] = await owner<{ seq: number }[]>`
    select max(seq)::int as seq from facts where kind = 'adjustmentRequest'`;
  await world.act(
    'police',
    't:0121',
    {
      kind: 'adjustmentAnswer',
      request: asked!.seq,
      answer: 'adjust',
      consultedOn: '2023-09-20',
      document: document('2023-09-20'),
      dates: { C3: '2023-12-01' },
    },
    't:012',
  );
  await world.settle();
}

/** Their dates are those of after the amendments and the suspension; one office has nobody, and a superior's paper. */
async function openedAfterAll(world: World): Promise<void> {
  await world.goTo('2023-09-21');
  await acknowledged(world, 't:0111');
  await world.act('police', 't:0112', { kind: 'acknowledgement', version: 1 });
  await world.goTo('2023-09-25');
  const paper = { number: '7/GBN', on: '2023-09-22' };
  await world.act('union', 't:0112', { kind: 'acknowledgement', version: 1, paper }, 't:011');
  await delegated(world);
  await stepDone(world, 't:012', 'plan', '2023-09-25');
  await stepDone(world, 't:011', 'conference', '2023-09-22');
}

/** A head lets another account of the office confirm for it, for some weeks. */
async function delegated({ database: { intake, owner }, seeded, by }: World): Promise<void> {
  await seeded.account('police', 't:0111', { basis: null });
  const office = seeded.office('police', 't:0111');
  const [named] = await owner<{ id: string }[]>`
    select id from accounts where office_id = ${office} and basis is null`;
  const terms = { document: document('2023-09-25'), from: '2023-09-25', to: '2023-10-31' };
  await delegate(intake, by('police', 't:0111'), office, { account: named!.id, ...terms });
}

/** Nobody answers: from the fifth working day on the superior may. */
async function confirmedInstead(world: World): Promise<void> {
  const filing = await filed(world, 'police', 't:012', 'conference', '2023-09-22');
  await world.goTo('2023-10-03');
  const agreed = { kind: 'confirmation', agrees: true, differs: null } as const;
  await world.act('union', 't:012', { ...agreed, filing }, 't:01');
  await world.settle();
}

/** Two disputes: one filing stands by the word of both superiors, the other is to be mended. */
async function decided(world: World): Promise<void> {
  const disputed = async (unit: UnitKey, filing: number) => {
    const no = { kind: 'confirmation', agrees: false, differs: 'Số liệu khác' } as const;
    await world.act('union', unit, { ...no, filing });
    await world.settle();
    return async (agency: AgencyCode, stands: boolean) => {
      const word = { filing, stands, document: document('2023-10-03') };
      await world.act(agency, unit, { kind: 'disputeDecision', ...word }, 't:012');
      await world.settle();
    };
  };
  const filing = await filed(world, 'police', 't:0121', 'conference', '2023-10-02');
  const first = await disputed('t:0121', filing);
  for (const agency of AGENCIES) await first(agency, true);
  await world.goTo('2023-10-04');
  const { owner } = world.database;
  const [plan] = await owner<{ seq: number }[]>`
    select max(f.seq)::int as seq from facts f join assignments a on a.id = f.assignment_id
    where f.kind = 'filing' and a.unit_key = 't:0122'`;
  const second = await disputed('t:0122', plan!.seq);
  await second('police', true);
  await second('union', false);
  await second('police', false);
  await stepDone(world, 't:0122', 'plan', '2023-10-04');
}

/** Done, sent back with a reason, mended and done again. */
async function reopened(world: World): Promise<void> {
  await world.goTo('2023-10-09');
  await stepDone(world, 't:0121', 'report', '2023-10-09');
  await accepted(world, 't:0121', 't:012');
  await world.goTo('2023-10-11');
  const again = { step: 'report', reason: 'Số liệu sai', field: 'remarks' } as const;
  await world.act('union', 't:0121', { kind: 'reopening', ...again }, 't:012');
  await world.settle();
  await world.goTo('2023-10-12');
  const filing = await filed(world, 'union', 't:0121', 'report', '2023-10-12');
  const agreed = { kind: 'confirmation', agrees: true, differs: null } as const;
  await world.act('police', 't:0121', { ...agreed, filing });
  await accepted(world, 't:0121', 't:012');
}

/** Begun, suspended, and recalled before it goes on. */
async function recalledRollout(world: World): Promise<void> {
  const rollout = await issuedRollout(world, '2024-05-31', '2023-12-28');
  await acknowledged(world, 't:011');
  await world.goTo('2024-01-03');
  await putInForce(world, rollout, { kind: 'suspend', reason: 'Rà soát' }, '2024-01-03');
  await world.settle();
  await world.goTo('2024-01-08');
  await putInForce(
    world,
    rollout,
    { kind: 'recall', reason: 'Ban hành sai thể thức' },
    '2024-01-08',
  );
  await world.settle();
  await world.goTo('2024-01-10');
}
