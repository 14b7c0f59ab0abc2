/** What an office means to do about the items of its list, and between which working days its day is drawn. */
import type { WorkItem, WorkPage } from '#api/work/items.ts';
import { addWorkingDays, nextWorkingDay } from '#domain/calendar.ts';
import type { CivilDate, StepKind } from '#domain/vocabulary.ts';
import { officeKey } from './cast.ts';
import { oneOf } from './draw.ts';
import { intentKey, type ActKind, type Intent } from './intent.ts';
import type { Setting } from './memory.ts';
import { rolloutIntents } from './rollout-intents.ts';

/** How slowly some look at what the other side sent: their superior is told (confirmWithin). */
const SLOW_SHARE = 0.03;

export function intentsOf(setting: Setting, page: WorkPage): Intent[] {
  return page.items.flatMap((item) => {
    const about = new About(setting, page, item);
    switch (item.section) {
      case 'returned':
        return about.meaning(fileKind(item), [0, 1]);
      case 'now':
        return intentsNow(about);
      case 'toConfirm':
        return confirming(about);
      case 'toAnswer':
        return about.meaning('adjustmentAnswer', [1, 2]);
      case 'toCheck':
        return checking(about);
      case 'vacantBelow':
        return setting.memory.opened.has(item.unit.key) ? about.meaning('standIn', [0, 2]) : [];
      case 'rollout':
        return rolloutIntents(setting, item);
      case 'waiting':
      case 'coming':
      case 'done':
        return [];
    }
  });
}

/** One item before the office that looks at it. */
class About {
  readonly setting: Setting;
  readonly page: WorkPage;
  readonly item: WorkItem;
  constructor(setting: Setting, page: WorkPage, item: WorkItem) {
    this.setting = setting;
    this.page = page;
    this.item = item;
  }
  get office(): string {
    return officeKey(this.item.unit.key, this.item.office.agency);
  }
  day(from: CivilDate, n: number): CivilDate {
    return addWorkingDays(this.setting.stage.calendar, from, n);
  }
  /** The act, if it is offered, on a day so many working days from today. */
  meaning(kind: ActKind | null, [from, to]: readonly [number, number]): Intent[] {
    const today = nextWorkingDay(this.setting.stage.calendar, this.page.today);
    return this.between(kind, this.day(today, from), this.day(today, to));
  }
  between(kind: ActKind | null, from: CivilDate, to: CivilDate): Intent[] {
    const { item } = this;
    const act = item.acts.find((a) => a.kind === kind);
    if (act === undefined) return [];
    return [{ key: intentKey(item, act), item, act, between: [from, to < from ? from : to] }];
  }
}

/** The operation that files the item's step. */
function fileKind(item: WorkItem): ActKind | null {
  const kind = item.step?.kind;
  return kind === undefined || kind === 'acknowledgement' ? null : kind;
}

function intentsNow(about: About): Intent[] {
  const { setting, item, office } = about;
  const kind = item.step?.kind;
  if (kind === undefined) return [];
  const asks = setting.cast.asks.get(item.unit.key);
  if (
    asks?.step === kind &&
    asks.agency === item.office.agency &&
    !setting.memory.asked.has(office)
  ) {
    const asking = about.meaning('adjustmentRequest', [0, 1]);
    if (asking.length > 0) return asking;
  }
  if (kind === 'acknowledgement') return receiving(about);
  const line = item.lines.find((l) => l.agency === item.office.agency);
  const designating =
    setting.cast.designates.has(office) && line?.state.code === 'received'
      ? about.meaning('designation', [0, 2])
      : [];
  return [...designating, ...filing(about, kind)];
}

function receiving(about: About): Intent[] {
  const { setting, item, page } = about;
  const due = item.due?.on ?? page.today;
  const late = setting.cast.late.get(item.unit.key);
  const isLate =
    late?.step === 'acknowledgement' && late.agency === item.office.agency && item.version === 1;
  return isLate
    ? about.between('acknowledgement', about.day(due, 1), about.day(due, 4))
    : about.between('acknowledgement', page.today, due);
}

