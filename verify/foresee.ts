/** What this build would do next, and whether it sees the record as the build before it did. Nothing is written. */
import type { Sql, Transaction } from '#db/driver.ts';
import { readProgrammes } from '#db/reads/programmes.ts';
import { readWaiting, type LookedCoordinator, type Scope } from '#db/reads/verify.ts';
import { isNotice, rungId } from '#domain/duties.ts';
import type { Instant, NoticeAct } from '#domain/vocabulary.ts';
import type { WakeCause } from '#domain/wake.ts';
import { examineEach, type Examined, type Unreadable } from './examined.ts';
import { differences } from './i6-agreement.ts';

export type Acts = {
  /** Units that would be given their assignment. */
  readonly opens: readonly string[];
  /** Units whose gate would open, or whose coordinator is still to be started. */
  readonly gates: readonly string[];
  /** Of a joint act or a calendar; one for each office and unit. */
  readonly notices: readonly { readonly act: NoticeAct; readonly n: number }[];
  readonly reminders: readonly { readonly rung: string; readonly n: number }[];
  readonly reportsUp: readonly {
    readonly agency: string;
    readonly rung: string;
    readonly n: number;
  }[];
  readonly completes: boolean;
  /** It told upwards that all was done, and would take that back. */
  readonly relapses: boolean;
};

export type ForeseenCoordinator = {
  readonly id: string;
  /** Rollout and unit. */
  readonly subject: string;
  readonly programme: string;
  /** Nothing is pending and nothing fell due: whatever it would do now, only another build can want. */
  readonly atRest: boolean;
  readonly pending: number;
  readonly acts: Acts;
  readonly nextAt: Instant | null;
  readonly causes: readonly WakeCause[];
  /** What is stored otherwise than this build has it, of one at rest. */
  readonly moves: readonly string[];
};

export type Foresight = {
  readonly rehearsal: boolean;
  readonly coordinators: readonly ForeseenCoordinator[];
  /** How many of them this build would move. */
  readonly moved: number;
  /** What cannot be judged: a coordinator, or one assignment of it. */
  readonly unjudged: readonly Unreadable[];
};

/** Judges every open coordinator as of now, in one snapshot; `sql` as `lt_reader`. */
export async function foresee(sql: Sql | Transaction, scope: Scope = null): Promise<Foresight> {
  if ('savepoint' in sql) return within(sql, scope);
  const foreseen = sql.begin('isolation level repeatable read read only', (tx) =>
    within(tx, scope),
  );
  return (await foreseen) as Foresight;
}

async function within(sql: Transaction, scope: Scope): Promise<Foresight> {
  const programmes = await readProgrammes(sql);
  const pending = new Map<string, number>();
  for (const { coordinator } of await readWaiting(sql, scope))
    pending.set(coordinator, (pending.get(coordinator) ?? 0) + 1);
  const coordinators: ForeseenCoordinator[] = [];
  const unjudged: Unreadable[] = [];
  const nowOfOpen = (me: LookedCoordinator) => (me.state === 'open' ? me.now : null);
  for await (const { me, examined } of examineEach({ sql, scope }, nowOfOpen)) {
    if ('error' in examined) unjudged.push(examined);
    else {
      const { troubles } = examined.decision;
      unjudged.push(
        ...troubles.map(({ unit, message }) => ({
          subject: `${examined.base.key} ${unit}`,
          error: message,
        })),
      );
      coordinators.push(foreseeOne(me, examined, pending.get(me.id) ?? 0));
    }
  }
  return {
    rehearsal: programmes.some((p) => p.rehearsal && (scope === null || scope === p.id)),
    coordinators,
    moved: coordinators.filter((c) => c.moves.length > 0).length,
    unjudged,
  };
}

function foreseeOne(
  me: LookedCoordinator,
  examined: Examined,
  pending: number,
): ForeseenCoordinator {
  const { subject, decision } = examined;
  const due = me.nextWakeAt !== null && me.nextWakeAt <= me.now;
  const atRest = pending === 0 && me.lookedAt !== null && !due;
  const acts = actsOf(me, examined);
  return {
    id: me.id,
    subject,
    programme: me.programme,
    atRest,
    pending,
    acts,
    nextAt: decision.nextAt,
    causes: decision.wakesFor,
    moves: atRest ? movesOf(me, examined, acts) : [],
  };
}

function actsOf(me: LookedCoordinator, { decision, notBegun }: Examined): Acts {
  const due = decision.assignments.flatMap(({ judged }) =>
    judged.filter((rung) => rung.skipped === null),
  );
  const notices = counted(due.filter(isNotice).map(({ rung }) => ({ act: rung as NoticeAct })));
  const reminders = counted(
    due.filter((d) => d.to === 'office' && !isNotice(d)).map(({ rung }) => ({ rung })),
  );
  const reportsUp = counted(
    due.filter((d) => d.to !== 'office').map(({ agency, rung }) => ({ agency, rung })),
  );
  return {
    opens: decision.toOpen,
    gates: [...new Set([...decision.gatesToOpen, ...notBegun])],
    notices,
    reminders,
    reportsUp,
    completes: decision.complete && !me.complete,
    relapses: me.complete && !decision.complete,
  };
}

/** Equal ones as one with their number, in the order in which they first come. */
function counted<T extends Readonly<Record<string, string>>>(
  all: readonly T[],
): readonly (T & { readonly n: number })[] {
  const groups = Map.groupBy(all, (one) => Object.values(one).join('/'));
  return [...groups.values()].map((group) => ({ ...group[0]!, n: group.length }));
}

/** At rest nothing is due: a difference, a wake-up or an act that is there all the same is this build's own. */
function movesOf(me: LookedCoordinator, examined: Examined, acts: Acts): string[] {
  const judged = examined.assignments.filter(({ view }) => view !== null);
  const stored = judged
    .flatMap(differences)
    .map(({ subject, message }) => `${subject}: ${message}`);
  // A skip that nobody looks for is written by whichever look comes next: what was due by the last one counts.
  const rungs = judged.flatMap(({ subject, unrecorded }) =>
    unrecorded
      .filter(({ dueAt }) => me.lookedAt !== null && dueAt <= me.lookedAt)
      .map((r) => `${subject} ${rungId(r)}: has no row (this build: ${r.skipped ?? 'sent'})`),
  );
  const { nextAt } = examined.decision;
  const wake =
    me.nextWakeAt === nextAt
      ? []
      : [`wakes at ${me.nextWakeAt ?? 'no time'}, this build says ${nextAt ?? 'no time'}`];
  const wanted = Object.entries(acts).flatMap(([act, what]) =>
    what === false || (Array.isArray(what) && what.length === 0)
      ? []
      : [`at rest it would do: ${act} ${JSON.stringify(what)}`],
  );
  return [...stored, ...rungs, ...wake, ...wanted];
}
