/** Why a step is due on its day, after whatever moved it: the reason replays to the very date. */
import { expect, test } from 'vitest';
import type { AssignmentFact, Edict } from '#domain/assignment.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { indexCalendar, type WorkingCalendar } from '#domain/calendar.ts';
import { replay, setByPerson, type Deadline, type DeadlineReason } from '#domain/deadline.ts';
import { datesInForce, deadlinesInForce } from '#domain/rollout-dates.ts';
import { stepDeadline } from '#domain/step-deadline.ts';
import { laiChauCalendar, laiChauWorkingCalendar } from '#test/support/calendar-oracle.ts';

const calendar = laiChauWorkingCalendar();
/** Published later: a Tuesday in November is off. */
const later = (date: string, version = 2) => {
  const raw = laiChauCalendar();
  const day = { nameVi: 'Nghỉ', nameEn: 'Off', source: 'test', confirmed: true };
  const off = { ...day, date, kind: 'swapped_off' as const };
  return indexCalendar({ ...raw, version, days: [...raw.days, off] });
};

const at = (day: string, seq: number) => ({ seq, at: `${day}T02:00:00.000Z`, n: 1 });
const PLANNED = { C2: '2023-11-07', C3: '2023-11-20', C4: '2023-12-01' };
const planned: Record<string, Deadline> = Object.fromEntries(
  Object.entries(PLANNED).map(([key, on]) => [key, setByPerson(on, calendar)]),
);

function termsWith(edicts: readonly Edict[]): AssignmentTerms {
  return {
    openedAt: '2023-11-01T02:00:00.000Z',
    steps: [
      { key: 'C1', kind: 'acknowledgement', dueOn: '' },
      { key: 'C2', kind: 'plan', dueOn: PLANNED.C2 },
      { key: 'C3', kind: 'conference', dueOn: PLANNED.C3 },
      { key: 'C4', kind: 'report', dueOn: PLANNED.C4, after: { kind: 'conference', within: 5 } },
    ],
    checked: true,
    lines: ['police', 'union'].map((agency) => ({ agency, staffed: [] })),
    conferenceAbove: '2023-10-30',
    content: null,
    acknowledgeWithin: 2,
    answerWithin: 3,
    mendWithin: 2,
    insteadAfter: 5,
    calendar,
    edicts,
  };
}

/** The deadline of each step; each replays on the calendar it names, and so does all that was before it. */
function deadlines(edicts: readonly Edict[], facts: readonly AssignmentFact[] = []) {
  const terms = termsWith(edicts);
  const view = viewAssignment(terms, facts, '2023-12-29T02:00:00.000Z');
  const known = edicts.flatMap((e): WorkingCalendar[] => ('calendar' in e ? [e.calendar] : []));
  const calendars = new Map([calendar, ...known].map((c) => [c.version, c]));
  return Object.fromEntries(
    view.steps.map((step) => {
      const deadline = stepDeadline(terms, planned, view, step);
      expect(deadline.on, step.key).toBe(step.dueOn);
      for (const { on, reason } of wholeWay(deadline))
        expect(replay(reason, calendars.get(reason.calendar)!), step.key).toBe(on);
      return [step.key, deadline];
    }),
  );
}

/** The date, and each that it was before. */
function wholeWay({ on, reason }: { readonly on: string; readonly reason: DeadlineReason }): {
  readonly on: string;
  readonly reason: DeadlineReason;
}[] {
  const before = 'was' in reason ? wholeWay({ on: reason.from, reason: reason.was }) : [];
  return [{ on, reason }, ...before];
}

const PAUSE: readonly Edict[] = [
  { ...at('2023-11-02', 10), kind: 'suspend' },
  { ...at('2023-11-08', 11), kind: 'resume' },
];

test('a suspension puts off what is open, and the reason keeps what was', () => {
  const told = deadlines(PAUSE);
  expect(told['C2']).toMatchObject({
    on: '2023-11-13',
    reason: { rule: 'paused', days: 4, from: '2023-11-07', was: { rule: 'typed' } },
  });
  expect(told['C1']).toMatchObject({
    on: '2023-11-09',
    reason: { rule: 'paused', was: { rule: 'within', event: 'opening' } },
  });
});

