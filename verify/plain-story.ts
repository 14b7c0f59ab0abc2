/**
 * An assignment told a second time, as far as its dates depend on what happens to it. It shares no code with
 * `domain/`: what had no effect is left out by the record's own word, so that nothing has to be judged here.
 */
import type { AssignmentFact, Edict } from '#domain/assignment.ts';
import type { Template, TemplateStep } from '#domain/template.ts';
import type { CivilDate, Instant, Tier } from '#domain/vocabulary.ts';
import { dateOf, type PlainCalendar } from './plain-calendar.ts';
import { greatest, type Dates } from './plain-deadlines.ts';

export type Given = {
  readonly tier: Tier;
  readonly openedAt: Instant;
  readonly template: Template;
  /** Those that held when it was opened, by step key. */
  readonly planned: Readonly<Dates>;
  readonly agencies: readonly string[];
  readonly facts: readonly AssignmentFact[];
  /** What came into force after it was opened. */
  readonly edicts: readonly Edict[];
  /** Facts that the record says had no effect. */
  readonly ignored: ReadonlySet<number>;
  readonly conferenceAbove: CivilDate | null;
  /** The one of its opening. */
  readonly calendar: PlainCalendar;
};

/** A date, and the day on which it was last set. */
export type Dated = { on: CivilDate; setOn: CivilDate };

export type PlainLine = {
  readonly agency: string;
  exempt: boolean;
  received: Set<number>;
  accepted: boolean;
};

export type PlainStep = {
  readonly key: string;
  readonly kind: TemplateStep['kind'];
  readonly after: TemplateStep['after'];
  own: Dated;
  /** So many working days after `from`, the day from which the other step is certain. */
  follow: (Dated & { readonly from: CivilDate; readonly of: number; overruled: boolean }) | null;
  filed: {
    readonly seq: number;
    readonly by: string;
    readonly heldOn: CivilDate | null;
    agreed: Set<string>;
    decided: Map<string, boolean> | null;
  } | null;
  /** The event with which everybody had agreed. */
  certain: { readonly seq: number; readonly at: Instant } | null;
  returned: { readonly on: CivilDate; mendBy: CivilDate } | null;
};

export type PlainVersion = {
  readonly madeOn: CivilDate;
  /** As it was made, and as it stands. */
  readonly acknowledgeBy: CivilDate;
  on: CivilDate;
  readonly dates: Dates;
};

export type Story = {
  readonly given: Given;
  readonly received: string;
  calendar: PlainCalendar;
  readonly lines: readonly PlainLine[];
  readonly steps: readonly PlainStep[];
  readonly versions: PlainVersion[];
  /** The version whose tiếp nhận judges the pair. */
  asked: number;
  /** By when it does; it no longer moves once all have received. */
  receiveBy: CivilDate;
  done: boolean;
  over: boolean;
  /** While it is suspended: the last day whose end has put the open dates off. */
  counted: CivilDate | null;
};

export function beginning(given: Given): Story {
  const { tier, template, openedAt, planned, agencies, calendar } = given;
  const mine = template.steps.filter(
    (s) => s.tier === tier && !['issue', 'summary', 'closing'].includes(s.kind),
  );
  const received = mine.find((s) => s.kind === 'acknowledgement')?.key ?? '';
  const setOn = dateOf(openedAt);
  const story: Story = {
    given,
    received,
    calendar,
    lines: agencies.map((agency) => ({
      agency,
      exempt: false,
      received: new Set(),
      accepted: false,
    })),
    steps: mine.flatMap(({ key, kind, after }) =>
      key === received
        ? []
        : [
            {
              key,
              kind,
              after,
              own: { on: planned[key] ?? '', setOn },
              follow: null,
              filed: null,
              certain: null,
              returned: null,
            },
          ],
    ),
    versions: [],
    asked: 0,
    receiveBy: '',
    done: false,
    over: false,
    counted: null,
  };
  const acknowledgeBy = newVersion(story, setOn, {});
  story.receiveBy = acknowledgeBy;
  const dates = Object.fromEntries(mine.map(({ key }) => [key, planned[key] ?? '']));
  Object.assign(story.versions[0]!, { dates: { ...dates, [received]: acknowledgeBy } });
  return story;
}

/** Fresh tiếp nhận is owed of it; the dates that it names are set. */
export function newVersion(story: Story, madeOn: CivilDate, dates: Readonly<Dates>): CivilDate {
  const { template, tier } = story.given;
  const within =
    template.steps.find((s) => s.tier === tier && s.kind === 'acknowledgement')?.within ?? 0;
  const acknowledgeBy = story.calendar.walk(madeOn, within);
  story.versions.push({ madeOn, acknowledgeBy, on: acknowledgeBy, dates: { ...dates } });
  for (const step of story.steps) {
    const on = dates[step.key];
    if (on !== undefined) step.own = { on, setOn: madeOn };
  }
  return acknowledgeBy;
}

const living = ({ lines }: Story) => lines.filter((l) => !l.exempt);

/** A conference that is not later than the tier above's must be held again, and sets nobody a date. */
const isRefuted = ({ given }: Story, { certain, filed }: PlainStep) =>
  certain !== null &&
  filed?.heldOn != null &&
  given.conferenceAbove !== null &&
  given.conferenceAbove >= filed.heldOn;

