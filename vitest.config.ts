import { defineConfig } from 'vitest/config';

/** What needs PostgreSQL or Temporal; everything else is fast, so no test file can fall between the two. */
const LIVE = ['test/live/**', 'test/db/**', 'test/embedded/**'];
/** The longest walks and stories of the state oracle: half a minute that `npm run check` does without. */
const WALKS = ['test/domain/assignment-oracle-{three,random}.test.ts'];
/** What breaks the servers on purpose: minutes for each, on servers of its own. */
const FAULTS = ['test/faults/**'];

/** A legal date must not depend on where the machine stands. */
const env = { TZ: 'UTC' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...LIVE, ...WALKS, ...FAULTS],
          env,
          pool: 'forks',
          // The tools that the tests of the checks start, and the properties, need more than the usual 5 s.
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'walks',
          include: WALKS,
          env,
          pool: 'forks',
          testTimeout: 120_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'live',
          include: LIVE.map((folder) => `${folder}/*.test.ts`),
          env,
          pool: 'forks',
          globalSetup: ['test/support/live-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // After the fast ones, file by file: the servers take a core of their own.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'faults',
          include: FAULTS.map((folder) => `${folder}/*.test.ts`),
          env,
          pool: 'forks',
          // A story is half a minute, an outage may be asked for that takes longer.
          testTimeout: 1_800_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