function filing(about: About, kind: Exclude<StepKind, 'acknowledgement'>): Intent[] {
  const { setting, item, page } = about;
  const { chance, cast } = setting;
  const { key: unit } = item.unit;
  const mine = item.office.agency === filerOf(setting, item, kind);
  if (!mine) return [];
  if (item.filing?.dispute != null) return about.meaning(kind, [1, 2]);
  if (earlierWaits(page, item)) return [];
  const due = item.due?.on ?? page.today;
  const tomorrow = about.day(page.today, 1);
  const from = kind === 'conference' ? afterAbove(about, tomorrow) : tomorrow;
  if (from === null) return [];
  const late = cast.late.get(unit)?.step === kind;
  if (late && from <= due) return about.between(kind, about.day(due, 1), about.day(due, 6));
  if (from > due) return about.between(kind, from, about.day(from, 2));
  // Of those on time a few use the last day.
  const last = chance('lastDay', unit, kind) < 0.1;
  return about.between(kind, last ? due : from, due);
}

/** Who of the pair writes; where its own side cannot, the other. After a dispute again one of them. */
function filerOf({ chance }: Setting, item: WorkItem, kind: StepKind): string {
  const able = item.lines.filter((l) => l.state.code !== 'vacant' && l.state.code !== 'exempt');
  const disputed = item.filing?.dispute != null;
  const agencies = (able.length > 0 ? able : item.lines).map((l) => l.agency).toSorted();
  return oneOf(chance, agencies, disputed ? 'corrects' : 'files', item.unit.key, kind);
}

/** First things first: what is to be received, and what one side has filed and the other not confirmed. */
const earlierWaits = (page: WorkPage, item: WorkItem): boolean =>
  page.items.some(
    (other) =>
      other.key !== item.key &&
      other.assignment === item.assignment &&
      other.office.agency === item.office.agency &&
      (other.section === 'returned' ||
        other.step?.state.code === 'filed' ||
        (other.section === 'now' && other.step?.kind === 'acknowledgement')),
  );

/** A conference counts only after the one above; the offices wait for it. Two days, as some file a day later. */
function afterAbove(about: About, tomorrow: CivilDate): CivilDate | null {
  const { conferenceAbove } = about.item;
  if (conferenceAbove === null) return aboveMeets(about) ? null : tomorrow;
  const after = about.day(conferenceAbove, 1);
  return after > tomorrow ? after : tomorrow;
}

/** Whether the tier above holds a conference at all by the template. */
function aboveMeets({ setting: { stage }, item }: About): boolean {
  const parent = stage.units.get(stage.units.get(item.unit.key)?.parent ?? '');
  return stage.template.steps.some((s) => s.kind === 'conference' && s.tier === parent?.tier);
}

function confirming(about: About): Intent[] {
  const { setting, item } = about;
  const { chance, cast, memory } = setting;
  const { key: unit } = item.unit;
  const slow = chance('slow', unit, item.step?.kind ?? '') < SLOW_SHARE;
  const meant = about.meaning('confirmation', slow ? [4, 5] : [0, 2]);
  const disagrees =
    item.step?.kind === 'conference' && cast.disagrees.has(unit) && !memory.disputed.has(unit);
  return disagrees ? meant.map((intent) => ({ ...intent, disagrees: true })) : meant;
}

function checking(about: About): Intent[] {
  const { cast, memory } = about.setting;
  const { unit, office } = about.item;
  const sendsBack = cast.returned.get(unit.key) === office.agency && !memory.sentBack.has(unit.key);
  const back = sendsBack ? about.meaning('return', [0, 2]) : [];
  return back.length > 0 ? back : about.meaning('acceptance', [0, 3]);
}
