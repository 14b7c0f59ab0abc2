import type { AssignmentRow } from '#db/reads/assignments.ts';
import type { Projection } from '#db/writes/assignments.ts';
import type { LineView } from '#domain/assignment.ts';
import { othersDoneOn, reasonOf } from '#domain/holding-reason.ts';
import type { AssignmentDecision } from '#domain/rollout.ts';
import { deadlinesInForce } from '#domain/rollout-dates.ts';
import { stepDeadline } from '#domain/step-deadline.ts';
import { termsOf, type Stock } from './coordinator.ts';

/** What lists and roll-ups read of an assignment: derived from its facts, recomputable at any time. */
export function project(
  stock: Stock,
  row: AssignmentRow,
  { view, heldSince, holdings, conferences, wake, lookAt }: AssignmentDecision,
): Projection {
  const terms = termsOf(stock, row);
  const before = stock.edicts.filter((edict) => edict.seq < row.openedSeq);
  const planned = deadlinesInForce(stock.base, before);
  return {
    id: row.id,
    state: view.state,
    version: view.versions.length,
    done_on: view.done?.on ?? null,
    on_time: view.done?.onTime ?? null,
    held_by: view.holder.offices,
    held_by_superior_of: view.holder.superiorsOf,
    held_since: heldSince,
    holdings: holdings.map((held) => ({
      step: held.step,
      version: held.version,
      agency: held.agency,
      by_superior: held.bySuperior,
      since: held.since,
      due_on: held.dueOn,
      others_done_on: othersDoneOn(view, row.facts, held),
      because: reasonOf(view, held),
    })),
    conference_on: view.conference?.heldOn ?? null,
    conferences,
    conference_counts: view.conference?.counts ?? false,
    conference_present: view.conference?.present ?? [],
    wake,
    look_at: lookAt,
    lines: view.lines.map((line) => ({
      agency: line.agency,
      state: line.state,
      received_on: firstReceived(line),
    })),
    steps: view.steps.map((step) => ({
      key: step.key,
      kind: step.kind,
      state: step.state,
      due_on: step.dueOn,
      filed_on: step.filedOn,
      owed_by: step.owedBy,
      deadline: stepDeadline(terms, planned, view, step),
    })),
  };
}

const firstReceived = (line: LineView) => Object.values(line.receivedOn)[0] ?? null;
