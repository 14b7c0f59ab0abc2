/**
 * A rollout of the tiny programme driven in one process: facts enter by `facts/`, consequences are drawn by the
 * real activities in the order of the real workflow, time is stepped. No Temporal, no sleeping.
 */
import { createRolloutActivities } from '#activities/rollout.ts';
import { readPendingHeads } from '#db/reads/pending.ts';
import { readClock } from '#db/reads/programmes.ts';
import type { AssignmentAct } from '#domain/assignment.ts';
import { instantAt } from '#domain/civil-date.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { recordAct } from '#facts/assignment.ts';
import { stepClock } from '#facts/clock.ts';
import { nameStandIn, type StandIn } from '#facts/office.ts';
import { hashToken, type Answer, type Request } from '#facts/record.ts';
import type { RolloutKey } from '#workflows/contract.ts';
import type { Sql } from '#db/driver.ts';
import { AGENCIES, PROGRAMME, seedTinyProgramme, UNIT_KEYS } from './tiny-programme.ts';
import type { AgencyCode, Seeded, UnitKey } from './tiny-programme.ts';

/** One database as each of its roles. */
export type WorldDatabase = Readonly<Record<'owner' | 'intake' | 'reader' | 'worker', Sql>>;

export type World = {
  readonly database: WorldDatabase;
  readonly seeded: Seeded;
  /** A request of that office's account under a key of its own; `null` is the operator. */
  readonly by: (agency: AgencyCode | null, unit: UnitKey | null, key?: string) => Request;
  /** Gives an office the account it had none of. */
  readonly staff: (agency: AgencyCode, unit: UnitKey) => Promise<void>;
  /** One act on the unit's assignment, by the office itself unless `as` names its superior or stand-in. */
  readonly act: (
    agency: AgencyCode,
    unit: UnitKey,
    act: AssignmentAct,
    as?: UnitKey,
  ) => Promise<Answer>;
  readonly standIn: (
    agency: AgencyCode,
    unit: UnitKey,
    by: UnitKey,
    standIn: StandIn,
  ) => Promise<Answer>;
  /** Draws every consequence that is due now. */
  readonly settle: () => Promise<void>;
  /** Moves the clock to nine in the morning of that day, stopping wherever a reminder falls due. */
  readonly goTo: (day: CivilDate) => Promise<void>;
};

/** National Day as it was in 2023, and a Saturday worked instead: the dates of the tiny rollout cross both. */
const CALENDAR_DAYS = [
  ['2023-09-01', 'holiday', 'Quốc khánh', 'National Day'],
  ['2023-09-04', 'compensation', 'Nghỉ bù Quốc khánh', 'Compensation for National Day'],
  ['2023-10-06', 'swapped_off', 'Hoán đổi', 'Swapped'],
  ['2023-10-14', 'working_saturday', 'Làm bù', 'Worked instead'],
] as const;

export type WorldOptions = {
  /** Offices without an account. All others have one: the province's are planners, the rest officers. */
  readonly vacant?: readonly `${AgencyCode}@${UnitKey}`[];
  /** Called whenever everything due has been drawn. */
  readonly onRest?: () => Promise<void>;
};

export async function openWorld(
  database: WorldDatabase,
  { vacant = [], onRest }: WorldOptions = {},
): Promise<World> {
  const seeded = await seedTinyProgramme(database.owner);
  // Tier by tier: a gate opens only when the plan above it is confirmed.
  await database.owner`update templates set body = body || '{"receiving": "byTier"}'`;
  for (const [date, kind, vi, en] of CALENDAR_DAYS)
    await database.owner`insert into calendar_days ${database.owner({ programme_id: PROGRAMME, date, kind, name_vi: vi, name_en: en, source: 'test', confirmed: true })}`;
  const tokens = new Map<string, string>([['operator', await operator(seeded)]]);
  const staff = async (agency: AgencyCode, unit: UnitKey) => {
    const role = unit === 't:01' ? 'planner' : 'officer';
    tokens.set(`${agency}@${unit}`, hashToken(await seeded.account(agency, unit, { role })));
  };
  for (const unit of UNIT_KEYS)
    for (const agency of AGENCIES)
      if (!vacant.includes(`${agency}@${unit}`)) await staff(agency, unit);
  let requests = 0;
  const by: World['by'] = (agency, unit, key = `k${(requests += 1)}`) => {
    const who = agency === null ? 'operator' : `${agency}@${unit}`;
    return { tokenHash: tokens.get(who) ?? '', key, fingerprint: key };
  };
  const { settle, goTo } = timeOf(database, by, onRest);
  return {
    database,
    seeded,
    by,
    staff: async (agency, unit) => {
      await staff(agency, unit);
      await database.owner`insert into pending (programme_id, coordinator_id, unit_key, at)
        select a.programme_id, a.coordinator_id, a.unit_key, programme_now(a.programme_id)
        from assignments a where a.unit_key = ${unit}`;
    },
    act: async (agency, unit, act, as = unit) =>
      recordAct(database.intake, by(agency, as), await assignmentOf(database, unit), act),
    standIn: (agency, unit, as, standIn) =>
      nameStandIn(database.intake, by(agency, as), seeded.office(agency, unit), standIn),
    settle,
    goTo,
  };
}

const operator = async (seeded: Seeded) =>
  hashToken(await seeded.account(null, null, { role: 'operator' }));

async function assignmentOf({ owner }: WorldDatabase, unit: UnitKey): Promise<string> {
  const [row] = await owner<{ id: string }[]>`
    select id from assignments where unit_key = ${unit} order by opened_at desc limit 1`;
  if (row === undefined) throw new Error(`${unit} has no assignment: its gate is closed`);
  return row.id;
}

function timeOf(
  database: WorldDatabase,
  by: World['by'],
  onRest: WorldOptions['onRest'],
): Pick<World, 'settle' | 'goTo'> {
  const activities = createRolloutActivities(database.worker);
  const settle = async () => {
    for (;;) {
      const heads = await readPendingHeads(database.worker);
      if (heads.length === 0) return onRest?.();
      for (const { programme, rollout, unit } of heads)
        await coordinate(activities, { programme, rollout, unit });
    }
  };
  const step = async (to: Instant) => {
    await stepClock(database.intake, by(null, null), to);
    await settle();
  };
  return {
    settle,
    async goTo(day) {
      const end = instantAt(day, 9, 0);
      for (;;) {
        await settle();
        const clock = await readClock(database.reader, PROGRAMME);
        if (clock?.nextWakeAt == null || clock.nextWakeAt > end) break;
        await step(clock.nextWakeAt);
      }
      await step(end);
    },
  };
}

/** The body of `rolloutWorkflow` without its durability: looks until a look asks for nothing. */
async function coordinate(
  activities: ReturnType<typeof createRolloutActivities>,
  key: RolloutKey,
): Promise<void> {
  for (;;) {
    const now = await activities.takeStockOfRollout(key);
    if (now.unknown) return;
    if (now.toOpen > 0) await activities.issueAssignments(key);
    for (const unit of now.gatesOpen) await coordinate(activities, { ...key, unit });
    for (const { act } of now.noticesDue) await activities.notify(key, act);
    for (const { rung } of now.remindersDue) await activities.remind(key, rung);
    for (const { agency, rung } of now.reportsUpDue)
      await activities.reportToSuperior(key, agency, rung);
    if (now.everyoneDone) await activities.completeUpwards(key);
    if (!now.hasWork) return;
  }
}
