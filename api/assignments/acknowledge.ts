import { acknowledgementInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const acknowledge = actOn({
  noun: 'acknowledgements',
  operationId: 'acknowledge',
  summary:
    '“Tiếp nhận”: the office has received and registered this version; consents to nothing. With `paper`: on paper, entered by a superior of the line; also of an earlier version, where the paper is older than the next one and nothing was received',
  input: acknowledgementInput,
  refusals: [...REFUSALS.text, 'evidence.future', 'evidence.contradictory'],
  act: ({ version, paper }) => ({
    kind: 'acknowledgement',
    version,
    ...(paper === undefined ? {} : { paper }),
  }),
});
