/** The rules of PRODUCT 3 that people argue about, one guarantee each. */
import { describe, expect, test } from 'vitest';
import type { AssignmentView } from '#domain/assignment.ts';
import * as acts from '#test/support/assignment-world.ts';
import { A, acknowledge, after, afternoon, answer } from '#test/support/assignment-world.ts';
import { ask, B, C, confirm, DUE, everythingFiled } from '#test/support/assignment-world.ts';
import { file, keyOf, onOneDay, sendBack, since } from '#test/support/assignment-world.ts';
import { standIn, world } from '#test/support/assignment-world.ts';
import type { Told } from '#test/support/assignment-world.ts';

const DAY = '2023-08-11';
const lines = (view: AssignmentView) => view.lines.map((l) => l.state);
const step = (view: AssignmentView, kind: string) => view.steps.find((s) => s.kind === kind);
const reasons = (view: AssignmentView) => view.notApplied.map((r) => `${r.seq} ${r.reason}`);
const offices = (...names: string[]) => ({ offices: names, superiorsOf: [] });
const superiorsOf = (...names: string[]) => ({ offices: [], superiorsOf: names });

describe('tiếp nhận', () => {
  test('a pair waits until every office has received, and the ones that have not hold it', () => {
    const view = after(world({ n: 3 }), onOneDay(DAY, [[B, acknowledge()]]));
    expect(view.state).toBe('awaiting');
    expect(view.holder).toEqual(offices(A, C));
  });

  test('confirming a conference implies it', () => {
    const view = after(
      world(),
      onOneDay(DAY, [
        [A, file('conference')],
        [B, confirm(1)],
      ]),
    );
    expect(lines(view)).toEqual(['issued', 'received']);
  });

  test('filing a conference does not imply it, nor does saying that it was otherwise', () => {
    const view = after(
      world(),
      onOneDay(DAY, [
        [A, file('conference')],
        [B, acts.differ(1)],
      ]),
    );
    expect(lines(view)).toEqual(['issued', 'issued']);
  });

  test('a request for adjustment is not a receipt: the pair waits, the superior holds the line', () => {
    const view = after(
      world(),
      onOneDay(DAY, [
        [A, acknowledge()],
        [B, ask],
      ]),
    );
    expect(view.state).toBe('awaiting');
    expect(lines(view)).toEqual(['received', 'adjustmentRequested']);
    expect(view.holder).toEqual(superiorsOf(B));
  });

  test('nobody is named within an office before it has received', () => {
    const view = after(world(), onOneDay(DAY, [[A, acts.designate()]]));
    expect(reasons(view)).toEqual(['1 notReceived']);
    expect(lines(view)[0]).toBe('issued');
  });

  test('the head may name somebody else later', () => {
    const view = after(
      world(),
      onOneDay(DAY, [
        [A, acknowledge()],
        [A, acts.designate('Trưởng Công an xã')],
        [A, acts.designate('Phó trưởng Công an xã')],
      ]),
    );
    expect(view.lines[0]).toMatchObject({
      state: 'assigned',
      assignedPost: 'Phó trưởng Công an xã',
    });
  });

  test('a second time changes nothing and says so', () => {
    const told = onOneDay(DAY, [
      [A, acknowledge()],
      [A, acknowledge()],
    ]);
    expect(reasons(after(world(), told))).toEqual(['2 alreadyReceived']);
  });

  test('of an agency that has no line it changes nothing', () => {
    expect(reasons(after(world(), onOneDay(DAY, [[C, acknowledge()]])))).toEqual(['1 notNamed']);
  });

  test('alone, without a check, it makes the pair done when all have received', () => {
    const single = world({ steps: ['acknowledgement'], checked: false });
    const told: Told[] = [
      [DUE.acknowledgement, A, acknowledge()],
      [DUE.acknowledgement, B, acknowledge()],
    ];
    expect(after(single, told)).toMatchObject({
      state: 'done',
      done: { on: DUE.acknowledgement, onTime: true },
      holder: { offices: [], superiorsOf: [] },
    });
  });
});

