/** When a message may be mailed, when it is tried again, to whom it may go, and what it then says. */
import { describe, expect, test } from 'vitest';
import { indexCalendar } from '#domain/calendar.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import {
  deliveryState,
  isMailbox,
  mayReach,
  messageIdOf,
  nextTry,
  pauseMinutes,
  mailAt,
  TRIES_MAX,
} from '#domain/mail.ts';
import { afterPause, deadlineBefore, setByPerson, type Deadline } from '#domain/deadline.ts';
import { markOfDate } from '#domain/template.ts';
import { laiChauWorkingCalendar } from '#test/support/calendar-oracle.ts';
import { mailOf, sentence, whyTold, type ToldMessage } from '#domain/mail-text.ts';
import { NOTICE_ACTS } from '#domain/vocabulary.ts';

const calendar = indexCalendar({
  version: 1,
  years: [{ year: 2023, confirmed: true, source: 'test' }],
  days: [
    { date: '2023-09-01', kind: 'holiday', nameVi: 'Quốc khánh', nameEn: 'National Day' },
    { date: '2023-09-04', kind: 'compensation', nameVi: 'Nghỉ bù', nameEn: 'Instead' },
    { date: '2023-10-14', kind: 'working_saturday', nameVi: 'Làm bù', nameEn: 'Worked' },
  ].map((day) => ({ ...day, source: 'test', confirmed: true })) as never,
});

/** +07:00 */
const at = (day: string, time: string) => `${day}T${time}:00.000+07:00`;
const utc = (local: string) => new Date(local).toISOString();

describe('a message may be mailed', () => {
  test.each([
    ['a rung at seven, at once', 'rung', at('2023-08-01', '07:00'), at('2023-08-01', '07:00')],
    [
      'a rung recorded late in the day, at once',
      'rung',
      at('2023-08-01', '16:20'),
      at('2023-08-01', '16:20'),
    ],
    ['a rung before seven, at seven', 'rung', at('2023-08-01', '06:59'), at('2023-08-01', '07:00')],
    [
      'a rung on a Saturday, on Monday',
      'rung',
      at('2023-08-05', '09:00'),
      at('2023-08-07', '07:00'),
    ],
    [
      'a rung on a Saturday that is worked, at once',
      'rung',
      at('2023-10-14', '09:00'),
      at('2023-10-14', '09:00'),
    ],
    [
      'a notice of the afternoon, the next morning',
      'notice',
      at('2023-08-01', '15:00'),
      at('2023-08-02', '07:00'),
    ],
    ['a notice at seven, at once', 'notice', at('2023-08-01', '07:00'), at('2023-08-01', '07:00')],
    [
      'a rung of an evening, as after an outage, the next morning',
      'rung',
      at('2023-08-01', '18:00'),
      at('2023-08-02', '07:00'),
    ],
    [
      'a notice of the night, that morning',
      'notice',
      at('2023-08-02', '01:00'),
      at('2023-08-02', '07:00'),
    ],
    [
      'a notice before National Day, after it',
      'notice',
      at('2023-08-31', '10:00'),
      at('2023-09-05', '07:00'),
    ],
    [
      'a notice past the calendar, the next day',
      'notice',
      at('2023-12-31', '10:00'),
      at('2024-01-01', '07:00'),
    ],
  ] as const)('%s', (_what, of, recorded, expected) => {
    expect(mailAt(of, utc(recorded), calendar)).toBe(utc(expected));
  });
});

