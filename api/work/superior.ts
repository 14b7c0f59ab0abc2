/** What a superior owes those right below in its own line: an answer, a check, somebody to stand in. */
import type { WorkOffice } from '#db/reads/work.ts';
import type { Bilingual } from '#domain/vocabulary.ts';
import type { Folded } from '#api/assignments/fold.ts';
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
