import type { WorkAct, WorkItem } from '#api/work/items.ts';
import type { CivilDate } from '#domain/vocabulary.ts';

export type ActKind = WorkAct['kind'];

/** One thing an office means to do. */
export type Intent = {
  /** See `intentKey`. */
  readonly key: string;
  readonly item: WorkItem;
  readonly act: WorkAct;
  /** Its day is drawn from these working days, both included. */
  readonly between: readonly [CivilDate, CivilDate];
  /** `confirmation` with this says that it was otherwise. */
  readonly disagrees?: true;
};

/** The item, its date and the act: known again at the next reading, and thought over when the date has moved. */
export const intentKey = (item: WorkItem, act: WorkAct) =>
  `${item.key}#${act.kind}#${item.due?.on ?? ''}`;
