import { exemptionInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const reinstate = actOn({
  noun: 'reinstatements',
  operationId: 'reinstateOffice',
  summary: '“Giao lại”: take an exempt office in again, on a new version that it has to receive',
  input: exemptionInput,
  refusals: [...REFUSALS.text, 'evidence.future'],
  act: (input) => ({ kind: 'reinstatement', ...input }),
});
