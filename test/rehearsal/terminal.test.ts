import { expect, test } from 'vitest';
import type { Moment } from '#cli/demo-screen.ts';
import { momentLine, momentLines } from '#cli/demo-screen.ts';
import { bar, columnsOf, Screen, type Output } from '#cli/terminal.ts';

const MOMENT: Moment = {
  rollout: 'r',
  title: 'Đợt tập huấn',
  today: '2023-10-17',
  tiers: [
    { tier: 'commune', of: 12, covered: 5, byState: { done: 5, inProgress: 6, notOpen: 1 } },
    { tier: 'district', of: 2, covered: 2, byState: { done: 2 } },
  ],
  agencies: [
    { code: 'a', name: 'Ngành A' },
    { code: 'b', name: 'Ngành B' },
  ],
  byAgency: [],
  progress: {
    steps: [
      { tier: 'commune', kind: 'acknowledgement', confirmed: 12 },
      { tier: 'commune', kind: 'plan', confirmed: 9 },
    ],
    sides: [
      { tier: 'commune', agency: 'a', received: 11, holding: 3 },
      { tier: 'commune', agency: 'b', received: 12, holding: 0 },
    ],
  },
  overdue: {
    count: 4,
    longest: [{ days: 2, unit: 'Xã Mẫu', step: 'plan', holder: 'Ngành A xã Mẫu' }],
  },
};

test('a bar is full only when all is done, and as wide as asked for', () => {
  expect(bar(0, 8, 4)).toBe('░░░░');
  expect(bar(8, 8, 4)).toBe('████');
  expect(bar(105, 106, 10)).toBe('█████████▉');
  expect(bar(3, 8, 4)).toBe('█▌░░');
  expect(bar(0, 0, 4)).toBe('░░░░');
  for (let n = 0; n <= 106; n++) expect([...bar(n, 106, 30)]).toHaveLength(30);
});

test('columns are aligned by what is seen', () => {
  expect(
    columnsOf(
      [
        ['a', '1/2'],
        ['Hội', '10/12', 'x'],
      ],
      [1],
    ),
  ).toEqual(['a      1/2', 'Hội  10/12  x']);
});

test('the live block shows the rehearsal mark, the bars, and who holds what', () => {
  expect(momentLines(MOMENT, 'vi')).toMatchInlineSnapshot(`
    [
      "DỮ LIỆU TẬP HUẤN – không phản ánh thực tế",
      "Đợt tập huấn · thứ Ba 17/10/2023",
      "",
      "Cấp huyện             ██████████████████████████████    2/2  Đã hoàn thành",
      "  Ngành A: tiếp nhận  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0/2",
      "  Ngành B: tiếp nhận  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0/2",
      "Cấp xã                ████████████▌░░░░░░░░░░░░░░░░░   5/12  Đã hoàn thành",
      "  Kế hoạch            ██████████████████████▌░░░░░░░   9/12",
      "  Ngành A: tiếp nhận  ███████████████████████████▌░░  11/12  đang giữ 3",
      "  Ngành B: tiếp nhận  ██████████████████████████████  12/12",
      "",
      "",
      "",
      "Quá hạn: 4",
      "  2 ngày làm việc  Xã Mẫu  Kế hoạch  Ngành A xã Mẫu đang giữ",
    ]
  `);
});

test('the piped line says the same in one line', () => {
  expect(momentLine(MOMENT, 'vi')).toMatchInlineSnapshot(
    `"17/10/2023 · cấp huyện 2/2 · cấp xã 5/12 (Tiếp nhận 12, Kế hoạch 9) · đang giữ: Ngành A 3 · Quá hạn 4 (2 ngày làm việc: Ngành A xã Mẫu)"`,
  );
  expect(momentLine(MOMENT, 'en')).toMatchInlineSnapshot(
    `"17/10/2023 · district 2/2 · commune 5/12 (Acknowledgement 12, Plan 9) · holds it: Ngành A 3 · Overdue 4 (2 working days: Ngành A xã Mẫu)"`,
  );
});

test('a terminal is drawn over in place and never wraps', () => {
  const out = recorder({ isTTY: true, columns: 10, rows: 4 });
  const screen = new Screen(out, () => 0);
  const draw = (...lines: string[]) => screen.draw({ block: () => lines, line: unused, day: '' });
  draw('one', 'two', 'three', 'four, unseen');
  draw('a line that is too long');
  screen.print('above');
  draw('last');
  screen.settle();
  screen.print('below');
  expect(out.written).toEqual([
    'one\ntwo\nthree\n',
    '\u001B[3F\u001B[J',
    'a line th…\n',
    '\u001B[1F\u001B[J',
    'above\n',
    'last\n',
    'below\n',
  ]);
});

test('a pipe gets a line a second at most, and one of a programme day', () => {
  const out = recorder({});
  let nowMs = 0;
  const screen = new Screen(out, () => nowMs);
  const at = (ms: number, day: string) => {
    nowMs = ms;
    screen.draw({ block: unusedBlock, line: () => `${day} at ${ms}`, day });
  };
  at(0, 'Monday');
  at(500, 'Tuesday');
  at(1_000, 'Monday');
  at(1_200, 'Wednesday');
  at(2_100, 'Thursday');
  at(2_300, 'Friday');
  expect(out.written).toEqual(['Monday at 0\n', 'Wednesday at 1200\n', 'Friday at 2300\n']);
});

const unused = () => expect.fail('not for a terminal');
const unusedBlock = () => expect.fail('not for a pipe');

function recorder(shape: Omit<Output, 'write'>): Output & { written: string[] } {
  const written: string[] = [];
  return { ...shape, written, write: (text) => written.push(text) };
}
