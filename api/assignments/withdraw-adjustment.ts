import { adjustmentWithdrawalInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const withdrawAdjustment = actOn({
  noun: 'adjustment-withdrawals',
  operationId: 'withdrawAdjustment',
  summary: 'Take a request for adjustment back before it is answered',
  input: adjustmentWithdrawalInput,
  refusals: REFUSALS.none,
  act: (input) => ({ kind: 'adjustmentWithdrawal', ...input }),
});
