/**
 * The workflows of this build against histories that an earlier one wrote (`test/support/record-histories.ts`):
 * a change that a running coordinator would not survive is seen here, without a server.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleWorkflows } from '#worker.ts';

const FOLDER = resolve(import.meta.dirname, '..', 'histories');
const NAMES = readdirSync(FOLDER).toSorted();

type Told = {
  readonly events: readonly { readonly eventType: string; [attributes: string]: unknown }[];
};

const historyOf = (name: string) => JSON.parse(readFileSync(resolve(FOLDER, name), 'utf8')) as Told;

let workflowBundle: Awaited<ReturnType<typeof bundleWorkflows>>;

beforeAll(async () => {
  // What does not replay is told by the tests.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => {}),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
  workflowBundle = await bundleWorkflows();
});

/** Answers by name of the history: null, or why it does not replay. */
async function replay(histories: ReadonlyMap<string, Told>): Promise<Map<string, string | null>> {
  async function* all() {
    for (const [workflowId, history] of histories) yield { workflowId, history };
  }
  const told = new Map<string, string | null>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, all()))
    told.set(workflowId, error === undefined ? null : String(error));
  return told;
}

describe('stored histories', () => {
  test('every one of them replays', async () => {
    const told = await replay(new Map(NAMES.map((name) => [name, historyOf(name)])));
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(NAMES.map((name) => [name, null])));
  });

  test('they hold a root with children, reminders, reports and mails, a run continued as new, timers and a late look', () => {
    const all = NAMES.map(historyOf);
    const has = (eventType: string) =>
      all.some(({ events }) => events.some((event) => event.eventType === eventType));
    expect(has('EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED')).toBe(true);
    expect(has('EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW')).toBe(true);
    expect(has('EVENT_TYPE_TIMER_CANCELED')).toBe(true);
    const steps = all.flatMap(({ events }) => events.flatMap((event) => stepOf(event) ?? []));
    expect(new Set(steps)).toEqual(
      new Set([
        'takeStockOfRollout',
        'issueAssignments',
        'remind',
        'reportToSuperior',
        'completeUpwards',
        'deliverMessages',
      ]),
    );
    const looks = all.map(({ events }) => events.flatMap((event) => stepOf(event) ?? []));
    expect(looks).toContainEqual(['takeStockOfRollout']);
  });

  test('they name no machine', () => {
    for (const name of NAMES)
      expect(readFileSync(resolve(FOLDER, name), 'utf8')).not.toMatch(
        /\d@|\/(home|root|tmp|work)\//,
      );
  });
});

type Event = Told['events'][number];

function stepOf(event: Event): string | null {
  const scheduled = event['activityTaskScheduledEventAttributes'] as
    | { activityType: { name: string } }
    | undefined;
  return scheduled?.activityType.name ?? null;
}

describe('a tampered history does not replay', () => {
  const first = NAMES.find((name) => name.startsWith('rollout-stepped-09-run-1'));
  const tampered = async (change: (event: Event) => Event) => {
    const { events } = historyOf(first!);
    const told = await replay(new Map([['tampered', { events: events.map(change) }]]));
    return told.get('tampered');
  };

  test('when a step has another name', async () => {
    const renamed = await tampered((event) =>
      stepOf(event) === 'issueAssignments'
        ? (JSON.parse(JSON.stringify(event).replace('issueAssignments', 'somethingElse')) as Event)
        : event,
    );
    expect(renamed).toMatch(/Nondeterminism/);
  });

  test('when a child has another id', async () => {
    const moved = await tampered((event) =>
      event.eventType.includes('CHILD_WORKFLOW')
        ? (JSON.parse(JSON.stringify(event).replaceAll('s:091', 's:999')) as Event)
        : event,
    );
    expect(moved).toMatch(/Nondeterminism/);
  });

  test('while the same one untouched does', async () => {
    expect(await tampered((event) => event)).toBeNull();
  });
});