/** Somebody of the pair still has to do it. */
export const isOpen = (story: Story, step: PlainStep) =>
  step.filed === null ||
  step.returned !== null ||
  step.filed.decided !== null ||
  isRefuted(story, step);

/** Somebody still has to receive it: the pair the one that judges it, anybody the last. */
export function isAwaited(story: Story, n: number): boolean {
  if (n - 1 === story.asked && isUnreceived(story)) return true;
  return n === story.versions.length && living(story).some((l) => !l.received.has(n));
}

/** Somebody has received nothing yet: the date that judges the pair is open. */
export const isUnreceived = (story: Story) => living(story).some((l) => l.received.size === 0);

/** Of one act that had an effect: what it changes. */
export function tellAct(story: Story, { seq, at, agency, act }: AssignmentFact): void {
  const line = story.lines.find((l) => l.agency === agency);
  if (line === undefined) return;
  const today = dateOf(at);
  const ofFiling = (filing: number) => story.steps.find((s) => s.filed?.seq === filing)!;
  switch (act.kind) {
    case 'acknowledgement':
      line.received.add(act.version);
      break;
    case 'adjustmentAnswer':
      if (act.answer === 'exempt') line.exempt = true;
      if (act.answer === 'adjust') {
        newVersion(story, today, act.dates);
        for (const { key, follow: counted } of story.steps)
          if (act.dates[key] !== undefined && counted !== null) counted.overruled = true;
      }
      break;
    case 'exemption':
      line.exempt = true;
      break;
    case 'reinstatement':
      Object.assign(line, { exempt: false, received: new Set(), accepted: false });
      story.receiveBy = newVersion(story, today, {});
      story.asked = story.versions.length - 1;
      break;
    case 'filing':
    case 'correction': {
      const { evidence } = act;
      const heldOn = evidence.step === 'conference' ? evidence.conference.heldOn : null;
      const step = story.steps.find((s) => s.kind === evidence.step)!;
      const filed = { seq, by: agency, heldOn, agreed: new Set<string>(), decided: null };
      Object.assign(step, { filed, certain: null, returned: null });
      for (const l of story.lines) l.accepted = false;
      break;
    }
    case 'confirmation': {
      const step = ofFiling(act.filing);
      if (!act.agrees) step.filed!.decided = new Map();
      else step.filed!.agreed.add(agency);
      const implied = act.agrees && step.kind === 'conference' && act.instead !== true;
      if (implied) line.received.add(story.versions.length);
      break;
    }
    case 'disputeDecision':
      ofFiling(act.filing).filed!.decided!.set(agency, act.stands);
      break;
    case 'acceptance':
      line.accepted = true;
      break;
    case 'return':
    case 'reopening':
      sendBack(
        story,
        story.steps.find((s) => s.kind === act.step)!,
        today,
      );
      for (const l of story.lines) l.accepted = false;
      break;
    // Neither a date nor who owes it depends on these.
    case 'designation':
    case 'adjustmentRequest':
    case 'adjustmentWithdrawal':
      break;
  }
}

/** What the superiors of all who go on say holds, whatever made them all. */
function conclude(story: Story, step: PlainStep, today: CivilDate): void {
  const { filed } = step;
  if (filed === null || filed.decided === null || step.returned !== null) return;
  const said = new Set(living(story).map((l) => filed.decided!.get(l.agency)));
  if (said.size !== 1) return;
  if (said.has(false)) return sendBack(story, step, today);
  if (!said.has(true)) return;
  filed.decided = null;
  filed.agreed = new Set(story.lines.map((l) => l.agency));
}

function sendBack(story: Story, step: PlainStep, today: CivilDate): void {
  step.returned = {
    on: today,
    mendBy: story.calendar.walk(today, story.given.template.mendWithin),
  };
  step.certain = null;
}

/** What follows of whatever has just happened: who agrees, what is done, what comes after it. */
export function settleStory(story: Story, { seq, at }: { seq: number; at: Instant }): void {
  for (const step of story.steps) {
    conclude(story, step, dateOf(at));
    const { filed, returned } = step;
    if (filed === null || filed.decided !== null || returned !== null) continue;
    if (living(story).every((l) => l.agency === filed.by || filed.agreed.has(l.agency)))
      step.certain ??= { seq, at };
  }
  const counts = (step: PlainStep) =>
    step.certain !== null &&
    (step.filed?.heldOn == null ||
      (story.given.conferenceAbove !== null && !isRefuted(story, step)));
  story.done =
    story.steps.every(counts) &&
    living(story).every((l) => l.received.size > 0) &&
    (!story.given.template.checked || living(story).every((l) => l.accepted));
  for (const step of story.steps) follow(story, step);
}

/** From the day both sides agree that it was held: nobody is late for want of the other's word. */
function follow(story: Story, step: PlainStep): void {
  const { after } = step;
  if (after === undefined) return;
  const other = story.steps.find((s) => s.kind === after.kind);
  const certain = other === undefined || isRefuted(story, other) ? null : other.certain;
  const heldOn = other?.filed?.heldOn;
  if (certain === null || heldOn == null) {
    step.follow = null;
    return;
  }
  if (step.follow?.of === certain.seq) return;
  const setOn = dateOf(certain.at);
  const from = greatest(heldOn, setOn);
  step.follow = {
    on: story.calendar.walk(from, after.within),
    setOn,
    from,
    of: certain.seq,
    overruled: false,
  };
}
