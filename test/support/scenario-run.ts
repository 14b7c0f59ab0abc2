/** One telling of the story with a database, a namespace and a worker of its own, and what may go on beside it. */
import { rolloutWorkflowId } from '#workflows/contract.ts';
import type { LiveServers } from './live-setup.ts';
import { eventually, openDatabase, openNamespace, runWorker } from './live.ts';
import type { LiveDatabase, Namespace, RunningWorker } from './live.ts';
import { openStage, type Stage } from './scenario.ts';
import { tellRecord, type RecordTold } from './scenario-record.ts';
import { tellStory, VACANT } from './scenario-story.ts';

export type Run = {
  readonly database: LiveDatabase;
  readonly at: Namespace;
  /** The rollout, as soon as it is issued. */
  readonly rollout: () => Promise<string>;
};

export type Tellings = {
  /** Goes on beside the story until what it answers is called; both while everything still runs. */
  readonly beside?: (run: Run) => () => Promise<unknown>;
  readonly worker?: (run: Run) => Promise<RunningWorker>;
};

/** Units that have a coordinator. */
export const LEADING = ['s:09', 's:091', 's:092'] as const;

export type OpenRun = Run & {
  readonly stage: Stage;
  readonly startWorker: () => Promise<void>;
  readonly stopWorker: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A stage with its worker, for tests that tell their own story. */
export async function openRun(
  servers: LiveServers,
  {
    vacant = [],
    rehearsal = true,
    mail,
  }: {
    vacant?: Parameters<typeof openStage>[1];
    rehearsal?: boolean;
    mail?: Parameters<typeof runWorker>[4];
  } = {},
): Promise<OpenRun> {
  const database = await openDatabase(servers);
  const at = await openNamespace(servers.temporalAddress);
  let worker: RunningWorker | null = null;
  const startWorker = async () => {
    worker ??= await runWorker(servers, database, at, undefined, mail);
  };
  const stopWorker = async () => {
    await worker?.stop();
    worker = null;
  };
  await startWorker();
  return {
    database,
    at,
    rollout: () => rolloutOf(database),
    stage: await openStage(database, vacant, rehearsal),
    startWorker,
    stopWorker,
    async close() {
      await stopWorker();
      await Promise.all([database.close(), at.close()]);
    },
  };
}

/** The story waits for every look: a relay that saves looks by waiting would only make it longer. */
export const BRISK = { pollMs: 25, spacingMs: 50 };

/** Tells the whole story and answers what the record says at its end. */
export async function tellOnce(
  servers: LiveServers,
  { beside, worker = (run) => runWorker(servers, run.database, run.at, BRISK) }: Tellings = {},
): Promise<RecordTold> {
  const database = await openDatabase(servers);
  const at = await openNamespace(servers.temporalAddress);
  const run: Run = { database, at, rollout: () => rolloutOf(database) };
  const working = await worker(run);
  try {
    const stage = await openStage(database, VACANT);
    const finish = beside?.(run) ?? (async () => {});
    try {
      await tellStory(stage);
    } finally {
      await finish();
    }
    await stage.settle();
    return await tellRecord(database.owner);
  } finally {
    await working.stop();
    await Promise.all([database.close(), at.close()]);
  }
}

const rolloutOf = ({ owner }: LiveDatabase): Promise<string> =>
  eventually(
    'the rollout is issued',
    async () => {
      const [first] = await owner<{ id: string }[]>`select rollout_id as id from coordinators`;
      return first?.id;
    },
    120_000,
  );

/** How many events each coordinator's runs have had in all. */
export async function countEvents({ at, rollout }: Run): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const unit of LEADING) {
    const id = rolloutWorkflowId({ rollout: await rollout(), unit });
    let count = 0;
    for await (const { runId } of at.client.workflow.list({ query: `WorkflowId = '${id}'` })) {
      const history = await at.client.workflow.getHandle(id, runId).fetchHistory();
      count += history.events?.length ?? 0;
    }
    counts.set(unit, count);
  }
  return counts;
}
