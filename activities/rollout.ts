import type { Sql } from '#db/driver.ts';
import { saveProjections } from '#db/writes/assignments.ts';
import { endLook, saveMessages, saveNotApplied, saveVersions } from '#db/writes/consequences.ts';
import { markComplete, saveTroubles, type Entry } from '#db/writes/consequences.ts';
import { ledgerBody } from '#domain/canonical.ts';
import { isNotice } from '#domain/duties.ts';
import { PAIR_STATES } from '#domain/vocabulary.ts';
import { rolloutWorkflowId } from '#workflows/contract.ts';
import type { RolloutKey, RolloutLook, RolloutTotals } from '#workflows/contract.ts';
import { withCoordinator, type Stock } from './coordinator.ts';
import { openBelow, openOwn } from './opening.ts';
import { project } from './projection.ts';
import { isReminder, isReportUp, judgedRungs, messageRow, noticeLevels } from './rungs.ts';
import { earliestWake, reminderLevels, reportLevels, wakeReason } from './rungs.ts';

/**
 * Everything a rollout's coordinator does to the record. Each is one step: safe to repeat at any time. `mailing`:
 * what it records for an office that has a mailbox is to be mailed.
 */
export const createRolloutActivities = (sql: Sql, mailing = false) => ({
  /** Considers what is pending, brings the projections up to it, and answers what is still to be done. */
  async takeStockOfRollout(key: RolloutKey): Promise<RolloutLook> {
    const look = await withCoordinator({ sql, mailing }, key, takeStock);
    return look ?? NOTHING_KNOWN;
  },

  /** Writes the assignments of recipients that have none. The second time there is nothing to do. */
  async issueAssignments(key: RolloutKey): Promise<void> {
    const open = async (tx: Tx, stock: Stock) => {
      await openOwn(tx, stock);
      await openBelow(tx, stock);
    };
    await withCoordinator({ sql, mailing }, key, open, { opening: true });
  },

  /** Tells every office what has come into force: an amendment, a recall, a suspension, a calendar. */
  async notify(key: RolloutKey, act: string): Promise<void> {
    await withCoordinator({ sql, mailing }, key, async (tx, stock) => {
      const due = judgedRungs(stock).filter((d) => isNotice(d.rung) && d.rung.rung === act);
      await saveMessages(tx, stock.me.programme, stock.me.at, rowsOf(stock, due));
    });
  },

  /** Records one rung of the reminders that is due, for every office that owes. */
  async remind(key: RolloutKey, rung: string): Promise<void> {
    await withCoordinator({ sql, mailing }, key, async (tx, stock) => {
      const due = judgedRungs(stock).filter((d) => isReminder(d) && d.rung.rung === rung);
      await saveMessages(tx, stock.me.programme, stock.me.at, rowsOf(stock, due));
    });
  },

  /** Tells the superiors of one agency what its offices owe: up that agency's own tree, never across. */
  async reportToSuperior(key: RolloutKey, agency: string, rung: string): Promise<void> {
    await withCoordinator({ sql, mailing }, key, async (tx, stock) => {
      const due = judgedRungs(stock).filter(
        (d) => isReportUp(d) && d.rung.rung === rung && d.rung.agency === agency,
      );
      await saveMessages(tx, stock.me.programme, stock.me.at, rowsOf(stock, due));
    });
  },

  /** All under it is done: says so upwards. Looked at again, it may be taken back. */
  async completeUpwards(key: RolloutKey): Promise<void> {
    await withCoordinator({ sql, mailing }, key, async (tx, stock) => {
      const { me, base, decision } = stock;
      if (!decision.complete || me.complete) return;
      const body = ledgerBody(me.today, { kind: 'complete', rollout: base.key, unit: me.unit });
      await markComplete(tx, { ...me, body });
    });
  },
});
export type RolloutActivities = ReturnType<typeof createRolloutActivities>;

type Tx = Parameters<typeof saveProjections>[0];

const rowsOf = (stock: Stock, due: ReturnType<typeof judgedRungs>) =>
  due.map((d) => messageRow(stock, d));

/** One look: the record's projections and skipped rungs are brought up to its facts. */
async function takeStock(tx: Tx, stock: Stock): Promise<RolloutLook> {
  const { me, decision, over } = stock;
  const changed = await saveProjections(
    tx,
    decision.assignments.map((decided) =>
      project(stock, stock.assignments.get(decided.unit)!, decided),
    ),
  );
  const skipped = judgedRungs(stock).filter((d) => d.rung.skipped !== null);
  if (skipped.length > 0) await saveMessages(tx, me.programme, me.at, rowsOf(stock, skipped));
  await saveRare(tx, stock);
  const children = decision.gatesToOpen.map((unit) => ({
    id: rolloutWorkflowId({ rollout: me.rollout, unit }),
    unit,
  }));
  const relapsed = me.complete && !decision.complete;
  const look = levels(stock);
  await endLook(tx, {
    coordinator: me.id,
    programme: me.programme,
    rollout: me.rollout,
    at: me.at,
    state: over ? 'closed' : 'open',
    complete: me.complete && decision.complete,
    hasWork: look.hasWork,
    nextWakeAt: decision.nextAt,
    // What asked for work stays until a look asks for nothing: the effect deletes the row.
    considered: look.hasWork ? [] : stock.pending,
    changed: changed.map(({ unit }) => unit),
    sound: decision.assignments.map(({ unit }) => unit),
    entries: [
      ...changesOfDone(stock),
      ...decision.gatesToOpen.map((unit) => entry(stock, 'gateOpened', null, { unit })),
      ...(relapsed ? [entry(stock, 'incomplete', null, { unit: me.unit })] : []),
    ],
    children,
    wake: [
      ...children.map(({ id, unit }) => ({ coordinator: id, unit })),
      ...movedConferences(stock),
      ...(relapsed && me.parent !== null ? [{ coordinator: me.parent, unit: me.unit }] : []),
    ],
  });
  return look;
}

