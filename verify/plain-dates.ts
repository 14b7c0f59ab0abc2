/** Every date of an assignment, after all that happened to it: steps, versions, and until when each may be mended. */
import type { Edict } from '#domain/assignment.ts';
import type { CivilDate } from '#domain/vocabulary.ts';
import { dateOf, eveOf, plainCalendar } from './plain-calendar.ts';
import { greatest, least, type Dates } from './plain-deadlines.ts';
import {
  beginning,
  isAwaited,
  isOpen,
  isUnreceived,
  newVersion,
  settleStory,
  tellAct,
} from './plain-story.ts';
import type { Dated, Given, PlainVersion, Story } from './plain-story.ts';

export type PlainDates = {
  /** The date of each step as it stands. */
  readonly steps: Dates;
  readonly versions: readonly PlainVersion[];
  /** What was sent back may be mended until this day, by step. */
  readonly mendBy: Dates;
};

export function datesOf(given: Given): PlainDates {
  const story = beginning(given);
  settleStory(story, { seq: 0, at: given.openedAt });
  const told = given.facts.filter((f) => !given.ignored.has(f.seq));
  for (const event of [...told, ...given.edicts].toSorted((a, b) => a.seq - b.seq)) {
    passSuspended(story, dateOf(event.at));
    if ('act' in event) tellAct(story, event);
    else tellEdict(story, event);
    settleStory(story, event);
  }
  const steps = story.steps.map(({ key, own, follow }) => [
    key,
    follow === null || follow.overruled ? own.on : least(own.on, follow.on),
  ]);
  const returned = story.steps.flatMap(({ key, returned: back }) =>
    back === null ? [] : [[key, back.mendBy]],
  );
  return {
    steps: { ...Object.fromEntries(steps), [story.received]: story.receiveBy },
    versions: story.versions,
    mendBy: Object.fromEntries(returned) as Dates,
  };
}

function tellEdict(story: Story, edict: Edict): void {
  if (story.over) return;
  const today = dateOf(edict.at);
  switch (edict.kind) {
    case 'amend': {
      const own = story.steps.flatMap(({ key }) =>
        edict.dates[key] === undefined ? [] : [[key, edict.dates[key]] as const],
      );
      // What is done stays under its old terms; what is not meant stays as it is.
      if (!story.done && (edict.content !== null || own.length > 0))
        newVersion(story, today, Object.fromEntries(own));
      break;
    }
    case 'recall':
    case 'close':
      story.over = true;
      break;
    case 'suspend':
      story.counted ??= eveOf(today);
      break;
    case 'resume':
      story.counted = null;
      break;
    case 'calendar':
      recalendar(story, edict, today);
      break;
  }
}

/**
 * Every date that is open comes later by each working day at whose end it was suspended; a limit, by those after the
 * day from which it runs.
 */
function passSuspended(story: Story, today: CivilDate): void {
  const { calendar, counted } = story;
  const eve = eveOf(today);
  if (counted === null || story.over || eve <= counted) return;
  story.counted = eve;
  const put = (on: CivilDate, since: CivilDate) =>
    calendar.walk(on, calendar.between(greatest(since, counted), eve).length);
  moveOpen(story, today, (date, from) => put(date.on, from ?? counted), put);
}

/** A set date leaves a rest day; a limit of working days is counted anew, and never comes earlier. */
function recalendar(story: Story, edict: Edict & { kind: 'calendar' }, today: CivilDate): void {
  const before = story.calendar;
  const published = plainCalendar(edict.calendar.calendar);
  story.calendar = published;
  const anew = (on: CivilDate, since: CivilDate) =>
    greatest(on, published.walk(since, before.between(since, on).length));
  moveOpen(
    story,
    today,
    (date, from) => (from === null ? published.onward(date.on) : anew(date.on, from)),
    anew,
  );
}

function moveOpen(
  story: Story,
  today: CivilDate,
  move: (date: Dated, from: CivilDate | null) => CivilDate,
  limit: (on: CivilDate, since: CivilDate) => CivilDate,
): void {
  for (const step of story.steps) {
    if (step.returned !== null)
      step.returned.mendBy = limit(step.returned.mendBy, step.returned.on);
    if (!isOpen(story, step)) continue;
    const own = move(step.own, null);
    if (own !== step.own.on) step.own = { on: own, setOn: today };
    if (step.follow === null) continue;
    const on = move(step.follow, step.follow.from);
    if (on !== step.follow.on) step.follow = { ...step.follow, on, setOn: today };
  }
  story.versions.forEach((version, i) => {
    if (isAwaited(story, i + 1)) version.on = limit(version.on, version.madeOn);
  });
  if (isUnreceived(story))
    story.receiveBy = limit(story.receiveBy, story.versions[story.asked]!.madeOn);
}
