/**
 * One story, told again and again under every kind of mishap: the record must say the same each time. The
 * tellings go on at once, each with its own database, namespace and worker.
 */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { nudgeCoordinator } from '#engine/coordinators.ts';
import { startChildWorker } from '#test/support/child-worker.ts';
import { choosePoints, sabotage, terminateAndNudge } from '#test/support/sabotage.ts';
import { LEADING, countEvents, tellOnce, type Run } from '#test/support/scenario-run.ts';
import type { RecordTold } from '#test/support/scenario-record.ts';

const servers = inject('live');
const POINTS_MAX = 80;
const GROUPS = 8;
/** A telling is some 10 s of waiting, and several of them share two processors. */
const TOGETHER_MS = 600_000;

let reference: RecordTold;
let counts: ReadonlyMap<string, number> = new Map();

beforeAll(async () => {
  const beside = (run: Run) => async () => {
    counts = await countEvents(run);
  };
  reference = await tellOnce(servers, { beside });
}, TOGETHER_MS);

/** The digest says whether, the lines say where. */
function expectSame(told: RecordTold): void {
  expect(told.ledger).toEqual(reference.ledger);
  expect(told.rows).toEqual(reference.rows);
  expect(told.digest).toBe(reference.digest);
}

describe.concurrent('the record ends identical', { timeout: TOGETHER_MS }, () => {
  test('when the story is told again', async () => {
    expectSame(await tellOnce(servers));
  });

  test.for(Array.from({ length: GROUPS }, (_, group) => [group + 1] as const))(
    `when any coordinator is terminated at any event and nudged (part %i of ${GROUPS})`,
    async ([part]) => {
      const points = choosePoints(counts, POINTS_MAX, GROUPS)[part - 1]!;
      let terminated = 0;
      const beside = (run: Run) =>
        sabotage(
          run,
          points,
          terminateAndNudge(run.at, () => {
            terminated += 1;
          }),
        );
      const told = await tellOnce(servers, { beside });
      // At the very last events of a history the workflow may end before the blow falls.
      expect(terminated).toBeGreaterThan(points.length - LEADING.length);
      expectSame(told);
    },
  );

  test('when every coordinator is nudged again and again, in any order, without a cause', async () => {
    const points = choosePoints(counts, 60, 1)[0]!;
    const beside = (run: Run) =>
      sabotage(run, points, (key) =>
        Promise.all(
          [...LEADING, ...LEADING.toReversed()].map((unit) =>
            nudgeCoordinator(run.at.client, { ...key, unit }),
          ),
        ),
      );
    expectSame(await tellOnce(servers, { beside }));
  });

  test('when the connections of the worker are cut in the middle of its steps', async () => {
    const points = choosePoints(counts, 24, 1)[0]!;
    const beside = (run: Run) =>
      sabotage(
        run,
        points,
        () => run.database.owner`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name in ('lientich-worker', 'lientich-relay')`,
      );
    expectSame(await tellOnce(servers, { beside }));
  });

  test('when the worker is killed with SIGKILL mid-cascade and another one starts', async () => {
    const points = choosePoints(counts, 4, 1)[0]!;
    let killed = 0;
    let worker: ReturnType<typeof startChildWorker>;
    const told = await tellOnce(servers, {
      worker: async ({ database, at }) => {
        worker = startChildWorker(database, at);
        return { stop: () => worker.stop() };
      },
      beside: (run) =>
        sabotage(run, points, async () => {
          await worker.kill();
          killed += 1;
          worker = startChildWorker(run.database, run.at);
        }),
    });
    expect(killed).toBe(points.length);
    expectSame(told);
  });
});
