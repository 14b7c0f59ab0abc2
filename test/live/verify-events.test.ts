/** The same promises over a rollout that is amended, suspended, closed unmet and recalled. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordToCopy, type RecordCopies } from '#test/support/record-copies.ts';
import { verified } from '#test/support/verified.ts';
import { eventfulRollout, pausedRollout } from '#test/support/world-events.ts';
import { openWorld, type World } from '#test/support/world.ts';

type Record = 'paused' | 'ended';
let records: Readonly<{ [which in Record]: RecordCopies }>;
const seenAtRest: string[] = [];
let rests = 0;

beforeAll(async () => {
  const make = (drive: (world: World) => Promise<unknown>) =>
    recordToCopy(async (database) => {
      const onRest = async () => {
        rests += 1;
        const { problems } = await verified(database.reader);
        seenAtRest.push(...problems);
      };
      await drive(await openWorld(database, { vacant: ['union@t:0112'], onRest }));
    });
  const ended = await make(eventfulRollout);
  records = { ended, paused: await make(pausedRollout) };
});

afterAll(() => Promise.all(Object.values(records ?? {}).map((record) => record.close())));

test('a record of everything unforeseen verifies at every rest of its life', () => {
  expect(seenAtRest).toEqual([]);
  expect(rests).toBeGreaterThan(150);
});