describe('a failed try', () => {
  test('is followed by seven more, each after twice the pause, within the working day', () => {
    let now = at('2023-08-01', '07:00');
    const tries = [now];
    for (let n = 1; n < TRIES_MAX; n += 1) {
      const soonest = new Date(Date.parse(now) + pauseMinutes(n) * 60_000).toISOString();
      now = nextTry(n, 'refused', soonest, calendar)!;
      tries.push(now);
    }
    const times = tries.map((t) =>
      new Date(Date.parse(t) + 7 * 3_600_000).toISOString().slice(11, 16),
    );
    expect(times).toEqual(['07:00', '07:05', '07:15', '07:35', '08:15', '09:35', '12:15', '17:35']);
    expect(nextTry(TRIES_MAX, 'refused', now, calendar)).toBeNull();
  });

  test('is not repeated at night or on a rest day, but on the next working morning', () => {
    const friday = utc(at('2023-08-05', '00:40'));
    expect(nextTry(3, 'noAnswer', friday, calendar)).toBe(utc(at('2023-08-07', '07:00')));
    const evening = utc(at('2023-08-04', '19:15'));
    expect(nextTry(6, 'noAnswer', evening, calendar)).toBe(utc(at('2023-08-07', '07:00')));
    // Under a stepped clock real days mean nothing.
    expect(nextTry(3, 'noAnswer', friday, null)).toBe(friday);
  });

  test('that no later one could better is the last', () => {
    const soon = utc(at('2023-08-01', '07:05'));
    expect(nextTry(1, 'outside', soon, calendar)).toBeNull();
    expect(nextTry(1, 'noMailbox', soon, calendar)).toBeNull();
    expect(nextTry(1, 'broken', soon, calendar)).toBe(soon);
  });
});

test('a rehearsal reaches a catcher of this machine and nothing else', () => {
  for (const host of ['127.0.0.1', '::1', '[::1]', 'localhost', 'LOCALHOST'])
    expect(mayReach(host, true), host).toBe(true);
  for (const host of ['mail.tinh.gov.vn', '127.0.0.1.example.org', '10.0.0.1', 'localhost.vn'])
    expect([mayReach(host, true), mayReach(host, false)], host).toEqual([false, true]);
});

test('a Message-ID is made of office, morning and number alone', () => {
  const of = (n: number) =>
    messageIdOf('0190a000-0000-7000-8000-000000000000', '2023-08-01', n, 'tinh.vn');
  expect(of(1)).toBe('<2023-08-01.1.0190a000-0000-7000-8000-000000000000@tinh.vn>');
  expect(of(1)).toBe(of(1));
  expect(of(2)).not.toBe(of(1));
});

test.each([
  ['congan.muongkim@laichau.gov.vn', true],
  ['hoi-lhpn_01+bao@phunu.org.vn', true],
  ['', false],
  ['laichau.gov.vn', false],
  ['a@b', false],
  ['a@@laichau.gov.vn', false],
  ['.a@laichau.gov.vn', false],
  ['a..b@laichau.gov.vn', false],
  ['a@laichau..vn', false],
  ['a@-laichau.vn', false],
  ['A@laichau.gov.vn', false],
  ['Công an xã <ca@laichau.gov.vn>', false],
  ['ca@laichau.gov.vn, phunu@laichau.gov.vn', false],
  ['ca@laichau.gov.vn\r\nRCPT TO:<x@y.vn>', false],
  ['công.an@laichau.gov.vn', false],
  ['"ca"@laichau.gov.vn', false],
  ['ca@[10.0.0.1]', false],
  [`${'a'.repeat(65)}@laichau.gov.vn`, false],
])('%j is a mailbox: %s', (text, expected) => {
  expect(isMailbox(text)).toBe(expected);
});

test('a message stands where its mail stands', () => {
  const none = { mailAt: null, sentAt: null, parkedAt: null };
  const then = utc(at('2023-08-01', '07:00'));
  expect(deliveryState(none)).toBe('inApp');
  expect(deliveryState({ ...none, mailAt: then })).toBe('waiting');
  expect(deliveryState({ ...none, mailAt: then, parkedAt: then })).toBe('parked');
  expect(deliveryState({ ...none, mailAt: then, sentAt: then })).toBe('sent');
});

