import type { Client } from '@temporalio/client';
import type { Sql } from '#db/driver.ts';
import { readSleepers } from '#db/reads/pending.ts';
import { nudgeCoordinator } from './coordinators.ts';

export type Reconciled = {
  readonly nudged: number;
  /** Workflows that run without an open coordinator in the record. */
  readonly orphans: readonly string[];
};

/**
 * Makes the Temporal side what the record says: every open coordinator is nudged, started where it does not
 * run. Workflows without a row are listed, not stopped: whose they are is the operator's to say.
 */
export async function reconcile(sql: Sql, client: Client): Promise<Reconciled> {
  const open = await readSleepers(sql, true);
  for (const key of open) await nudgeCoordinator(client, key);
  const known = new Set(open.map((c) => c.coordinator));
  const orphans: string[] = [];
  const running = client.workflow.list({
    query: `WorkflowType = 'rolloutWorkflow' AND ExecutionStatus = 'Running'`,
  });
  for await (const { workflowId } of running) if (!known.has(workflowId)) orphans.push(workflowId);
  return { nudged: open.length, orphans };
}
