import { returnInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const returnStep = actOn({
  noun: 'returns',
  operationId: 'returnStep',
  summary: 'Send a step back to one’s own office to be mended within two working days',
  input: returnInput,
  refusals: REFUSALS.text,
  act: (input) => ({ kind: 'return', ...input }),
});
