/** A refusal on the command line is read by a person: what is wrong, why, and what to do, in one language. */
import { afterEach, expect, test, vi } from 'vitest';
import { report } from '#cli/report.ts';
import { NOT_NOW_LABELS } from '#domain/labels.ts';
import { Problem } from '#domain/problems.ts';

afterEach(() => vi.restoreAllMocks());

test.each([
  ['vi', 'Đợt triển khai không tạm dừng nên không cần tiếp tục.'],
  ['en', 'The rollout is not suspended, so there is nothing to resume.'],
] as const)('the reason of a refusal is told in words (%s)', (language, why) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const message = NOT_NOW_LABELS.notSuspended;
  const code = report(
    new Problem('rollout.not_now', { reason: 'notSuspended', message }),
    language,
  );
  const [text] = said.mock.calls[0] as [string];
  expect([code, text.includes(` ${why} `)]).toEqual([1, true]);
  expect(text.endsWith('[rollout.not_now]\n{"reason":"notSuspended"}')).toBe(true);
});
