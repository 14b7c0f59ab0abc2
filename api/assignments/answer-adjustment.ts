import { adjustmentAnswerInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const answerAdjustment = actOn({
  noun: 'adjustment-answers',
  operationId: 'answerAdjustment',
  summary:
    'Answer a request of one’s own line: keep, adjust (a new version of this assignment alone) or exempt',
  input: adjustmentAnswerInput,
  refusals: [
    ...REFUSALS.text,
    'evidence.future',
    'deadline.rest_day',
    'deadline.out_of_order',
    'deadline.no_step',
    'deadline.unchanged',
    'deadline.no_year',
  ],
  act: (input) => ({
    kind: 'adjustmentAnswer',
    ...input,
    dates: input.answer === 'adjust' ? input.dates : {},
  }),
});
