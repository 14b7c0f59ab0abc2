import { adjustmentRequestInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const requestAdjustment = actOn({
  noun: 'adjustments',
  operationId: 'requestAdjustment',
  summary: 'Ask the superior for an adjustment: neither receipt nor refusal; the deadline runs on',
  input: adjustmentRequestInput,
  refusals: REFUSALS.text,
  act: (input) => ({ kind: 'adjustmentRequest', ...input }),
});
