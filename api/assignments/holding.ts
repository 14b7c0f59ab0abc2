/** Since when, and how many working days of whom (PRODUCT 1, promise 2). */
import { holderClass } from '#domain/assignment-holder.ts';
import { daysHeld, historyOf, holderDays } from '#domain/holder-days.ts';
import { HOLDER_LABELS } from '#domain/labels.ts';
import { calendarInForce } from '#domain/step-deadline.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { labelled, type Ask } from '#api/context.ts';
import type { Folded } from './fold.ts';

export function holdingOf(
  c: Ask,
  { terms, row, view }: Folded,
  { at, today }: { readonly at: Instant; readonly today: CivilDate },
) {
  const history = historyOf(terms, row.facts, at);
  const calendar = calendarInForce(terms);
  const { since, ...days } = holderDays(history, calendar, today);
  return {
    class: labelled(c, HOLDER_LABELS, holderClass(view.holder)),
    since,
    workingDays: daysHeld(history, calendar, today),
    days,
  };
}
