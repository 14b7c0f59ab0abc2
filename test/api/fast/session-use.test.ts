import { expect, test } from 'vitest';
import { createUse } from '#api/sessions/use.ts';
import type { Sql } from '#db/driver.ts';

/** Counts the statements that note a use; each answers, or fails, when it is told to. */
function countingSql(answer: () => Promise<unknown>) {
  const asked = { n: 0 };
  const sql = (strings: TemplateStringsArray) => {
    if (!strings[0]?.includes('with seen')) return Promise.resolve([]);
    asked.n += 1;
    return answer();
  };
  return { asked, sql: sql as unknown as Sql };
}

test('a use is noted once a minute for each session, however often it is used', () => {
  const { asked, sql } = countingSql(() => Promise.resolve([]));
  let now = 0;
  const use = createUse(sql, { info() {}, warn() {}, error() {} }, () => now);
  const each = () => ['a', 'b', 'a', 'a'].forEach((hash) => use(hash));
  each();
  expect(asked.n).toBe(2);
  now = 59_000;
  each();
  expect(asked.n).toBe(2);
  now = 60_000;
  each();
  expect(asked.n).toBe(4);
});

test('it is remembered for so many sessions and no more', () => {
  const { asked, sql } = countingSql(() => Promise.resolve([]));
  const use = createUse(sql, { info() {}, warn() {}, error() {} }, () => 0);
  for (let i = 0; i <= 10_000; i += 1) use(`session ${i}`);
  use('session 10000');
  expect(asked.n).toBe(10_001);
  use('session 0');
  expect(asked.n).toBe(10_002);
});

test('where it cannot be noted nobody is told but the log, and not of which session', async () => {
  const lines: string[] = [];
  const warned = Promise.withResolvers<void>();
  const warn = (details: object, message: string) => {
    lines.push(JSON.stringify(details), message);
    warned.resolve();
  };
  const { sql } = countingSql(() => Promise.reject(new Error('away')));
  createUse(sql, { info() {}, warn, error() {} })('f00d'.repeat(16));
  await warned.promise;
  expect(lines.join()).toContain('not noted');
  expect(lines.join()).not.toContain('f00d');
});
