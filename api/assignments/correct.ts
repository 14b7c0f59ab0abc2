import { correctionInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const correct = actOn({
  noun: 'corrections',
  operationId: 'correctFiling',
  summary:
    '“Đính chính”: say one’s own filing rightly; it keeps its date, every other side confirms anew',
  input: correctionInput,
  refusals: REFUSALS.evidence,
  act: (input) => ({ kind: 'correction', ...input }),
});
