import { acknowledgementInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const acknowledge = actOn({
  noun: 'acknowledgements',
  operationId: 'acknowledge',
  summary: '“Tiếp nhận”: the office has received and registered this version; consents to nothing',
  input: acknowledgementInput,
  refusals: REFUSALS.none,
  act: (input) => ({ kind: 'acknowledgement', ...input }),
});
