import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { keyword, nudge, outlook, type RolloutKey, type RolloutLook } from './contract.ts';

/** Past so many events a run goes on in a new one: replays stay under a second (DESIGN 14). */
const RUN_EVENTS_MAX = 500;
/** A look that asks again for the same work gives whatever hinders it a moment. */
const NAP = '1 second';

/**
 * A coordinator's attention: it looks at the record when nudged or when something falls due, and keeps nothing
 * of what it saw. Lost, doubled, late and reordered nudges cost a look at most.
 */
export function openWatch() {
  let nudged = false;
  let looks = 0;
  let before = '';
  let stage = '';
  let waitsFor = 'look';
  let waitsUntil: number | null = null;

  const aside = openAside(() => {
    nudged = true;
  });

  setHandler(nudge, () => {
    nudged = true;
  });
  setHandler(outlook, () => ({
    stage,
    waitsFor,
    waitsUntil: waitsUntil === null ? null : new Date(waitsUntil).toISOString(),
    looks,
  }));

  return {
    /** Reads the record as it is now. The nudge is taken before reading, so none is lost while it reads. */
    async look(take: (key: RolloutKey) => Promise<RolloutLook>, key: RolloutKey) {
      // One that always finds work, or is nudged faster than it looks, never comes to rest.
      if (workflowInfo().historyLength > RUN_EVENTS_MAX) await goOn(key);
      nudged = false;
      const now = await take(key);
      looks += 1;
      if (now.stage !== stage) {
        stage = now.stage;
        upsertSearchAttributes([keyword('Stage', stage)]);
      }
      const seen = JSON.stringify(now);
      if (now.hasWork && seen === before) await sleep(NAP, { summary: 'Nghỉ: chưa có gì mới' });
      before = seen;
      return now;
    },

    aside: aside.begin,

    /** Nothing has come in since the look: the run may close. It would take with it what has not begun yet. */
    async quiet() {
      await condition(() => !aside.busy() || nudged);
      await condition(allHandlersFinished);
      return !nudged;
    },

    /** Rests until the next due instant or a nudge; a long run goes on in a new one first. */
    async rest(now: RolloutLook, key: RolloutKey) {
      const info = workflowInfo();
      if (info.historyLength > RUN_EVENTS_MAX || info.continueAsNewSuggested) await goOn(key);
      waitsFor = now.wakeFor;
      waitsUntil = now.wakeAtMs;
      if (now.wakeAtMs === null) return condition(() => nudged);
      const ms = Math.max(1, now.wakeAtMs - Date.now());
      return condition(() => nudged, ms, { summary: now.wakeFor });
    },
  };
}

/** In a new run, which looks first like every run: a nudge that this one has not followed needs no mention. */
async function goOn(key: RolloutKey): Promise<never> {
  await condition(allHandlersFinished);
  return continueAsNew(key);
}

/**
 * What takes long is done beside the looks, one thing at a time. What it did is in the record: its end asks for a look
 * if it says so, and where a run goes on in a new one, that looks anyway.
 */
function openAside(ask: () => void) {
  let busy = false;
  const ended = (changed: boolean) => {
    busy = false;
    if (changed) ask();
  };
  return {
    busy: () => busy,
    begin(act: () => Promise<boolean>) {
      if (busy) return;
      busy = true;
      act().then(ended, () => ended(false));
    },
  };
}
