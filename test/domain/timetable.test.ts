import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countWorkingDays, nextWorkingDay } from '#domain/calendar.ts';
import { replay } from '#domain/deadline.ts';
import type { Template, TemplateStep } from '#domain/template.ts';
import { checkTemplate, closeOnFor, planTimetable } from '#domain/timetable.ts';
import type { Timetable } from '#domain/timetable.ts';
import { TIERS } from '#domain/vocabulary.ts';
import type { Tier } from '#domain/vocabulary.ts';
import {
  datesBetween,
  laiChauWorkingCalendar,
  oracleIsWorking,
} from '#test/support/calendar-oracle.ts';

const calendar = laiChauWorkingCalendar();
const template: Template = JSON.parse(
  readFileSync(
    new URL('../../programmes/lai-chau-2023-2033/templates/rollout-2023.json', import.meta.url),
    'utf8',
  ),
);
const TWO_TIERS: readonly Tier[] = ['province', 'commune'];

function planned(closeOn: string, tiers: readonly Tier[] = TIERS): Timetable {
  const answer = planTimetable({ template, tiers, closeOn, calendar });
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer;
}
const dates = (steps: Timetable['steps']) =>
  Object.fromEntries(Object.entries(steps).map(([key, { on }]) => [key, on]));

function without(step: TemplateStep, field: 'offset' | 'within'): TemplateStep {
  return Object.fromEntries(
    Object.entries(step).filter(([name]) => name !== field),
  ) as TemplateStep;
}

test('the rollout of 2023 has exactly the dates of the programme file', () => {
  const { steps, acknowledgements } = planned('2023-11-30');
  expect(dates(steps)).toEqual({
    P1: '2023-07-14',
    P2: '2023-07-28',
    D2: '2023-08-15',
    D3: '2023-08-31',
    C2: '2023-09-15',
    C3: '2023-10-31',
    C4: '2023-11-07',
    D4: '2023-11-14',
    P3: '2023-11-21',
    P4: '2023-11-30',
  });
  expect(dates(acknowledgements)).toEqual({ D1: '2023-07-18', C1: '2023-08-17' });
  expect(planned(template.closeOn ?? '').steps['P1']?.on).toBe(template.issueOn);
});

test('without districts their steps fall away and the chain closes over them', () => {
  const { steps, acknowledgements } = planned('2025-11-28', TWO_TIERS);
  expect(Object.keys(steps)).toEqual(['P1', 'P2', 'C2', 'C3', 'C4', 'P3', 'P4']);
  expect(steps['P2']?.reason).toMatchObject({ rule: 'before', days: 12, step: 'C2' });
  expect(steps['C4']?.reason).toMatchObject({ rule: 'before', days: 5, step: 'P3' });
  // The commune's gate opens with the province's issue then.
  const opensOn = steps['P1']?.on;
  expect(acknowledgements['C1']?.reason).toMatchObject({ event: 'opening', eventOn: opensOn });
});

test('where every gate opens at issue, every acknowledgement runs from it', () => {
  const atIssue: Template = { ...template, receiving: 'atIssue' };
  const answer = planTimetable({
    template: atIssue,
    tiers: TIERS,
    closeOn: '2023-11-30',
    calendar,
  });
  expect(answer.ok && dates(answer.acknowledgements)).toEqual({
    D1: '2023-07-18',
    C1: '2023-07-18',
  });
});

test('every timetable of eleven years is in order, on working days, and replays', () => {
  const closeOn = fc.constantFrom(
    ...datesBetween('2023-07-24', '2033-12-22').filter((d) => oracleIsWorking(d)),
  );
  fc.assert(
    fc.property(closeOn, fc.constantFrom(TIERS, TWO_TIERS), (on, tiers) => {
      const { steps } = planned(on, tiers);
      const chain = Object.values(steps);
      chain.forEach((deadline, i) => {
        expect(oracleIsWorking(deadline.on)).toBe(true);
        expect(replay(deadline.reason, calendar)).toBe(deadline.on);
        const next = chain[i + 1];
        if (!next) return;
        expect(deadline.on < next.on).toBe(true);
        expect(countWorkingDays(calendar, deadline.on, next.on)).toBe(
          template.steps.find(({ key }) => key === Object.keys(steps)[i])?.offset,
        );
      });
      expect(chain.at(-1)?.reason).toMatchObject({ rule: 'typed', on });
    }),
    { numRuns: 300 },
  );
});

