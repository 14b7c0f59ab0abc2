import { expect, test } from 'vitest';
import { Problem } from '#domain/problems.ts';
import { screen } from '#facts/screening.ts';

const refusalOf = (text: string) => {
  try {
    screen({ text });
    return null;
  } catch (thrown) {
    return thrown instanceof Problem ? thrown.code : thrown;
  }
};

test.each([
  'CMND 123 456 789',
  'CMND: 123.456.789',
  'CMND số 12 345 6789',
  'căn cước công dân 001 234 567890',
  'số 123 456 789 của ông A',
  'số 123-456-789',
  'năm 2023 123 456 789',
  '123456789',
  '001234567890',
  '001 234 567 890',
  '001.234.567.890',
  '0012 3456 7890',
  'gọi 0912 345 678',
  '+84 912345678',
])('%s is refused as personal', (text) => {
  expect(refusalOf(text)).toBe('text.personal');
});

test.each([
  '5.801.230.000 đồng',
  '580.123.000 đồng',
  '125.801.230.000 đồng',
  '580 123 000 đồng',
  '1 580 123 000',
  '123/KH-CAX',
  'Công văn 1234/CAT-PV05 ngày 14/11/2024',
  '14/11/2024 và 15/11/2024',
  '14.11.2024 5 xã',
  '01.01.2023-31.12.2023',
  'giai đoạn 2016-2020 2021-2025',
  'giai đoạn 2021-2025, 106 xã',
  'năm 2023 12345 lượt người',
  'cấp căn cước cho 12.345 trường hợp',
  '90.725 lượt, 106/106 xã, 8/8 huyện',
])('%s passes', (text) => {
  expect(refusalOf(text)).toBeNull();
});
