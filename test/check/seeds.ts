/** Mistakes that `npm run check` must catch, each with the rule that catches it, and what only looks like one. */

export interface Seed {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** The rule that speaks; none for a legitimate look-alike. */
  readonly rule?: string;
}

const IMPORTS = 'eslint(no-restricted-imports)';
const GLOBALS = 'eslint(no-restricted-globals)';
const PROPERTIES = 'eslint(no-restricted-properties)';
const FLOATING = 'typescript(no-floating-promises)';

const lines = (n: number) => Array.from({ length: n }, (_, i) => `// line ${i}`).join('\n') + '\n';
const PROXY = `import { proxyActivities } from '@temporalio/workflow';
import type { RemindActivities } from '#activities/remind.ts';
const { remind } = proxyActivities<RemindActivities>({ startToCloseTimeout: '5 s' });
`;

/** What the seeds import. */
export const TARGETS: Readonly<Record<string, string>> = {
  'domain/dates.ts': 'export const day = 1;\nexport type Day = number;\n',
  'domain/vocabulary.ts': "export const TIERS = ['top'] as const;\n",
  'db/driver.ts': 'export const open = 1;\nexport interface Queryable { readonly sql: string }\n',
  'db/reads/rows.ts': 'export const list = 1;\n',
  'db/writes/rows.ts': 'export const insert = 1;\n',
  'facts/act.ts': 'export const act = 1;\n',
  'activities/remind.ts': `export const createRemind = () => ({
  async remind(n: number): Promise<number> {
    return await Promise.resolve(n);
  },
});
export type RemindActivities = ReturnType<typeof createRemind>;
`,
  'workflows/contract.ts': 'export const queue = 1;\nexport type Key = string;\n',
  'workflows/watch.ts': 'export const watch = 1;\n',
  'engine/inspect.ts': 'export const look = 1;\nexport type Look = string;\n',
  'engine/relay.ts': 'export const relay = 1;\n',
  'api/app.ts': 'export const app = 1;\nexport type App = string;\n',
  'cli/lientich.ts': 'export const cli = 1;\n',
  'test/support/office.ts': 'export const office = 1;\n',
};

const uses = (name: string, from: string) =>
  `import { ${name} } from '${from}';\nexport const a = ${name};\n`;

