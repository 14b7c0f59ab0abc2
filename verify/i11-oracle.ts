import type { Examined, ExaminedAssignment } from './examined.ts';
import type { Invariant, Problem } from './invariant.ts';
import { plainCalendar } from './plain-calendar.ts';
import { datesOf } from './plain-dates.ts';
import { datesAfter, greatest, planBackward, replayed } from './plain-deadlines.ts';
import type { PlainCalendars } from './plain-deadlines.ts';

/** Every date again, by a reckoning that shares no code with the one that set it. */
export const oracle: Invariant = {
  id: 'I11',
  title: {
    vi: 'Thời hạn bằng kết quả của một cách tính độc lập',
    en: 'Deadlines equal an independent oracle',
  },
  examine: (examined) => {
    const calendars = calendarsOf(examined);
    // The plan is the rollout's: asked once, of its top.
    const plan = examined.me.parent === null ? examinePlan(examined, calendars) : [];
    return [...plan, ...examined.assignments.flatMap((a) => examineOne(examined, a, calendars))];
  },
};

/** The one that the rollout was planned on, and those published since, by version. */
function calendarsOf({ base, edicts }: Examined): PlainCalendars {
  const known = [base.calendar, ...edicts.flatMap((e) => ('calendar' in e ? [e.calendar] : []))];
  return new Map(known.map(({ calendar }) => [calendar.version, plainCalendar(calendar)]));
}

function differing(subject: string, what: string, found: string, ours: string): Problem[] {
  if (found === ours) return [];
  return [{ subject: `${subject} ${what}`, message: `is ${found}, the oracle says ${ours}` }];
}

function examinePlan({ base, subject }: Examined, calendars: PlainCalendars): Problem[] {
  const { template, deadlines, dates, calendar } = base;
  const ours = planBackward(template, dates, calendars.get(calendar.version)!);
  return Object.entries(deadlines).flatMap(([key, deadline]) => [
    ...differing(subject, `plan of ${key}`, deadline.on, ours[key] ?? 'no date'),
    ...differing(subject, `reason of ${key}`, replayed(deadline.reason, calendars), deadline.on),
  ]);
}

function examineOne(
  { base, edicts }: Examined,
  { subject, row, stored, terms }: ExaminedAssignment,
  calendars: PlainCalendars,
): Problem[] {
  const planned = datesAfter(
    base.dates,
    calendars.get(base.calendar.version)!,
    edicts.filter((e) => e.seq < row.openedSeq),
  );
  const ours = datesOf({
    tier: row.tier,
    openedAt: row.openedAt,
    template: base.template,
    planned: planned.dates,
    agencies: row.offices.map((o) => o.agency),
    facts: row.facts,
    edicts: edicts.filter((e) => e.seq > row.openedSeq),
    ignored: new Set(stored.notApplied),
    conferenceAbove: terms.conferenceAbove,
    calendar: planned.calendar,
  });
  return [
    ...stored.steps.flatMap(({ key, dueOn, deadline }) => [
      ...differing(subject, key, dueOn, ours.steps[key] ?? 'no date'),
      ...differing(subject, `reason of ${key}`, replayed(deadline.reason, calendars), dueOn),
    ]),
    ...stored.versions.flatMap(({ n, acknowledgeBy, dates }) => {
      const version = ours.versions[n - 1];
      const what = `version ${n}`;
      const by = version?.acknowledgeBy ?? 'no version';
      return [
        ...differing(subject, what, acknowledgeBy, by),
        ...Object.keys({ ...dates, ...version?.dates }).flatMap((key) =>
          differing(
            subject,
            `${key} of ${what}`,
            dates[key] ?? 'no date',
            version?.dates[key] ?? 'no date',
          ),
        ),
      ];
    }),
    ...stored.holdings.flatMap(({ step, version, agency, dueOn }) => {
      // What was sent back may be mended until its own day; a later version has its own tiếp nhận.
      const later = version > 1 ? ours.versions[version - 1]?.on : undefined;
      const by = later ?? greatest(ours.steps[step] ?? '', ours.mendBy[step] ?? '');
      return differing(subject, `${step} owed by ${agency}`, dueOn, by);
    }),
  ];
}
