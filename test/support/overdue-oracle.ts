/**
 * Who holds what is overdue, reckoned once more and slowly: every fact of every pair is replayed for every day asked
 * about, over a calendar walked day by day. Shares no code with `domain/`: who was late, and since when, comes from
 * the facts alone.
 */
import type { Template } from '#domain/template.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { dateOf, plainCalendar, type PlainCalendar } from '#verify/plain-calendar.ts';
import type { Fact, OracleRow, Pair, Payload, Rollout, Story } from './overdue-story.ts';

/** What is overdue at the story's present, in the order of (unit, step, version, agency). */
export function overdueBy({ now, rollouts, pairs }: Story): OracleRow[] {
  const today = dateOf(now);
  return rollouts.flatMap((rollout) => {
    const calendar = plainCalendar(rollout.calendar);
    const here = new Map(pairs.filter((p) => p.rollout === rollout.id).map((p) => [p.unit, p]));
    return [...here.values()].flatMap((pair) => {
      const ask = (at: Instant) => owedAt({ rollout, calendar, here, pair, at });
      const late = ask(now).flatMap((owed) => {
        const days = workedBetween(calendar, owed.dueOn, today);
        return days === 0 ? [] : [{ owed, days }];
      });
      if (late.length === 0) return [];
      const moments = momentsOf(rollout, here, pair, now);
      const past = moments.map((at) => ({ at, keys: ask(at).map(keyOf) }));
      return late.map(({ owed, days }) => {
        const gap = past.findLastIndex(({ keys }) => !keys.includes(keyOf(owed)));
        const since = dateOf(past[gap + 1]!.at);
        return { ...owed, unit: pair.unit, workingDaysOverdue: days, since };
      });
    });
  });
}

type Owed = Omit<OracleRow, 'unit' | 'workingDaysOverdue' | 'since'>;
const keyOf = (o: Owed) => `${o.step}/${o.version}/${o.agency}/${o.bySuperior}`;

/** Counted one by one: after the date, up to and with today. */
function workedBetween(calendar: PlainCalendar, dueOn: CivilDate, today: CivilDate): number {
  let days = 0;
  for (let day = dueOn; day < today; days += 1) {
    day = calendar.walk(day, 1);
    if (day > today) break;
  }
  return days;
}

/** Whenever something about it may have changed, and now. */
function momentsOf(
  rollout: Rollout,
  here: ReadonlyMap<string, Pair>,
  pair: Pair,
  now: Instant,
): Instant[] {
  const above = here.get(pair.parent)?.facts ?? [];
  const staffing = pair.lines.flatMap((l) => l.staffed.flatMap(({ from, to }) => [from, to]));
  const all = [...pair.facts, ...above, ...rollout.facts].map((f) => f.at);
  const within = [pair.openedAt, ...all, ...staffing, now].filter(
    (at): at is Instant => at !== null && at >= pair.openedAt && at <= now,
  );
  return [...new Set(within)].toSorted();
}

/* ---- one pair at one instant ---- */

type Question = {
  readonly rollout: Rollout;
  readonly calendar: PlainCalendar;
  readonly here: ReadonlyMap<string, Pair>;
  readonly pair: Pair;
  readonly at: Instant;
};

type Date_ = { on: CivilDate; readonly setOn: CivilDate };
type Filing = {
  readonly seq: number;
  readonly by: string;
  readonly on: CivilDate;
  readonly heldOn: CivilDate | null;
  readonly agreed: Map<string, CivilDate>;
  objected: boolean;
  readonly words: Map<string, boolean>;
};
type Step = {
  readonly key: string;
  readonly kind: string;
  due: Date_;
  after: (Date_ & { overruled?: true }) | null;
  filing: Filing | null;
  returned: { by: string; readonly on: CivilDate; mendBy: CivilDate } | null;
  certainOn: CivilDate | null;
};
type Side = {
  readonly agency: string;
  received: Map<number, CivilDate>;
  request: number | null;
  exempt: boolean;
  accepted: boolean;
};
type Told = {
  readonly sides: readonly Side[];
  readonly steps: readonly Step[];
  readonly versions: { readonly n: number; readonly due: Date_ }[];
  asked: number;
};

