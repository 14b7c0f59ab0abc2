import { ParentClosePolicy, proxyActivities, startChild } from '@temporalio/workflow';
import type { RolloutActivities } from '#activities/rollout.ts';
import type { SendActivities } from '#activities/send/deliver.ts';
import { SEND_QUEUE, startOptions, type RolloutKey, type RolloutTotals } from './contract.ts';
import { openWatch } from './watch.ts';

const activities = proxyActivities<RolloutActivities>({
  // Short, because a dead worker is seen only through it; each is one small transaction.
  startToCloseTimeout: '5 seconds',
  // For ever: the record says what is due, so a late try draws what a punctual one would.
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

const sending = proxyActivities<SendActivities>({
  taskQueue: SEND_QUEUE,
  // Longer: a mail server may take its time. What a dead worker had in hand is tried again then, under the same id.
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** An activity under the title that operators read in the Temporal UI. */
const titled = (summary: string) => ({ summary });

/** Issues a unit's assignments, opens the tier below, chases both agencies until all are done, reports up. */
export async function rolloutWorkflow(key: RolloutKey): Promise<RolloutTotals> {
  const watch = openWatch();
  for (;;) {
    const now = await watch.look(activities.takeStockOfRollout, key);
    if (now.unknown) return now.totals;
    if (now.toOpen > 0)
      await activities.issueAssignments.executeWithOptions(
        titled(`Phát hành: ${now.toOpen} đơn vị`),
        [key],
      );
    await Promise.all(now.gatesOpen.map((unit) => startBelow({ ...key, unit })));
    for (const { act, title } of now.noticesDue)
      await activities.notify.executeWithOptions(titled(title), [key, act]);
    for (const { rung, title } of now.remindersDue)
      await activities.remind.executeWithOptions(titled(title), [key, rung]);
    for (const { agency, rung, title } of now.reportsUpDue)
      await activities.reportToSuperior.executeWithOptions(titled(title), [key, agency, rung]);
    if (now.mailsDue > 0)
      watch.aside(() =>
        sending.deliverMessages.executeWithOptions(titled(`Gửi: ${now.mailsDue} thư`), [key]),
      );
    if (now.everyoneDone)
      await activities.completeUpwards.executeWithOptions(titled('Hoàn thành, báo lên'), [key]);
    if (now.hasWork) continue;
    if (now.closed && (await watch.quiet())) return now.totals;
    if (!now.closed) await watch.rest(now, key);
  }
}

/** Starts the coordinator below. It outlives this run; completion comes up as a row, never as a result. */
async function startBelow(key: RolloutKey): Promise<void> {
  try {
    await startChild(rolloutWorkflow, {
      ...startOptions(key),
      args: [key],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: key.unit,
    });
  } catch (error) {
    // By name: its class lives in a package that workflows do not import.
    if (!(error instanceof Error) || error.name !== 'WorkflowExecutionAlreadyStartedError')
      throw error;
  }
}
