import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FOLDER_PROBLEMS_MAX } from '#domain/programme-problems.ts';
import { folderOf, readProgrammeFolder } from '#exchange/programme-folder.ts';
import { soundFiles } from './fixture-folder.ts';

const sound = soundFiles();
const paths = [...sound.keys()];

/** Bytes that mean something to one of the formats, besides any at all. */
const telling = [
  0x00, 0x0a, 0x0d, 0x22, 0x2c, 0x2f, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d, 0xcc, 0xef, 0xff,
];
const byte = fc.oneof(fc.constantFrom(...telling), fc.integer({ min: 0, max: 255 }));
const digit = fc.integer({ min: 0x30, max: 0x39 });
const edit = fc.record({
  path: fc.constantFrom(...paths),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  removed: fc.nat({ max: 40 }),
  inserted: fc
    .uint8Array({ maxLength: 0 })
    .chain(() => fc.array(fc.oneof(byte, digit), { maxLength: 12 })),
});

test('a folder with any bytes changed is read or refused with bounded, printable problems, never thrown at', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const files = new Map(sound);
      for (const { path, at, removed, inserted } of edits) {
        const bytes = [...(files.get(path) ?? [])];
        bytes.splice(Math.floor(at * bytes.length), removed, ...inserted);
        files.set(path, Uint8Array.from(bytes));
      }
      const answer = readProgrammeFolder(folderOf(files));
      if (answer.ok) return;
      expect(answer.count).toBeGreaterThan(0);
      expect(answer.problems.length).toBe(Math.min(answer.count, FOLDER_PROBLEMS_MAX));
      for (const { found, expected } of answer.problems) {
        expect(`${found}${expected}`).not.toMatch(/\p{Cc}|\p{Cs}/u);
      }
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

test('deep, huge and hostile JSON is refused', () => {
  const hostile = [
    '['.repeat(200_000),
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    '{"__proto__": {"key": "x"}, "constructor": 1}',
    `{"title": ${'{"vi":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    'null',
    '"\\ud800"',
    '',
  ];
  for (const path of ['programme.json', 'templates/rollout-2023.json']) {
    for (const text of hostile) {
      const files = new Map(sound).set(path, new TextEncoder().encode(text));
      const answer = readProgrammeFolder(folderOf(files));
      expect(answer.ok, `${path}: ${text.slice(0, 20)}`).toBe(false);
    }
  }
});