const living = (told: Told) => told.sides.filter((s) => !s.exempt);

function isAgreed(told: Told, { filing, returned }: Step): boolean {
  if (filing === null || returned !== null || filing.objected) return false;
  return living(told).every((s) => s.agency === filing.by || filing.agreed.has(s.agency));
}

/** Held before the tier above met, or on that day: it is to be held again. */
const isTooEarly = (told: Told, step: Step, above: CivilDate | null) =>
  step.filing?.heldOn != null &&
  above !== null &&
  above >= step.filing.heldOn &&
  isAgreed(told, step);

function isDone(told: Told, { rollout }: Question, above: CivilDate | null): boolean {
  const counted = told.steps.every((step) => {
    if (!isAgreed(told, step)) return false;
    const { filing } = step;
    if (filing?.heldOn == null || !meetsAbove(rollout.template)) return true;
    return above !== null && above < filing.heldOn;
  });
  const alive = living(told);
  return (
    counted &&
    alive.every((s) => s.received.size > 0) &&
    (!rollout.template.checked || alive.every((s) => s.accepted))
  );
}

const meetsAbove = ({ steps }: Template) =>
  steps.some((s) => s.kind === 'conference' && s.tier === 'province');

function owedAt(question: Question): Owed[] {
  const { rollout, here, pair, at } = question;
  if (stateOf(rollout, at) !== 'running') return [];
  const above = conferenceAbove(rollout, here, pair, question.calendar, at);
  const told = replay(question);
  if (isDone(told, question, above)) return [];
  const waits = (side: Side) =>
    side.request !== null ||
    (side.received.size === 0 &&
      !staffingOf(pair, side).some((s) => s.from <= at && (s.to === null || at < s.to)));
  const last = told.versions.at(-1)!;
  const receipts = living(told).flatMap((side): Owed[] => {
    if (side.received.has(last.n)) return [];
    const others = living(told).filter((s) => s !== side);
    const bySuperior = waits(side);
    const row = { step: ackOf(rollout, pair), agency: side.agency, bySuperior };
    if (side.received.size === 0) {
      const firsts = others.map((s) => [...s.received.values()].toSorted()[0] ?? null);
      const dueOn = told.versions[told.asked]!.due.on;
      return [{ ...row, version: 1, dueOn, othersDoneOn: latest(firsts) }];
    }
    if (bySuperior) return [];
    const theirs = others.map((s) => s.received.get(last.n) ?? null);
    return [{ ...row, version: last.n, dueOn: last.due.on, othersDoneOn: latest(theirs) }];
  });
  const filed = told.steps.flatMap((step) =>
    owersOf(told, step, above).map((side) => {
      const others = living(told).filter((s) => s !== side);
      const due = dueOf(step);
      const dueOn =
        step.returned !== null && step.returned.mendBy > due ? step.returned.mendBy : due;
      const finished = others.map((s) => finishedOn(told, step, above, s));
      return {
        step: step.key,
        version: 0,
        agency: side.agency,
        bySuperior: waits(side),
        dueOn,
        othersDoneOn: latest(finished),
      };
    }),
  );
  return [...receipts, ...filed];
}

const ackOf = ({ template }: Rollout, { tier }: Pair) =>
  template.steps.find((s) => s.tier === tier && s.kind === 'acknowledgement')!.key;

const staffingOf = (pair: Pair, { agency }: Side) =>
  pair.lines.find((l) => l.agency === agency)!.staffed;

const latest = (days: readonly (CivilDate | null)[]): CivilDate | null =>
  days.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b), days[0] ?? null);