test('a day off published later moves a date and lengthens a limit', () => {
  const published = later('2023-11-13');
  const told = deadlines([
    ...PAUSE,
    { ...at('2023-11-09', 12), kind: 'calendar', calendar: published },
  ]);
  expect(told['C2']).toMatchObject({
    on: '2023-11-14',
    reason: { rule: 'moved', calendar: 2, from: '2023-11-13', was: { rule: 'paused' } },
  });
});

test('a report after its conference is counted anew, also when it had been put off', () => {
  const heads = { byAgency: { police: 1, union: 1 }, others: 0 };
  const conference = {
    heldOn: '2023-11-01',
    form: 'inPerson' as const,
    mode: 'joint' as const,
    invited: heads,
    present: heads,
    chairPost: 'Chủ tịch',
    minutes: { number: '1/BB', on: '2023-11-01' },
  };
  const facts: readonly AssignmentFact[] = [
    {
      ...at('2023-11-02', 5),
      agency: 'police',
      act: { kind: 'filing', evidence: { step: 'conference', conference } },
    },
    {
      ...at('2023-11-02', 6),
      agency: 'union',
      act: { kind: 'confirmation', filing: 5, agrees: true, differs: null },
    },
  ];
  expect(deadlines([], facts)['C4']).toMatchObject({
    on: '2023-11-09',
    reason: { rule: 'withinCapped', eventOn: '2023-11-02', capOn: '2023-12-01' },
  });
  const published = later('2023-11-14');
  const both = [
    ...PAUSE,
    { ...at('2023-11-09', 12), kind: 'calendar' as const, calendar: published },
  ];
  expect(deadlines(both, facts)['C4']).toMatchObject({
    reason: { rule: 'recounted', since: '2023-11-02', was: { rule: 'paused', days: 3 } },
  });
});

test('a version by amendment is a date set by a person', () => {
  const amend = { reason: '', dates: { C2: '2023-11-09' }, content: null };
  const told = deadlines([{ ...at('2023-11-02', 10), kind: 'amend', ...amend }]);
  expect(told['C2']).toMatchObject({ on: '2023-11-09', reason: { rule: 'typed' } });
  expect(told['C3']).toEqual(planned['C3']);
});

test('what is opened later has the dates of then, with the same reasons', () => {
  const amend = { reason: '', dates: { C2: '2023-11-15' }, content: null };
  const edicts: readonly Edict[] = [
    PAUSE[0]!,
    // Set while it was suspended: only the suspended days from then on put it off.
    { ...at('2023-11-06', 11), kind: 'amend', ...amend },
    { ...at('2023-11-08', 12), kind: 'resume' },
    { ...at('2023-11-09', 13), kind: 'calendar', calendar: later('2023-11-24') },
  ];
  const { dates } = datesInForce({ dates: PLANNED, calendar }, edicts);
  expect(dates).toEqual({ C2: '2023-11-17', C3: '2023-11-27', C4: '2023-12-07' });
  const told = deadlinesInForce({ deadlines: planned, calendar }, edicts);
  expect(Object.fromEntries(Object.entries(told).map(([key, { on }]) => [key, on]))).toEqual(dates);
  expect(told['C3']?.reason).toMatchObject({
    rule: 'moved',
    was: { rule: 'paused', days: 4, was: { rule: 'typed', on: '2023-11-20' } },
  });
});

test('a version tells what its dates were until then, as a suspension has moved them', () => {
  const amend: Edict = {
    ...at('2023-11-09', 12),
    kind: 'amend',
    dates: { C2: '2023-11-16' },
    content: null,
  };
  const { versions } = viewAssignment(termsWith([...PAUSE, amend]), [], '2023-12-29T02:00:00.000Z');
  expect(versions.map(({ replaced }) => replaced)).toEqual([{}, { C2: '2023-11-13' }]);
  const told = deadlines([...PAUSE, amend]);
  expect(told['C2']).toMatchObject({ on: '2023-11-16', reason: { rule: 'typed' } });
});