/** What most looks have none of: new versions, facts without effect, rows that could not be judged. */
async function saveRare(tx: Tx, stock: Stock): Promise<void> {
  const { me, decision } = stock;
  const named = decision.assignments.map((d) => ({ ...d, row: stock.assignments.get(d.unit)! }));
  const versions = named
    .filter(({ row, view }) => view.versions.length > row.version)
    .flatMap(({ unit, row, view }) =>
      view.versions.slice(row.version).map((v) => ({
        assignment: row.id,
        n: v.n,
        cause: v.cause,
        content: v.content,
        made_at: v.madeAt,
        acknowledge_by: v.acknowledgeBy,
        dates: v.dates,
        body: body(stock, 'version', { unit, n: v.n, cause: v.cause, dates: v.dates }),
      })),
    );
  if (versions.length > 0) await saveVersions(tx, me.programme, me.at, versions);
  const idle = named.flatMap(({ unit, row, view }) =>
    view.notApplied.map(({ seq, reason }) => ({
      seq,
      assignment: row.id,
      reason,
      body: body(stock, 'notApplied', {
        unit,
        reason,
        fact: row.facts.find((f) => f.seq === seq)?.act.kind,
      }),
    })),
  );
  if (idle.length > 0) await saveNotApplied(tx, me.programme, me.at, idle);
  await saveTroubles(tx, me, decision.troubles);
}

const body = (stock: Stock, kind: string, rest: Readonly<Record<string, unknown>>) =>
  ledgerBody(stock.me.today, { kind, rollout: stock.base.key, ...rest });

const entry = (
  stock: Stock,
  kind: string,
  assignment: string | null,
  rest: Readonly<Record<string, unknown>>,
): Entry => ({ kind, assignment, body: body(stock, kind, rest) });

/** Becoming done or ended, and being no longer done, are consequences; the states between are projections. */
const changesOfDone = (stock: Stock): Entry[] =>
  stock.decision.assignments.flatMap(({ unit, view }) => {
    const row = stock.assignments.get(unit)!;
    if (row.state === view.state) return [];
    if (view.done !== null) return [entry(stock, 'done', row.id, { unit, ...view.done })];
    const undone = row.state === 'done' ? [entry(stock, 'undone', row.id, { unit })] : [];
    const ended = view.state === 'recalled' || view.state === 'closedUnmet';
    return ended ? [...undone, entry(stock, view.state, row.id, { unit })] : undone;
  });

/** A tier's conference decides which conferences below count: their coordinator looks at everything again. */
const movedConferences = (stock: Stock) =>
  stock.decision.assignments.flatMap(({ unit, view }) => {
    const before = stock.assignments.get(unit)!.conferenceOn;
    const child = stock.around.children.find((c) => c.unit === unit);
    if (child === undefined || before === (view.conference?.heldOn ?? null)) return [];
    return [{ coordinator: rolloutWorkflowId({ rollout: stock.me.rollout, unit }), unit }];
  });

function levels(stock: Stock): RolloutLook {
  const { me, around, decision, over } = stock;
  const noticesDue = noticeLevels(stock);
  const remindersDue = reminderLevels(stock);
  const reportsUpDue = reportLevels(stock);
  const wake = earliestWake(stock);
  const toOpen = decision.toOpen.length;
  const everyoneDone = decision.complete && !me.complete;
  const { done } = decision.totals;
  const stage = over
    ? 'Đã kết thúc'
    : decision.totals.suspended > 0
      ? 'Tạm dừng'
      : decision.complete
        ? 'Hoàn thành'
        : `${done}/${around.recipients.length}`;
  return {
    stage,
    unknown: false,
    closed: over,
    gatesOpen: [
      ...around.children.filter((c) => !c.looked).map((c) => c.unit),
      ...decision.gatesToOpen,
    ],
    toOpen,
    noticesDue,
    remindersDue,
    reportsUpDue,
    mailsDue: around.mails?.due ?? 0,
    everyoneDone,
    hasWork:
      toOpen + noticesDue.length + remindersDue.length + reportsUpDue.length > 0 || everyoneDone,
    wakeAtMs: wake === null ? null : Date.parse(wake.at),
    wakeFor: wake?.reason ?? wakeReason(stock),
    totals: decision.totals,
  };
}

const NOTHING_KNOWN: RolloutLook = {
  stage: '',
  unknown: true,
  closed: true,
  gatesOpen: [],
  toOpen: 0,
  noticesDue: [],
  remindersDue: [],
  reportsUpDue: [],
  mailsDue: 0,
  everyoneDone: false,
  hasWork: false,
  wakeAtMs: null,
  wakeFor: '',
  totals: Object.fromEntries(PAIR_STATES.map((state) => [state, 0])) as RolloutTotals,
};
