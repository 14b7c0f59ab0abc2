/** Strikes at chosen events of the coordinators' histories while a story is told. */
import { nudgeCoordinator } from '#engine/coordinators.ts';
import { rolloutWorkflowId, type RolloutKey } from '#workflows/contract.ts';
import { eventually, type Namespace } from './live.ts';
import { PROGRAMME } from './scenario.ts';
import { LEADING, type Run } from './scenario-run.ts';

/** The how-manieth event of a coordinator, counted through all its runs. */
export type Point = { readonly unit: string; readonly event: number };

/** At most `max` events, evenly over all coordinators and their histories, dealt into `groups`. */
export function choosePoints(
  counts: ReadonlyMap<string, number>,
  max: number,
  groups: number,
): Point[][] {
  const all = [...counts].flatMap(([unit, count]) =>
    Array.from({ length: count }, (_, i): Point => ({ unit, event: i + 1 })),
  );
  const chosen = Array.from(
    { length: Math.min(max, all.length) },
    (_, i) => all[Math.floor((i * all.length) / max)]!,
  );
  return Array.from({ length: groups }, (_, g) => chosen.filter((_point, i) => i % groups === g));
}

/**
 * Follows the coordinators' histories by long polls and strikes as soon as one reaches its next point; at the
 * end it strikes at once at those not reached. Answers how many strikes there were.
 */
export function sabotage(
  { at, rollout }: Pick<Run, 'at' | 'rollout'>,
  points: readonly Point[],
  strike: (key: RolloutKey) => Promise<unknown>,
): () => Promise<number> {
  const over = new AbortController();
  let struck = 0;
  const following = LEADING.map(async (unit) => {
    const key = { programme: PROGRAMME, rollout: await rollout(), unit };
    const history = new History(at, rolloutWorkflowId(key), over.signal);
    const events = points.filter((p) => p.unit === unit).map((p) => p.event);
    for (const event of events.toSorted(byNumber)) {
      await history.reaches(event);
      await strike(key);
      struck += 1;
    }
  });
  // Seen by whoever finishes; until then it is no unhandled one.
  const all = Promise.all(following);
  all.catch(() => {});
  return async () => {
    over.abort();
    await all;
    return struck;
  };
}

/** gRPC's number for it. */
const INVALID_ARGUMENT = 3;

const byNumber = (a: number, b: number) => a - b;

/** The number of events of a workflow through all its runs, followed while it grows. */
class History {
  readonly #at: Namespace;
  readonly #workflowId: string;
  readonly #over: AbortSignal;
  #ended = 0;
  #run: string | null = null;
  #last = '';
  #length = 0;
  #token: Uint8Array | null = null;

  constructor(at: Namespace, workflowId: string, over: AbortSignal) {
    this.#at = at;
    this.#workflowId = workflowId;
    this.#over = over;
  }

  async reaches(event: number): Promise<void> {
    while (!this.#over.aborted && this.#ended + this.#length < event) {
      try {
        await this.#read();
      } catch (error) {
        if (this.#over.aborted) return;
        // A page that began before a terminated run was put away cannot be turned: read it from its beginning.
        if (!(error instanceof Error && 'code' in error && error.code === INVALID_ARGUMENT))
          throw error;
        this.#length = 0;
        this.#token = null;
      }
    }
  }

  async #read(): Promise<void> {
    const { client, namespace } = this.#at;
    const runId = this.#run ?? (await this.#nextRun());
    if (runId === null) return;
    const page = await client.connection.withAbortSignal(this.#over, () =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId: this.#workflowId, runId },
        waitNewEvent: true,
        nextPageToken: this.#token,
      }),
    );
    this.#run = runId;
    this.#length += page.history?.events?.length ?? 0;
    this.#token = page.nextPageToken.length > 0 ? page.nextPageToken : null;
    if (this.#token !== null) return;
    // The run has ended: continued, terminated or done.
    this.#ended += this.#length;
    this.#length = 0;
    this.#run = null;
    this.#last = runId;
  }

  async #nextRun(): Promise<string | null> {
    return eventually(
      `${this.#workflowId} runs`,
      async () => {
        if (this.#over.aborted) return '';
        const { runId } = await this.#at.client.workflow.getHandle(this.#workflowId).describe();
        return runId === this.#last ? null : runId;
      },
      120_000,
    ).then((runId) => (runId === '' ? null : runId));
  }
}

/** Terminates the coordinator, if it still runs, and nudges it: it begins anew, from the record alone. */
export const terminateAndNudge =
  ({ client }: Namespace, terminated: (key: RolloutKey) => void) =>
  async (key: RolloutKey): Promise<void> => {
    try {
      await client.workflow.getHandle(rolloutWorkflowId(key)).terminate('test');
      terminated(key);
    } catch (error) {
      // Between its last event and this call it may have ended by itself.
      if (!(error instanceof Error) || error.name !== 'WorkflowNotFoundError') throw error;
    }
    await nudgeCoordinator(client, key);
  };
