import { returnInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const reopen = actOn({
  noun: 'reopenings',
  operationId: 'reopenStep',
  summary: '“Mở lại”: send a step of a pair that was done back to one’s own office, with a reason',
  input: returnInput,
  refusals: REFUSALS.text,
  act: (input) => ({ kind: 'reopening', ...input }),
});