/** Nobody, where it waits for the other's word or is agreed. */
function owersOf(told: Told, step: Step, above: CivilDate | null): Side[] {
  if (step.returned !== null) return living(told).filter((s) => s.agency === step.returned?.by);
  const open = step.filing === null || step.filing.objected || isTooEarly(told, step, above);
  return open ? living(told) : [];
}

function finishedOn(told: Told, step: Step, above: CivilDate | null, side: Side) {
  const { filing } = step;
  if (filing === null || isTooEarly(told, step, above)) return null;
  return filing.by === side.agency ? filing.on : (filing.agreed.get(side.agency) ?? null);
}

const dueOf = ({ due, after }: Step) =>
  after !== null && after.overruled !== true && after.on < due.on ? after.on : due.on;

/* ---- the rollout itself ---- */

function inForce({ facts, signing }: Rollout, at: Instant) {
  return facts.filter((f) => f.kind === 'promulgation' && f.at <= at && signing.includes(f.agency));
}

function stateOf(rollout: Rollout, at: Instant): string {
  const acts = inForce(rollout, at).map((f) => f.act);
  if (acts.includes('close') || acts.includes('recall')) return 'over';
  const last = acts.findLast((act) => act === 'suspend' || act === 'resume');
  return last === 'suspend' ? 'suspended' : 'running';
}

/** The confirmed conference of the tier above at that instant. */
function conferenceAbove(
  rollout: Rollout,
  here: ReadonlyMap<string, Pair>,
  pair: Pair,
  calendar: PlainCalendar,
  at: Instant,
): CivilDate | null {
  const above = here.get(pair.parent);
  if (above !== undefined) {
    if (above.openedAt > at) return null;
    const told = replay({ rollout, calendar, here, pair: above, at });
    const step = told.steps.find((s) => s.kind === 'conference');
    return step !== undefined && isAgreed(told, step) ? (step.filing?.heldOn ?? null) : null;
  }
  let held: { seq: number; on: CivilDate; yes: Set<string>; no: boolean } | null = null;
  for (const { seq, kind, agency, payload, at: when } of rollout.facts) {
    if (when > at) break;
    if (kind === 'rolloutConference')
      held = { seq, on: payload['conference']!['heldOn'], yes: new Set([agency]), no: false };
    if (kind !== 'rolloutConferenceConfirmation' || held?.seq !== payload['conference']) continue;
    if (payload['agrees']) held!.yes.add(agency);
    else held!.no = true;
  }
  return held !== null && !held.no && held.yes.size === rollout.signing.length ? held.on : null;
}

/* ---- what happened ---- */

function replay(question: Question): Told {
  const { rollout, calendar, pair, at, here } = question;
  const told = opening(rollout, calendar, pair);
  const acts = inForce(rollout, at).filter((f) => f.seq > pair.openedSeq && f.act !== 'issue');
  const facts = pair.facts.filter((f) => f.at <= at);
  let suspendedOn: CivilDate | null = null;
  for (const fact of [...facts, ...acts].toSorted((a, b) => a.seq - b.seq)) {
    const on = dateOf(fact.at);
    const above = () => conferenceAbove(rollout, here, pair, calendar, fact.at);
    if (fact.act === undefined) happen(told, calendar, rollout.template, fact, on);
    else if (fact.act === 'suspend') suspendedOn = on;
    else if (fact.act === 'resume' && suspendedOn !== null) {
      shift(told, calendar, { from: suspendedOn, to: on }, above());
      suspendedOn = null;
    } else if (fact.act === 'amend' && !isDone(told, question, above()))
      amend(told, calendar, rollout.template, fact.terms ?? {}, on);
    for (const step of told.steps)
      step.certainOn = isAgreed(told, step) ? (step.certainOn ?? on) : null;
    follow(told, calendar, rollout.template, pair.tier, above());
  }
  // The tier above may have met since, and not before this conference.
  const above = conferenceAbove(rollout, here, pair, calendar, at);
  follow(told, calendar, rollout.template, pair.tier, above);
  return told;
}