export const VIOLATIONS: readonly Required<Seed>[] = [
  {
    name: 'domain reaches the database',
    file: 'domain/v1.ts',
    rule: IMPORTS,
    text: uses('list', '#db/reads/rows.ts'),
  },
  {
    name: 'domain reaches it by a type',
    file: 'domain/v2.ts',
    rule: IMPORTS,
    text: "export type { Queryable } from '#db/driver.ts';\n",
  },
  {
    name: 'domain reaches it by a relative path',
    file: 'domain/v3.ts',
    rule: IMPORTS,
    text: uses('open', '../db/driver.ts'),
  },
  {
    name: 'domain reaches it by import()',
    file: 'domain/v4.ts',
    rule: IMPORTS,
    text: "export const a = () => import('#db/driver.ts');\n",
  },
  {
    name: 'domain reaches a built-in',
    file: 'domain/v5.ts',
    rule: IMPORTS,
    text: uses('readFileSync', 'node:fs'),
  },
  { name: 'domain checks with Zod', file: 'domain/v6.ts', rule: IMPORTS, text: uses('z', 'zod') },
  {
    name: 'domain reads the clock',
    file: 'domain/v7.ts',
    rule: GLOBALS,
    text: 'export const a = Date.now();\n',
  },
  {
    name: 'domain makes a present',
    file: 'domain/v8.ts',
    rule: GLOBALS,
    text: 'export const a = new Date();\n',
  },
  {
    name: 'domain reads the clock through globalThis',
    file: 'domain/v9.ts',
    rule: GLOBALS,
    text: 'export const a: number = globalThis.Date.now();\n',
  },
  {
    name: 'domain formats by the machine',
    file: 'domain/v10.ts',
    rule: GLOBALS,
    text: "export const a = new Intl.Collator('vi');\n",
  },
  {
    name: 'domain sorts by the machine',
    file: 'domain/v11.ts',
    rule: PROPERTIES,
    text: "export const a = 'x'.localeCompare('y');\n",
  },
  {
    name: 'domain rolls dice',
    file: 'domain/v12.ts',
    rule: PROPERTIES,
    text: 'export const a = Math.random();\n',
  },
  {
    name: 'a workflow runs an activity by value',
    file: 'workflows/v1.ts',
    rule: IMPORTS,
    text: uses('createRemind', '#activities/remind.ts'),
  },
  {
    name: 'a workflow runs a rule of the domain',
    file: 'workflows/v2.ts',
    rule: IMPORTS,
    text: uses('day', '#domain/dates.ts'),
  },
  {
    name: 'a workflow reaches the database by a type',
    file: 'workflows/v3.ts',
    rule: IMPORTS,
    text: "export type { Queryable } from '#db/driver.ts';\n",
  },
  {
    name: 'a workflow uses a built-in',
    file: 'workflows/v4.ts',
    rule: IMPORTS,
    text: uses('randomUUID', 'node:crypto'),
  },
  {
    name: 'a workflow forgets to await an activity',
    file: 'workflows/v5.ts',
    rule: FLOATING,
    text: `${PROXY}export async function w(): Promise<void> {\n  await remind(1);\n  remind(2);\n}\n`,
  },
  {
    name: 'a workflow voids an activity',
    file: 'workflows/v6.ts',
    rule: FLOATING,
    text: `${PROXY}export async function w(): Promise<void> {\n  await remind(1);\n  void remind(2);\n}\n`,
  },
  {
    name: 'a workflow loses activities in forEach',
    file: 'workflows/v7.ts',
    rule: 'typescript(no-misused-promises)',
    text: `${PROXY}export function w(): void {\n  [1].forEach(async (n) => {\n    await remind(n);\n  });\n}\n`,
  },
  {
    name: 'a workflow fetches',
    file: 'workflows/v8.ts',
    rule: GLOBALS,
    text: "export const a = async () => await fetch('http://x');\n",
  },
  {
    name: 'a workflow outgrows its page',
    file: 'workflows/v9.ts',
    rule: 'eslint(max-lines)',
    text: lines(121),
  },
  {
    name: 'the contract imports a sibling',
    file: 'workflows/contract.ts',
    rule: IMPORTS,
    text: uses('watch', './watch.ts'),
  },
  {
    name: 'a route writes rows',
    file: 'api/v1.ts',
    rule: IMPORTS,
    text: uses('insert', '#db/writes/rows.ts'),
  },
  {
    name: 'a route loads the inspection at start',
    file: 'api/v2.ts',
    rule: IMPORTS,
    text: uses('look', '#engine/inspect.ts'),
  },
  {
    name: 'a route loads another part of the engine',
    file: 'api/v3.ts',
    rule: IMPORTS,
    text: "export const a = () => import('#engine/relay.ts');\n",
  },
  {
    name: 'a route talks to Temporal',
    file: 'api/v4.ts',
    rule: IMPORTS,
    text: uses('Client', '@temporalio/client'),
  },
  {
    name: 'a path is put together',
    file: 'api/v5.ts',
    rule: 'import(no-dynamic-require)',
    text: "const n = 'relay';\nexport const a = async (): Promise<unknown> => await import(`#engine/${n}.ts`);\n",
  },
  {
    name: 'a fact checks with Zod outside its input',
    file: 'facts/v1.ts',
    rule: IMPORTS,
    text: uses('z', 'zod'),
  },
  {
    name: 'a fact asks an activity',
    file: 'facts/v2.ts',
    rule: IMPORTS,
    text: uses('createRemind', '#activities/remind.ts'),
  },
  {
    name: 'an activity uses a fact',
    file: 'activities/v1.ts',
    rule: IMPORTS,
    text: uses('act', '#facts/act.ts'),
  },
  {
    name: 'a read writes',
    file: 'db/reads/v1.ts',
    rule: IMPORTS,
    text: uses('insert', '#db/writes/rows.ts'),
  },
  {
    name: 'a second file opens the driver',
    file: 'db/v1.ts',
    rule: IMPORTS,
    text: "import postgres from 'postgres';\nexport const a = postgres;\n",
  },
  {
    name: 'the engine decides by a rule',
    file: 'engine/v1.ts',
    rule: IMPORTS,
    text: uses('day', '#domain/dates.ts'),
  },
  {
    name: 'the environment is read outside config.ts',
    file: 'activities/v2.ts',
    rule: PROPERTIES,
    text: "export const a = process.env['PORT'];\n",
  },
  {
    name: 'only the config.ts at the top is the reader',
    file: 'cli/config.ts',
    rule: PROPERTIES,
    text: "export const a = process.env['PORT'];\n",
  },
  {
    name: 'only the server.ts at the top is a root',
    file: 'helpers/server.ts',
    rule: IMPORTS,
    text: uses('day', '#domain/dates.ts'),
  },
  {
    name: 'it is taken apart',
    file: 'cli/v1.ts',
    rule: PROPERTIES,
    text: 'export const { env } = process;\n',
  },
  { name: 'it is imported', file: 'cli/v2.ts', rule: IMPORTS, text: uses('env', 'node:process') },
  {
    name: 'the command line writes rows',
    file: 'cli/v3.ts',
    rule: IMPORTS,
    text: uses('insert', '#db/writes/rows.ts'),
  },
  {
    name: 'the product uses its tests',
    file: 'rehearsal/v1.ts',
    rule: IMPORTS,
    text: uses('office', '#test/support/office.ts'),
  },
  {
    name: 'somebody imports a root',
    file: 'verify/v1.ts',
    rule: IMPORTS,
    text: uses('cli', '#cli/lientich.ts'),
  },
  {
    name: 'a folder has no row',
    file: 'helpers/v1.ts',
    rule: IMPORTS,
    text: uses('day', '#domain/dates.ts'),
  },
  {
    name: 'two files need each other',
    file: 'facts/v3.ts',
    rule: 'import(no-cycle)',
    text: uses('four', '#facts/v4.ts'),
  },
  {
    name: 'and the other one',
    file: 'facts/v4.ts',
    rule: 'import(no-cycle)',
    text: "import { a } from './v3.ts';\nexport const four: number = a;\n",
  },
  {
    name: 'a promise is dropped',
    file: 'api/v6.ts',
    rule: FLOATING,
    text: 'export function a(): void {\n  Promise.resolve(1);\n}\n',
  },
  {
    name: 'a switch misses a state',
    file: 'facts/v5.ts',
    rule: 'typescript(switch-exhaustiveness-check)',
    text: "export function a(s: 'open' | 'done'): number {\n  switch (s) {\n    case 'open':\n      return 1;\n  }\n  return 0;\n}\n",
  },
  {
    name: 'a default hides the next state',
    file: 'domain/v13.ts',
    rule: 'typescript(switch-exhaustiveness-check)',
    text: "export function a(s: 'open' | 'done'): number {\n  switch (s) {\n    case 'open':\n      return 1;\n    default:\n      return 0;\n  }\n}\n",
  },
  {
    name: 'a type gives up',
    file: 'facts/v6.ts',
    rule: 'typescript(no-explicit-any)',
    text: 'export const a = (x: any): unknown => x;\n',
  },
  { name: 'a file is too long', file: 'facts/v7.ts', rule: 'eslint(max-lines)', text: lines(301) },
  {
    name: 'a function is too long',
    file: 'facts/v8.ts',
    rule: 'eslint(max-lines-per-function)',
    text: `export function a(): void {\n${lines(70)}}\n`,
  },
  {
    name: 'a silenced rule had nothing to say',
    file: 'facts/v9.ts',
    rule: '',
    text: '// oxlint-disable-next-line eqeqeq\nexport const a = 1;\n',
  },
  {
    name: 'one test runs alone',
    file: 'test/v1.test.ts',
    rule: 'vitest(no-focused-tests)',
    text: "import { expect, test } from 'vitest';\ntest.only('a', () => {\n  expect(1).toBe(1);\n});\n",
  },
  {
    name: 'a module is mocked',
    file: 'test/v2.test.ts',
    rule: 'vitest(no-restricted-vi-methods)',
    text: "import { vi } from 'vitest';\nvi.mock('#db/driver.ts');\n",
  },
];

