import { designationInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const designate = actOn({
  noun: 'designations',
  operationId: 'designate',
  summary: 'Assign the work to a post within the office',
  input: designationInput,
  refusals: REFUSALS.text,
  act: (input) => ({ kind: 'designation', ...input }),
});
