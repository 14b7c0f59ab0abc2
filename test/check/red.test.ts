/** What the linter cannot see: the compiler and the search for dead code are red too, with the real settings. */
import { afterEach, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { seededCopy, type SeededCopy } from '#test/support/seeded-copy.ts';

let copy: SeededCopy | undefined;
afterEach(() => copy?.remove());

test('a state without a label does not compile', () => {
  copy = seededCopy(['package.json', 'tsconfig.json', 'domain/vocabulary.ts', 'domain/labels.ts']);
  // The types that the labels take from their siblings are not the point here.
  const before = copy.run('typescript/bin/tsc', '--noEmit').output;
  expect(before).not.toContain('missing in type');

  const words = readFileSync(new URL('../../domain/vocabulary.ts', import.meta.url), 'utf8');
  copy.write(
    'domain/vocabulary.ts',
    words.replace("'inProgress',", "'inProgress',\n  'forgotten',"),
  );
  const { status, output } = copy.run('typescript/bin/tsc', '--noEmit');
  expect(status).not.toBe(0);
  expect(output).toMatch(/domain\/labels\.ts.*'forgotten' is missing in type/);
});

test('an export that nobody uses, and a file that nobody imports, are found', () => {
  copy = seededCopy(['package.json', 'tsconfig.json', 'knip.json']);
  copy.write('workflows/index.ts', "export { used } from './rollout.ts';\n");
  copy.write('workflows/rollout.ts', 'export const used = 1;\n');
  const knip = () => copy!.run('knip/bin/knip.js', '--no-progress', '--include', 'files,exports');
  expect(knip().output).not.toMatch(/rollout/);

  copy.write('workflows/rollout.ts', 'export const used = 1;\nexport const unused = 2;\n');
  copy.write('domain/island.ts', 'export const a = 1;\n');
  const { status, output } = knip();
  expect(status).toBe(1);
  expect(output).toMatch(/^unused .*workflows\/rollout\.ts:2/m);
  expect(output).toMatch(/^domain\/island\.ts/m);
});
