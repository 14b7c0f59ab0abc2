/** What one side files, the other confirms and the superiors check: one guarantee each. */
import { describe, expect, test } from 'vitest';
import type { AssignmentView } from '#domain/assignment.ts';
import { refusalOf } from '#domain/assignment-fold.ts';
import { addDays } from '#domain/civil-date.ts';
import * as acts from '#test/support/assignment-world.ts';
import { A, acknowledge, after, afternoon, B, C, confirm } from '#test/support/assignment-world.ts';
import { DUE, everythingFiled, file, onOneDay, OPENED_ON } from '#test/support/assignment-world.ts';
import { sendBack, toFacts, world } from '#test/support/assignment-world.ts';
import type { Told } from '#test/support/assignment-world.ts';

const DAY = '2023-08-11';
const step = (view: AssignmentView, kind: string) => view.steps.find((s) => s.kind === kind);
const reasons = (view: AssignmentView) => view.notApplied.map((r) => `${r.seq} ${r.reason}`);
const offices = (...names: string[]) => ({ offices: names, superiorsOf: [] });
const superiorsOf = (...names: string[]) => ({ offices: [], superiorsOf: names });

describe('confirmation and dispute', () => {
  test('a filed step waits for every other office, and each of them holds it', () => {
    const told: Told[] = [[DAY, A, file('plan')]];
    expect(after(world({ n: 3 }), told).holder).toEqual(offices(B, C));
    expect(after(world({ n: 3 }), [...told, [DAY, C, confirm(1)]]).holder).toEqual(offices(B));
  });

  test('each of two steps that wait for different offices is held by the one it waits for', () => {
    const view = after(
      world(),
      onOneDay(DAY, [
        [A, file('plan')],
        [B, file('report')],
      ]),
    );
    expect(view.state).toBe('awaitingConfirmation');
    expect(view.holder).toEqual(offices(A, B));
  });

  test('nobody confirms what it filed itself', () => {
    const told: Told[] = [[DAY, A, file('plan')]];
    expect(reasons(after(world(), [...told, [DAY, A, confirm(1)]]))).toEqual(['2 ownFiling']);
  });

  test('silence is never consent', () => {
    const view = after(world(), [[DAY, A, file('plan')]], '2023-10-31');
    expect(step(view, 'plan')?.state).toBe('filed');
  });

  test.for([A, B])('a disputed step is held by both, and %s may correct it', (who) => {
    const told: Told[] = onOneDay(DAY, [
      [A, file('plan')],
      [B, acts.differ(1)],
    ]);
    const disputed = after(world(), told);
    expect(disputed.state).toBe('disputed');
    expect(disputed.holder).toEqual(offices(A, B));
    const corrected = after(world(), [...told, [DAY, who, file('plan')]]);
    expect(corrected.state).toBe('awaitingConfirmation');
    expect(corrected.holder).toEqual(offices(who === A ? B : A));
  });

  test('a word about a filing that was replaced says nothing about the new one', () => {
    const view = after(
      world(),
      onOneDay(DAY, [
        [A, file('plan')],
        [A, file('plan')],
        [B, confirm(1)],
      ]),
    );
    expect(reasons(view)).toEqual(['3 superseded']);
    expect(step(view, 'plan')?.state).toBe('filed');
  });

  test('before it is confirmed one files again freely; the other side confirms or differs', () => {
    const told: Told[] = [[DAY, A, file('plan')]];
    expect(
      refusalOf(world(), toFacts(told), { agency: A, at: afternoon(DAY), act: file('plan') }),
    ).toBeNull();
    expect(
      refusalOf(world(), toFacts(told), { agency: B, at: afternoon(DAY), act: file('plan') }),
    ).toBe('alreadyFiled');
  });

  test('a filed step never blocks filing another', () => {
    const view = after(
      world(),
      onOneDay(DAY, [
        [A, file('report')],
        [A, file('conference')],
        [A, file('plan')],
      ]),
    );
    expect(view.notApplied).toEqual([]);
  });
});

