/** What one acknowledgement costs, and how many go through. */
import { median } from './budgets.ts';

import type { Owed } from './floor.ts';
import { Driver, inFlight, type Call } from './load.ts';
import { profileOf, spend, tellRow, writeTransactions, type Run } from './run.ts';
import { openApi } from './stage.ts';
import { openWire } from './wire.ts';

const ROUNDS = 3;
const IN_FLIGHT = 64;
const COUNTED = 20;

/** Exact counts: through a wire that counts, with no worker that writes meanwhile. */
export async function countAcknowledgement(run: Run, calls: Call[]): Promise<void> {
  const { stage, undo } = run;
  const wire = await openWire(stage.databaseUrl);
  undo.add(() => wire.close());
  const api = await openApi(stage.stateDir, wire.url, undo);
  const driver = new Driver(api.url, null);
  // The first prepares its statements and reads the rollout's frozen terms, once a process.
  for (const call of calls.splice(0, 5)) await driver.accepted(call);
  const before = { ...wire.counts(), transactions: await writeTransactions(stage.owner) };
  for (const call of calls.splice(0, COUNTED)) await driver.accepted(call);
  const transactions = (await writeTransactions(stage.owner)) - before.transactions;
  const roundTrips = wire.counts().roundTrips - before.roundTrips;
  driver.close();
  await api.stop();
  await wire.close();
  tellRow(run, 'ackTransactions', `${COUNTED} of them`, [transactions / COUNTED]);
  tellRow(run, 'ackRoundTrips', `${COUNTED} of them`, [roundTrips / COUNTED]);
}

/** One after the other, over HTTP and at the floor by turns. */
export async function measureAlone(run: Run, calls: Call[], owed: Owed[]): Promise<void> {
  const { driver, floor, size } = run;
  const timed = async (act: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await act();
    return performance.now() - startedAt;
  };
  const floors: number[] = [];
  const ratios: number[] = [];
  const spent = await spend(run, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [http, bare]: [number[], number[]] = [[], []];
      for (let i = 0; i < size.alone; i += 1) {
        const [call, fact] = [calls.pop()!, owed.pop()!];
        http.push(await timed(() => driver.accepted(call)));
        bare.push(await timed(() => floor.acknowledge(fact)));
      }
      floors.push(median(bare));
      ratios.push(median(http) / median(bare));
    }
  });
  tellRow(run, 'ackAlone', `${ROUNDS} x ${size.alone}`, ratios, {
    floor: { value: median(floors), unit: 'ms' },
    why: profileOf(spent),
  });
}

/** As many as there are lanes, over HTTP and at the floor by turns. */
export async function measureRate(run: Run, calls: Call[], owed: Owed[]): Promise<void> {
  const { driver, floor, size } = run;
  const floors: number[] = [];
  const ratios: number[] = [];
  const spent = await spend(run, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const seconds = await inFlight(IN_FLIGHT, calls.splice(0, size.burst), (call) =>
        driver.accepted(call),
      );
      const bare = await floor.acknowledgeAll(owed.splice(0, size.burst));
      floors.push(size.burst / bare);
      ratios.push(bare / seconds);
    }
  });
  tellRow(run, 'ackRate', `${ROUNDS} x ${size.burst}, the engine at work`, ratios, {
    floor: { value: median(floors), unit: 'a second' },
    why: `of which a third at the floor: ${profileOf(spent)}`,
  });
}
