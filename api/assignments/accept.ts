import { acceptanceInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const accept = actOn({
  noun: 'acceptances',
  operationId: 'acceptReport',
  summary: 'Accept a reported pair for one’s own line, as its nearest superior',
  input: acceptanceInput,
  refusals: REFUSALS.none,
  act: () => ({ kind: 'acceptance' }),
});
