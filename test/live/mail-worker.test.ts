/** Mail beside the cascade, with the real worker: an outage holds nothing up, and a worker killed sends nothing twice. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Sql } from '#db/driver.ts';
import { readClock } from '#db/reads/programmes.ts';
import { startChildWorker } from '#test/support/child-worker.ts';
import { eventually, runWorker } from '#test/support/live.ts';
import { openCatcher, type Catcher, type CatcherMode } from '#test/support/mail-catcher.ts';
import { circulated, inForce, acknowledged } from '#test/support/scenario-acts.ts';
import { PROGRAMME, UNITS } from '#test/support/scenario.ts';
import { BRISK, openRun, tellOnce, type OpenRun } from '#test/support/scenario-run.ts';

const servers = inject('live');
const FROM = 'lientich@tinh.test';
const TOGETHER_MS = 240_000;

/** Every office gets a mailbox. */
const equip = async (owner: Sql) => {
  await owner`
    update offices set mailbox = lower(agency) || '.' || substr(unit_key, 3) || '@office.test'`;
};

const mailOf = ({ url }: Catcher) => ({
  url,
  from: FROM,
  patienceMs: 300,
  pace: { gatherMs: 0, holdMs: 30_000 },
});

const count = async (owner: Sql, where: string): Promise<number> => {
  const [row] = await owner<{ n: number }[]>`
    select count(*)::int as n from mails where ${owner.unsafe(where)}`;
  return row!.n;
};

const some = async (where: string, { owner }: { readonly owner: Sql }) =>
  (await count(owner, where)) > 0;

describe('the same story', () => {
  const MODES: readonly CatcherMode[] = ['accept', 'hang', 'acceptThenDrop'];
  const catchers: Catcher[] = [];
  let untold: readonly string[] = [];
  afterAll(async () => {
    for (const one of catchers) await one.close();
  });

  /** Tells the whole story; answers its ledger, and what became of the mails until then. */
  async function told(mode: CatcherMode) {
    const catcher = await openCatcher(mode);
    catchers.push(catcher);
    let mails = { all: 0, sent: 0 };
    const { ledger } = await tellOnce(servers, {
      worker: ({ database, at }) => runWorker(servers, database, at, BRISK, mailOf(catcher)),
      beside: ({ database }) => {
        const equipped = equip(database.owner);
        return async () => {
          await equipped;
          mails = {
            all: await count(database.owner, 'tries > 0'),
            sent: await count(database.owner, 'sent_at is not null'),
          };
        };
      },
    });
    return { ledger, mails, catcher };
  }

  beforeAll(async () => {
    untold = (await tellOnce(servers)).ledger;
  }, TOGETHER_MS);

  test.concurrent.each(MODES)(
    'is told to its end with a mail server in mode %s',
    async (mode) => {
      const { ledger, mails, catcher } = await told(mode);
      expect(ledger).toEqual(untold);
      expect(mails.all).toBeGreaterThan(10);
      if (mode === 'accept') expect(mails.sent).toBeGreaterThan(10);
      else expect(mails.sent).toBe(0);
      // Nothing was tried before its pause was over, so no letter came a second time.
      expect(catcher.caught.length).toBe(catcher.shown().length);
    },
    TOGETHER_MS,
  );
});

describe('a rollout whose offices are reminded', () => {
  let run: OpenRun;
  let catcher: Catcher;
  beforeAll(async () => {
    catcher = await openCatcher('hang');
    run = await openRun(servers, { mail: mailOf(catcher) });
    await equip(run.database.owner);
    await run.stage.goTo('2023-07-14');
    await circulated(run.stage, '2023-08-31', '2023-07-14');
  });
  afterAll(async () => {
    await run.close();
    await catcher.close();
  });

  /** As if every pause were over, and somebody had looked. */
  async function pauseOver(): Promise<void> {
    await run.database.owner`update mails set next_try_at = now() - interval '1 second'
      where sent_at is null and parked_at is null`;
    await run.database.owner`insert into pending (programme_id, coordinator_id, unit_key, at)
      select programme_id, id, '', programme_now(programme_id) from coordinators`;
  }

  test('a server that hangs keeps neither the clock nor a closing waiting', async () => {
    const { stage, database } = run;
    await stage.goTo('2023-07-17');
    await eventually('the mails were tried', () => some('tries > 0', database));
    expect(await readClock(database.reader, PROGRAMME)).toMatchObject({ quiet: true });
    await acknowledged(stage, UNITS.slice(1));
    await stage.settle();
    await inForce(stage, await run.rollout(), 'close', '2023-07-17');
    await stage.settle();
    expect(await count(database.owner, 'sent_at is not null')).toBe(0);
  });

  test('closed or not, its mails are sent when the server is well again', async () => {
    catcher.become('accept');
    await pauseOver();
    await eventually('all are sent', async () => {
      return (await count(run.database.owner, 'sent_at is null')) === 0;
    });
    // Twelve offices were reminded of one thing each on one morning.
    expect(catcher.shown()).toHaveLength(12);
    expect(catcher.caught).toHaveLength(12);
    const [unmailed] = await run.database.owner<{ n: number }[]>`
      select count(*)::int as n from messages where outcome = 'sent' and mail_id is null`;
    expect(unmailed).toEqual({ n: 0 });
  });
});

test(
  'a worker killed between sending and noting: the next one sends it as the same mail',
  async () => {
    const catcher = await openCatcher('acceptThenHang');
    const run = await openRun(servers, { mail: mailOf(catcher) });
    const settings = { SMTP_URL: catcher.url, MAIL_FROM: FROM };
    const { database, stage, at } = run;
    await stage.goTo('2023-07-14');
    await circulated(stage, '2023-08-31', '2023-07-14');
    await database.owner`update offices set mailbox = 'office@office.test'
      where agency = 'police' and unit_key = 's:091'`;
    await run.stopWorker();
    const first = startChildWorker(database, at, settings);
    await stage.goTo('2023-07-17');
    const due = async () => {
      await database.owner`update mails set next_try_at = now() - interval '1 second' where sent_at is null`;
      await database.owner`insert into pending (programme_id, coordinator_id, unit_key, at)
        select programme_id, id, '', programme_now(programme_id) from coordinators where unit_key = 's:09'`;
    };
    await eventually('the mail is drawn up', () => some('true', database));
    await due();
    await eventually(
      'the letter is taken, and nobody says so',
      async () => catcher.caught.length > 0,
    );
    await first.kill();
    expect(await count(database.owner, 'sent_at is null and tries = 1')).toBe(1);

    catcher.become('accept');
    const second = startChildWorker(database, at, settings);
    await stage.settle();
    await due();
    // The step in hand is seen as lost after half a minute.
    await eventually('it is sent', () => some('sent_at is not null', database), 90_000);
    expect(catcher.caught).toHaveLength(2);
    expect(catcher.shown()).toHaveLength(1);
    expect(await count(database.owner, 'true')).toBe(1);
    await second.stop();
    await run.close();
    await catcher.close();
  },
  TOGETHER_MS,
);
