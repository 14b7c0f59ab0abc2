/** The acts of the scripted rollout, by the words people use for them. */
import type { ConferenceEvidence } from '#domain/assignment.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import type { CivilDate, FiledStep } from '#domain/vocabulary.ts';
import { openJointAct, promulgate, signJointAct } from '#facts/joint-act.ts';
import { confirmConference, draftRollout, holdConference } from '#facts/rollout.ts';
import { AGENCIES, PARENTS, type Agency, type Stage, type Unit } from './scenario.ts';

const document = (on: CivilDate) => ({ number: '01/KH', on });

const conferenceHeld = (heldOn: CivilDate): ConferenceEvidence => ({
  heldOn,
  form: 'inPerson',
  mode: 'joint',
  invited: { byAgency: { police: 20, womensUnion: 20 }, others: 5 },
  present: { byAgency: { police: 18, womensUnion: 19 }, others: 4 },
  chairPost: 'Chủ tịch',
  minutes: document(heldOn),
});

/** Drafts a rollout of the template; answers its id and dates. */
export async function drafted(
  { database, by }: Stage,
  closeOn: CivilDate,
  template = 'rollout-2023',
): Promise<string> {
  const draft = { template, title: 'Đợt triển khai năm 2023', closeOn };
  const { answer } = await draftRollout(database.intake, by('police', 's:09'), draft);
  return String(answer['id']);
}

const ISSUE: JointActTerms = { kind: 'issue' };
const CLOSE: JointActTerms = { kind: 'close', unmet: null };

/** A joint act, signed by every agency and put in force. */
export async function inForce(
  { database: { intake }, by }: Stage,
  rollout: string,
  act: 'issue' | 'close' | JointActTerms,
  signedOn: CivilDate,
): Promise<void> {
  const terms = typeof act !== 'string' ? act : act === 'issue' ? ISSUE : CLOSE;
  const { answer } = await openJointAct(intake, by('police', 's:09'), rollout, terms);
  const id = String(answer['id']);
  for (const agency of AGENCIES) {
    const signature = { document: document(signedOn), signatoryPost: 'Thủ trưởng' };
    await signJointAct(intake, by(agency, 's:09'), id, signature);
  }
  await promulgate(intake, by('womensUnion', 's:09'), id);
}

/** The conference at the top: held by one agency's word, confirmed by the other's. */
export async function topConference(
  { database: { intake }, by }: Stage,
  rollout: string,
  heldOn: CivilDate,
): Promise<void> {
  const request = by('police', 's:09');
  const held = await holdConference(intake, request, rollout, conferenceHeld(heldOn));
  const word = { conference: Number(held.answer['seq']), agrees: true, differs: null };
  await confirmConference(intake, by('womensUnion', 's:09'), rollout, word);
}

/** Offices of the given units acknowledge, one after the other. */
export async function acknowledged(
  stage: Stage,
  units: readonly Unit[],
  version = 1,
  agencies: readonly Agency[] = AGENCIES,
): Promise<void> {
  for (const unit of units)
    for (const agency of agencies)
      await stage.act(agency, unit, { kind: 'acknowledgement', version });
}

/** One office files a step; answers the filing's place in the ledger. */
export async function filed(
  stage: Stage,
  agency: Agency,
  unit: Unit,
  step: FiledStep,
  on: CivilDate,
): Promise<number> {
  const documents = [{ agency, ...document(on) }];
  const evidence = {
    plan: {
      step: 'plan' as const,
      plan: { documents, localItems: ['Tổ tự quản ở bản'], unchangedCopy: false },
    },
    conference: { step: 'conference' as const, conference: conferenceHeld(on) },
    report: { step: 'report' as const, report: { document: document(on), remarks: null } },
  }[step];
  const { answer } = await stage.act(agency, unit, { kind: 'filing', evidence });
  return Number(answer['seq']);
}

/** The other office's word on what was filed. */
export const confirmed = (
  stage: Stage,
  agency: Agency,
  unit: Unit,
  filing: number,
  differs: string | null = null,
) => stage.act(agency, unit, { kind: 'confirmation', filing, agrees: differs === null, differs });

/** Filed by the police and confirmed by the Women's Union, unit by unit. */
export async function stepDone(
  stage: Stage,
  units: readonly Unit[],
  step: FiledStep,
  on: CivilDate,
): Promise<void> {
  for (const unit of units) {
    const filing = await filed(stage, 'police', unit, step, on);
    await confirmed(stage, 'womensUnion', unit, filing);
  }
}

/** Accepted by the superior of each line. */
export async function accepted(stage: Stage, units: readonly Unit[]): Promise<void> {
  for (const unit of units)
    for (const agency of AGENCIES)
      await stage.act(agency, unit, { kind: 'acceptance' }, PARENTS[unit]!);
}

/** A request for adjustment and the superior's answer to it. */
export async function adjusted(
  stage: Stage,
  agency: Agency,
  unit: Unit,
  given:
    | { readonly answer: 'keep'; readonly on: CivilDate }
    | {
        readonly answer: 'adjust';
        readonly on: CivilDate;
        readonly dates: Readonly<Record<string, CivilDate>>;
      },
): Promise<void> {
  const asked = await stage.act(agency, unit, {
    kind: 'adjustmentRequest',
    reason: 'deadline',
    text: 'Xin lùi hạn',
  });
  await stage.settle();
  await stage.act(
    agency,
    unit,
    {
      kind: 'adjustmentAnswer',
      request: Number(asked.answer['seq']),
      answer: given.answer,
      consultedOn: given.on,
      document: document(given.on),
      dates: given.answer === 'adjust' ? given.dates : {},
    },
    PARENTS[unit]!,
  );
}

/** A rollout that asks for tiếp nhận alone and reaches every tier at once, in force. */
export async function circulated(stage: Stage, closeOn: CivilDate, on: CivilDate): Promise<string> {
  const rollout = await drafted(stage, closeOn, 'acknowledgement-only');
  await inForce(stage, rollout, 'issue', on);
  await stage.settle();
  return rollout;
}
