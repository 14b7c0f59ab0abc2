/** What documents restate is pinned here, so that it is mended when the code changes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const documents = ['', 'docs', 'docs/decisions', 'programmes', 'programmes/units']
  .filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
const decisions = documents.filter((file) => dirname(file) === 'docs/decisions');
const folders = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  .map((entry) => entry.name);

/** The words in backticks and the lines of code blocks: what a reader would type or open. */
const code = (text: string) =>
  [...text.matchAll(/```[a-z]*\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, block, word]) =>
    (block ?? word ?? '').split('\n'),
  );

describe.each(documents)('%s', (file) => {
  const text = read(file);

  test('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = code(text).flatMap((line) =>
      [...line.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(test|start)\b)/g)].map(
        (m) => m[1] ?? m[2],
      ),
    );
    expect(named.filter((name) => name !== undefined && scripts[name] === undefined)).toEqual([]);
  });

  test('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target.replace(/#.*$/, ''))
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
    expect(targets.filter((to) => !existsSync(join(ROOT, dirname(file), to)))).toEqual([]);
  });

  test('names files of the repository that exist', () => {
    const named = code(text)
      .flatMap((line) => [...line.matchAll(/(?<![\w/.#-])([\w.-]+\/[\w./-]*\w)\b/g)])
      .map(([, path = '']) => path)
      .filter((path) => folders.includes(path.split('/')[0] ?? '') && /\.\w+$/.test(path));
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('the decisions', () => {
  test('are numbered without a gap', () => {
    const numbers = decisions
      .map((file) => Number(/\/(\d{4})-/.exec(file)?.[1]))
      .toSorted((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });

  test.each(decisions)('%s has its number and every section', (file) => {
    const text = read(file);
    expect(text).toMatch(new RegExp(`^# ${/\/(\d{4})-/.exec(file)?.[1]}\\. \\S`));
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'Context',
      'Decision',
      'For',
      'Against',
      'Consequences',
    ]);
  });
});

test('the import table of the architecture has the rows that the linter enforces', () => {
  const [, table = ''] =
    /^const IMPORTS[^]*?= \{\n([^]*?)^\};/m.exec(read('oxlint.config.ts')) ?? [];
  const enforced = [...table.matchAll(/^ {2}'?([\w/]+)'?: \{/gm)].map(([, folder]) => folder);
  expect(enforced.length).toBeGreaterThan(10);
  const [, told = ''] =
    /^## Which way imports point$([^]*?)^## /m.exec(read('docs/ARCHITECTURE.md')) ?? [];
  expect([...told.matchAll(/^\| `([\w/]+)` \|/gm)].map(([, folder]) => folder)).toEqual(enforced);
});

test('the decisions are all named in the architecture', () => {
  const text = read('docs/ARCHITECTURE.md');
  for (const file of decisions) expect(text).toContain(file.replace('docs/', ''));
});
