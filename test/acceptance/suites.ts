/** What live tests of their own show: the suite is run as `npm test` runs it, and told by its tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Check } from './check.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

type Report = {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
};

const suite = (name: string, files: readonly string[]): Check => ({
  name,
  async run({ signal }) {
    const folder = await mkdtemp(join(tmpdir(), 'lientich-suite-'));
    try {
      const file = join(folder, 'report.json');
      const words = ['run', '--project', 'live', ...files, '--reporter=json', '--outputFile', file];
      const child = spawn('npx', ['vitest', ...words], { cwd: ROOT, stdio: 'ignore', signal });
      const [status] = await once(child, 'exit');
      const report = JSON.parse(await readFile(file, 'utf8')) as Report;
      const results = report.testResults.flatMap((r) => r.assertionResults);
      const failed = results.filter((r) => r.status === 'failed').map((r) => r.title);
      if (status !== 0 || failed.length > 0) throw new Error(`failed: ${failed.join('; ')}`);
      return {
        ...Object.fromEntries(results.map(({ title, status: said }) => [title, said])),
        passed: report.numPassedTests,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

export const suites: readonly Check[] = [
  suite('calendar', ['test/live/calendar.test.ts']),
  suite('smtp', ['test/live/mail.test.ts', 'test/live/mail-worker.test.ts']),
];
