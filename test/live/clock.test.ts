/** Time moves coordinators: on a live programme by their own timers, in a rehearsal by its stepped clock. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import { newId } from '#db/ids.ts';
import { readCalendar, readClock } from '#db/reads/programmes.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import { localDate } from '#domain/civil-date.ts';
import { reconcile } from '#engine/reconcile.ts';
import { stepClock } from '#facts/clock.ts';
import { eventually } from '#test/support/live.ts';
import { PROGRAMME } from '#test/support/scenario.ts';
import { acknowledged, circulated } from '#test/support/scenario-acts.ts';
import { openRun, type OpenRun } from '#test/support/scenario-run.ts';
import { outlook, rolloutWorkflowId } from '#workflows/contract.ts';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];

const servers = inject('live');
const VACANT = 'womensUnion@s:09001';
/** Long enough to see the timer before it fires. */
const AHEAD = '4 seconds';

let live: OpenRun;
let rollout: string;

/** A programme whose clock is the real one: it begins today. */
beforeAll(async () => {
  live = await openRun(servers, { vacant: [VACANT], rehearsal: false });
  const { now } = (await readClock(live.database.reader, PROGRAMME))!;
  const calendar = await readCalendar(live.database.reader, PROGRAMME);
  const closeOn = addWorkingDays(calendar, localDate(now), 40);
  rollout = await circulated(live.stage, closeOn, localDate(now));
});
afterAll(() => live.close());

const handle = (unit: string) =>
  live.at.client.workflow.getHandle(rolloutWorkflowId({ rollout, unit }));

async function historyOf(unit: string): Promise<HistoryEvent[]> {
  return (await handle(unit).fetchHistory()).events ?? [];
}

const summaryOf = (event: HistoryEvent | undefined) => {
  const data = event?.userMetadata?.summary?.data;
  return data ? (JSON.parse(Buffer.from(data).toString()) as string) : null;
};

/** From an instant on somebody confirms for the vacant office: what the record waits for, without any fact. */
async function staffedSoon(): Promise<string> {
  const { owner } = live.database;
  const office = live.stage.office('womensUnion', 's:09001');
  const [account] = await owner<{ at: string }[]>`
    insert into accounts (id, programme_id, office_id, role, basis, post, token_hash, created_at)
    values (${newId()}, ${PROGRAMME}, ${office}, 'officer', 'head', 'Chủ tịch', ${newId()},
      now() + ${AHEAD}::interval) returning created_at as at`;
  await owner`insert into pending (programme_id, coordinator_id, unit_key, at)
    values (${PROGRAMME}, ${rolloutWorkflowId({ rollout, unit: 's:091' })}, 's:09001', now())`;
  return account!.at;
}

const lineState = async () => {
  const [line] = await live.database.owner<{ state: string }[]>`
    select state from lines where office_id = ${live.stage.office('womensUnion', 's:09001')}`;
  return line?.state;
};

const waitsUntil = async (at: string) => {
  const { waitsUntil: until } = await handle('s:091').query(outlook);
  return until === at;
};