const MESSAGE: ToldMessage = {
  kind: 'reminder',
  rung: 'before3',
  step: 'C2',
  unit: { name: 'Xã Đông' },
  owing: { name: 'Công an xã Đông' },
  recipient: { name: 'Công an xã Đông' },
  dueOn: '2023-10-31',
  deadline: null,
  terms: null,
  rolloutTitle: 'Đợt triển khai năm 2023',
  template: {
    steps: [
      {
        key: 'C2',
        tier: 'commune',
        kind: 'plan',
        label: { vi: 'Kế hoạch', en: 'Plan' },
        mark: 'seed',
      },
    ],
    ladder: [
      { key: 'before3', days: -3, to: 'office', mark: 'law' },
      { key: 'on', days: 0, to: 'office', mark: 'assumed' },
      { key: 'after1', days: 1, to: { superior: 1 }, mark: 'assumed' },
      { key: 'after5', days: 5, to: { superior: 2 }, mark: 'assumed' },
    ],
  },
};
const superior = { name: 'Công an huyện Đầu' };

test('a reminder says what, by when and why, with the mark of what is assumed', () => {
  expect(sentence(MESSAGE)).toEqual({
    vi: 'Nhắc việc: Kế hoạch, Xã Đông; hạn chậm nhất hết ngày 31/10/2023',
    en: 'Reminder: Plan, Xã Đông; due by the end of 31/10/2023',
  });
  expect(whyTold(MESSAGE, 'vi')).toEqual([
    'Căn cứ: thang nhắc việc của “Đợt triển khai năm 2023”, bậc “before3”, 3 ngày làm việc trước hạn',
    'Hạn: chậm nhất hết ngày thứ Ba 31/10/2023',
    'Cơ quan có việc: Công an xã Đông',
    'Gửi tới Công an xã Đông: cơ quan đang có việc phải làm',
  ]);
  const [rule] = whyTold({ ...MESSAGE, rung: 'on' }, 'vi');
  expect(rule).toMatch(/vào ngày đến hạn \(giả định, chưa có văn bản\)$/);
});