export const LOOK_ALIKES: readonly Seed[] = [
  {
    name: 'config.ts reads the environment and a root puts the pieces together',
    file: 'config.ts',
    text: "import { z } from 'zod';\nimport { Client } from '@temporalio/client';\nimport { app } from '#api/app.ts';\nexport const a = [z.string().parse(process.env['PORT']), Client, app];\n",
  },
  {
    name: 'a workflow knows its activities by type and awaits them',
    file: 'workflows/l1.ts',
    text: `${PROXY}export async function w(): Promise<number> {\n  return await remind(1);\n}\n`,
  },
  {
    name: 'a workflow knows the domain by type and its siblings by value',
    file: 'workflows/l2.ts',
    text: "import type { Day } from '#domain/dates.ts';\nimport { watch } from './watch.ts';\nexport const a: Day = watch;\n",
  },
  {
    name: 'a workflow reads the replayed clock',
    file: 'workflows/l3.ts',
    text: 'export const now = (): number => Date.now();\n',
  },
  {
    name: 'a route loads the inspection when asked',
    file: 'api/l1.ts',
    text: "import type { Look } from '#engine/inspect.ts';\nexport const a = async (): Promise<Look> => String((await import('#engine/inspect.ts')).look);\n",
  },
  {
    name: 'a route uses its framework, facts and reads',
    file: 'api/rollouts/l2.ts',
    text: "import { createRoute } from '@hono/zod-openapi';\nimport { cors } from 'hono/cors';\nimport { readFile } from 'node:fs/promises';\nimport { act } from '#facts/act.ts';\nimport { list } from '#db/reads/rows.ts';\nimport { app } from '#api/app.ts';\nexport const a = [createRoute, cors, readFile, act, list, app];\n",
  },
  {
    name: 'the input of a fact is checked with Zod',
    file: 'facts/act.input.ts',
    text: "import { z } from 'zod';\nimport { TIERS } from '#domain/vocabulary.ts';\nexport const input = z.enum(TIERS);\n",
  },
  {
    name: 'a column takes its words from the vocabulary',
    file: 'db/schema/l1.ts',
    text: "import { text } from 'drizzle-orm/pg-core';\nimport { TIERS } from '#domain/vocabulary.ts';\nimport type { Day } from '#domain/dates.ts';\nexport const a = text('tier', { enum: TIERS });\nexport type D = Day;\n",
  },
  {
    name: 'an activity loads, decides and saves',
    file: 'activities/l1.ts',
    text: "import { log } from '@temporalio/activity';\nimport { list } from '#db/reads/rows.ts';\nimport { insert } from '#db/writes/rows.ts';\nimport { day } from '#domain/dates.ts';\nimport type { Key } from '#workflows/contract.ts';\nexport const a = [log, list, insert, day];\nexport type K = Key;\n",
  },
  {
    name: 'the engine signals what the contract names',
    file: 'engine/l1.ts',
    text: "import { Client } from '@temporalio/client';\nimport { queue } from '#workflows/contract.ts';\nexport const a = [Client, queue];\n",
  },

  {
    name: 'a word is only spelled like a clock',
    file: 'domain/l1.ts',
    text: 'export const a = (clock: { now: () => number; Date: number }): number => clock.now() + clock.Date;\n',
  },
];
