/** What the office at the root of a rollout has to do about it as a whole. */
import type { RolloutBase } from '#db/reads/rollouts.ts';
import type { RootRollout, WorkOffice } from '#db/reads/work.ts';
import { isSigned } from '#domain/joint-act.ts';
import type { Edict } from '#domain/assignment.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { Deadline } from '#domain/deadline.ts';
import { datesInForce, deadlinesInForce } from '#domain/rollout-dates.ts';
import type { RolloutView } from '#domain/rollout-record.ts';
import { JOINT_ACT_LABELS } from '#domain/labels.ts';
import type { Bilingual, JointActKind } from '#domain/vocabulary.ts';
import { assumedDate } from '#api/marks.ts';
import { dueOf, plainItem, type Reader } from './item.ts';
import type { WorkAct, WorkItem } from './items.ts';

type Root = {
  readonly reader: Reader;
  readonly office: WorkOffice;
  readonly base: RolloutBase;
  readonly rollout: RootRollout;
  readonly view: RolloutView;
  readonly deadlines: Readonly<Record<string, Deadline>>;
  readonly calendar: WorkingCalendar;
};

export function rootItems(
  reader: Reader,
  office: WorkOffice,
  base: RolloutBase,
  rollout: RootRollout,
  view: RolloutView,
  edicts: readonly Edict[],
): WorkItem[] {
  // An agency that only takes part signs nothing.
  if (!base.signing.includes(office.agency)) return [];
  const { calendar } = datesInForce(base, edicts);
  const deadlines = deadlinesInForce(base, edicts);
  const root: Root = { reader, office, base, rollout, view, deadlines, calendar };
  if (view.state === 'draft') return [jointActItem(root, 'issue')];
  if (view.state !== 'issued' && view.state !== 'suspended') return [];
  const drafted = rollout.acts.filter((act) => !act.settled).map((act) => act.kind);
  const closing = rollout.undone === 0 && !drafted.includes('close') ? ['close' as const] : [];
  const acts = [...drafted, ...closing].map((kind) => jointActItem(root, kind));
  return [...conferenceItems(root), ...acts];
}

/** Open it, sign it, put it in force: the next of the three that this agency can do, or what it waits for. */
function jointActItem(root: Root, kind: JointActKind): WorkItem {
  const { base, rollout, view, office, reader } = root;
  const act = rollout.acts.find((a) => a.kind === kind && !a.settled);
  const signed = view.acts.get(act?.id ?? '')?.signed ?? [];
  const counted = `${signed.length}/${base.signing.length}`;
  const next = ((): { title: Bilingual; act: WorkAct | null } => {
    if (act === undefined) {
      const href = `/rollouts/${rollout.id}/joint-acts`;
      return { title: titled(OPEN, kind), act: { kind: 'jointAct', href, body: { kind } } };
    }
    if (isSigned(base.signing, signed)) {
      const href = `/joint-acts/${act.id}/promulgation`;
      return { title: titled(IN_FORCE, kind), act: { kind: 'promulgation', href, body: {} } };
    }
    if (signed.includes(office.agency))
      return { title: counting(titled(WAIT, kind), counted), act: null };
    const href = `/joint-acts/${act.id}/signatures`;
    return {
      title: counting(titled(SIGN, kind), counted),
      act: { kind: 'signature', href, body: {} },
    };
  })();
  const may = reader.may('rollout.sign');
  return item(root, kind, next.title, may && next.act !== null ? [next.act] : [], stepOf(kind));
}

/** Acts that no date was planned for have none. */
const stepOf = (kind: JointActKind) =>
  kind === 'issue' ? 'issue' : kind === 'close' ? 'closing' : null;

function conferenceItems(root: Root): WorkItem[] {
  const { rollout, view, office, reader } = root;
  const { conference } = view;
  const planned = topStep(root, 'conference');
  if (planned === undefined || conference?.confirmed === true) return [];
  const hold: WorkAct = {
    kind: 'rolloutConference',
    href: `/rollouts/${rollout.id}/conferences`,
    body: {},
  };
  const mayHold = reader.may('assignment.file') ? [hold] : [];
  if (conference === null || conference.disputedBy !== null)
    return [item(root, 'conference', conference === null ? HOLD : MEND, mayHold, 'conference')];
  if (conference.filedBy === office.agency || conference.confirmedBy.includes(office.agency))
    return [item(root, 'conference', AWAITED, [], 'conference')];
  const confirm: WorkAct = {
    kind: 'rolloutConferenceConfirmation',
    href: `/rollouts/${rollout.id}/conference-confirmations`,
    body: { conference: conference.seq },
  };
  const acts = reader.may('assignment.confirm') ? [confirm] : [];
  return [item(root, 'conference', CONFIRM, acts, 'conference')];
}

function item(
  root: Root,
  natural: string,
  title: Bilingual,
  acts: readonly WorkAct[],
  step: 'issue' | 'conference' | 'closing' | null,
): WorkItem {
  const { reader, office, base, deadlines, calendar } = root;
  const planned = step === null ? undefined : topStep(root, step)?.key;
  const deadline = planned === undefined ? undefined : deadlines[planned];
  const due =
    planned === undefined || deadline === undefined
      ? null
      : dueOf(
          calendar,
          deadline.on,
          assumedDate(reader.language, base.template, planned, deadline.reason),
          reader,
        );
  return plainItem(reader, 'rollout', office, { title, base, natural, acts, due });
}

/** The root's own step of that kind, if the template plans one at its tier. */
const topStep = ({ base, office }: Root, kind: 'issue' | 'conference' | 'closing') =>
  base.template.steps.find((s) => s.kind === kind && s.tier === office.unit.tier);

const words = (vi: string, en: string): Bilingual => ({ vi, en });
const counting = (text: Bilingual, k: string): Bilingual =>
  words(`${text.vi} (${k})`, `${text.en} (${k})`);

/** "Trình ký: Thu hồi": what to do, and with which act. */
const titled = (what: Bilingual, kind: JointActKind): Bilingual => {
  const act = JOINT_ACT_LABELS[kind];
  return words(`${what.vi}: ${act.vi}`, `${what.en}: ${act.en}`);
};
const OPEN = words('Trình ký', 'Open for signature');
const SIGN = words('Ghi nhận ký', 'Record the signature');
const IN_FORCE = words('Ban hành', 'Put in force');
const WAIT = words('Chờ cơ quan phối hợp ký', 'Waits for the other agency to sign');
const HOLD = words('Tổ chức hội nghị cấp tỉnh', 'Hold the conference at the top');
const MEND = words(
  'Hai bên chưa thống nhất về hội nghị cấp tỉnh',
  'The sides differ on the conference',
);
const AWAITED = words(
  'Chờ cơ quan phối hợp xác nhận hội nghị',
  'The conference waits to be confirmed',
);
const CONFIRM = words('Xác nhận hội nghị cấp tỉnh', 'Confirm the conference at the top');
