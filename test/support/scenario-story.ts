/** The scripted rollout, from its draft to its close: everything a rollout can meet happens in it once. */
import { nameStandIn } from '#facts/office.ts';
import { accepted, acknowledged, adjusted, confirmed } from './scenario-acts.ts';
import { drafted, filed, inForce, stepDone, topConference } from './scenario-acts.ts';
import type { Stage, Unit } from './scenario.ts';

/** Offices that have no account when the story begins. */
export const VACANT = ['womensUnion@s:09002'] as const;

const DISTRICTS: readonly Unit[] = ['s:091', 's:092'];
const COMMUNES: readonly Unit[] = ['s:09001', 's:09002', 's:09003', 's:09004'];

/** Tells the whole story; answers the rollout's id. The stage is at rest wherever the clock moves. */
export async function tellStory(stage: Stage): Promise<string> {
  const rollout = await issued(stage);
  await districtsBegin(stage, rollout);
  await communesReceive(stage);
  await adjustments(stage);
  await plansAndConferences(stage);
  await lateConferences(stage);
  await reportsAndReturn(stage);
  await checkedAndClosed(stage, rollout);
  return rollout;
}

/** Issued by both agencies; the two districts have their assignments. */
export async function issued(stage: Stage): Promise<string> {
  await stage.goTo('2023-07-13');
  const rollout = await drafted(stage, '2023-11-30');
  await stage.goTo('2023-07-14');
  await inForce(stage, rollout, 'issue', '2023-07-13');
  await stage.settle();
  return rollout;
}

/** One district in time; in the other one office is late: it is told to its superior, and to that one's. */
async function districtsBegin(stage: Stage, rollout: string): Promise<void> {
  await acknowledged(stage, ['s:091']);
  await acknowledged(stage, ['s:092'], 1, ['police']);
  await stage.goTo('2023-07-28');
  await acknowledged(stage, ['s:092'], 1, ['womensUnion']);
  await topConference(stage, rollout, '2023-07-27');
  await stage.settle();
  await stepDone(stage, ['s:091'], 'plan', '2023-07-28');
  await stage.goTo('2023-08-02');
  await stepDone(stage, ['s:092'], 'plan', '2023-08-01');
  await stage.settle();
}

/** A commune without one of its offices: a stand-in receives for it, then it gets an account of its own. */
async function communesReceive(stage: Stage): Promise<void> {
  await acknowledged(stage, ['s:09001', 's:09003', 's:09004']);
  await acknowledged(stage, ['s:09002'], 1, ['police']);
  await stage.settle();
  const standIn = {
    standInOffice: stage.office('womensUnion', 's:09001'),
    post: 'Phó Chủ tịch Hội LHPN xã',
    from: '2023-08-03',
    to: '2023-08-31',
  };
  const vacant = stage.office('womensUnion', 's:09002');
  await nameStandIn(stage.database.intake, stage.by('womensUnion', 's:091'), vacant, standIn);
  await stage.goTo('2023-08-04');
  const received = { kind: 'acknowledgement', version: 1 } as const;
  await stage.act('womensUnion', 's:09002', received, 's:09001');
  await stage.settle();
  await stage.staff('womensUnion', 's:09002');
  await stage.act('police', 's:09001', { kind: 'designation', post: 'Đội trưởng' });
  await stage.settle();
}

/** One request is answered with new dates and received anew, one is kept as it was, one is withdrawn. */
async function adjustments(stage: Stage): Promise<void> {
  const dates = { C2: '2023-10-16', C3: '2023-11-15', C4: '2023-11-17' };
  const on = '2023-08-04';
  await adjusted(stage, 'womensUnion', 's:09003', { answer: 'adjust', on, dates });
  await stage.settle();
  await acknowledged(stage, ['s:09003'], 2, ['police']);
  await adjusted(stage, 'police', 's:09004', { answer: 'keep', on });
  await stage.goTo('2023-08-10');
  await acknowledged(stage, ['s:09003'], 2, ['womensUnion']);
  const request = { kind: 'adjustmentRequest', reason: 'other', text: 'Nhầm' } as const;
  const asked = await stage.act('womensUnion', 's:09004', request);
  await stage.settle();
  const withdrawn = Number(asked.answer['seq']);
  await stage.act('womensUnion', 's:09004', { kind: 'adjustmentWithdrawal', request: withdrawn });
  await stage.settle();
}

/** Plans, one of them left unconfirmed too long; the conference of one district, one commune ahead of its own. */
async function plansAndConferences(stage: Stage): Promise<void> {
  await stepDone(stage, ['s:09001', 's:09003', 's:09004'], 'plan', '2023-08-10');
  const silent = await filed(stage, 'womensUnion', 's:09002', 'plan', '2023-08-10');
  await stage.goTo('2023-08-18');
  await confirmed(stage, 'police', 's:09002', silent);
  await stepDone(stage, ['s:091'], 'conference', '2023-08-18');
  await stage.goTo('2023-09-12');
  // Its district has not met yet: kept, and not counted.
  await stepDone(stage, ['s:09003'], 'conference', '2023-09-12');
  await stage.settle();
  const first = await filed(stage, 'police', 's:092', 'conference', '2023-09-08');
  await stage.settle();
  await confirmed(stage, 'womensUnion', 's:092', first, 'Họp ngày 11 tháng 9');
  await stage.settle();
  const second = await filed(stage, 'womensUnion', 's:092', 'conference', '2023-09-11');
  await stage.settle();
  await confirmed(stage, 'police', 's:092', second);
  await stage.settle();
}

/** One commune's conference is late: reminded, told to the superior and to that one's superior. */
async function lateConferences(stage: Stage): Promise<void> {
  await stepDone(stage, ['s:09001', 's:09002'], 'conference', '2023-09-12');
  await stage.goTo('2023-11-09');
  await stepDone(stage, ['s:09004'], 'conference', '2023-11-08');
  await stage.settle();
}

/** Reports; one is sent back and mended in time, one is late; the superiors of each line accept. */
async function reportsAndReturn(stage: Stage): Promise<void> {
  await stepDone(stage, COMMUNES.slice(0, 3), 'report', '2023-11-09');
  await stage.settle();
  await stage.act('police', 's:09001', { kind: 'acceptance' }, 's:091');
  const reason = { reason: 'Thiếu số liệu', field: 'remarks' };
  const sentBack = { kind: 'return', step: 'report', ...reason } as const;
  await stage.act('womensUnion', 's:09001', sentBack, 's:091');
  await stage.goTo('2023-11-13');
  const mended = await filed(stage, 'womensUnion', 's:09001', 'report', '2023-11-13');
  await confirmed(stage, 'police', 's:09001', mended);
  await accepted(stage, ['s:09001', 's:09002', 's:09003']);
  await stage.goTo('2023-11-22');
  await stepDone(stage, ['s:09004'], 'report', '2023-11-22');
  await stage.settle();
  await accepted(stage, ['s:09004']);
  await stage.settle();
}

async function checkedAndClosed(stage: Stage, rollout: string): Promise<void> {
  await stepDone(stage, DISTRICTS, 'report', '2023-11-22');
  await stage.settle();
  await accepted(stage, DISTRICTS);
  await stage.goTo('2023-11-29');
  await inForce(stage, rollout, 'close', '2023-11-29');
  await stage.settle();
  await stage.goTo('2023-12-04');
}
