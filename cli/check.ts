/**
 * `npm run check`: everything that can be known without a server, in the order a person would want to fail.
 * `npm run check -- lint types` runs the named steps alone.
 *
 * It uses the tools and nothing of the product, so that it can judge a tree in which nothing else works.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

interface Step {
  readonly name: string;
  /** A script and its arguments, run by this Node: what the PATH calls `node` may be older. */
  readonly command: readonly [string, ...string[]];
}

const tool = (path: string) => join(ROOT, 'node_modules', path);

/** The linter is given names, never `.`: where nothing is ignored it would read every dependency. */
function sources(): string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.ts'))
    .map((entry) => entry.name);
}

/** Rounds: the steps of one run side by side, the next begins when all of them are green. */
const ROUNDS: readonly (readonly Step[])[] = [
  [
    { name: 'format', command: [tool('oxfmt/bin/oxfmt'), '--check', '.'] },
    { name: 'lint', command: [tool('oxlint/bin/oxlint'), ...sources()] },
    { name: 'types', command: [tool('typescript/bin/tsc'), '--noEmit'] },
    {
      name: 'dead-code',
      command: [tool('knip/bin/knip.js'), '--no-progress', '--treat-config-hints-as-errors'],
    },
  ],
  [{ name: 'workflows', command: [import.meta.filename, '--bundle'] }],
  [{ name: 'tests', command: [tool('vitest/vitest.mjs'), 'run', '--project', 'fast'] }],
];

interface Outcome {
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

async function run(step: Step, signal: AbortSignal): Promise<Outcome> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, step.command, { cwd: ROOT, signal, stdio: 'pipe' });
  child.stdin.end();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const passed = await new Promise<boolean>((settle) => {
    child.on('close', (code) => settle(code === 0));
    child.on('error', (error) => {
      output += `${error.message}\n`;
      settle(false);
    });
  });
  return { passed, seconds: (performance.now() - startedAt) / 1000, output };
}

const line = (name: string, seconds: number, word: string) =>
  `${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${word}`;

/** @returns the name of the first step that failed; the others of its round are stopped */
async function runRound(steps: readonly Step[]): Promise<string | undefined> {
  const stop = new AbortController();
  let failed: string | undefined;
  await Promise.all(
    steps.map(async (step) => {
      const { passed, seconds, output } = await run(step, stop.signal);
      if (failed !== undefined) return;
      console.log(line(step.name, seconds, passed ? 'ok' : 'failed'));
      if (passed) return;
      failed = step.name;
      stop.abort();
      console.log(`\n${output.trim()}\n`);
    }),
  );
  return failed;
}

async function check(only: readonly string[]): Promise<boolean> {
  const known = ROUNDS.flat().map((step) => step.name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`No such step: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
    return false;
  }
  const startedAt = performance.now();
  for (const round of ROUNDS) {
    const failed = await runRound(
      round.filter(({ name }) => only.length === 0 || only.includes(name)),
    );
    if (failed === undefined) continue;
    console.error(`check failed at "${failed}"; alone: npm run check -- ${failed}`);
    return false;
  }
  console.log(line('check', (performance.now() - startedAt) / 1000, 'ok'));
  return true;
}

/** The bundler refuses what replay cannot run: a value import of an activity ends here in `node:` built-ins. */
async function bundleWorkflows(): Promise<void> {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  await bundleWorkflowCode({ workflowsPath: join(ROOT, 'workflows', 'index.ts') });
}

const given = process.argv.slice(2);
if (given[0] === '--bundle') await bundleWorkflows();
else if (!(await check(given))) process.exitCode = 1;