describe('on a live programme', () => {
  test('a wake-up fires by its timer, which says why, without a nudge', async () => {
    expect(await lineState()).toBe('vacant');
    const at = await staffedSoon();
    await eventually('it waits for that instant', () => waitsUntil(at));
    const { waitsFor } = await handle('s:091').query(outlook);
    expect(await lineState()).toBe('vacant');
    await eventually('the office is asked', async () => (await lineState()) === 'issued');
    const events = await historyOf('s:091');
    const fired = events.findLastIndex((e) => e.timerFiredEventAttributes != null);
    const { startedEventId } = events[fired]!.timerFiredEventAttributes!;
    const started = events.findIndex((e) => String(e.eventId) === String(startedEventId));
    expect(waitsFor).not.toBe('');
    expect(summaryOf(events[started])).toBe(waitsFor);
    const between = events.slice(started, fired);
    expect(between.filter((e) => e.workflowExecutionSignaledEventAttributes != null)).toEqual([]);
  });

  test('a coordinator whose timer was lost with it waits again after reconcile', async () => {
    const { owner } = live.database;
    await eventually('it rests', async () => (await handle('s:091').query(outlook)).waitsUntil);
    const { waitsUntil: until, waitsFor } = await handle('s:091').query(outlook);
    await handle('s:091').terminate('test');
    const { nudged, orphans } = await reconcile(owner, live.at.client);
    expect({ nudged, orphans }).toEqual({ nudged: 3, orphans: [] });
    await eventually('it waits for the same instant', () => waitsUntil(until!));
    const events = await historyOf('s:091');
    const timer = events.find((e) => e.timerStartedEventAttributes != null);
    expect(summaryOf(timer)).toBe(waitsFor);
  });

  test('its history can be read: ids by unit, one child per unit below, steps and waits by name', async () => {
    const events = await historyOf('s:09');
    const children = events.flatMap(
      (e) => e.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId ?? [],
    );
    expect(children.toSorted()).toEqual([`rollout/${rollout}/s:091`, `rollout/${rollout}/s:092`]);
    const child = await handle('s:092').describe();
    expect(child.parentExecution?.workflowId).toBe(`rollout/${rollout}/s:09`);
    expect(await child.staticSummary()).toBe('s:092');
    const steps = events.flatMap((e) => {
      const scheduled = e.activityTaskScheduledEventAttributes;
      return scheduled ? [{ step: scheduled.activityType?.name, named: summaryOf(e) }] : [];
    });
    expect(steps).toContainEqual({ step: 'issueAssignments', named: 'Phát hành: 2 đơn vị' });
    const found = live.at.client.workflow.list({
      query: `RolloutId = '${rollout}' AND UnitKey = 's:092' AND ProgrammeId = '${PROGRAMME}'`,
    });
    const ids = [];
    for await (const { workflowId } of found) ids.push(workflowId);
    expect(ids).toEqual([`rollout/${rollout}/s:092`]);
  });

  test('its clock is not moved by anybody', async () => {
    const { intake } = live.database;
    await expect(
      stepClock(intake, live.stage.operator(), '2033-01-01T00:00:00.000Z'),
    ).rejects.toMatchObject({ code: 'clock.live' });
  });
});

describe('in a rehearsal', () => {
  let run: OpenRun;
  beforeAll(async () => {
    run = await openRun(servers);
    await run.stage.goTo('2023-07-14');
    await circulated(run.stage, '2023-08-31', '2023-07-14');
  });
  afterAll(() => run.close());

  const now = async () => (await readClock(run.database.reader, PROGRAMME))!;

  test('only the clock moves it: nothing is drawn before an instant, all of it at that instant', async () => {
    const { stage, database } = run;
    await acknowledged(stage, ['s:091', 's:092']);
    await stage.settle();
    const { nextWakeAt } = await now();
    // Two working days from the opening on a Friday, and the reminder on the one before.
    expect(nextWakeAt).toBe('2023-07-17T00:00:00.000Z');
    const sent = () => database.owner<{ n: number }[]>`
      select count(*)::int as n from messages where kind = 'reminder' and outcome = 'sent'`;
    await stepClock(database.intake, stage.operator(), '2023-07-16T23:59:59.000Z');
    await stage.settle();
    expect(await sent()).toEqual([{ n: 0 }]);
    await stepClock(database.intake, stage.operator(), nextWakeAt!);
    expect(await now()).toMatchObject({ quiet: false });
    await stage.settle();
    expect(await sent()).toEqual([{ n: 8 }]);
  });

  test('it goes forward only, by the hand of an operator, once for each key', async () => {
    const { stage, database } = run;
    const before = (await now()).now;
    const { intake } = database;
    await expect(stepClock(intake, stage.operator(), before)).rejects.toMatchObject({
      code: 'clock.backwards',
    });
    const later = '2023-07-17T01:00:00.000Z';
    await expect(stepClock(intake, stage.by('police', 's:09'), later)).rejects.toMatchObject({
      code: 'account.forbidden',
    });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => stepClock(intake, stage.operator('step'), later)),
    );
    expect(answers.filter((a) => !a.repeated)).toHaveLength(1);
    await stage.settle();
    expect((await now()).now).toBe(later);
  });
});
