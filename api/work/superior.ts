/** What a superior owes those right below in its own line: an answer, a check, a word on a dispute, somebody to stand in. */
import type { WorkOffice } from '#db/reads/work.ts';
import type { LineView, StepView } from '#domain/assignment.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import type { Folded } from '#api/assignments/fold.ts';
import { stepTitle } from '#api/assignments/label.ts';
import { assignmentItem, plainItem, type Reader } from './item.ts';
import type { WorkAct, WorkItem } from './items.ts';
import { to } from './own.ts';

/** The requests and the reported pair of one assignment below, as far as they wait for this agency. */
export function superiorItems(reader: Reader, folded: Folded, agency: string): WorkItem[] {
  const line = folded.view.lines.find((l) => l.agency === agency);
  if (line === undefined || folded.rollout.state !== 'issued') return [];
  const may = reader.may('assignment.check');
  const { unitName } = folded.row;
  const items: WorkItem[] = [];
  if (line.request !== null) {
    const { seq, answerBy } = line.request;
    const body = { request: seq };
    items.push(
      assignmentItem(reader, folded, {
        section: 'toAnswer',
        agency,
        standingIn: false,
        title: named('Trả lời đề nghị điều chỉnh', 'Answer the request for adjustment', unitName),
        dueOn: answerBy,
        asSuperior: true,
        acts: may
          ? [{ kind: 'adjustmentAnswer', href: to(folded, 'adjustment-answers'), body }]
          : [],
      }),
    );
  }
  items.push(...disputes(reader, folded, line), ...silences(reader, folded, line));
  if (folded.view.state === 'reported' && line.state !== 'exempt' && line.acceptedOn === null)
    items.push(
      assignmentItem(reader, folded, {
        section: 'toCheck',
        agency,
        standingIn: false,
        title: named('Kiểm tra báo cáo', 'Check the report', unitName),
        dueOn: null,
        acts: may ? checking(folded) : [],
      }),
    );
  return items;
}

/** The two sides differ: what the superior of each line says, if all say the same, settles it. */
function disputes(reader: Reader, folded: Folded, { agency, state }: LineView): WorkItem[] {
  if (state === 'exempt') return [];
  return folded.view.steps.flatMap((step) => {
    const { filing } = step;
    const isOpen = step.state === 'disputed' && filing?.dispute?.decided[agency] === undefined;
    if (!isOpen || filing === null) return [];
    const title = stepOf(folded, step, DECIDE);
    const href = to(folded, 'dispute-decisions');
    const acts: WorkAct[] = reader.may('assignment.check')
      ? [{ kind: 'disputeDecision', href, body: { filing: filing.seq } }]
      : [];
    const what = { section: 'toAnswer', agency, standingIn: false, title, dueOn: null } as const;
    return [assignmentItem(reader, folded, { ...what, step, acts })];
  });
}

/** Silent too long: its superior may confirm instead, and is named for it. */
function silences(reader: Reader, folded: Folded, { agency }: LineView): WorkItem[] {
  return folded.view.steps.flatMap((step) => {
    const { filing } = step;
    const isSilent = step.state === 'filed' && step.owedBy.includes(agency);
    if (!isSilent || filing === null || filing.insteadFrom > reader.now) return [];
    const title = stepOf(folded, step, INSTEAD);
    const href = to(folded, 'confirmations');
    const acts: WorkAct[] = reader.may('assignment.check')
      ? [{ kind: 'confirmation', href, body: { filing: filing.seq } }]
      : [];
    const what = { section: 'toAnswer', agency, standingIn: false, title, dueOn: null } as const;
    return [assignmentItem(reader, folded, { ...what, step, acts })];
  });
}

const DECIDE: Bilingual = {
  vi: 'Cho ý kiến về điểm hai bên chưa thống nhất',
  en: 'Decide what the two sides differ on',
};
const INSTEAD: Bilingual = {
  vi: 'Có thể xác nhận thay cơ quan chưa trả lời',
  en: 'You may confirm instead of the silent office',
};

function stepOf(folded: Folded, { key }: StepView, what: Bilingual): Bilingual {
  const step = stepTitle(folded, key);
  const { unitName } = folded.row;
  return named(`${what.vi}: ${step.vi}`, `${what.en}: ${step.en}`, unitName);
}

const checking = (folded: Folded): WorkAct[] => [
  { kind: 'acceptance', href: to(folded, 'acceptances'), body: {} },
  { kind: 'return', href: to(folded, 'returns'), body: {} },
];

/** An office below with nobody in post: the superior's own office is offered to stand in. */
export const vacantItem = (reader: Reader, vacant: WorkOffice, own: WorkOffice): WorkItem =>
  plainItem(reader, 'vacantBelow', vacant, {
    title: named('Bố trí phụ trách thay', 'Name who stands in for', vacant.name),
    natural: '',
    acts: reader.may('office.standIn')
      ? [
          {
            kind: 'standIn',
            href: `/offices/${vacant.id}/stand-ins`,
            body: { standInOffice: own.id },
          },
        ]
      : [],
  });

const named = (vi: string, en: string, name: string): Bilingual => ({
  vi: `${vi}: ${name}`,
  en: `${en}: ${name}`,
});