function opening({ template, dates }: Rollout, calendar: PlainCalendar, pair: Pair): Told {
  const openedOn = dateOf(pair.openedAt);
  const own = template.steps.filter((s) => s.tier === pair.tier);
  const within = own.find((s) => s.kind === 'acknowledgement')?.within ?? 0;
  return {
    sides: pair.lines.map(({ agency }) => ({
      agency,
      received: new Map(),
      request: null,
      exempt: false,
      accepted: false,
    })),
    steps: own
      .filter((s) => ['plan', 'conference', 'report'].includes(s.kind))
      .map(({ key, kind }) => ({
        key,
        kind,
        due: { on: dates[key]!.on, setOn: openedOn },
        after: null,
        filing: null,
        returned: null,
        certainOn: null,
      })),
    versions: [{ n: 1, due: { on: calendar.walk(openedOn, within), setOn: openedOn } }],
    asked: 0,
  };
}

/** "n + 1": a fresh tiếp nhận within as many days as the first. */
function newVersion(
  told: Told,
  calendar: PlainCalendar,
  { steps }: Template,
  on: CivilDate,
  dates: Readonly<Record<string, CivilDate>>,
): void {
  const kinds = steps.filter((s) => told.steps.some((own) => own.key === s.key));
  const ack = steps.find((s) => s.kind === 'acknowledgement' && s.tier === kinds[0]?.tier);
  const due = { on: calendar.walk(on, ack?.within ?? 0), setOn: on };
  told.versions.push({ n: told.versions.length + 1, due });
  for (const step of told.steps) {
    const date = dates[step.key];
    if (date !== undefined) step.due = { on: date, setOn: on };
  }
}

function amend(
  told: Told,
  calendar: PlainCalendar,
  template: Template,
  terms: Payload,
  on: CivilDate,
): void {
  const dates: Readonly<Record<string, CivilDate>> = terms['dates'] ?? {};
  const touches = told.steps.some((s) => dates[s.key] !== undefined);
  if (terms['content'] !== null || touches) newVersion(told, calendar, template, on, dates);
}

/** The report so many working days after its conference was held and agreed. */
function follow(
  told: Told,
  calendar: PlainCalendar,
  { steps }: Template,
  tier: string,
  above: CivilDate | null,
): void {
  const held = told.steps.find((s) => s.kind === 'conference');
  for (const step of told.steps) {
    const within = steps.find((s) => s.key === step.key && s.tier === tier)?.after?.within;
    if (within === undefined || held === undefined) continue;
    const certain = isTooEarly(told, held, above) ? null : held.certainOn;
    const heldOn = held.filing?.heldOn ?? null;
    if (certain === null || heldOn === null) step.after = null;
    else if (step.after?.setOn !== certain)
      step.after = {
        on: calendar.walk(certain > heldOn ? certain : heldOn, within),
        setOn: certain,
      };
  }
}

/** Every date still open moves by the working days of the pause that came after it was set. */
function shift(
  told: Told,
  calendar: PlainCalendar,
  pause: { readonly from: CivilDate; readonly to: CivilDate },
  above: CivilDate | null,
): void {
  const moved = (on: CivilDate, setOn: CivilDate) => {
    let day = calendar.walk(calendar.onward(pause.from), 0);
    let [to, last] = [on, day];
    for (; day < pause.to; last = day, day = calendar.walk(last, 1))
      if (day > setOn) to = calendar.walk(to, 1);
    return to;
  };
  for (const { due } of told.versions) due.on = moved(due.on, due.setOn);
  for (const step of told.steps) {
    if (step.returned !== null)
      step.returned.mendBy = moved(step.returned.mendBy, step.returned.on);
    if (owersOf(told, step, above).length === 0) continue;
    step.due.on = moved(step.due.on, step.due.setOn);
    if (step.after !== null) step.after.on = moved(step.after.on, step.after.setOn);
  }
}

