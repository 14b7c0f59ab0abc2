import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededCopy } from '#test/support/seeded-copy.ts';
import { LOOK_ALIKES, TARGETS, VIOLATIONS } from './seeds.ts';

const copy = seededCopy(['oxlint.config.ts', 'package.json', 'tsconfig.json']);
/** The rules that spoke, by file. */
const spoken = new Map<string, string[]>();

beforeAll(() => {
  for (const [file, text] of Object.entries(TARGETS)) copy.write(file, text);
  const seeds = [...VIOLATIONS, ...LOOK_ALIKES];
  for (const { file, text } of seeds) copy.write(file, text);
  const named = [...new Set(seeds.map(({ file }) => file.split('/')[0] ?? ''))];
  const { status, output } = copy.run('oxlint/bin/oxlint', '-f', 'json', ...named);
  expect(status).toBe(1);
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { filename: string; code?: string }[];
  };
  for (const { filename, code = '' } of diagnostics) {
    spoken.set(filename, [...(spoken.get(filename) ?? []), code]);
  }
});

afterAll(() => copy.remove());

describe('the linter is red when', () => {
  test.each(VIOLATIONS)('$name ($file)', ({ file, rule }) => {
    expect(spoken.get(file)).toContain(rule);
  });
});

describe('the linter is silent when', () => {
  test.each(LOOK_ALIKES)('$name ($file)', ({ file }) => {
    expect(spoken.get(file) ?? []).toEqual([]);
  });
});