describe('a conference and the tier above', () => {
  const held = (heldOn: string): Told[] =>
    onOneDay(DAY, [
      [A, acknowledge()],
      [A, file('plan')],
      [B, confirm(2)],
      [A, file('conference', heldOn)],
      [B, confirm(4)],
    ]);

  test('is kept and not counted before the tier above has met; the superior holds the pair', () => {
    const view = after(world({ above: null }), held('2023-08-10'));
    expect(step(view, 'conference')?.state).toBe('notCounted');
    expect(view.state).toBe('inProgress');
    expect(view.holder).toEqual(superiorsOf(A, B));
    expect(view.conference).toMatchObject({ heldOn: '2023-08-10', counts: false });
  });

  test('counts when its date is after, whenever either was entered', () => {
    const view = after(world({ above: '2023-08-09' }), held('2023-08-10'));
    expect(step(view, 'conference')?.state).toBe('confirmed');
    expect(view.conference?.counts).toBe(true);
  });

  test.for(['2023-08-10', '2023-08-11'])('is open again if the tier above met on %s', (above) => {
    const view = after(world({ above }), held('2023-08-10'));
    expect(step(view, 'conference')).toMatchObject({ state: 'open', owedBy: [A, B] });
    expect(view.state).toBe('inProgress');
    expect(view.holder).toEqual(offices(A, B));
  });

  test('that is open again sets no date for the report', () => {
    expect(step(after(world(), held('2023-08-10')), 'report')?.dueOn).toBe('2023-08-18');
    const again = after(world({ above: '2023-08-10' }), held('2023-08-10'));
    expect(step(again, 'report')?.dueOn).toBe(DUE.report);
  });

  test('names the agencies that were there', () => {
    const alone = {
      kind: 'filing',
      evidence: acts.conferenceOn('2023-08-10', { [A]: 9 }),
    } as const;
    const view = after(world(), [
      [DAY, A, alone],
      [DAY, B, confirm(1)],
    ]);
    expect(view.conference?.present).toEqual([A]);
  });

  test('the report follows it by five working days, but is never due after its own date', () => {
    const late: Told[] = [
      ['2023-09-07', A, file('conference', '2023-09-06')],
      ['2023-09-07', B, confirm(1)],
    ];
    expect(step(after(world(), late), 'report')?.dueOn).toBe(DUE.report);
  });

  test('a later date for the report is granted on request, until the conference is recorded anew', () => {
    const granted: Told[] = [
      ...held('2023-08-10'),
      [DAY, B, acts.ask],
      [DAY, B, acts.answer(6, 'adjust', { [acts.keyOf('report')]: '2023-09-01' })],
    ];
    expect(step(after(world(), granted), 'report')?.dueOn).toBe('2023-09-01');
    const corrected: Told[] = [
      ...granted,
      [DAY, A, acts.correct(4, 'conference', '2023-08-09')],
      [DAY, B, confirm(8)],
    ];
    expect(step(after(world({ above: '2023-08-08' }), corrected), 'report')?.dueOn).toBe(
      '2023-08-18',
    );
  });
});

