/** How a folded assignment is shown to one reader: what is the other agency's own affair is left out. */
import type { AssignmentSight } from '#db/reads/assignment-sight.ts';
import type { LineView, StepView } from '#domain/assignment.ts';
import { explainDeadline } from '#domain/explain.ts';
import { ADJUSTMENT_REASON_LABELS, LINE_LABELS, STEP_STATE_LABELS } from '#domain/labels.ts';
import { stepDeadline } from '#domain/step-deadline.ts';
import { inLanguage, labelled, type Ask } from '#api/context.ts';
import { assumedDate } from '#api/marks.ts';
import type { Folded } from './fold.ts';
import { shownLine } from './line.ts';

type Names = Readonly<Record<string, string>>;
type Sight = Pick<AssignmentSight, 'facts' | 'authors' | 'superiorNames'>;

export function showLine(
  c: Ask,
  folded: Folded,
  line: LineView,
  reads: string | null,
  names: Names,
) {
  const { agency, receivedOn, onPaper, acceptedOn, request } = line;
  const office = folded.row.offices.find((o) => o.agency === agency);
  const own = agency === reads;
  return {
    agency,
    office: office?.office ?? '',
    name: office?.name ?? '',
    state: labelled(c, LINE_LABELS, shownLine(line, reads)),
    receivedOn: Object.fromEntries(Object.entries(receivedOn)),
    onPaper: Object.fromEntries(Object.entries(onPaper)),
    assignedPost: own ? line.assignedPost : null,
    request:
      request === null
        ? null
        : {
            seq: request.seq,
            reason: labelled(c, ADJUSTMENT_REASON_LABELS, request.reason),
            text: own ? request.text : null,
            askedOn: request.askedOn,
            answerBy: request.answerBy,
            toBeAnsweredBy: superiorOf(folded, agency, names),
          },
    acceptedOn,
  };
}

export function showStep(c: Ask, folded: Folded, step: StepView, sight: Sight) {
  const { base, calendar, terms, view, planned: deadlines } = folded;
  const { key, kind, state, dueOn, filedOn, owedBy, filing, returned } = step;
  const planned = base.template.steps.find((s) => s.key === key);
  const labels = Object.fromEntries(base.template.steps.map((s) => [s.key, s.label]));
  const deadline = stepDeadline(terms, deadlines, view, step);
  return {
    key,
    kind,
    label: planned === undefined ? key : inLanguage(c, planned.label),
    state: labelled(c, STEP_STATE_LABELS, state),
    dueOn,
    provisional: deadline.provisional,
    why: explainDeadline(deadline, calendar, c.var.language, labels),
    assumed: assumedDate(c.var.language, base.template, key, deadline.reason),
    filedOn,
    owedBy,
    filing: filing === null ? null : showFiling(filing, sight),
    returned,
  };
}

function showFiling(filing: NonNullable<StepView['filing']>, sight: Sight) {
  const { seq, n, agency, on, evidence, confirmedBy, dispute, insteadFrom } = filing;
  const confirmedInstead = sight.facts.flatMap(({ seq: word, agency: silent, act }) => {
    const instead = act.kind === 'confirmation' && act.instead === true && act.filing === seq;
    if (!instead || !confirmedBy.includes(silent)) return [];
    const office = sight.authors[word] ?? null;
    const name = office === null ? '' : (sight.superiorNames[office] ?? '');
    return [{ agency: silent, office, name }];
  });
  return { seq, n, agency, on, evidence, confirmedBy, confirmedInstead, insteadFrom, dispute };
}

export function holderOf({ view, row, ...folded }: Folded, names: Names) {
  const { offices, superiorsOf } = view.holder;
  return {
    offices: offices.map((agency) => {
      const office = row.offices.find((o) => o.agency === agency);
      return { agency, office: office?.office ?? null, name: office?.name ?? '' };
    }),
    superiors: superiorsOf.map((agency) => superiorOf({ view, row, ...folded }, agency, names)),
  };
}

/** The nearest living one in the agency's own tree. */
function superiorOf({ row }: Folded, agency: string, names: Names) {
  const superior = row.offices.find((o) => o.agency === agency)?.superiors[0] ?? null;
  return { agency, office: superior, name: superior === null ? '' : (names[superior] ?? '') };
}
