import { reportInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const fileReport = actOn({
  noun: 'reports',
  operationId: 'fileReport',
  summary: 'File the pair’s report; the other agency confirms it',
  input: reportInput,
  refusals: REFUSALS.evidence,
  act: (report) => ({ kind: 'filing', evidence: { step: 'report', report } }),
});
