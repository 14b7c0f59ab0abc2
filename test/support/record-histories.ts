/**
 * Records the histories that `test/replay` replays, over real servers. After a change of the workflows that no
 * running one has to survive:
 *
 *   npx node test/support/record-histories.ts
 *
 * One rollout of the small programme under a stepped clock, from its issue to its close, with reminders, reports
 * up and mails: its root with two children, a run continued as new, one more look by something late. And the root
 * of one on a live programme, with its timers.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { readCalendar, readClock } from '#db/reads/programmes.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import { localDate } from '#domain/civil-date.ts';
import { startTemporal } from '#embedded/temporal.ts';
import { rolloutWorkflowId } from '#workflows/contract.ts';
import { startLiveServers } from './live-setup.ts';
import { eventually } from './live.ts';
import { openCatcher } from './mail-catcher.ts';
import { acknowledged, circulated, inForce } from './scenario-acts.ts';
import { PROGRAMME } from './scenario.ts';
import { LEADING, openRun, type OpenRun } from './scenario-run.ts';

const FOLDER = resolve(import.meta.dirname, '..', 'histories');
/** So few that a short story has a run continued as new; production has its own limit (`watch.ts`). */
const EVENTS_OF_A_RUN = 60;

const live = await startLiveServers();
const temporal = await startTemporal({
  stateDir: live.servers.stateDir,
  name: 'histories',
  ui: false,
  inMemory: true,
  extraArgs: [
    '--dynamic-config-value',
    `limit.historyCount.suggestContinueAsNew=${EVENTS_OF_A_RUN}`,
  ],
});
try {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) rmSync(resolve(FOLDER, name));
  const servers = { ...live.servers, temporalAddress: temporal.address };
  const catcher = await openCatcher();
  const pace = { gatherMs: 0, holdMs: 30_000 };
  const mail = { url: catcher.url, from: 'lientich@tinh.test', pace };
  const stepped = await openRun(servers, { mail });
  // One district and its communes: the other's late look is to be nothing but a look.
  await stepped.database.owner`update offices set mailbox = lower(agency) || '@office.test'
    where unit_key in ('s:092', 's:09004')`;
  const rollout = await story(stepped);
  await lateFact(stepped, rollout);
  await keep(stepped, rollout, 'stepped', LEADING);
  await stepped.close();
  await catcher.close();
  const timed = await openRun(servers, { rehearsal: false });
  await keep(timed, await timers(timed), 'live', ['s:09']);
  await timed.close();
} finally {
  await temporal.stop();
  await live.stop();
}

/** Everybody but one office in time: reminded, told to its superior; then done, complete and closed. */
async function story({ stage }: OpenRun): Promise<string> {
  await stage.goTo('2023-07-14');
  const rollout = await circulated(stage, '2023-08-31', '2023-07-14');
  await acknowledged(stage, ['s:091', 's:09001', 's:09002', 's:09003']);
  await acknowledged(stage, ['s:092', 's:09004'], 1, ['police']);
  await stage.goTo('2023-07-20');
  await acknowledged(stage, ['s:092', 's:09004'], 1, ['womensUnion']);
  await stage.settle();
  await inForce(stage, rollout, 'close', '2023-07-20');
  await stage.settle();
  await ended(stage.database.owner, rollout);
  return rollout;

  async function ended(owner: OpenRun['database']['owner'], id: string): Promise<void> {
    await eventually('the rollout is closed', async () => {
      const open =
        await owner`select from coordinators where rollout_id = ${id} and state = 'open'`;
      return open.length === 0;
    });
  }
}

/** On a live programme coordinators rest by timers: until a reminder is due, or until somebody acts. */
async function timers({ stage, database }: OpenRun): Promise<string> {
  const { now } = (await readClock(database.reader, PROGRAMME))!;
  const today = localDate(now);
  const calendar = await readCalendar(database.reader, PROGRAMME);
  const rollout = await circulated(stage, addWorkingDays(calendar, today, 40), today);
  await acknowledged(stage, ['s:091']);
  await stage.settle();
  await acknowledged(stage, ['s:092', 's:09001', 's:09002', 's:09003', 's:09004']);
  await stage.settle();
  await inForce(stage, rollout, 'close', today);
  await stage.settle();
  return rollout;
}

/** Something pending for a coordinator that has ended: a run of one look. */
async function lateFact({ database, stage, at }: OpenRun, rollout: string): Promise<void> {
  const handle = at.client.workflow.getHandle(rolloutWorkflowId({ rollout, unit: 's:091' }));
  await handle.result();
  await database.owner`insert into pending (programme_id, coordinator_id, unit_key, at)
    values (${PROGRAMME}, ${rolloutWorkflowId({ rollout, unit: 's:091' })}, 's:09001', now())`;
  await stage.settle();
}

/** Every run of every coordinator, oldest first, once it has ended. */
async function keep(
  { at: { client, namespace } }: OpenRun,
  rollout: string,
  clock: 'stepped' | 'live',
  units: readonly string[],
): Promise<void> {
  for (const unit of units) {
    const query = `WorkflowId = '${rolloutWorkflowId({ rollout, unit })}'`;
    const runs = await eventually('every run has ended', async () => {
      const listed = [];
      for await (const one of client.workflow.list({ query })) listed.push(one);
      return listed.every((one) => one.status.name !== 'RUNNING') ? listed : null;
    });
    const inOrder = runs.toSorted((a, b) => Number(a.startTime) - Number(b.startTime));
    for (const [i, { workflowId, runId, status }] of inOrder.entries()) {
      const name = `rollout-${clock}-${unit.slice(2)}-run-${i + 1}-${status.name.toLowerCase()}.json`;
      writeFileSync(resolve(FOLDER, name), `${neutral(show(workflowId, runId, namespace))}\n`);
      console.log(name);
    }
  }
}

/** As the server's own tool tells it. */
function show(workflow: string, runId: string, namespace: string): string {
  return execFileSync(temporal.executable, [
    'workflow',
    'show',
    '--output=json',
    '--no-json-shorthand-payloads',
    `--address=${temporal.address}`,
    `--namespace=${namespace}`,
    `--workflow-id=${workflow}`,
    `--run-id=${runId}`,
  ]).toString();
}

/** Identities name the process and the machine that recorded; replay does not look at them. */
function neutral(json: string): string {
  const text = JSON.stringify(JSON.parse(json)).replaceAll(
    `${process.pid}@${hostname()}`,
    'recorder',
  );
  const traces = [`@${hostname()}`, homedir(), tmpdir(), resolve(FOLDER, '..', '..')];
  const found = traces.find((trace) => text.includes(trace));
  if (found !== undefined) throw new Error(`The history still names ${found}`);
  return text;
}
