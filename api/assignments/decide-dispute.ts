import { disputeDecisionInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const decideDispute = actOn({
  noun: 'dispute-decisions',
  operationId: 'decideDispute',
  summary:
    'A superior’s word on a dispute: what was filed stands, or is to be mended; all must say the same',
  input: disputeDecisionInput,
  refusals: [...REFUSALS.text, 'evidence.future'],
  act: (input) => ({ kind: 'disputeDecision', ...input }),
});
