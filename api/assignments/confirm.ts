import { confirmationInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const confirm = actOn({
  noun: 'confirmations',
  operationId: 'confirmFiling',
  summary:
    'Confirm what the other agency filed, or say what differs; from `insteadFrom` also as the nearest superior of a silent office',
  input: confirmationInput,
  refusals: REFUSALS.text,
  act: (input) => ({
    kind: 'confirmation',
    ...input,
    differs: input.agrees ? null : input.differs,
  }),
});
