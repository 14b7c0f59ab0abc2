/** An assignment as its facts have it at this moment: what is still pending is laid over what is stored. */
import type { AssignmentRow } from '#db/reads/assignments.ts';
import { conferenceAboveOf, stockOf } from '#db/reads/assignments.ts';
import { readEdicts, readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import type { Queryable } from '#db/driver.ts';
import type { AssignmentView } from '#domain/assignment.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import type { WorkingCalendar } from '#domain/calendar.ts';
import type { Deadline } from '#domain/deadline.ts';
import { Problem } from '#domain/problems.ts';
import { assignmentTerms } from '#domain/rollout.ts';
import { datesInForce, deadlinesInForce } from '#domain/rollout-dates.ts';
import { conferenceAtTop, conferencesAtTop, viewRollout } from '#domain/rollout-record.ts';
import type { RolloutFact, RolloutView } from '#domain/rollout-record.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';

export type Folded = {
  readonly row: AssignmentRow;
  readonly base: RolloutBase;
  readonly rollout: RolloutView;
  readonly terms: AssignmentTerms;
  /** The newest one in force. */
  readonly calendar: WorkingCalendar;
  readonly view: AssignmentView;
  /** Confirmed conference of the tier above, null until there is one. */
  readonly conferenceAbove: CivilDate | null;
  /** The rollout's deadlines as they stood when it was opened. */
  readonly planned: Readonly<Record<string, Deadline>>;
};

/** Folds one assignment with the same function that its coordinator uses. */
export async function foldRow(
  sql: Queryable,
  row: AssignmentRow,
  base: RolloutBase,
  rolloutFacts: readonly RolloutFact[],
  now: Instant,
): Promise<Folded> {
  const rollout = viewRollout(base.signing, rolloutFacts);
  const edicts = await readEdicts(sql, base, rollout);
  const conferenceAbove = conferenceAboveOf(row, conferenceAtTop(rollout));
  const conferences = conferencesAtTop(base.signing, rolloutFacts);
  const terms = assignmentTerms({ ...base, edicts, conferences }, stockOf(row), conferenceAbove);
  return {
    row,
    base,
    rollout,
    terms,
    view: viewAssignment(terms, row.facts, now),
    conferenceAbove,
    planned: deadlinesInForce(
      base,
      edicts.filter((edict) => edict.seq < row.openedSeq),
    ),
    calendar: datesInForce(base, edicts).calendar,
  };
}

/** A rollout's terms; issued ones are kept in memory, so this costs a statement once a process. */
export async function baseOf(sql: Queryable, rollout: string): Promise<RolloutBase> {
  const base = await readRolloutBase(sql, rollout);
  if (base === null) throw new Problem('request.not_found');
  return base;
}