describe('a vacancy', () => {
  test('is held by the superior and not by the office', () => {
    const view = after(world({ vacant: [B] }), onOneDay(DAY, [[A, acknowledge()]]));
    expect(lines(view)).toEqual(['received', 'vacant']);
    expect(view.holder).toEqual(superiorsOf(B));
  });

  test('ends when somebody stands in, and not before that day', () => {
    const terms = world({ staffed: { [B]: since(afternoon('2023-08-14')) } });
    expect(lines(after(terms, [], '2023-08-13'))).toEqual(['issued', 'vacant']);
    expect(lines(after(terms, [], '2023-08-14'))).toEqual(['issued', 'issued']);
  });

  test('comes back when the last day of the stand-in is over', () => {
    const terms = world({ staffed: { [B]: [standIn('2023-08-08', '2023-08-14')] } });
    expect(lines(after(terms, [], '2023-08-14'))).toEqual(['issued', 'issued']);
    const view = after(terms, [], '2023-08-15');
    expect(lines(view)).toEqual(['issued', 'vacant']);
    expect(view.holder.superiorsOf).toEqual([B]);
  });

  test('does not come to an office that has received', () => {
    const terms = world({ staffed: { [B]: [standIn('2023-08-07', '2023-08-14')] } });
    const told = onOneDay(DAY, [[B, acknowledge()]]);
    expect(lines(after(terms, told, '2023-08-15'))).toEqual(['issued', 'received']);
  });
});

describe('a request for adjustment', () => {
  const asked: Told[] = onOneDay(DAY, [
    [A, acknowledge()],
    [B, acknowledge()],
    [B, ask],
  ]);

  test('owes an answer within three working days', () => {
    expect(after(world(), asked).lines[1]?.request).toMatchObject({
      askedOn: DAY,
      answerBy: '2023-08-16',
    });
  });

  test('does not move a date: the deadline runs on', () => {
    const dates = after(world(), asked).steps.map((s) => s.dueOn);
    expect(dates).toEqual(Object.values(DUE));
  });

  test.for(['keep', 'adjust'] as const)('answered "%s" gives back the state before', (how) => {
    const issued = onOneDay(DAY, [
      [B, ask],
      [B, answer(1, how)],
    ]);
    expect(lines(after(world(), issued))[1]).toBe('issued');
    expect(lines(after(world(), [...asked, [DAY, B, answer(3, how)]]))[1]).toBe('received');
  });

  test('taken back gives back the state before', () => {
    expect(lines(after(world(), [...asked, [DAY, B, acts.withdraw(3)]]))[1]).toBe('received');
  });

  test('is answered once: who comes second changes nothing', () => {
    const view = after(world(), [
      ...asked,
      [DAY, B, acts.withdraw(3)],
      [DAY, B, answer(3, 'adjust')],
    ]);
    expect(reasons(view)).toEqual(['5 answered']);
    expect(view.versions).toHaveLength(1);
  });

  test("is answered on the line that asked and never on the other agency's", () => {
    expect(reasons(after(world(), [...asked, [DAY, A, answer(3, 'exempt')]]))).toEqual([
      '4 answered',
    ]);
  });

  test('keeps the office from receiving, and from asking again, until it is answered', () => {
    const view = after(world(), [
      [DAY, A, ask],
      [DAY, A, acknowledge()],
      [DAY, A, ask],
    ]);
    expect(reasons(view)).toEqual(['2 adjustmentPending', '3 adjustmentPending']);
  });

  test('of a pair that is done changes nothing', () => {
    const done: Told[] = [...everythingFiled(DAY), [DAY, A, acts.accept], [DAY, B, acts.accept]];
    expect(reasons(after(world(), [...done, [DAY, A, ask]]))).toEqual(['11 alreadyDone']);
  });

  test('is held by the superior also while the other side checks, and both are named', () => {
    const view = after(world(), [...everythingFiled(DAY), [DAY, A, ask], [DAY, A, acts.accept]]);
    expect(view.state).toBe('reported');
    expect(view.holder).toEqual(superiorsOf(A, B));
  });
});

