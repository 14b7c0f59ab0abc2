/** The situations of a rollout of the tiny programme, from its draft to its close, told as they happen. */
import { accepted, acknowledged, document, filed, issuedRollout } from './world-acts.ts';
import { putInForce, stepDone, topConference } from './world-acts.ts';
import { AGENCIES, type UnitKey } from './tiny-programme.ts';
import type { World } from './world.ts';

/**
 * A whole rollout with something of everything: a commune without an account and its stand-in, a late one, an
 * adjustment, an exemption, a dispute, a return, a silent confirmation; all done, closed. Answers its id. Of a
 * world in which `union@t:0112` is vacant.
 */
export async function finishedRollout(world: World): Promise<string> {
  const rollout = await halfwayRollout(world);
  await communesMeet(world);
  await everythingChecked(world);
  await putInForce(world, rollout, { kind: 'close', unmet: null }, '2023-12-28');
  await world.settle();
  await world.goTo('2023-12-29');
  return rollout;
}

/** The same as far as tiếp nhận of the communes: everything open, reminders sent and others still to come. */
export async function halfwayRollout(world: World): Promise<string> {
  const rollout = await issuedRollout(world, '2023-12-29');
  for (const unit of ['t:011', 't:012'] as const) await acknowledged(world, unit);
  await world.goTo('2023-08-10');
  await topConference(world, rollout, '2023-08-09');
  for (const unit of ['t:011', 't:012'] as const) {
    await stepDone(world, unit, 'plan', '2023-08-10');
    await world.goTo(unit === 't:011' ? '2023-08-15' : '2023-08-16');
  }
  await communesBegin(world);
  return rollout;
}

const COMMUNES = ['t:0111', 't:0112', 't:0121', 't:0122'] as const;

/** Tiếp nhận: one commune in time, one late, one by a stand-in; one asks for another date, one is exempted. */
async function communesBegin(world: World): Promise<void> {
  await acknowledged(world, 't:0111');
  await world.act('police', 't:0112', { kind: 'acknowledgement', version: 1 });
  await world.standIn('union', 't:0112', 't:011', {
    standInOffice: world.seeded.office('union', 't:0111'),
    post: 'Phó Chủ tịch',
    from: '2023-08-17',
    to: '2023-08-31',
  });
  await world.goTo('2023-08-22');
  await world.act('union', 't:0112', { kind: 'acknowledgement', version: 1 }, 't:0111');
  await world.staff('union', 't:0112');
  await adjusted(world, 't:0121');
  await exempted(world, 't:0122');
  await world.act('police', 't:0111', { kind: 'designation', post: 'Đội trưởng' });
  await world.settle();
}

async function adjusted(world: World, unit: UnitKey): Promise<void> {
  await acknowledged(world, unit);
  const text = 'Xin lùi hạn';
  const asked = await world.act('union', unit, {
    kind: 'adjustmentRequest',
    reason: 'deadline',
    text,
  });
  await world.goTo('2023-08-24');
  await world.act(
    'union',
    unit,
    {
      kind: 'adjustmentAnswer',
      request: Number(asked.answer['seq']),
      answer: 'adjust',
      consultedOn: '2023-08-23',
      document: document('2023-08-24'),
      dates: { C2: '2023-10-17', C3: '2023-11-29', C4: '2023-12-06' },
    },
    't:012',
  );
  await acknowledged(world, unit, 2);
}

async function exempted(world: World, unit: UnitKey): Promise<void> {
  await acknowledged(world, unit);
  const asked = await world.act('union', unit, {
    kind: 'adjustmentRequest',
    reason: 'notOurFunction',
    text: 'Chưa có tổ chức hội',
  });
  await world.act(
    'union',
    unit,
    {
      kind: 'adjustmentAnswer',
      request: Number(asked.answer['seq']),
      answer: 'exempt',
      consultedOn: '2023-08-24',
      document: document('2023-08-24'),
      dates: {},
    },
    't:012',
  );
  await world.settle();
}

/** Plans and conferences: one confirmation is silent past its patience, one conference is disputed. */
async function communesMeet(world: World): Promise<void> {
  await world.goTo('2023-09-06');
  for (const unit of ['t:0111', 't:0112', 't:0121'] as const)
    await stepDone(world, unit, 'plan', '2023-09-05');
  await filed(world, 'police', 't:0122', 'plan', '2023-09-05');
  const silent = await filed(world, 'police', 't:011', 'conference', '2023-09-05');
  await stepDone(world, 't:012', 'conference', '2023-09-05');
  await world.goTo('2023-09-20');
  const agreed = { kind: 'confirmation', agrees: true, differs: null } as const;
  await world.act('union', 't:011', { ...agreed, filing: silent });
  await world.settle();
  await world.goTo('2023-10-16');
  const first = await filed(world, 'police', 't:0111', 'conference', '2023-10-12');
  const differs = 'Họp ngày 13';
  await world.act('union', 't:0111', {
    kind: 'confirmation',
    filing: first,
    agrees: false,
    differs,
  });
  await world.goTo('2023-10-17');
  const second = await filed(world, 'union', 't:0111', 'conference', '2023-10-13');
  await world.act('police', 't:0111', { ...agreed, filing: second });
  for (const unit of ['t:0112', 't:0121'] as const)
    await stepDone(world, unit, 'conference', '2023-10-16');
  await filed(world, 'police', 't:0122', 'conference', '2023-10-16');
  await world.settle();
}

/** Reports, one late and one sent back; districts after their communes; each line's superior accepts. */
async function everythingChecked(world: World): Promise<void> {
  await world.goTo('2023-10-20');
  await stepDone(world, 't:0111', 'report', '2023-10-20');
  await filed(world, 'police', 't:0122', 'report', '2023-10-20');
  await world.act(
    'union',
    't:0111',
    {
      kind: 'return',
      step: 'report',
      reason: 'Thiếu số liệu',
      field: 'remarks',
    },
    't:011',
  );
  await world.goTo('2023-10-23');
  const mended = await filed(world, 'union', 't:0111', 'report', '2023-10-23');
  await world.act('police', 't:0111', {
    kind: 'confirmation',
    filing: mended,
    agrees: true,
    differs: null,
  });
  await world.goTo('2023-11-03');
  for (const unit of ['t:0112', 't:0121'] as const)
    await stepDone(world, unit, 'report', '2023-11-03');
  for (const unit of COMMUNES) {
    const superior = unit.startsWith('t:011') ? 't:011' : 't:012';
    const agencies = unit === 't:0122' ? (['police'] as const) : AGENCIES;
    for (const agency of agencies) await world.act(agency, unit, { kind: 'acceptance' }, superior);
  }
  await world.settle();
  for (const unit of ['t:011', 't:012'] as const) {
    await stepDone(world, unit, 'report', '2023-11-03');
    await accepted(world, unit, 't:01');
  }
  await world.goTo('2023-12-28');
}
