/** The root offices' acts on the rollout itself, on the dates it is planned for. */
import type { WorkItem } from '#api/work/items.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import type { TemplateStepKind } from '#domain/template.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { oneOf } from './draw.ts';
import { intentKey, type Intent } from './intent.ts';
import type { Setting } from './memory.ts';

export function rolloutIntents(setting: Setting, item: WorkItem): Intent[] {
  return item.acts.flatMap((act): Intent[] => {
    const intent = (from: CivilDate, to = from): Intent[] => [
      { key: intentKey(item, act), item, act, between: [from, to] },
    ];
    const inForceOn = dateOf(setting, setting.memory.issued ? 'closing' : 'issue');
    const before = (days: number) => addWorkingDays(setting.stage.calendar, inForceOn, -days);
    const mine = isMine(setting, item, act.kind);
    switch (act.kind) {
      case 'jointAct':
        return mine ? intent(before(4)) : [];
      case 'signature':
        return intent(before(2), before(1));
      case 'promulgation':
        return mine ? intent(inForceOn) : [];
      case 'rolloutConference':
        return mine ? intent(dateOf(setting, 'conference')) : [];
      case 'rolloutConferenceConfirmation': {
        const held = dateOf(setting, 'conference');
        return intent(held, addWorkingDays(setting.stage.calendar, held, 1));
      }
      default:
        return [];
    }
  });
}

/** What one office does for both is done by the one on which the lot falls. */
const isMine = ({ chance, stage, memory }: Setting, item: WorkItem, kind: string): boolean =>
  oneOf(
    chance,
    stage.agencies.map((a) => a.code),
    kind,
    memory.issued ? 'closing' : 'issue',
  ) === item.office.agency;

/** The planned date of the top tier's step of that kind. */
function dateOf({ stage, dates }: Setting, kind: TemplateStepKind): CivilDate {
  const tier = stage.units.get(stage.root)?.tier;
  const step = stage.template.steps.find((s) => s.kind === kind && s.tier === tier);
  return dates[step?.key ?? ''] ?? '0001-01-01';
}
