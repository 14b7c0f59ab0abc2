/** What stories of a rollout are told with: joint acts, conferences, steps filed, confirmed and accepted. */
import type { ConferenceEvidence, Evidence } from '#domain/assignment.ts';
import { calendarDraftObject, type CalendarDraft } from '#db/reads/calendars.ts';
import { readStanding } from '#db/reads/standing.ts';
import type { CalendarChange } from '#domain/calendar-publication.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import type { CivilDate, FiledStep } from '#domain/vocabulary.ts';
import { draftCalendar, previewCalendar, publishCalendar } from '#facts/calendar.ts';
import { openJointAct, promulgate, signJointAct } from '#facts/joint-act.ts';
import { confirmConference, draftRollout, holdConference } from '#facts/rollout.ts';
import { AGENCIES, PROGRAMME, TEMPLATE, type AgencyCode, type UnitKey } from './tiny-programme.ts';
import type { World } from './world.ts';

export const document = (on: CivilDate) => ({ number: '01/KH', on });

const conferenceHeld = (heldOn: CivilDate): ConferenceEvidence => ({
  heldOn,
  form: 'inPerson',
  mode: 'joint',
  invited: { byAgency: { police: 20, union: 20 }, others: 5 },
  present: { byAgency: { police: 18, union: 19 }, others: 4 },
  chairPost: 'Chủ tịch',
  minutes: document(heldOn),
});

/** Drafted, signed by both agencies and issued; the districts have their assignments. Answers its id. */
export async function issuedRollout(
  world: World,
  closeOn: CivilDate,
  signedOn: CivilDate = '2023-07-31',
): Promise<string> {
  const { database, by } = world;
  const draft = { template: TEMPLATE.key, title: 'Đợt triển khai', closeOn };
  const { answer } = await draftRollout(database.intake, by('police', 't:01'), draft);
  const rollout = String(answer['id']);
  await putInForce(world, rollout, { kind: 'issue' }, signedOn);
  await world.settle();
  return rollout;
}

/** A joint act, signed by every agency and promulgated. */
export async function putInForce(
  world: World,
  rollout: string,
  terms: JointActTerms,
  signedOn: CivilDate,
): Promise<void> {
  const { database, by } = world;
  const { answer } = await openJointAct(database.intake, by('police', 't:01'), rollout, terms);
  await signAndPromulgate(world, String(answer['id']), signedOn);
}

export async function signAndPromulgate(
  { database: { intake }, by }: World,
  act: string,
  signedOn: CivilDate,
): Promise<void> {
  for (const agency of AGENCIES) {
    const signature = { document: document(signedOn), signatoryPost: 'Giám đốc' };
    await signJointAct(intake, by(agency, 't:01'), act, signature);
  }
  await promulgate(intake, by('union', 't:01'), act);
}

/** The working calendar changed from now on: drafted, previewed and published at the top. */
export async function publishedCalendar(
  { database: { intake, reader }, by, settle }: World,
  days: CalendarChange['days'],
): Promise<void> {
  const drafted = await draftCalendar(intake, by('union', 't:01'), {
    days,
    withdrawn: [],
    years: [],
  });
  const draft = String(drafted.answer['id']);
  const asked = by('police', 't:01');
  const object = calendarDraftObject(reader, draft);
  const found = await readStanding<CalendarDraft>(reader, asked.tokenHash, null, object);
  const { digest } = await previewCalendar(reader, found!.object!, PROGRAMME, found!.at);
  await publishCalendar(intake, asked, draft, digest);
  await settle();
}

/** The conference at the top, held by one agency's word and confirmed by the other's. */
export async function topConference(
  world: World,
  rollout: string,
  heldOn: CivilDate,
): Promise<void> {
  const { database, by } = world;
  const held = await holdConference(
    database.intake,
    by('police', 't:01'),
    rollout,
    conferenceHeld(heldOn),
  );
  const word = { conference: Number(held.answer['seq']), agrees: true, differs: null };
  await confirmConference(database.intake, by('union', 't:01'), rollout, word);
  await world.settle();
}

/** Both offices of a unit acknowledge, one after the other. */
export async function acknowledged(world: World, unit: UnitKey, version = 1): Promise<void> {
  for (const agency of AGENCIES)
    await world.act(agency, unit, { kind: 'acknowledgement', version });
  await world.settle();
}

/** One office files a step; answers the filing's number in the record. */
export async function filed(
  world: World,
  agency: AgencyCode,
  unit: UnitKey,
  step: FiledStep,
  on: CivilDate,
): Promise<number> {
  const evidence = evidenceOf(agency, step, on);
  const { answer } = await world.act(agency, unit, { kind: 'filing', evidence });
  return Number(answer['seq']);
}

export const evidenceOf = (agency: AgencyCode, step: FiledStep, on: CivilDate): Evidence =>
  ({
    plan: {
      step: 'plan' as const,
      plan: {
        documents: [{ agency, ...document(on) }],
        localItems: ['Tổ tự quản ở bản'],
        unchangedCopy: false,
      },
    },
    conference: { step: 'conference' as const, conference: conferenceHeld(on) },
    report: { step: 'report' as const, report: { document: document(on), remarks: null } },
  })[step];

/** Filed by the police and confirmed by the union. */
export async function stepDone(
  world: World,
  unit: UnitKey,
  step: FiledStep,
  on: CivilDate,
): Promise<void> {
  const filing = await filed(world, 'police', unit, step, on);
  await world.act('union', unit, { kind: 'confirmation', filing, agrees: true, differs: null });
  await world.settle();
}

/** Accepted by the superior of each line. */
export async function accepted(world: World, unit: UnitKey, superior: UnitKey): Promise<void> {
  for (const agency of AGENCIES) await world.act(agency, unit, { kind: 'acceptance' }, superior);
  await world.settle();
}