function happen(
  told: Told,
  calendar: PlainCalendar,
  template: Template,
  { kind, agency, payload, seq }: Fact,
  on: CivilDate,
): void {
  const side = told.sides.find((s) => s.agency === agency)!;
  const n = told.versions.length;
  const leave = () => {
    side.exempt = true;
    side.request = null;
    for (const { returned } of told.steps)
      if (returned?.by === agency) returned.by = living(told)[0]!.agency;
  };
  switch (kind) {
    case 'acknowledgement':
      side.received.set(payload['version'], payload['paper']?.['on'] ?? on);
      break;
    case 'adjustmentRequest':
      side.request = seq;
      break;
    case 'adjustmentWithdrawal':
      side.request = null;
      break;
    case 'adjustmentAnswer':
      side.request = null;
      if (payload['answer'] === 'exempt') leave();
      if (payload['answer'] === 'adjust') {
        const dates = payload['dates'] ?? {};
        newVersion(told, calendar, template, on, dates);
        for (const { key, after } of told.steps)
          if (dates[key] !== undefined && after !== null) after.overruled = true;
      }
      break;
    case 'exemption':
      leave();
      break;
    case 'reinstatement':
      Object.assign(side, { exempt: false, accepted: false, received: new Map() });
      newVersion(told, calendar, template, on, {});
      told.asked = told.versions.length - 1;
      break;
    case 'acceptance':
      side.accepted = true;
      break;
    case 'filing':
    case 'correction':
      fileAnew(told, { seq, agency, payload }, on);
      if (kind === 'correction') for (const s of told.sides) s.accepted = false;
      break;
    case 'confirmation':
      hear(told, side, payload, on, n);
      break;
    case 'disputeDecision':
      decide(told, calendar, template, side, payload, on);
      break;
    case 'return':
    case 'reopening': {
      const step = told.steps.find((s) => s.kind === payload['step'])!;
      step.returned = { by: agency, on, mendBy: calendar.walk(on, template.mendWithin) };
      for (const s of told.sides) s.accepted = false;
    }
  }
}

function fileAnew(
  told: Told,
  { seq, agency, payload }: Pick<Fact, 'seq' | 'agency' | 'payload'>,
  on: CivilDate,
): void {
  const evidence = payload['evidence']! as Payload;
  const step = told.steps.find((s) => s.kind === evidence['step'])!;
  const heldOn = evidence['conference']?.['heldOn'] ?? null;
  const nobody = { agreed: new Map(), objected: false, words: new Map() };
  step.filing = { seq, by: agency, on, heldOn, ...nobody };
  step.returned = null;
  step.certainOn = null;
}

function hear(told: Told, side: Side, payload: Payload, on: CivilDate, n: number): void {
  const step = told.steps.find((s) => s.filing?.seq === payload['filing']);
  if (step?.filing == null) return;
  if (payload['agrees']) step.filing.agreed.set(side.agency, on);
  else step.filing.objected = true;
  if (payload['agrees'] && !payload['instead'] && step.kind === 'conference')
    if (!side.received.has(n)) side.received.set(n, on);
}

function decide(
  told: Told,
  calendar: PlainCalendar,
  { mendWithin }: Template,
  side: Side,
  payload: Payload,
  on: CivilDate,
): void {
  const step = told.steps.find((s) => s.filing?.seq === payload['filing']);
  const filing = step?.filing;
  if (step === undefined || filing === null || filing === undefined) return;
  filing.words.set(side.agency, payload['stands']);
  const said = living(told).map((s) => filing.words.get(s.agency));
  if (said.some((word) => word !== payload['stands'])) return;
  if (!payload['stands']) {
    step.returned = { by: filing.by, on, mendBy: calendar.walk(on, mendWithin) };
    return;
  }
  filing.objected = false;
  for (const s of living(told)) if (s.agency !== filing.by) filing.agreed.set(s.agency, on);
}
