import type { Holder } from '#domain/assignment.ts';
import { holderClass, type Holding } from '#domain/assignment-holder.ts';
import { calendarInForce } from '#domain/step-deadline.ts';
import { holderDays, historyOf, type Stretch } from '#domain/holder-days.ts';
import { canonical } from '#domain/canonical.ts';
import { othersDoneOn, reasonOf } from '#domain/holding-reason.ts';
import type { CivilDate, HolderClass } from '#domain/vocabulary.ts';
import type { Examined, ExaminedAssignment } from './examined.ts';
import type { Invariant, Problem } from './invariant.ts';
import { dateOf, eveOf, plainCalendar } from './plain-calendar.ts';

/** No day of an open thing is charged to nobody, or to two; who holds it now is who the facts say. */
export const holders: Invariant = {
  id: 'I14',
  title: {
    vi: 'Mỗi ngày làm việc của mỗi việc đang mở có đúng một bên giữ, và cộng lại đủ số ngày đã qua',
    en: 'Every working day of every open thing has one holder class; they sum to the elapsed ones',
  },
  examine: (examined) => examined.assignments.flatMap((a) => examineOne(examined, a)),
};

function examineOne({ restAt }: Examined, assignment: ExaminedAssignment): Problem[] {
  const { subject, row, terms, view } = assignment;
  // Told once, where the facts are folded (I6).
  if (view === null) return [];
  const history = historyOf(terms, row.facts, restAt);
  return [...daysOf(assignment, history, dateOf(restAt)), ...storedOf(assignment, history)].map(
    (message) => ({ subject, message }),
  );
}

const ENDED: readonly string[] = ['done', 'recalled', 'closedUnmet'];
const AT_REST: readonly string[] = [...ENDED, 'suspended'];

/** Each day walked on the plain calendar: who held it at its end, and whether the reckoning agrees. */
function daysOf(
  { row, terms }: ExaminedAssignment,
  history: readonly Stretch[],
  today: CivilDate,
): string[] {
  const inForce = calendarInForce(terms);
  const days = plainCalendar(inForce.calendar).between(dateOf(row.openedAt), eveOf(today));
  const problems: string[] = [];
  const counted: Record<HolderClass, number> = { office: 0, several: 0, superior: 0, nobody: 0 };
  for (const day of days) {
    const { state, holder } = history.findLast(({ from }) => dateOf(from) <= day)!.view;
    if (ENDED.includes(state)) continue;
    const kind = holderClass(holder);
    counted[kind] += 1;
    if ((kind === 'nobody') !== (state === 'suspended'))
      problems.push(`was ${state} on ${day}, and its holder was ${told(holder)}`);
  }
  const { elapsed, office, ...others } = holderDays(history, inForce, today);
  const alone = Object.values(office).reduce((sum, n) => sum + n, 0);
  const reckoned = { office: alone, several: others.several, superior: others.superior };
  const sums = canonical({ ...reckoned, nobody: others.nobody, elapsed });
  const sum = Object.values(counted).reduce((all, n) => all + n, 0);
  const walked = canonical({ ...counted, elapsed: sum });
  return sums === walked ? problems : [...problems, `counts ${sums} days, walked ${walked}`];
}

const told = ({ offices, superiorsOf }: Holder) =>
  [...offices, ...superiorsOf.map((agency) => `the superior of ${agency}`)].join(', ') || 'nobody';

/** Who is stored to hold it, and what each side is stored to owe, against what the history ends with. */
function storedOf({ stored, row }: ExaminedAssignment, history: readonly Stretch[]): string[] {
  const { view, holdings } = history.at(-1)!;
  const found = { offices: stored.heldBy, superiorsOf: stored.heldBySuperiorOf };
  const problems: string[] = [];
  const differ = (what: string, is: unknown, should: unknown) => {
    const [a, b] = [canonical(is ?? null), canonical(should ?? null)];
    if (a !== b) problems.push(`${what} is stored as ${a}, the facts say ${b}`);
  };
  if (told(found) === 'nobody' && !AT_REST.includes(stored.state))
    problems.push(`is ${stored.state} and held by nobody`);
  differ('its holder', told(found), told(view.holder));
  const holds = ({ view: then }: Stretch) => told(then.holder) === told(view.holder);
  differ(
    'held since',
    stored.heldSince,
    told(view.holder) === 'nobody' ? null : sinceWhen(history, holds),
  );
  const owed = new Map(
    holdings.map((holding) => {
      const owes = (then: Stretch) => then.holdings.some((h) => keyOf(h) === keyOf(holding));
      const { dueOn } = holding;
      const othersOn = othersDoneOn(view, row.facts, holding);
      const because = reasonOf(view, holding);
      return [keyOf(holding), { since: sinceWhen(history, owes), dueOn, othersOn, because }];
    }),
  );
  const known = new Map(
    stored.holdings.map(({ since, dueOn, othersOn, because, ...held }) => [
      keyOf(held),
      { since, dueOn, othersOn, because },
    ]),
  );
  for (const key of new Set([...owed.keys(), ...known.keys()]))
    differ(`${key} owed`, known.get(key), owed.get(key));
  return problems;
}

const keyOf = ({ step, version, agency, bySuperior }: Omit<Holding, 'dueOn'>) =>
  `${step}${version > 0 ? ` of version ${version}` : ''} by ${bySuperior ? 'the superior of ' : ''}${agency}`;

/** The day of the first of the last stretches without a break in which it was so. */
function sinceWhen(
  history: readonly Stretch[],
  isSo: (then: Stretch) => boolean,
): CivilDate | null {
  let since: CivilDate | null = null;
  for (const then of history.toReversed()) {
    if (!isSo(then)) return since;
    since = dateOf(then.from);
  }
  return since;
}
