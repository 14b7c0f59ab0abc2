/** What a joint act in force, or a calendar published, does to one assignment. */
import type { Edict } from './assignment.ts';
import { addVersion, dueOf, recalendar } from './assignment-due.ts';
import type { AssignmentFold } from './assignment-state.ts';
import { addDays, localDate } from './civil-date.ts';
import type { CivilDate } from './vocabulary.ts';

/** Of an amendment's dates those of this assignment's own steps. */
function datesFor(
  fold: AssignmentFold,
  dates: Readonly<Record<string, CivilDate>>,
): Record<string, CivilDate> {
  const own = fold.steps.flatMap(({ key }) =>
    dates[key] === undefined ? [] : [[key, dates[key]] as const],
  );
  return Object.fromEntries(own);
}

/** Whether it changes anything for this assignment; what is done stays under its old terms. */
export function applyEdict(fold: AssignmentFold, edict: Edict): boolean {
  if (fold.over) return false;
  const { at } = edict;
  const open = fold.doneOn === null;
  switch (edict.kind) {
    case 'amend': {
      const dates = datesFor(fold, edict.dates);
      if (!open || (edict.content === null && Object.keys(dates).length === 0)) return false;
      addVersion(fold, at, 'amendment', dates, edict.content);
      return true;
    }
    case 'recall':
      fold.over = true;
      if (open) fold.ended = 'recalled';
      return open;
    case 'close':
      fold.over = true;
      if (open) fold.ended = 'closedUnmet';
      return open;
    case 'suspend':
      fold.pause ??= { at, counted: addDays(localDate(at), -1) };
      return open;
    case 'resume':
      fold.pause = null;
      return open;
    case 'calendar':
      return recalendarTells(fold, edict);
  }
}

/** Receivers are told of a calendar only where their date moved. */
function recalendarTells(fold: AssignmentFold, edict: Edict & { kind: 'calendar' }): boolean {
  const before = datesTold(fold);
  recalendar(fold, edict.calendar, edict.at);
  return datesTold(fold) !== before;
}

const datesTold = (fold: AssignmentFold) =>
  JSON.stringify([
    fold.receiveBy.on,
    fold.versions.map((v) => v.dueOn),
    fold.steps.map((s) => [dueOf(s).on, s.returned?.mendBy]),
    fold.lines.map((l) => l.request?.answerBy),
  ]);