describe('the check', () => {
  test('is passed when the superior of every line has accepted', () => {
    const one: Told[] = [...everythingFiled(DAY), [DAY, A, acts.accept]];
    expect(after(world(), one)).toMatchObject({ state: 'reported', done: null });
    expect(after(world(), one).holder).toEqual(superiorsOf(B));
    expect(after(world(), [...one, ['2023-08-14', B, acts.accept]])).toMatchObject({
      state: 'done',
      done: { on: '2023-08-14', onTime: false },
    });
  });

  test('comes after the steps: an early acceptance changes nothing', () => {
    expect(reasons(after(world(), [[DAY, A, acts.accept]]))).toEqual(['1 notReported']);
  });

  test('may send a step back, which names its own office and takes back every acceptance', () => {
    const view = after(world(), [
      ...everythingFiled(DAY),
      [DAY, A, acts.accept],
      [DAY, B, sendBack('report')],
    ]);
    expect(view.state).toBe('returned');
    expect(view.holder).toEqual(offices(B));
    expect(view.lines.map((l) => l.acceptedOn)).toEqual([null, null]);
  });

  test('may send two steps back to different offices: each holds the pair', () => {
    const view = after(world(), [
      ...everythingFiled(DAY),
      [DAY, A, sendBack('plan')],
      [DAY, B, sendBack('report')],
    ]);
    expect(view.holder).toEqual(offices(A, B));
  });

  test('sends back only what both sides had confirmed', () => {
    const view = after(world(), [
      [DAY, A, file('plan')],
      [DAY, A, sendBack('plan')],
    ]);
    expect(reasons(view)).toEqual(['2 notConfirmed']);
  });

  test('what was sent back is mended by the office named, and the other side reconfirms it', () => {
    const back: Told[] = [...everythingFiled(DAY), [DAY, A, sendBack('plan')]];
    expect(reasons(after(world(), [...back, [DAY, B, file('plan')]]))).toEqual(['10 notNamed']);
    const mended = after(world(), [...back, [DAY, A, file('plan')]]);
    expect(mended.state).toBe('awaitingConfirmation');
    expect(mended.holder).toEqual(offices(B));
    expect(step(mended, 'conference')?.state).toBe('confirmed');
  });
});

describe('on time', () => {
  const plan = { steps: ['acknowledgement', 'plan'] } as const;
  /** Everything received in time; the plan filed on that day, confirmed and accepted later. */
  const filed = (on: string, checkedOn: string): Told[] => [
    [OPENED_ON, A, acknowledge()],
    [OPENED_ON, B, acknowledge()],
    [on, A, file('plan')],
    [checkedOn, B, confirm(3)],
    [checkedOn, A, acts.accept],
    [checkedOn, B, acts.accept],
  ];

  test('is judged when the last side filed, not when it was confirmed or checked', () => {
    expect(after(world(plan), filed(DUE.plan, '2023-10-02')).done).toEqual({
      on: '2023-10-02',
      onTime: true,
    });
  });

  test('ends with the day of the deadline', () => {
    const late = filed(addDays(DUE.plan, 1), '2023-10-02');
    expect(after(world(plan), late).done?.onTime).toBe(false);
  });

  test('needs every tiếp nhận in time too', () => {
    const told = filed(DUE.plan, '2023-10-02').with(1, ['2023-08-10', B, acknowledge()]);
    expect(after(world(plan), told).done?.onTime).toBe(false);
  });

  test.for([
    ['2023-08-24', true],
    ['2023-08-25', false],
  ] as const)('what was sent back and mended on %s keeps its date: %s', ([mendedOn, keeps]) => {
    const view = after(world(plan), [
      ...filed(DUE.plan, '2023-08-22').slice(0, 4),
      ['2023-08-22', A, sendBack('plan')],
      [mendedOn, A, file('plan')],
      [mendedOn, B, confirm(6)],
      [mendedOn, A, acts.accept],
      [mendedOn, B, acts.accept],
    ]);
    expect(step(view, 'plan')?.filedOn).toBe(keeps ? DUE.plan : mendedOn);
    expect(view.done?.onTime).toBe(keeps);
  });
});

describe('who holds it', () => {
  test('a done pair is held by nobody, and what comes after changes nothing', () => {
    const done: Told[] = [...everythingFiled(DAY), [DAY, A, acts.accept], [DAY, B, acts.accept]];
    const view = after(world(), [
      ...done,
      [DAY, A, file('plan')],
      [DAY, A, sendBack('plan')],
      [DAY, A, acts.accept],
    ]);
    expect(view.holder).toEqual(offices());
    expect(reasons(view)).toEqual(['11 alreadyDone', '12 alreadyDone', '13 alreadyDone']);
  });

  test('the door and the fold give the same reason', () => {
    const told: Told[] = [[DAY, A, acknowledge()]];
    const again = { agency: A, at: afternoon(DAY), act: acknowledge() };
    expect(refusalOf(world(), toFacts(told), again)).toBe('alreadyReceived');
    expect(reasons(after(world(), [...told, [DAY, A, acknowledge()]]))).toEqual([
      '2 alreadyReceived',
    ]);
  });
});
