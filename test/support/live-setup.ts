/** Starts the real servers once for all live tests of a run, and stops them at its end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDatabase } from '#db/driver.ts';
import { migrate } from '#db/migrate.ts';
import { startServers } from '#embedded/servers.ts';
import { bundleWorkflows } from '#worker.ts';

/** What a live test is given: it makes its own database and its own namespace there (`live.ts`). */
export type LiveServers = {
  /** As the owner. */
  readonly databaseUrl: string;
  /** The name of a migrated database, to be copied. */
  readonly template: string;
  readonly temporalAddress: string;
  /** The file of the bundled workflows: webpack runs once for all tests. */
  readonly workflowBundle: string;
  /** A folder for what a test starts by itself; gone with the servers. */
  readonly stateDir: string;
};

declare module 'vitest' {
  export interface ProvidedContext {
    live: LiveServers;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { servers, stop } = await startLiveServers();
  project.provide('live', servers);
  return stop;
}

/** In a new folder under the system's own: two runs at once do not meet. */
export async function startLiveServers(): Promise<{
  readonly servers: LiveServers;
  stop(): Promise<void>;
}> {
  const stateDir = await mkdtemp(join(tmpdir(), 'lientich-live-'));
  const [{ postgres, temporal, stop }, { code }] = await Promise.all([
    startServers({ stateDir, name: 'live', ui: false, forTests: true }),
    bundleWorkflows(),
  ]);
  const template = 'template_record';
  await migrate(await createDatabase(postgres.url, template));
  const workflowBundle = join(stateDir, 'workflows.js');
  await writeFile(workflowBundle, code);
  return {
    servers: {
      databaseUrl: postgres.url,
      template,
      temporalAddress: temporal.address,
      workflowBundle,
      stateDir,
    },
    async stop() {
      await stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
