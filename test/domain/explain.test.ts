import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { indexCalendar } from '#domain/calendar.ts';
import { afterPause, countedAnew, deadlineWithin } from '#domain/deadline.ts';
import { deadlineWithinCapped, underNewCalendar } from '#domain/deadline.ts';
import type { Deadline } from '#domain/deadline.ts';
import { explainDate, explainDeadline, REPORT_LABELS } from '#domain/explain.ts';
import { reportDeadlines, TWO_TIER_REPORTS } from '#domain/period.ts';
import type { Template } from '#domain/template.ts';
import { planTimetable } from '#domain/timetable.ts';
import { TIERS } from '#domain/vocabulary.ts';
import { laiChauCalendar, laiChauWorkingCalendar } from '#test/support/calendar-oracle.ts';

const calendar = laiChauWorkingCalendar();
const template: Template = JSON.parse(
  readFileSync(
    new URL('../../programmes/lai-chau-2023-2033/templates/rollout-2023.json', import.meta.url),
    'utf8',
  ),
);
const labels = Object.fromEntries(template.steps.map(({ key, label }) => [key, label]));

function dueOf(key: string): Deadline {
  const answer = planTimetable({ template, tiers: TIERS, closeOn: '2023-11-30', calendar });
  const deadline = answer.ok && answer.steps[key];
  if (!deadline) throw new Error(`no ${key}`);
  return deadline;
}
const why = (deadline: Deadline, language: 'vi' | 'en') =>
  explainDeadline(deadline, calendar, language, labels);

test('a deadline says what it is counted from and which rest lies between', () => {
  expect(why(dueOf('D3'), 'vi')).toEqual([
    'Hạn: chậm nhất hết ngày thứ Năm 31/08/2023',
    '= 9 ngày làm việc trước hạn “Kế hoạch cấp xã (bắt buộc + địa phương)”, thứ Sáu 15/09/2023',
    'Nghỉ: 01–04/09/2023, Quốc khánh (8056/VPCP-KGVX 01/12/2022)',
    'Lịch làm việc: phiên bản 1',
  ]);
  expect(why(dueOf('D3'), 'en')).toEqual([
    'Due: by the end of Thu 31/08/2023',
    '= 9 working days before “Plan of the commune (required and local parts)”, Fri 15/09/2023',
    'Off: 01–04/09/2023, National Day (8056/VPCP-KGVX 01/12/2022)',
    'Working calendar: version 1',
  ]);
});

test('a typed date says that a person set it', () => {
  expect(why(dueOf('P4'), 'vi')[1]).toBe('= ngày do người lập ấn định');
  expect(why(dueOf('P4'), 'en')[1]).toBe('= a date set by a person');
});

test('a limit after an event says that its day is not counted, and what caps it', () => {
  const after = (heldOn: string) =>
    deadlineWithinCapped(calendar, 'conference', heldOn, 5, dueOf('C4'));
  expect(why(after('2023-11-02'), 'vi').slice(1, 3)).toEqual([
    '= 5 ngày làm việc sau ngày tổ chức hội nghị thứ Năm 02/11/2023 (không tính ngày đó)',
    'nhưng không quá hạn chung thứ Ba 07/11/2023',
  ]);
  expect(why(after('2023-10-12'), 'vi')[2]).toBe('trong hạn chung thứ Ba 07/11/2023');
  expect(why(deadlineWithin(calendar, 'return', '2023-11-01', 1), 'en')[1]).toBe(
    '= 1 working day after the return, Wed 01/11/2023 (that day not counted)',
  );
});

test('a Saturday worked for a day off is named beside that rest', () => {
  expect(why(deadlineWithin(calendar, 'filing', '2025-04-24', 5), 'vi').slice(2, 4)).toEqual([
    'Làm việc: thứ Bảy 26/04/2025, Làm bù cho thứ Sáu 02/05/2025 (Thông báo 6150/TB-BLĐTBXH 03/12/2024)',
    'Nghỉ: 30/04–02/05/2025, Ngày Chiến thắng, Ngày Quốc tế lao động, Nghỉ hoán đổi (Thông báo 6150/TB-BLĐTBXH 03/12/2024)',
  ]);
});

