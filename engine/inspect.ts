/** The live Temporal side for operators: what runs, what it waits for, what it tries in vain. Read only. */
import { Client, Connection } from '@temporalio/client';
import { WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import { outlook, type Outlook } from '#workflows/contract.ts';
import { RECONNECT } from './client.ts';

/** Temporal does not answer in time; the record itself goes on without it. */
export class EngineUnreachable extends Error {
  override readonly name = 'EngineUnreachable';
}

export type InspectOptions = {
  readonly address: string;
  readonly namespace: string;
  /** Of Temporal's own pages; without it no links are given. */
  readonly uiUrl?: string | null | undefined;
};

export type PendingActivity = {
  readonly name: string;
  readonly attempt: number;
  readonly lastFailure: string | null;
};

export type LiveWorkflow = {
  readonly workflowId: string;
  readonly runId: string;
  readonly status: string;
  readonly stage: string | null;
  readonly waitsFor: string | null;
  readonly waitsUntil: string | null;
  readonly historyLength: number;
  readonly pendingActivities: readonly PendingActivity[];
  readonly uiUrl: string | null;
};

export type Inspect = {
  /**
   * The workflows of a rollout with their newest run: those of the coordinators named, else the newest
   * hundred there are. A coordinator that never ran has none.
   *
   * @throws EngineUnreachable
   */
  inspectRollout(
    rollout: string,
    coordinators?: readonly string[],
  ): Promise<readonly LiveWorkflow[]>;
  /**
   * Ids of every coordinator's workflow that runs now.
   *
   * @throws EngineUnreachable
   */
  runningWorkflowIds(): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
};

/** An operator waits for the answer; so does the request behind it. */
const ANSWER_MS = 2_000;
/** What a running workflow says of itself needs a worker: where none answers, the rest is still worth telling. */
const OUTLOOK_MS = 1_000;
/** A list of a whole country's coordinators takes longer than one of them. */
const LIST_MS = 10_000;
const AT_ONCE = 16;
const LISTED_MAX = 100;

/** Connects when first asked; the server may be down until then and come and go afterwards. */
export function connectInspect({ address, namespace, uiUrl }: InspectOptions): Inspect {
  const { reach, close } = reaching(address, namespace);
  const link = (workflowId: string, runId: string) =>
    uiUrl == null
      ? null
      : `${uiUrl.replace(/\/$/, '')}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`;

  const describe = (workflowId: string): Promise<LiveWorkflow | null> =>
    reach(async (client) => {
      const handle = client.workflow.getHandle(workflowId);
      const found = await client.withDeadline(Date.now() + ANSWER_MS, () => handle.describe());
      const running = found.status.name === 'RUNNING';
      const own = running ? await outlookOf(client, workflowId) : null;
      return {
        ...liveOf(found, own),
        pendingActivities: (found.raw.pendingActivities ?? []).map((activity) => ({
          name: activity.activityType?.name ?? '',
          attempt: activity.attempt ?? 1,
          lastFailure: activity.lastFailure?.message ?? null,
        })),
        uiUrl: link(workflowId, found.runId),
      };
    }).catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    });

  const listIds = (query: string, max: number): Promise<string[]> =>
    reach((client) =>
      client.withDeadline(Date.now() + LIST_MS, async () => {
        const ids: string[] = [];
        for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
          ids.push(workflowId);
          if (ids.length >= max) break;
        }
        return ids;
      }),
    );

  return {
    async inspectRollout(rollout, coordinators) {
      const of = `WorkflowType = 'rolloutWorkflow' AND RolloutId = '${rollout.replaceAll("'", '')}'`;
      const ids = new Set(coordinators ?? (await listIds(of, LISTED_MAX)));
      const found = await inTurn([...ids], describe);
      return found.filter((workflow) => workflow !== null);
    },
    async runningWorkflowIds() {
      const all = `WorkflowType = 'rolloutWorkflow' AND ExecutionStatus = 'Running'`;
      return new Set(await listIds(all, Number.MAX_SAFE_INTEGER));
    },
    close,
  };
}

/**
 * One connection for all that is asked, made anew after it could not be made: the SDK's lazy one keeps its
 * first failure for good.
 */
function reaching(address: string, namespace: string) {
  let opened: Promise<Connection> | null = null;
  const connect = (): Promise<Connection> => {
    const options = { address, connectTimeout: ANSWER_MS, channelArgs: RECONNECT };
    opened ??= Connection.connect(options).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
  return {
    /** @throws EngineUnreachable for want of an answer */
    async reach<T>(ask: (client: Client) => Promise<T>): Promise<T> {
      try {
        return await ask(new Client({ connection: await connect(), namespace }));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new EngineUnreachable(why, { cause: error });
      }
    },
    close: async () => (await opened?.catch(() => null))?.close(),
  };
}

const liveOf = (found: WorkflowExecutionDescription, own: Outlook | null) => ({
  workflowId: found.workflowId,
  runId: found.runId,
  status: found.status.name,
  // The search attribute outlives the run; the query is of this moment.
  stage: own?.stage ?? stageOf(found),
  waitsFor: own?.waitsFor ?? null,
  waitsUntil: own?.waitsUntil ?? null,
  historyLength: found.historyLength,
});

function stageOf({ typedSearchAttributes }: WorkflowExecutionDescription): string | null {
  const stage = typedSearchAttributes.getAll().find(({ key }) => key.name === 'Stage')?.value;
  return typeof stage === 'string' ? stage : null;
}

/** Null where no worker answers in time. */
async function outlookOf(client: Client, workflowId: string): Promise<Outlook | null> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    return await client.withDeadline(Date.now() + OUTLOOK_MS, () => handle.query(outlook));
  } catch {
    // No worker, an older one, a run that ended meanwhile: the rest of the answer stands without it.
    return null;
  }
}

/** Bounded: a district's hundred coordinators are asked a few at a time. */
async function inTurn<A, B>(all: readonly A[], ask: (one: A) => Promise<B>): Promise<B[]> {
  const answers: B[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE)
    answers.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map(ask))));
  return answers;
}
