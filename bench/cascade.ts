/** A whole rollout on two tiers, from its issue to the root's completion. */
import { median } from './budgets.ts';
import { owedCalls, signedRollout } from './country.ts';
import { inFlight, type Driver } from './load.ts';
import { sumOf } from './processes.ts';
import { profileOf, spend, tellRow, type Run } from './run.ts';
import { until } from './stage.ts';

const IN_FLIGHT = 64;
const CASCADE_MS_MAX = 300_000;

/** The same at the floor: every recipient, every acknowledgement. */
async function atFloor({ floor, countries }: Run) {
  let seconds = 0;
  const cpu = await floor.cpuOf(async () => {
    const launch = await floor.launch(countries.twoTiers);
    seconds = launch.seconds + (await floor.acknowledgeAll(launch.owed));
  });
  return { seconds, cpu };
}

async function once(run: Run, driver: Driver) {
  const { stage, countries } = run;
  const { rollout, issue } = await signedRollout(stage.owner, driver, countries.twoTiers);
  const isSo = async (query: ReturnType<typeof stage.owner>) =>
    ((await query) as readonly { so: boolean }[])[0]?.so === true;
  let lag = 0;
  const spent = await spend(run, async () => {
    await issue();
    const opened = () =>
      isSo(stage.owner`select count(a.id) = count(*) as so from recipients r left join assignments a
        on a.rollout_id = r.rollout_id and a.unit_key = r.unit_key where r.rollout_id = ${rollout}`);
    await until('all is opened', opened, { withinMs: CASCADE_MS_MAX, everyMs: 50 });
    const calls = await owedCalls(stage.owner, rollout);
    await inFlight(IN_FLIGHT, calls, (call) => driver.accepted(call));
    const lastAt = performance.now();
    const complete = () =>
      isSo(stage.owner`select complete as so from coordinators
        where rollout_id = ${rollout} and parent_id is null`);
    await until('the root is complete', complete, { withinMs: CASCADE_MS_MAX, everyMs: 5 });
    lag = (performance.now() - lastAt) / 1000;
  });
  return { ...spent, lag };
}

export async function measureCascade(run: Run, driver: Driver): Promise<void> {
  const floors: Awaited<ReturnType<typeof atFloor>>[] = [];
  const rounds: Awaited<ReturnType<typeof once>>[] = [];
  for (let i = 0; i < run.size.cascades; i += 1) {
    floors.push(await atFloor(run));
    rounds.push(await once(run, driver));
  }
  const [communes] = await run.stage.owner<{ n: number }[]>`
    select count(*)::int as n from recipients r join rollouts ro on ro.id = r.rollout_id
    where ro.programme_id = ${run.countries.twoTiers.programme} and r.tier = 'commune'`;
  const n = (communes?.n ?? 0) / rounds.length;
  const of = `${n} communes`;
  const why = rounds.map(profileOf).join('; ');
  const ratio = (of_: 'seconds' | 'cpu') =>
    rounds.map((round, i) => {
      const spent = of_ === 'seconds' ? round.seconds : sumOf(round.cpu);
      return spent / (floors[i]?.[of_] ?? Number.NaN);
    });
  const floor = (of_: 'seconds' | 'cpu', unit: string) => ({
    value: median(floors.map((one) => one[of_])),
    unit,
  });
  tellRow(run, 'cascadeWall', of, ratio('seconds'), { floor: floor('seconds', 's'), why });
  tellRow(run, 'cascadeCpu', of, ratio('cpu'), { floor: floor('cpu', 's of CPU'), why });
  const transactions = rounds.map((round) => round.transactions / n);
  tellRow(run, 'transactionsPerCommune', of, transactions, { why });
  const lags = rounds.map((round) => round.lag);
  tellRow(run, 'lastAckToComplete', of, lags, { why });
}
