import type { Client, WorkflowStartOptions } from '@temporalio/client';
import type { rolloutWorkflow } from '#workflows/rollout.ts';
import { nudge, startOptions, type RolloutKey } from '#workflows/contract.ts';

/** Wakes a coordinator, starting it where it does not run: the one call of relay, sweep and reconcile. */
export async function nudgeCoordinator(client: Client, key: RolloutKey): Promise<void> {
  const { typedSearchAttributes, ...options } = startOptions(key);
  await client.workflow.signalWithStart<typeof rolloutWorkflow>('rolloutWorkflow', {
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
}
