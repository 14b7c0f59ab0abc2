import { planInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const filePlan = actOn({
  noun: 'plans',
  operationId: 'filePlan',
  summary: 'File the pair’s plan; the other agency confirms it',
  input: planInput,
  refusals: REFUSALS.evidence,
  act: (plan) => ({ kind: 'filing', evidence: { step: 'plan', plan } }),
});
