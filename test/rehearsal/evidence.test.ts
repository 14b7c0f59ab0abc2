import { expect, test } from 'vitest';
import { indexCalendar } from '#domain/calendar.ts';
import { conferenceInput, planInput, reportInput } from '#facts/assignment.input.ts';
import { screen, textsOf } from '#facts/screening.ts';
import { chanceOf } from '#rehearsal/draw.ts';
import { conferenceBy, planBy, reportBy, type Writer } from '#rehearsal/evidence.ts';

const AGENCIES = [
  { code: 'police', name: 'Công an' },
  { code: 'womensUnion', name: 'Hội LHPN' },
] as const;
const calendar = indexCalendar({
  version: 1,
  years: [{ year: 2023, confirmed: true, source: 'test' }],
  days: [],
});
const writerOf = (seed: number, unit: string, step: string): Writer => ({
  chance: chanceOf(seed),
  calendar,
  unit,
  tier: 'commune',
  step,
  agencies: AGENCIES,
  today: '2023-10-17',
});

test('agencies sign with their initials and the letter of their tier', () => {
  expect(planBy(writerOf(1, 'u', 'plan')).documents.map((d) => d.number)).toEqual([
    expect.stringMatching(/^\d\d\/KH-CAX$/),
    expect.stringMatching(/^\d\d\/KH-HLHPNX$/),
  ]);
});

test('whatever is drawn is accepted by the forms and carries nothing personal', () => {
  for (let i = 0; i < 300; i++) {
    const [plan, conference, report] = [
      planBy(writerOf(i, `u${i}`, 'plan')),
      conferenceBy(writerOf(i, `u${i}`, 'conference'), 'Trưởng', AGENCIES[0], '2023-10-12', null),
      reportBy(writerOf(i, `u${i}`, 'report'), AGENCIES[1]),
    ];
    expect(() => planInput.parse(plan)).not.toThrow();
    expect(() => conferenceInput.parse(conference)).not.toThrow();
    expect(() => reportInput.parse(report)).not.toThrow();
    expect(() => screen(textsOf([plan, conference, report]))).not.toThrow();
  }
});

test('a conference is held after the one above, on the day or the working day before', () => {
  const held = (above: string) =>
    new Set(
      Array.from({ length: 60 }, (_, i) => {
        const writer = writerOf(i, 'u', 'conference');
        return conferenceBy(writer, 'Trưởng', AGENCIES[0], above, null).heldOn;
      }),
    );
  expect([...held('2023-10-13')].toSorted()).toEqual(['2023-10-16', '2023-10-17']);
  expect([...held('2023-10-16')]).toEqual(['2023-10-17']);
});

test('both sides are there, and a correction lowers the number of the side that said so', () => {
  const writer = writerOf(9, 'u', 'conference');
  const said = conferenceBy(writer, 'Trưởng', AGENCIES[0], null, null);
  const corrected = conferenceBy(writer, 'Trưởng', AGENCIES[0], null, 'womensUnion');
  expect(Math.min(...Object.values(said.present.byAgency))).toBeGreaterThan(0);
  expect(corrected.present.byAgency).toEqual({
    ...said.present.byAgency,
    womensUnion: said.present.byAgency['womensUnion']! - 1,
  });
});
