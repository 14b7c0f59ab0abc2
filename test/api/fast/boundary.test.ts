import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findFault } from '#api/characters.ts';
import { cursorOf, positionOf } from '#api/paging.ts';
import { createRateLimit } from '#api/rate-limit.ts';
import { Problem } from '#domain/problems.ts';
import { z } from '@hono/zod-openapi';

test.each([
  ['NFD', 'Tiê\u0301ng', 'nfc'],
  ['NUL', 'a\u0000b', 'visible'],
  ['escape', '\u001b[31m', 'visible'],
  ['right-to-left override', 'a\u202eb', 'visible'],
  ['isolate', 'a\u2066b', 'visible'],
  ['zero width', 'a\u200bb', 'visible'],
  ['byte order mark', '\ufeffa', 'visible'],
  ['line separator', 'a\u2028b', 'visible'],
  ['lone high surrogate', 'a\ud800', 'wellFormed'],
  ['lone low surrogate', '\udc00a', 'wellFormed'],
])('%s is refused wherever it stands', (_, text, expected) => {
  expect(findFault({ a: [{ b: text }] })).toMatchObject({ field: 'a.0.b', expected });
  expect(findFault({ [text]: 1 })).toMatchObject({ expected });
});

test('Vietnamese text with line breaks passes as it is', () => {
  const text = 'Đợt triển khai “Toàn dân bảo vệ ANTQ”\nQuý I/2024 – 90.725 lượt\t👮';
  expect(findFault({ text })).toBeNull();
});

/** Any sequence of code units, most of them no text at all. */
const TEXT = fc
  .array(fc.integer({ min: 0, max: 0xffff }))
  .map((units) => String.fromCharCode(...units));

test('what is refused can itself be printed', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const fault = findFault({ [text]: text });
      const told = JSON.stringify(fault);
      expect(findFault(JSON.parse(told))?.expected ?? 'nfc').toBe('nfc');
    }),
  );
});

test('nesting ends somewhere', () => {
  const deep = JSON.parse('[1,'.repeat(1_000) + '1' + ']'.repeat(1_000)) as unknown;
  expect(findFault(deep)).toMatchObject({ expected: 'shallow' });
});

const SHAPE = z.tuple([z.string(), z.int()]);

test('a cursor gives back the position it was made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.integer(), (text, n) => {
      expect(positionOf(cursorOf([text, n]), SHAPE)).toEqual([text, n]);
    }),
  );
});

test('no other text passes for a cursor', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(() => positionOf(text, SHAPE)).toThrow(Problem);
    }),
  );
});

test('a bucket refills with time and never beyond its size', () => {
  let now = 0;
  const admit = createRateLimit({ perSecond: 2, burst: 3 }, () => now);
  const burst = () => [1, 2, 3, 4, 5].map(() => admit('a'));
  expect(burst()).toEqual([true, true, true, false, false]);
  now = 500;
  expect(burst()).toEqual([true, false, false, false, false]);
  now = 60_000;
  expect(burst()).toEqual([true, true, true, false, false]);
});

test('no rate is no limit', () => {
  const admit = createRateLimit({ perSecond: 0, burst: 1 });
  expect(Array.from({ length: 1_000 }, () => admit('a')).every(Boolean)).toBe(true);
});
