import { conferenceInput } from '#facts/assignment.input.ts';
import { actOn, REFUSALS } from './act.ts';

export const fileConference = actOn({
  noun: 'conferences',
  operationId: 'fileConference',
  summary: 'File a conference held: numbers only; the other agency confirms it',
  input: conferenceInput,
  refusals: REFUSALS.evidence,
  act: (conference) => ({ kind: 'filing', evidence: { step: 'conference', conference } }),
});
