/**
 * Whose list an act changes. Reading two hundred lists after every act would show nothing more: these are the
 * offices that somebody would ring up.
 */
import type { WorkItem } from '#api/work/items.ts';
import { officeKey } from './cast.ts';
import type { Memory, Setting } from './memory.ts';
import type { Done } from './office.ts';
import type { Stage } from './stage.ts';

/** Keys of the offices whose list an act has changed; of the actor's own its office knows. */
export function touchedBy({ stage, memory }: Setting, { intent, actor }: Done): string[] {
  const { act, item, disagrees } = intent;
  const unit = item.unit.key;
  const pair = () => officesOf(stage, memory, unit);
  const others = () => pair().filter((key) => key !== actor);
  const below = () =>
    (stage.units.get(unit)?.children ?? []).flatMap((child) => officesOf(stage, memory, child));
  switch (act.kind) {
    case 'acknowledgement':
    case 'designation':
    case 'acceptance':
      return [];
    // Who has filed waits for the others' word, and is rung up then.
    case 'plan':
    case 'conference':
    case 'report':
      return others();
    case 'adjustmentAnswer':
    case 'adjustmentWithdrawal':
    case 'disputeDecision':
    case 'standIn':
    case 'jointAct':
    case 'signature':
    case 'rolloutConference':
      return pair();
    // Sent back by one superior, it is no longer the other's to check.
    case 'return':
      return [...pair(), ...agenciesOf(stage, unit).flatMap((a) => superiorOf(stage, unit, a))];
    case 'adjustmentRequest':
      return superiorOf(stage, unit, item.office.agency);
    // The other side's word may open the tier below, or decide whether its conferences count.
    case 'confirmation':
    case 'rolloutConferenceConfirmation':
      return disagrees === true ? pair() : [...pair(), ...below()];
    case 'promulgation':
      return [...pair(), ...below()];
  }
}

/** What an item tells its reader about others: a pair that has reported is its superiors' to check. */
export function toldBy({ stage, memory }: Setting, items: readonly WorkItem[]): string[] {
  return items.flatMap((item) => {
    if (item.assignment === null) return [];
    const unit = item.unit.key;
    const isNew = !memory.opened.has(unit);
    memory.opened.add(unit);
    const vacant = item.lines.filter((l) => isNew && l.state.code === 'vacant');
    const checkers = isReportedAnew(memory, item) ? item.lines : [];
    return [...vacant, ...checkers].flatMap((l) => superiorOf(stage, unit, l.agency));
  });
}

/** Told once for each time the pair has reported: sent back, it may report again. */
function isReportedAnew(memory: Memory, item: WorkItem): boolean {
  const unit = item.unit.key;
  if (item.state?.code !== 'reported') {
    memory.reported.delete(unit);
    return false;
  }
  const isNew = !memory.reported.has(unit);
  memory.reported.add(unit);
  return isNew;
}

/** The offices that act for a unit: its own, and those that stand in. */
function officesOf(stage: Stage, memory: Memory, unit: string): string[] {
  const own = agenciesOf(stage, unit).map((agency) => officeKey(unit, agency));
  return own.flatMap((key) => {
    const standIn = memory.standIns.get(key);
    return standIn === undefined ? [key] : [key, standIn];
  });
}

const agenciesOf = (stage: Stage, unit: string) => stage.units.get(unit)?.agencies ?? [];

function superiorOf(stage: Stage, unit: string, agency: string): string[] {
  const superior = stage.offices.get(officeKey(unit, agency))?.superior ?? null;
  return superior === null ? [] : [superior];
}

/** What everybody remembers of an act that was recorded. */
export function remember({ memory, stage, officeKeys }: Setting, { intent, body }: Done): void {
  const { act, item } = intent;
  const unit = item.unit.key;
  const office = officeKey(unit, item.office.agency);
  if (intent.disagrees === true) memory.disputed.add(unit);
  switch (act.kind) {
    case 'adjustmentRequest':
      memory.asked.add(office);
      break;
    case 'acceptance':
      memory.accepted.add(office);
      break;
    case 'return':
      memory.sentBack.add(unit);
      // What was accepted has changed: every superior looks again.
      for (const agency of agenciesOf(stage, unit)) memory.accepted.delete(officeKey(unit, agency));
      break;
    case 'standIn': {
      const named = officeKeys.get(String(body['standInOffice']));
      if (named !== undefined) memory.standIns.set(office, named);
      break;
    }
    case 'promulgation':
      memory.closed = memory.issued;
      memory.issued = true;
      break;
    default:
  }
}
