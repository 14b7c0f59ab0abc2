/** What an office owes of one assignment, and what it waits for (PRODUCT 3, "Việc của tôi"). */
import type { LineView, StepView } from '#domain/assignment.ts';
import { silenceEnds } from '#domain/assignment-due.ts';
import { addDays } from '#domain/civil-date.ts';
import type { Bilingual, CivilDate, FiledStep } from '#domain/vocabulary.ts';
import type { Folded } from '#api/assignments/fold.ts';
import { PAIR_LABELS } from '#domain/labels.ts';
import { stepTitle } from '#api/assignments/label.ts';
import { changeTold } from './change.ts';
import { assignmentItem, type AssignmentItem, type Reader } from './item.ts';
import type { WorkAct, WorkItem } from './items.ts';

/** How far ahead "Sắp tới" looks. */
const COMING_DAYS = 30;

type Told = Omit<AssignmentItem, 'agency' | 'standingIn'>;

/** The items of the line of `agency`, by the account's own office or one it stands in for. */
export function ownItems(
  reader: Reader,
  folded: Folded,
  agency: string,
  standingIn: boolean,
): WorkItem[] {
  const line = folded.view.lines.find((l) => l.agency === agency);
  if (line === undefined) return [];
  const told = tell(reader, folded, line);
  return told.map((item) => assignmentItem(reader, folded, { ...item, agency, standingIn }));
}

function tell(reader: Reader, folded: Folded, line: LineView): Told[] {
  const { view } = folded;
  if (view.done !== null || line.state === 'exempt') return [settled(folded, line)];
  if (view.state === 'recalled' || view.state === 'closedUnmet') return [ended(folded)];
  // Nothing is asked of anybody meanwhile; it is shown so that nobody wonders where it went.
  if (folded.rollout.state === 'suspended')
    return [{ section: 'waiting', title: SUSPENDED, dueOn: null, acts: [] }];
  if (folded.rollout.state !== 'issued') return [];
  if (line.state === 'vacant') return [waitsFor(SUPERIOR, VACANT)];
  const asked = line.request === null ? [] : [asking(reader, folded, line.request)];
  const open = view.steps.filter((s) => s.state === 'open' && s.owedBy.includes(line.agency));
  // Receiving comes before everything else, whatever its date.
  const first = open.find((s) => s.kind === 'acknowledgement') ?? open.toSorted(byDue)[0];
  const steps = view.steps.flatMap((step): Told[] => {
    if (!step.owedBy.includes(line.agency)) return waiting(folded, line, step);
    return [owed(reader, folded, line, step, step === first)].filter((item) => item !== null);
  });
  const checked = view.state === 'reported' ? [waitsFor(SUPERIOR, CHECK)] : [];
  return [...asked, ...steps, ...checked];
}

const byDue = (a: StepView, b: StepView) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0);

/** Null: open, but further ahead than the list looks. */
function owed(
  reader: Reader,
  folded: Folded,
  line: LineView,
  step: StepView,
  isFirst: boolean,
): Told | null {
  const name = stepTitle(folded, step.key);
  const file = filing(reader, folded, step);
  switch (step.state) {
    case 'returned': {
      const title = about(RETURNED, name);
      const dueOn = step.returned?.mendBy ?? null;
      return { section: 'returned', title, step, dueOn, limit: true, acts: file };
    }
    case 'disputed':
      return { section: 'now', title: about(DISPUTED, name), step, acts: file };
    case 'filed':
      return toConfirm(reader, folded, step, name);
    case 'open':
    case 'confirmed':
    case 'notCounted':
      break;
  }
  if (step.kind === 'acknowledgement') return toAcknowledge(reader, folded, line, step, name);
  const urgent = isFirst || step.dueOn < reader.today;
  if (!urgent && step.dueOn > addDays(reader.today, COMING_DAYS)) return null;
  const further = urgent
    ? [...designating(reader, folded, line), ...adjusting(reader, folded)]
    : [];
  const acts = [...file, ...further];
  return { section: urgent ? 'now' : 'coming', title: name, step, acts };
}

function toAcknowledge(
  reader: Reader,
  folded: Folded,
  line: LineView,
  step: StepView,
  name: Bilingual,
): Told {
  const version = folded.view.versions.length;
  const latest = folded.view.versions.at(-1);
  // One who came back from an exemption has received nothing of the new version, either.
  const again = latest !== undefined && latest.cause !== 'opening';
  const acts: WorkAct[] = reader.may('assignment.confirm')
    ? [
        { kind: 'acknowledgement', href: to(folded, 'acknowledgements'), body: { version } },
        ...adjusting(reader, folded),
      ]
    : [];
  const received = Object.keys(line.receivedOn).length > 0;
  const dueOn = again && received ? latest.dueOn : step.dueOn;
  if (!again) {
    const added = latest?.content ?? null;
    if (added === null) return { section: 'now', title: name, step, dueOn, acts };
    const title = { vi: `${name.vi}: ${added}`, en: `${name.en}: ${added}` };
    return { section: 'now', title, step, dueOn, acts, asNew: true };
  }
  const what = changeTold(folded, latest);
  const title = {
    vi: `${name.vi} (phiên bản ${version}): ${what.vi}`,
    en: `${name.en} (version ${version}): ${what.en}`,
  };
  return { section: 'now', title, step, dueOn, acts, asNew: true };
}

