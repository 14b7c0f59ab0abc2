import type { Examined, ExaminedAssignment } from './examined.ts';
import type { Invariant, Problem } from './invariant.ts';
import { plainCalendar, type PlainCalendar } from './plain-calendar.ts';
import { datesOf, planBackward, replayed } from './plain-deadlines.ts';

/** Every date again, by a reckoning that shares no code with the one that set it. */
export const oracle: Invariant = {
  id: 'I11',
  title: {
    vi: 'Thời hạn bằng kết quả của một cách tính độc lập',
    en: 'Deadlines equal an independent oracle',
  },
  examine: (examined) => {
    const calendar = plainCalendar(examined.base.calendar.calendar);
    // The plan is the rollout's: asked once, of its top.
    const plan = examined.me.parent === null ? examinePlan(examined, calendar) : [];
    return [...plan, ...examined.assignments.flatMap((a) => examineOne(examined, a, calendar))];
  },
};

function differing(subject: string, what: string, found: string, ours: string): Problem[] {
  if (found === ours) return [];
  return [{ subject: `${subject} ${what}`, message: `is ${found}, the oracle says ${ours}` }];
}

function examinePlan({ base, subject }: Examined, calendar: PlainCalendar): Problem[] {
  const { template, deadlines, dates } = base;
  const ours = planBackward(template, dates, calendar);
  return Object.entries(deadlines).flatMap(([key, deadline]) => [
    ...differing(subject, `plan of ${key}`, deadline.on, ours[key] ?? 'no date'),
    ...differing(subject, `reason of ${key}`, replayed(deadline.reason, calendar), deadline.on),
  ]);
}

function examineOne(
  { base }: Examined,
  { subject, row, stored, terms }: ExaminedAssignment,
  calendar: PlainCalendar,
): Problem[] {
  const ours = datesOf({
    tier: row.tier,
    openedAt: row.openedAt,
    template: base.template,
    planned: base.dates,
    agencies: row.offices.map((o) => o.agency),
    facts: row.facts,
    ignored: new Set(stored.notApplied),
    conferenceAbove: terms.conferenceAbove,
    calendar,
  });
  return [
    ...stored.steps.flatMap(({ key, dueOn, deadline }) => [
      ...differing(subject, key, dueOn, ours.steps[key] ?? 'no date'),
      ...differing(subject, `reason of ${key}`, replayed(deadline.reason, calendar), dueOn),
    ]),
    ...stored.versions.flatMap(({ n, acknowledgeBy, dates }) => {
      const version = ours.versions[n - 1];
      const keys = Object.keys({ ...dates, ...version?.dates });
      return [
        ...differing(
          subject,
          `version ${n}`,
          acknowledgeBy,
          version?.acknowledgeBy ?? 'no version',
        ),
        ...keys.flatMap((key) =>
          differing(
            subject,
            `${key} of version ${n}`,
            dates[key] ?? 'no date',
            version?.dates[key] ?? 'no date',
          ),
        ),
      ];
    }),
  ];
}
