import { expect, test } from 'vitest';
import { indexCalendar } from '#domain/calendar.ts';
import type { TemplateRung } from '#domain/template.ts';
import { causesAt, wakeOf } from '#domain/wake.ts';
import type { StepKind } from '#domain/vocabulary.ts';

const calendar = indexCalendar({
  version: 1,
  years: [{ year: 2023, confirmed: true, source: 'test' }],
  days: [],
});
/** The fifth working day after the deadline. */
const AFTER5 = '2023-11-07T00:00:00.000Z';

function causes(superiors: Readonly<Record<string, number>>, steps?: readonly StepKind[]) {
  const step = { kind: 'plan', dueOn: '2023-10-31', owedBy: ['police', 'union'] };
  const rung = { key: 'after5', days: 5, to: { superior: 2 }, mark: 'assumed' } as const;
  const ladder: TemplateRung[] = [steps === undefined ? rung : { ...rung, steps }];
  const view = { steps: [step] } as never;
  return causesAt(AFTER5, [wakeOf(view, AFTER5, { ladder, superiors }, calendar), null]);
}

test('a report up is foretold where somebody would be told', () => {
  const told = [{ kind: 'reportUp', step: 'plan', n: 1 }];
  expect(causes({ police: 2, union: 2 })).toEqual(told);
  expect(causes({ police: 2, union: 1 })).toEqual(told);
  // It is recorded as skipped: a district has no superior above the province.
  expect(causes({ police: 1, union: 1 })).toEqual([]);
});

test('a rung is foretold of the steps that it is for', () => {
  expect(causes({ police: 2, union: 2 }, ['report'])).toEqual([]);
  expect(causes({ police: 2, union: 2 }, ['plan'])).toHaveLength(1);
});