/** Its own limit is the template's patience with a silent confirmation. */
function toConfirm(reader: Reader, folded: Folded, step: StepView, name: Bilingual): Told {
  const { filing: filed } = step;
  const dueOn = filed === null ? null : silentUntil(folded, filed.seq);
  const acts: WorkAct[] =
    filed !== null && reader.may('assignment.confirm')
      ? [
          {
            kind: 'confirmation',
            href: to(folded, 'confirmations'),
            body: { filing: filed.seq },
          },
        ]
      : [];
  return { section: 'toConfirm', title: about(CONFIRM, name), step, dueOn, limit: true, acts };
}

/** The last day on which its silence is nobody else's business; suspended days do not count. */
function silentUntil({ row, terms, base }: Folded, filing: number): CivilDate | null {
  const filed = row.facts.find((fact) => fact.seq === filing);
  if (filed === undefined) return null;
  return silenceEnds(terms, filed.at, base.template.confirmWithin).on;
}

function waiting(folded: Folded, line: LineView, step: StepView): Told[] {
  const name = stepTitle(folded, step.key);
  const others =
    (step.state === 'filed' && step.filing?.agency === line.agency) ||
    (step.state === 'returned' && step.returned?.agency !== line.agency) ||
    (step.kind === 'acknowledgement' && step.state === 'open' && line.request === null);
  if (others) return [{ ...waitsFor(OTHERS, name), step }];
  return step.state === 'notCounted' ? [{ ...waitsFor(ABOVE, name), step }] : [];
}

const waitsFor = (whom: Bilingual, what: Bilingual): Told => ({
  section: 'waiting',
  title: about(whom, what),
  acts: [],
});

function asking(reader: Reader, folded: Folded, request: NonNullable<LineView['request']>): Told {
  const acts: WorkAct[] = reader.may('assignment.confirm')
    ? [
        {
          kind: 'adjustmentWithdrawal',
          href: to(folded, 'adjustment-withdrawals'),
          body: { request: request.seq },
        },
      ]
    : [];
  return { ...waitsFor(SUPERIOR, ANSWER), dueOn: request.answerBy, acts };
}

function settled({ view }: Folded, line: LineView): Told {
  const title = line.state === 'exempt' ? EXEMPT : view.done?.onTime === true ? ON_TIME : LATE;
  return { section: 'done', title, dueOn: null, acts: [] };
}

/** Recalled, or ended without being carried out: final. */
const ended = ({ view }: Folded): Told => ({
  section: 'done',
  title: PAIR_LABELS[view.state],
  dueOn: null,
  acts: [],
});

const NOUN_OF: Readonly<Record<FiledStep, string>> = {
  plan: 'plans',
  conference: 'conferences',
  report: 'reports',
};

function filing(reader: Reader, folded: Folded, { kind }: StepView): WorkAct[] {
  if (kind === 'acknowledgement' || !reader.may('assignment.file')) return [];
  return [{ kind, href: to(folded, NOUN_OF[kind]), body: {} }];
}

const designating = (reader: Reader, folded: Folded, line: LineView): WorkAct[] =>
  reader.may('assignment.confirm') && line.state === 'received'
    ? [{ kind: 'designation', href: to(folded, 'designations'), body: {} }]
    : [];

const adjusting = (reader: Reader, folded: Folded): WorkAct[] =>
  reader.may('assignment.confirm')
    ? [{ kind: 'adjustmentRequest', href: to(folded, 'adjustments'), body: {} }]
    : [];

export const to = ({ row }: Folded, noun: string): string => `/assignments/${row.id}/${noun}`;

const about = (what: Bilingual, name: Bilingual): Bilingual => ({
  vi: `${what.vi}: ${name.vi}`,
  en: `${what.en}: ${name.en}`,
});

const words = (vi: string, en: string): Bilingual => ({ vi, en });
const RETURNED = words('Bị trả lại, cần bổ sung', 'Returned, to be mended');
const DISPUTED = words(
  'Hai bên chưa thống nhất, cần sửa lại',
  'The two sides differ, to be mended',
);
const CONFIRM = words(
  'Xác nhận nội dung cơ quan phối hợp gửi',
  'Confirm what the other agency filed',
);
const OTHERS = words('Chờ cơ quan phối hợp', 'Waits for the other agency');
const SUPERIOR = words('Chờ cấp trên', 'Waits for the superior');
const ABOVE = words('Chờ hội nghị cấp trên', 'Waits for the conference of the tier above');
const ANSWER = words('trả lời đề nghị điều chỉnh', 'to answer the request for adjustment');
const CHECK = words('kiểm tra báo cáo', 'to check the report');
const VACANT = words('bố trí người phụ trách', 'to name who stands in');
const SUSPENDED = words(
  'Đợt triển khai đang tạm dừng, chưa phải làm gì',
  'The rollout is suspended, nothing is asked',
);
const EXEMPT = words('Miễn thực hiện', 'Exempt');
const ON_TIME = words('Hoàn thành đúng hạn', 'Done on time');
const LATE = words('Hoàn thành quá hạn', 'Done late');