test('a date that an amendment has set is not told as assumed; what moved it later says nothing new', () => {
  const { template } = MESSAGE;
  const steps = template.steps.map((step) => ({ ...step, dateMark: 'assumed' as const }));
  const calendar = laiChauWorkingCalendar();
  const typed = setByPerson('2023-10-31', calendar);
  const line = (deadline: Deadline) => {
    const message = { ...MESSAGE, deadline, dueOn: deadline.on };
    return whyTold({ ...message, template: { ...template, steps } }, 'vi')[1];
  };
  const planned = deadlineBefore(calendar, { key: 'C3', deadline: typed }, 3);
  expect(line(planned)).toMatch(/26\/10\/2023 \(giả định, chưa có văn bản\)$/);
  expect(line(afterPause(calendar, planned, 1))).toMatch(/\(giả định/);
  expect(line(typed)).toMatch(/31\/10\/2023$/);
  expect(line(afterPause(calendar, typed, 1))).toMatch(/01\/11\/2023$/);
  // Told of an earlier date, it says what was known of that.
  expect(
    whyTold(
      { ...MESSAGE, deadline: afterPause(calendar, typed, 1), template: { ...template, steps } },
      'vi',
    )[1],
  ).toMatch(/31\/10\/2023 \(giả định/);
  expect(markOfDate({ steps: [{ ...steps[0]!, mark: 'assumed' }] }, 'C2', typed.reason)).toBe(
    'assumed',
  );
});

test('a report to the superior says which one it is', () => {
  const report = { ...MESSAGE, kind: 'reportUp', rung: 'after1', recipient: superior } as const;
  expect(sentence(report).vi).toBe('Quá hạn 1 ngày làm việc: Kế hoạch, Xã Đông; hạn là 31/10/2023');
  expect(whyTold(report, 'en').at(-1)).toBe(
    'Sent to Công an huyện Đầu: the nearest superior of the same agency',
  );
  expect(whyTold({ ...report, rung: 'after5' }, 'vi').at(-1)).toBe(
    'Gửi tới Công an huyện Đầu: cấp trên thứ 2 trong cùng ngành',
  );
  const asked = { ...report, rung: 'confirm' };
  expect(sentence(asked).vi).toBe('Cơ quan phối hợp chờ xác nhận đã quá lâu: Kế hoạch, Xã Đông');
  expect(whyTold(asked, 'vi')[0]).toMatch(/khi việc xác nhận bị chậm \(giả định/);
});

test.each<readonly [JointActTerms, readonly string[]]>([
  [{ kind: 'recall', reason: 'Ban hành nhầm' }, ['Lý do: Ban hành nhầm']],
  [{ kind: 'suspend', reason: 'Mưa lũ' }, ['Lý do: Mưa lũ']],
  [{ kind: 'resume' }, []],
  [{ kind: 'close', unmet: 'Hết thời hạn' }, ['Lý do: Hết thời hạn']],
  [{ kind: 'close', unmet: null }, []],
  [
    { kind: 'amend', reason: 'Mưa lũ', dates: {}, content: 'Thêm mục 3' },
    ['Lý do: Mưa lũ', 'Nội dung: Thêm mục 3'],
  ],
])('a notice of %j gives its reason', (terms, said) => {
  const notice = { ...MESSAGE, kind: 'notice', rung: terms.kind, step: '', dueOn: null } as const;
  expect(whyTold({ ...notice, terms }, 'vi').slice(1, -2)).toEqual(said);
});

test.each(NOTICE_ACTS)('a notice of %s names the rollout and its rule', (act) => {
  const notice = { ...MESSAGE, kind: 'notice', rung: act, step: '', dueOn: null } as const;
  expect(sentence(notice).vi).toMatch(/: Xã Đông, “Đợt triển khai năm 2023”$/);
  for (const language of ['vi', 'en'] as const) expect(whyTold(notice, language)).toHaveLength(3);
  expect(whyTold(notice, 'vi')[0]).toMatch(
    act === 'calendar' ? /lịch làm việc mới/ : /văn bản chung của các cơ quan ký kết/,
  );
});

describe('a mail', () => {
  const content = {
    office: 'Công an huyện Đầu',
    morning: '2023-11-01',
    programme: { vi: 'Chương trình phối hợp', en: 'Coordination programme' },
    rehearsal: false,
    messages: [
      MESSAGE,
      { ...MESSAGE, kind: 'reportUp', rung: 'after1' },
      { ...MESSAGE, kind: 'notice', rung: 'amend', step: '', dueOn: null },
    ] as readonly ToldMessage[],
  };

  test('counts in its subject, what is late first', () => {
    expect(mailOf(content).subject).toBe(
      'Báo cáo cấp trên (1), Nhắc việc (1), Thông báo (1) – 01/11/2023',
    );
  });

  test('is in Vietnamese, then in English, and answers why for each message', () => {
    const { text } = mailOf(content);
    const [vi, en] = text.split(/\n-{40}\n/);
    expect(vi).toMatch(
      /^Kính gửi: Công an huyện Đầu\n\nChương trình phối hợp\nThứ Tư 01\/11\/2023\n/,
    );
    expect(en).toMatch(/To: Công an huyện Đầu\n\nCoordination programme\nWed 01\/11\/2023\n/);
    expect(vi!.split('Vì sao tôi nhận thư này?')).toHaveLength(4);
    expect(en!.split('Why did I get this?')).toHaveLength(4);
    expect(text).not.toMatch(/leo thang|TẬP HUẤN/);
  });

  test('of a rehearsal is marked in its subject and at both ends of each text', () => {
    const { subject, text } = mailOf({ ...content, rehearsal: true });
    expect(subject).toMatch(/^\[DỮ LIỆU TẬP HUẤN – không phản ánh thực tế\] Báo cáo/);
    expect(text.split('DỮ LIỆU TẬP HUẤN – không phản ánh thực tế')).toHaveLength(3);
    expect(text.split('TRAINING DATA – does not reflect reality')).toHaveLength(3);
  });
});