test('a moved date says from where, why, and what it was before', () => {
  const raw = laiChauCalendar();
  const swapped = {
    date: '2026-11-23',
    kind: 'swapped_off',
    nameVi: 'Nghỉ hoán đổi (làm bù thứ Bảy 28/11/2026)',
    nameEn: 'Day off swapped with Saturday 2026-11-28',
    source: 'Thông báo thử',
    confirmed: true,
  } as const;
  const later = indexCalendar({ ...raw, version: 2, days: [...raw.days, swapped] });
  const moved = underNewCalendar(later, deadlineWithin(calendar, 'opening', '2026-11-19', 2));
  const lines = explainDeadline(moved, later, 'vi', labels);
  expect(lines[0]).toBe('Hạn: chậm nhất hết ngày thứ Tư 25/11/2026');
  expect(lines[1]).toBe(
    '= ngày làm việc liền sau thứ Hai 23/11/2026, nay là ngày nghỉ theo lịch mới công bố',
  );
  expect(lines[2]).toMatch(/^Nghỉ: 23–24\/11\/2026, Nghỉ hoán đổi, Ngày Văn hóa Việt Nam \(/);
  expect(lines.slice(3)).toEqual([
    'Trước đó, thứ Hai 23/11/2026:',
    '= 2 ngày làm việc sau ngày được giao thứ Năm 19/11/2026 (không tính ngày đó)',
    'Lịch làm việc: phiên bản 2',
  ]);
});

test('a date put off by a suspension says by how much, and what it was before', () => {
  const paused = afterPause(calendar, dueOf('D3'), 3);
  const lines = explainDeadline(paused, calendar, 'vi', labels);
  expect(lines.slice(0, 4)).toEqual([
    'Hạn: chậm nhất hết ngày thứ Năm 07/09/2023',
    '= 3 ngày làm việc sau thứ Năm 31/08/2023, vì đã tạm dừng 3 ngày làm việc',
    'Nghỉ: 01–04/09/2023, Quốc khánh (8056/VPCP-KGVX 01/12/2022)',
    'Trước đó, thứ Năm 31/08/2023:',
  ]);
  expect(lines[4]).toMatch(/^= 9 ngày làm việc trước hạn/);
  expect(why(afterPause(calendar, dueOf('P4'), 1), 'en').slice(1, 4)).toEqual([
    '= 1 working day after Thu 30/11/2023, for a suspension of 1 working day',
    'Before that, Thu 30/11/2023:',
    '= a date set by a person',
  ]);
});

test('a limit counted anew says from when, and what it was before', () => {
  const opened = deadlineWithin(calendar, 'reinstatement', '2023-11-01', 2);
  const anew = countedAnew(calendar, opened, '2023-11-01', 3);
  expect(why(anew, 'vi').slice(1, 4)).toEqual([
    '= 3 ngày làm việc sau thứ Tư 01/11/2023, đếm lại theo lịch mới công bố',
    'Trước đó, thứ Sáu 03/11/2023:',
    '= 2 ngày làm việc sau ngày giao lại thứ Tư 01/11/2023 (không tính ngày đó)',
  ]);
  expect(why(anew, 'en')[1]).toBe(
    '= 3 working days after Wed 01/11/2023, counted anew on a calendar published since',
  );
});

test('a provisional deadline names the years that are not announced', () => {
  const answer = reportDeadlines(TWO_TIER_REPORTS, '2028-12-14', calendar);
  if (!answer.ok) throw new Error(answer.problem.code);
  const { commune } = answer.dates;
  expect(explainDeadline(commune, calendar, 'vi', REPORT_LABELS)).toEqual([
    'Hạn: chậm nhất hết ngày thứ Ba 19/12/2028',
    '= 3 ngày làm việc trước hạn “Báo cáo cấp tỉnh”, thứ Sáu 22/12/2028',
    'Lịch làm việc: phiên bản 1',
    'Dự kiến: lịch nghỉ năm 2028 chưa được công bố đầy đủ',
  ]);
  expect(explainDeadline(commune, calendar, 'en', {})[1]).toBe(
    '= 3 working days before province, Fri 22/12/2028',
  );
});

test('a doubtful day in an announced year is said to be one', () => {
  const raw = laiChauCalendar();
  const days = raw.days.map((d) => (d.date === '2026-11-24' ? { ...d, confirmed: false } : d));
  const doubtful = indexCalendar({ ...raw, days });
  expect(explainDate('2026-11-24', doubtful, 'vi').at(-1)).toBe(
    'Dự kiến: có ngày nghỉ chưa được công bố chính thức',
  );
});

test('a date says whether it is worked, on what ground, and what lies around a rest day', () => {
  expect(explainDate('2023-10-31', calendar, 'vi')).toEqual([
    'Thứ Ba 31/10/2023 là ngày làm việc',
    'Căn cứ: 8056/VPCP-KGVX 01/12/2022',
  ]);
  expect(explainDate('2023-09-01', calendar, 'vi')).toEqual([
    'Thứ Sáu 01/09/2023 là ngày nghỉ: Quốc khánh (ngày liền kề trước)',
    'Căn cứ: 8056/VPCP-KGVX 01/12/2022',
    'Ngày làm việc liền trước: thứ Năm 31/08/2023; liền sau: thứ Ba 05/09/2023',
  ]);
  expect(explainDate('2023-10-28', calendar, 'en')[0]).toBe('Sat 28/10/2023 is a weekly rest day');
  expect(explainDate('2024-05-04', calendar, 'vi')[0]).toBe(
    'Thứ Bảy 04/05/2024 là ngày làm việc: Làm bù cho thứ Hai 29/04/2024',
  );
});

test('an announced day of a year not yet announced as a whole is not called provisional', () => {
  expect(explainDate('2027-02-06', calendar, 'en').join()).not.toContain('Provisional');
  expect(explainDate('2027-02-11', calendar, 'en').at(-1)).toBe(
    'Provisional: the days off of 2027 are not fully announced yet',
  );
});

test('a date beyond the calendar is answered by what to do', () => {
  expect(explainDate('2034-01-02', calendar, 'vi')).toEqual([
    'Chưa có lịch làm việc năm 2034: cần công bố lịch trước',
  ]);
  expect(explainDate('2033-12-31', calendar, 'en')[2]).toBe(
    'There is no working calendar for 2034: publish it first',
  );
});
