import { acknowledgementInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const acknowledge = actOn({
  noun: 'acknowledgements',
  operationId: 'acknowledge',
  summary:
    '“Tiếp nhận”: the office has received and registered this version; consents to nothing. With `paper`: on paper, entered by a superior of the line',
  input: acknowledgementInput,
  refusals: [...REFUSALS.text, 'evidence.future', 'evidence.contradictory'],
  act: ({ version, paper }) => ({
    kind: 'acknowledgement',
    version,
    ...(paper === undefined ? {} : { paper }),
  }),
});