test('the end for a given beginning is the one whose timetable begins there', () => {
  const issueOn = fc.constantFrom(...datesBetween('2023-01-16', '2033-08-01'));
  fc.assert(
    fc.property(issueOn, fc.constantFrom(TIERS, TWO_TIERS), (any, tiers) => {
      const on = nextWorkingDay(calendar, any);
      const end = closeOnFor(template, tiers, on, calendar);
      if (!end.ok) throw new Error(end.problem.code);
      expect(planned(end.closeOn, tiers).steps['P1']?.on).toBe(on);
    }),
  );
});

test('a rest day as the end or the beginning is refused with its neighbours', () => {
  const problem = {
    code: 'deadline.rest_day',
    on: '2023-12-02',
    previous: '2023-12-01',
    next: '2023-12-04',
  };
  const refused = { ok: false, problem };
  expect(planTimetable({ template, tiers: TIERS, closeOn: '2023-12-02', calendar })).toEqual(
    refused,
  );
  expect(closeOnFor(template, TIERS, '2023-12-02', calendar)).toEqual(refused);
});

test('a plan that needs a year without a calendar is refused, reminders included', () => {
  const plan = (closeOn: string) => planTimetable({ template, tiers: TIERS, closeOn, calendar });
  const missing = (year: number) => ({ ok: false, problem: { code: 'calendar.no_year', year } });
  expect(plan('2023-03-01')).toEqual(missing(2022));
  expect(plan('2034-03-01')).toEqual(missing(2034));
  // Its own dates are there, but the rung of five working days after is not.
  expect(plan('2033-12-30')).toEqual(missing(2034));
  expect(closeOnFor(template, TIERS, '2033-11-01', calendar)).toEqual(missing(2034));
});

test('a template of acknowledgements alone, within an issue, has only those dates', () => {
  const steps = template.steps.filter(({ kind }) => kind === 'acknowledgement' || kind === 'issue');
  const issued = steps.map((step) => without(step, 'offset'));
  const short: Template = { ...template, receiving: 'atIssue', checked: false, steps: issued };
  expect(checkTemplate(short)).toEqual([]);
  const answer = planTimetable({ template: short, tiers: TIERS, closeOn: '2023-07-14', calendar });
  expect(answer.ok && dates(answer.steps)).toEqual({ P1: '2023-07-14' });
  expect(answer.ok && dates(answer.acknowledgements)).toEqual({
    D1: '2023-07-18',
    C1: '2023-07-18',
  });
});

test('the template of 2023 is in order', () => {
  expect(checkTemplate(template)).toEqual([]);
});

test('each thing wrong with a template is named where it stands', () => {
  const change = (key: string, to: (step: TemplateStep) => TemplateStep): Template => ({
    ...template,
    steps: template.steps.map((step) => (step.key === key ? to(step) : step)),
  });
  const wrong: readonly (readonly [Template, string, string])[] = [
    [change('C3', (step) => ({ ...step, key: 'C2' })), 'template.key_twice', 'C2'],
    [change('C3', (step) => ({ ...step, kind: 'plan' })), 'template.kind_twice', 'C3'],
    [
      change('P2', (step) => ({ ...step, tier: 'district', kind: 'issue' })),
      'template.issue_not_first',
      'P2',
    ],
    [change('P4', (step) => ({ ...step, offset: 3 })), 'template.last_has_offset', 'P4'],
    [change('C2', (step) => without(step, 'offset')), 'template.offset_missing', 'C2'],
    [change('C1', (step) => ({ ...step, offset: 1 })), 'template.offset_misplaced', 'C1'],
    [change('C1', (step) => without(step, 'within')), 'template.within_missing', 'C1'],
    [change('C2', (step) => ({ ...step, within: 2 })), 'template.within_misplaced', 'C2'],
    [
      change('C4', (step) => ({ ...step, after: { kind: 'report', within: 5 } })),
      'template.after_unknown',
      'C4',
    ],
    [change('C2', (step) => ({ ...step, offset: 0 })), 'template.days_not_whole', 'C2'],
    [
      { ...template, ladder: [...template.ladder, ...template.ladder.slice(0, 1)] },
      'template.rung_twice',
      'before5',
    ],
    [{ ...template, mendWithin: 1.5 }, 'template.days_not_whole', 'mendWithin'],
  ];
  for (const [template_, code, at] of wrong) {
    expect(checkTemplate(template_)).toContainEqual({ code, at });
  }
});
