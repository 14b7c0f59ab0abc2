import type { Client, WorkflowStartOptions } from '@temporalio/client';
import type { rolloutWorkflow } from '#workflows/rollout.ts';
import { nudge, startOptions, type RolloutKey } from '#workflows/contract.ts';

/** A server that has stopped answering must not hold up whoever stops us; the row is still pending. */
const NUDGE_MS = 10_000;

/** Wakes a coordinator, starting it where it does not run: the one call of relay, sweep and reconcile. */
export async function nudgeCoordinator(client: Client, key: RolloutKey): Promise<void> {
  const { typedSearchAttributes, ...options } = startOptions(key);
  const send = () =>
    client.workflow.signalWithStart<typeof rolloutWorkflow>('rolloutWorkflow', {
      ...options,
      // The server keeps its own class for these; plain pairs are what both sides can carry.
      typedSearchAttributes: typedSearchAttributes as NonNullable<
        WorkflowStartOptions['typedSearchAttributes']
      >,
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: key.unit,
      args: [key],
      signal: nudge,
      signalArgs: [],
    });
  await client.withDeadline(Date.now() + NUDGE_MS, send);
}
