/** How long there is left, in the words of a person. */
import { expect, test } from 'vitest';
import type { WorkItem } from '#api/work/items.ts';
import { Told } from '#web/work/list.tsx';

const item = (due: Partial<WorkItem['due']>) =>
  ({
    due: { on: '2023-08-04', workingDaysLeft: 0, workingDaysOverdue: 0, assumed: null, ...due },
    unit: { name: 'Xã Đông' },
    office: { standingIn: false },
    rollout: null,
    assignment: null,
    returned: null,
    request: null,
    change: null,
    filing: null,
    lines: [],
  }) as unknown as WorkItem;

const told = async (today: string, due: Partial<WorkItem['due']>) =>
  (await Told({ item: item(due), today, language: 'vi' }))?.toString();

test.each([
  ['2023-08-03', { workingDaysLeft: 1 }, 'còn 1 ngày làm việc'],
  ['2023-08-04', {}, 'hết hạn hôm nay'],
  // A Saturday: yesterday's limit is past, and nobody is late before Monday.
  ['2023-08-05', {}, 'đã qua, chưa tính là quá hạn'],
  ['2023-08-07', { workingDaysOverdue: 1 }, 'quá hạn 1 ngày làm việc'],
])('on %s', async (today, due, text) => {
  expect(await told(today, due)).toContain(text);
});
