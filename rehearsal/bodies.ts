/** What an office sends when it does what it meant to do: the offered body and the rest of the operation's fields. */
import type { WorkItem } from '#api/work/items.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import { addDays } from '#domain/civil-date.ts';
import type { DocumentRef } from '#domain/assignment.ts';
import type { CivilDate, StepKind } from '#domain/vocabulary.ts';
import { officeKey } from './cast.ts';
import { oneOf } from './draw.ts';
import { conferenceBy, documentOf, planBy, reportBy, type Writer } from './evidence.ts';
import type { Intent } from './intent.ts';
import type { Setting } from './memory.ts';
import type { StageOffice, StageUnit } from './stage.ts';

type Body = Readonly<Record<string, unknown>>;

const REQUEST_TEXT = {
  deadline: 'Thời hạn trùng đợt cao điểm của địa phương, đề nghị lùi năm ngày làm việc.',
  lackOfMeans: 'Chưa bố trí được địa điểm tổ chức, đề nghị xem xét thời gian thực hiện.',
  duplicate: 'Nội dung trùng một kế hoạch khác của địa phương, đề nghị cho lồng ghép.',
} as const;
const REASONS = ['deadline', 'lackOfMeans', 'duplicate'] as const;

/** How much later an adjusted date may be, in working days. */
const ADJUST_BY = 5;
/** A stand-in is named for a year at most. */
const STAND_IN_DAYS = 365;

/** Fills in what the list does not say. */
export function bodyOf(setting: Setting, intent: Intent, today: CivilDate): Body {
  const said = new Saying(setting, intent.item, today);
  const { act, item } = intent;
  const given = act.body;
  switch (act.kind) {
    case 'plan':
      return { ...given, ...planBy(said.writer) };
    case 'conference':
    case 'rolloutConference':
      return { ...given, ...said.conference() };
    case 'report':
      return { ...given, ...reportBy(said.writer, said.agency) };
    case 'designation':
      return { ...given, post: said.office.deputy };
    case 'adjustmentRequest': {
      const reason = oneOf(setting.chance, REASONS, 'reason', item.unit.key);
      return { ...given, reason, text: REQUEST_TEXT[reason] };
    }
    case 'adjustmentAnswer':
      return { ...given, ...said.answer() };
    case 'confirmation':
    case 'rolloutConferenceConfirmation':
      return intent.disagrees === true
        ? { ...given, agrees: false, differs: DIFFERS }
        : { ...given, agrees: true };
    case 'return':
      return {
        ...given,
        step: 'report',
        reason: 'Chưa nêu cách thực hiện phần việc của địa phương, đề nghị bổ sung.',
        field: 'remarks',
      };
    case 'disputeDecision':
      return { ...given, stands: true, document: said.document('CV') };
    case 'standIn':
      return { ...given, ...said.standIn() };
    case 'signature': {
      const what = setting.memory.issued ? 'TB' : 'KH';
      return { ...given, document: said.document(what), signatoryPost: said.office.head };
    }
    case 'acknowledgement':
    case 'acceptance':
    case 'adjustmentWithdrawal':
    case 'jointAct':
    case 'promulgation':
      return given;
  }
}

const DIFFERS = 'Số có mặt của cơ quan chúng tôi ít hơn một người so với nội dung đã gửi.';

/** One act about to be put in words, in the name of the office it is done for. */
class Saying {
  readonly setting: Setting;
  readonly item: WorkItem;
  readonly today: CivilDate;
  constructor(setting: Setting, item: WorkItem, today: CivilDate) {
    this.setting = setting;
    this.item = item;
    this.today = today;
  }
  get unit(): StageUnit {
    return this.setting.stage.units.get(this.item.unit.key)!;
  }
  get office(): StageOffice {
    const { item } = this;
    return this.setting.stage.offices.get(officeKey(item.unit.key, item.office.agency))!;
  }
  get agency(): { code: string; name: string } {
    const { agency } = this.item.office;
    return this.setting.stage.agencies.find((a) => a.code === agency)!;
  }
  get writer(): Writer {
    const { setting, item, unit, today } = this;
    return {
      chance: setting.chance,
      calendar: setting.stage.calendar,
      unit: unit.key,
      tier: unit.tier,
      step: item.step?.kind ?? 'rollout',
      agencies: setting.stage.agencies.filter((a) => unit.agencies.includes(a.code)),
      today,
    };
  }

  document(type: string): DocumentRef {
    return documentOf(this.writer, type, this.agency, this.today);
  }

  conference(): Body {
    const { setting, item, unit, office, agency } = this;
    const { chance } = setting;
    const corrected = item.filing?.dispute?.agency ?? null;
    const isTop = unit.key === setting.stage.root;
    const chair = oneOf(chance, [office.head, office.deputy], 'chair', unit.key);
    // The top meets on the day it has announced; the others file on the day or one working day after.
    const notBefore = isTop ? this.today : item.conferenceAbove;
    return conferenceBy(this.writer, chair, agency, notBefore, corrected);
  }

  /** Keeps, or moves the step the office asked about towards the next one's date; never past it. */
  answer(): Body {
    const { setting, item, today, unit } = this;
    const answered = { consultedOn: today, document: this.document('CV') };
    const dates = item.dates ?? {};
    const asked = setting.cast.asks.get(unit.key)?.step ?? 'plan';
    const moved = movedDate(setting, unit, dates, asked === 'acknowledgement' ? 'plan' : asked);
    const keeps = oneOf(setting.chance, ['keep', 'adjust'], 'answer', unit.key) === 'keep';
    if (keeps || moved === null || Object.values(moved).some((on) => on <= today))
      return { ...answered, answer: 'keep' };
    return { ...answered, answer: 'adjust', dates: moved };
  }

  /** A neighbour of the same agency under the same superior, else the superior's own office. */
  standIn(): Body {
    const { setting, item, today, office } = this;
    const { stage, cast, officeIds } = setting;
    const able = neighboursOf(setting, office).find((key) => !cast.vacant.has(key));
    const offered = item.acts.find((a) => a.kind === 'standIn')?.body.standInOffice;
    const named = able ?? office.superior;
    const head = stage.offices.get(named ?? '')?.head ?? office.head;
    return {
      standInOffice: able === undefined ? offered : officeIds.get(able),
      post: `${head} (phụ trách thay)`,
      from: today,
      to: addDays(today, STAND_IN_DAYS),
    };
  }
}

/** Offices of the same agency and superior, the next in the order of units first. */
function neighboursOf({ stage }: Setting, office: StageOffice): string[] {
  const siblings = [...stage.offices.values()].filter(
    (o) => o.agency === office.agency && o.superior === office.superior,
  );
  const at = siblings.findIndex((o) => o.key === office.key);
  return [...siblings.slice(at + 1), ...siblings.slice(0, at)].map((o) => o.key);
}

function movedDate(
  { stage }: Setting,
  unit: StageUnit,
  dates: Readonly<Record<string, CivilDate>>,
  kind: StepKind,
): Record<string, CivilDate> | null {
  const filed = stage.template.steps.filter(
    (s) => s.tier === unit.tier && s.kind !== 'acknowledgement' && dates[s.key] !== undefined,
  );
  const at = filed.findIndex((s) => s.kind === kind);
  const step = filed[at];
  const before = dates[step?.key ?? ''];
  if (step === undefined || before === undefined) return null;
  const wanted = addWorkingDays(stage.calendar, before, ADJUST_BY);
  const next = dates[filed[at + 1]?.key ?? ''] ?? wanted;
  const on = wanted < next ? wanted : next;
  return on > before ? { [step.key]: on } : null;
}
