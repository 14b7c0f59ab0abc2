/** A steady trickle, an outage of Temporal, a storm of reminders, and a worker that dies in the middle of one. */
import { setTimeout as pause } from 'node:timers/promises';
import { stepTo } from './country.ts';
import { atRate, type Call } from './load.ts';
import { sumOf } from './processes.ts';
import { profileOf, spend, tellRow, type Run } from './run.ts';
import { until } from './stage.ts';

const PER_SECOND = 250;
const WINDOWS = 3;
const DRAIN_MS_MAX = 300_000;
/** So many rungs of a storm are recorded when the worker is killed. */
const AMID = 100;

const drained = ({ stage }: Run) =>
  until(
    'nothing is pending',
    async () => {
      const [row] = await stage.owner<{ n: number }[]>`select count(*)::int as n from pending`;
      return row?.n === 0;
    },
    { withinMs: DRAIN_MS_MAX, everyMs: 50 },
  );

/** Spread over the whole country, so that a look serves one or two. What it leaves to be drawn is counted in. */
export async function measureSteady(run: Run, calls: Call[]): Promise<void> {
  const { driver, size } = run;
  const n = Math.round((PER_SECOND * size.steadySeconds) / WINDOWS);
  const samples: number[] = [];
  const whys: string[] = [];
  for (let i = 0; i < WINDOWS; i += 1) {
    let took = 0;
    const spent = await spend(run, async () => {
      took = await atRate(PER_SECOND, calls.splice(0, n), (call) => driver.accepted(call));
      await drained(run);
    });
    samples.push((1000 * sumOf(spent.cpu)) / n);
    whys.push(`answered at ${Math.round(n / took)} a second; ${profileOf(spent)}`);
  }
  const of = `${PER_SECOND} a second, ${WINDOWS} x ${Math.round(n / PER_SECOND)} s`;
  tellRow(run, 'steadyCpu', of, samples, { why: whys.join('; ') });
}

/** Facts go on being accepted; what they ask for waits, and is drawn when Temporal is back. */
export async function measureOutage(run: Run, calls: Call[]): Promise<void> {
  const { stage, driver, size } = run;
  await stage.temporal.stop();
  const n = Math.round(size.outageSeconds * size.outageRate);
  await atRate(size.outageRate, calls.splice(0, n), (call) => driver.accepted(call));
  await stage.temporal.start();
  const spent = await spend(run, () => drained(run));
  const of = `${size.outageSeconds} s down, ${n} acknowledgements`;
  tellRow(run, 'outageDrained', of, [spent.seconds], { why: profileOf(spent) });
}

/** The next instant at which anything of the programme falls due. */
async function nextWake({ stage, countries }: Run): Promise<{ at: string; due: number }> {
  const [row] = await stage.owner<{ at: string; due: number }[]>`
    select iso(next_wake_at) as at, count(*)::int as due from coordinators
    where programme_id = ${countries.threeTiers.programme} and state = 'open' and next_wake_at is not null
    group by next_wake_at order by next_wake_at limit 1`;
  if (row === undefined) throw new Error('nothing falls due');
  return row;
}

const ODD = { unrecorded: 0, doubled: 0 };

/** Of what every office owes now: rungs of that name that stand nowhere, or more than once. */
async function oddRungs({ stage }: Run, rollout: string, rung: string): Promise<typeof ODD> {
  const [row] = await stage.owner<(typeof ODD)[]>`
    select count(*) filter (where n = 0)::int as unrecorded, count(*) filter (where n > 1)::int as doubled
    from (select count(m.id) as n from assignments a join lines l on l.assignment_id = a.id
        left join messages m on m.assignment_id = a.id and m.agency = l.agency and m.rung = ${rung}
      where a.rollout_id = ${rollout} and l.received_on is null group by a.id, l.agency) owed`;
  return row ?? ODD;
}

/** The clock is moved to an instant at which every coordinator has somebody to remind. */
export async function measureStorm(run: Run, rollout: string): Promise<void> {
  const { driver, operator } = run;
  const { at, due } = await nextWake(run);
  let odd = ODD;
  let last = 0;
  const spent = await spend(run, async () => {
    const startedAt = performance.now();
    await stepTo(driver, run.countries.threeTiers.programme, operator, at);
    const recorded = async () => {
      odd = await oddRungs(run, rollout, 'before1');
      return odd.unrecorded === 0;
    };
    await until('every rung is recorded', recorded, { withinMs: DRAIN_MS_MAX, everyMs: 200 });
    last = (performance.now() - startedAt) / 1000;
    await drained(run);
  });
  odd = await oddRungs(run, rollout, 'before1');
  const of = `${due} coordinators`;
  tellRow(run, 'stormSeconds', of, [last], { why: profileOf(spent) });
  tellRow(run, 'stormDoubled', of, [odd.doubled + odd.unrecorded]);
}

/** The next rung's storm; the worker is killed when some of it is recorded, and another started. */
export async function measureKill(run: Run): Promise<void> {
  const { stage, driver, operator } = run;
  const { at, due } = await nextWake(run);
  const recorded = async () => {
    const [row] = await stage.owner<{ n: number }[]>`select count(*)::int as n from messages`;
    return row?.n ?? 0;
  };
  const before = await recorded();
  await stepTo(driver, run.countries.threeTiers.programme, operator, at);
  const amid = async () => (await recorded()) >= before + AMID;
  await until('the storm has begun', amid, { withinMs: DRAIN_MS_MAX });
  await stage.worker.kill();
  // What its connections had sent is committed or gone by then.
  await pause(500);
  const left = await recorded();
  const startedAt = performance.now();
  await stage.worker.start();
  await until('the next effect', async () => (await recorded()) > left, { everyMs: 10 });
  const seconds = (performance.now() - startedAt) / 1000;
  tellRow(run, 'killEffect', `${due} coordinators due`, [seconds], {
    why: 'start of the process and of its bundle, then the time-outs of what the dead one had taken',
  });
}
