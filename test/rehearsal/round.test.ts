import { expect, test } from 'vitest';
import type { WorkAct, WorkItem } from '#api/work/items.ts';
import { RehearsalOffice } from '#rehearsal/office.ts';
import { inParallel, roundOf } from '#rehearsal/round.ts';

const place = (unit: string, agency: string) => ({
  key: `${agency}@${unit}`,
  unit,
  agency,
  superior: null,
  head: 'Trưởng',
  deputy: 'Phó',
});

/** An office of a unit that means to do one act on the pair of `subject`. */
function due(unit: string, agency: string, kind: WorkAct['kind'], subject = unit): RehearsalOffice {
  const office = new RehearsalOffice(place(unit, agency), 'token');
  const item = { unit: { key: subject, name: subject, tier: 'commune' } } as WorkItem;
  const act = { kind, href: '/', body: {} } as WorkAct;
  const intent = { key: kind, item, act, between: ['2023-07-14', '2023-07-14'] } as const;
  office.announced = { at: '2023-07-14T01:00:00.000Z', intent };
  return office;
}

const keysOf = (chains: readonly (readonly RehearsalOffice[])[]) =>
  chains.map((chain) => chain.map((o) => o.place.key));

test('offices of different units act side by side, those of one unit one after another', () => {
  const round = roundOf([
    due('u1', 'a', 'acknowledgement'),
    due('u1', 'b', 'acknowledgement'),
    due('u2', 'a', 'plan'),
  ]);
  expect(keysOf(round)).toEqual([['a@u1', 'b@u1'], ['a@u2']]);
});

test('whoever could find the other’s act in its way waits for the next quiet point', () => {
  const round = roundOf([due('u1', 'a', 'plan'), due('u1', 'b', 'acknowledgement')]);
  expect(keysOf(round)).toEqual([['a@u1']]);
});

test('an office that stands in is not on one pair together with that pair’s other office', () => {
  const round = roundOf([
    due('u1', 'a', 'acknowledgement'),
    due('u2', 'b', 'acknowledgement', 'u1'),
  ]);
  expect(keysOf(round)).toEqual([['a@u1']]);
});

test('both superiors may accept at one quiet point, but not accept and send back', () => {
  const accept = (agency: string) => due('top', agency, 'acceptance', 'u1');
  expect(keysOf(roundOf([accept('a'), accept('b')]))).toEqual([['a@top', 'b@top']]);
  const back = due('top', 'b', 'return', 'u1');
  expect(keysOf(roundOf([accept('a'), back]))).toEqual([['a@top']]);
});

test('jobs run so many at a time and answer in their order', async () => {
  let running = 0;
  let most = 0;
  const answers = await inParallel([5, 1, 4, 2, 3], 2, async (n) => {
    running += 1;
    most = Math.max(most, running);
    // Longer ones take more turns of the queue: no clock is needed to finish in another order.
    for (let turn = 0; turn < n; turn += 1) await Promise.resolve();
    running -= 1;
    return n * 10;
  });
  expect(answers).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});
