/** A view of the fold in the shape of the oracle's, so that the two compare as texts. */
import type { AssignmentView, DueBasis, Filing } from '#domain/assignment.ts';
import { holdingsOf } from '#domain/assignment-holder.ts';
import type { CivilDate, StepState } from '#domain/vocabulary.ts';
import type { Basis } from './assignment-oracle-dates.ts';
import type { OracleView } from './assignment-oracle.ts';

export function project(view: AssignmentView): OracleView {
  const filed = view.steps.filter((s) => s.kind !== 'acknowledgement');
  return {
    state: view.state,
    lines: view.lines.map((l) => ({
      agency: l.agency,
      state: l.state,
      receivedOn: view.versions.map(({ n }) => l.receivedOn[n] ?? null),
      onPaper: view.versions.map(({ n }) => l.onPaper[n] !== undefined),
      request: l.request && {
        seq: l.request.seq,
        askedOn: l.request.askedOn,
        answerBy: l.request.answerBy,
      },
      designated: l.assignedPost !== null,
      acceptedOn: l.acceptedOn,
    })),
    steps: view.steps.map(({ key, kind, state, dueOn, basis, filedOn, owedBy }) => ({
      key,
      kind,
      state,
      dueOn,
      basis: kind === 'acknowledgement' ? firstOf(basis) : lastOf(basis),
      filedOn,
      owedBy,
    })),
    filings: filed.map((step) => step.filing && projectFiling(step.filing, step.state, view)),
    returns: filed.map(({ returned: r }) => r && { agency: r.agency, mendBy: r.mendBy }),
    versions: view.versions.map(({ n, cause, acknowledgeBy, dueOn, content }) => ({
      n,
      cause,
      acknowledgeBy,
      dueOn,
      content,
    })),
    holder: view.holder as OracleView['holder'],
    owed: holdingsOf(view).map(({ step, version, agency, bySuperior, dueOn }) => ({
      step,
      version,
      agency,
      bySuperior,
      dueOn,
    })),
    done: view.done,
    conference: view.conference && {
      heldOn: view.conference.heldOn,
      counts: view.conference.counts,
    },
  };
}

function projectFiling(filing: Filing, state: StepState, { lines }: AssignmentView) {
  const { seq, n, agency, evidence, confirmedBy, dispute, insteadFrom } = filing;
  return {
    seq,
    n,
    agency,
    heldOn: evidence.step === 'conference' ? evidence.conference.heldOn : null,
    // Kept by the fold and not shown: the date that judges "on time".
    countsOn: (filing as Filing & { readonly countsOn: CivilDate }).countsOn,
    confirmedBy: [...confirmedBy],
    disputedBy: dispute?.agency ?? null,
    decided: lines.map((line) => dispute?.decided[line.agency] ?? null),
    // Nobody asks for it but where somebody is silent.
    insteadFrom: state === 'filed' ? insteadFrom : null,
  };
}

/** A tiếp nhận is told by the version that it is of. */
function firstOf(basis: DueBasis): Basis {
  return 'was' in basis ? firstOf(basis.was) : basis;
}

/** The last move without what came before it; a limit counted anew stays what it was. */
function lastOf(basis: DueBasis): Basis {
  switch (basis.rule) {
    case 'recounted':
      return lastOf(basis.was);
    case 'paused':
      return { rule: 'paused', from: basis.from, days: basis.days };
    case 'moved':
      return { rule: 'moved', from: basis.from };
    default:
      return basis;
  }
}