describe('version n+1', () => {
  const adjusted: Told[] = [
    ...onOneDay(DAY, [
      [A, acknowledge()],
      [B, acknowledge()],
      [B, ask],
    ]),
    ['2023-08-14', B, answer(3, 'adjust', { [keyOf('plan')]: '2023-09-15' })],
  ];

  test("asks every office for a fresh tiếp nhận, and never moves the pair's state", () => {
    const view = after(world(), adjusted);
    expect(view.state).toBe('inProgress');
    expect(lines(view)).toEqual(['received', 'received']);
    expect(view.versions.map((v) => v.acknowledgeBy)).toEqual([DUE.acknowledgement, '2023-08-16']);
    expect(step(view, 'acknowledgement')).toMatchObject({ state: 'confirmed', owedBy: [A, B] });
  });

  test('moves the dates it names and no other', () => {
    const view = after(world(), adjusted);
    expect(step(view, 'plan')?.dueOn).toBe('2023-09-15');
    expect(step(view, 'conference')?.dueOn).toBe(DUE.conference);
  });

  test('may turn the dates round: what is waited for is still the first step that is open', () => {
    const view = after(world({ above: null }), [
      ...adjusted,
      ['2023-08-15', A, file('conference')],
      ['2023-08-15', B, confirm(5)],
    ]);
    expect(step(view, 'conference')?.state).toBe('notCounted');
    expect(view.holder).toEqual(offices(A, B));
  });

  test('is received beside the first; the first can no longer be', () => {
    const view = after(world(), [
      ...adjusted,
      ['2023-08-15', A, acknowledge(1)],
      ['2023-08-15', A, acknowledge(2)],
    ]);
    expect(reasons(view)).toEqual(['5 superseded']);
    expect(view.lines[0]?.receivedOn).toEqual({ 1: DAY, 2: '2023-08-15' });
  });
});

describe('an exemption', () => {
  const exempted: Told[] = onOneDay(DAY, [
    [B, ask],
    [B, answer(1, 'exempt')],
  ]);

  test('lets the pair go on without that office', () => {
    const view = after(world(), [...exempted, [DAY, A, acknowledge()]]);
    expect(lines(view)).toEqual(['received', 'exempt']);
    expect(view.state).toBe('inProgress');
    expect(view.holder).toEqual(offices(A));
  });

  test('makes a lone office, which confirms its own steps', () => {
    const view = after(world({ steps: ['acknowledgement', 'plan'] }), [
      ...exempted,
      [DAY, A, file('plan')],
      [DAY, A, acknowledge()],
    ]);
    expect(step(view, 'plan')?.state).toBe('confirmed');
    expect(view.state).toBe('reported');
    expect(view.holder).toEqual(superiorsOf(A));
  });

  test('of the last line is refused', () => {
    const told: Told[] = [...exempted, [DAY, A, ask], [DAY, A, answer(3, 'exempt')]];
    expect(reasons(after(world(), told))).toEqual(['4 lastLine']);
    expect(lines(after(world(), told))).toEqual(['adjustmentRequested', 'exempt']);
  });

  test('of the one that was still to confirm confirms what the others agreed on', () => {
    const view = after(
      world({ n: 3 }),
      onOneDay(DAY, [
        [A, file('plan')],
        [B, confirm(1)],
        [C, ask],
        [C, answer(3, 'exempt')],
      ]),
    );
    expect(step(view, 'plan')?.state).toBe('confirmed');
  });

  test('leaves what was sent back to those who go on', () => {
    const view = after(world(), [
      ...everythingFiled(DAY),
      [DAY, B, sendBack('plan')],
      [DAY, B, ask],
      [DAY, B, answer(10, 'exempt')],
    ]);
    expect(view.state).toBe('returned');
    expect(view.holder).toEqual(offices(A));
  });
});
