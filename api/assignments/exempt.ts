import { exemptionInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const exempt = actOn({
  noun: 'exemptions',
  operationId: 'exemptOffice',
  summary:
    '“Miễn thực hiện” without a request, as the nearest superior of one’s own line; the pair goes on',
  input: exemptionInput,
  refusals: [...REFUSALS.text, 'evidence.future'],
  act: (input) => ({ kind: 'exemption', ...input }),
});
