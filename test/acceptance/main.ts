/**
 * `npm run acceptance -- turns`: what a delivered build must be able to do, checked on this machine with servers
 * of its own. The checks run one after the other; each figure is printed as a line `name: value`, the last line is
 * `passed` or `failed`, and so is the exit code. Ctrl-C and failures stop everything that was started.
 *
 *   npm run acceptance -- turns [--only NAME] [--seed N] [--programme FOLDER]
 *
 * A further check is a file of this folder that exports a `Check` (check.ts: `name` and `run`), with its line in
 * TURNS below. `run` starts what it needs, stops it in a `finally`, also when its signal is aborted, answers its
 * figures, and throws when something does not hold.
 */
import { parseArgs } from 'node:util';
import { amendments } from './amendments.ts';
import type { Check, CheckOptions } from './check.ts';
import { faults } from './faults.ts';
import { holders } from './holders.ts';
import { oracle } from './oracle.ts';
import { suites } from './suites.ts';

/** In the order in which they run. */
const TURNS: readonly Check[] = [oracle, ...suites, holders, ...faults, amendments];

const LISTS: Readonly<Record<string, readonly Check[]>> = { turns: TURNS };
const USAGE = 'npm run acceptance -- turns [--only NAME] [--seed N] [--programme FOLDER]';
const EXIT = { passed: 0, failed: 1, usage: 2 } as const;

type Given = Omit<CheckOptions, 'signal' | 'progress'> & { readonly checks: readonly Check[] };

/** Null when it makes no sense. */
function given(): Given | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        seed: { type: 'string', default: '1' },
        programme: { type: 'string' },
      },
    });
    const [list = '', ...more] = positionals;
    const { only, seed, programme } = values;
    const checks = LISTS[list]?.filter(({ name }) => only === undefined || name === only) ?? [];
    if (more.length > 0 || checks.length === 0 || !/^\d{1,9}$/.test(seed)) return null;
    return { checks, seed: Number(seed), programme };
  } catch {
    return null;
  }
}

async function runAll({ checks, ...options }: Given, signal: AbortSignal): Promise<boolean> {
  for (const { name, run } of checks) {
    const startedAt = performance.now();
    console.log(`${name} seed: ${options.seed}`);
    try {
      const progress = (text: string) => console.error(`  ${name}: ${text}`);
      const figures = await run({ ...options, signal, progress });
      for (const [figure, value] of Object.entries(figures))
        console.log(`${name} ${figure}: ${value}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      console.log(`${name}: ${signal.aborted ? 'stopped' : why}`);
      return false;
    }
    console.log(`${name} took (s): ${Math.round((performance.now() - startedAt) / 100) / 10}`);
  }
  return true;
}

/** The first one ends what is under way in order, a second one the process. */
function untilStopped(abort: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      process.once(signal, () => process.exit(EXIT.failed));
      abort.abort();
    });
}

const asked = given();
if (asked === null) {
  console.error(USAGE);
  process.exitCode = EXIT.usage;
} else {
  const abort = new AbortController();
  untilStopped(abort);
  const passed = await runAll(asked, abort.signal);
  console.log(passed ? 'passed' : 'failed');
  process.exitCode = passed ? EXIT.passed : EXIT.failed;
}
