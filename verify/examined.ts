/** One coordinator with all that it looks after: as stored, and as its facts have it at its last look. */
import { conferenceAboveOf, stockOf, type AssignmentRow } from '#db/reads/assignments.ts';
import { readSurroundings, readWorkingSet } from '#db/reads/coordinators.ts';
import { readEdicts, readRolloutAfresh, type RolloutBase } from '#db/reads/rollouts.ts';
import { readCoordinators, type LookedCoordinator } from '#db/reads/verify.ts';
import { readStoredAssignments, type StoredAssignment } from '#db/reads/verify-stored.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import type { AssignmentView, Edict } from '#domain/assignment.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import { localDate } from '#domain/civil-date.ts';
import { judgeDuties, rungId, type DutyTerms, type JudgedRung } from '#domain/duties.ts';
import { assignmentTerms, decideRollout } from '#domain/rollout.ts';
import type { AssignmentDecision, RolloutDecision } from '#domain/rollout.ts';
import { conferenceAtTop, conferencesAtTop, viewRollout } from '#domain/rollout-record.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import type { Context } from './invariant.ts';

export type ExaminedAssignment = {
  /** Rollout and unit. */
  readonly subject: string;
  readonly row: AssignmentRow;
  readonly stored: StoredAssignment;
  readonly terms: AssignmentTerms;
  /** What its last look had to find. */
  readonly decided: AssignmentDecision | null;
  /** What is to be stored at `restAt`. Absent where the facts could not be judged. */
  readonly view: AssignmentView | null;
  /** The rungs of its ladders by key, as a first look after everything would judge them. */
  readonly rungs: Rungs;
  /** Whether it was so of them at an earlier look; each is reckoned when somebody asks. */
  readonly wasSeen: (test: (rungs: Rungs) => boolean) => boolean;
  /** Rungs that the last look should have recorded and did not. */
  readonly unrecorded: readonly JudgedRung[];
};

export type Rungs = ReadonlyMap<string, JudgedRung>;

export type Examined = {
  readonly me: LookedCoordinator;
  readonly subject: string;
  readonly base: RolloutBase;
  readonly edicts: readonly Edict[];
  /** Units whose tier below may receive, and those of them that were opened before they had planned. */
  readonly gatesBelow: readonly string[];
  readonly openedEarly: readonly string[];
  /** Recalled or closed. */
  readonly over: boolean;
  readonly conferenceAbove: CivilDate | null;
  /** What a look at that instant would ask for. */
  readonly decision: RolloutDecision;
  /** Units below whose coordinator is written and has not looked yet. */
  readonly notBegun: readonly string[];
  readonly lookedAt: Instant;
  /** Until then what it stored holds: nothing has happened since, and nothing was to. */
  readonly restAt: Instant;
  readonly assignments: readonly ExaminedAssignment[];
};

/** A coordinator whose record is too broken to be examined: told, and the others go on. */
export type Unreadable = { readonly subject: string; readonly error: string };

/** Every coordinator that has looked and has nothing pending, one after the other, as of its last look. */
export async function* examineAll(context: Context): AsyncGenerator<Examined | Unreadable> {
  const ofLook = (me: LookedCoordinator) => (context.busy.has(me.id) ? null : me.lookedAt);
  for await (const { examined } of examineEach(context, ofLook)) yield examined;
}

/** Every coordinator for which `instantOf` has an instant, as of then. */
export async function* examineEach(
  { sql, scope }: Pick<Context, 'sql' | 'scope'>,
  instantOf: (me: LookedCoordinator) => Instant | null,
): AsyncGenerator<{ readonly me: LookedCoordinator; readonly examined: Examined | Unreadable }> {
  const known = { rollout: '', base: null as RolloutBase | null };
  for (const me of await readCoordinators(sql, scope)) {
    const at = instantOf(me);
    if (at === null) continue;
    if (known.rollout !== me.rollout) {
      known.rollout = me.rollout;
      known.base = await readBase(sql, me.rollout);
    }
    const { base } = known;
    const examined =
      base === null
        ? { subject: me.id, error: 'the terms of its rollout cannot be read' }
        : await examine(sql, me, base, at).catch(unreadable(me.id));
    yield { me, examined };
  }
}

/** What the database refuses ends the whole check; what the rows hold does not. */
const unreadable =
  (subject: string) =>
  (error: unknown): Unreadable => {
    if (error instanceof Error && error.name === 'PostgresError') throw error;
    return { subject, error: String(error) };
  };

/** Null where there is none, or where it is no rollout's. */
async function readBase(sql: Context['sql'], rollout: string): Promise<RolloutBase | null> {
  const read = await readRolloutAfresh(sql, rollout).catch(unreadable(rollout));
  return read === null || 'error' in read ? null : read.base;
}

async function examine(
  sql: Context['sql'],
  me: LookedCoordinator,
  base: RolloutBase,
  lookedAt: Instant,
): Promise<Examined> {
  const today = localDate(lookedAt);
  const around = await readSurroundings(sql, me);
  const working = await readWorkingSet(sql, { id: me.id, at: lookedAt, today }, 'all');
  // An assignment that has lost all its lines has no list of them either.
  const rows = working
    .map((row): AssignmentRow => ({ ...row, offices: row.offices ?? [] }))
    // Of two for one unit always the same one is taken for it.
    .toSorted((a, b) => (`${a.unit} ${a.id}` < `${b.unit} ${b.id}` ? -1 : 1));
  const stored = new Map((await readStoredAssignments(sql, me.id)).map((s) => [s.id, s]));
  const rollout = viewRollout(base.signing, around.rolloutFacts);
  const edicts = await readEdicts(sql, base, rollout, new Map());
  const conferences = conferencesAtTop(base.signing, around.rolloutFacts);
  const over = rollout.over !== null;
  const atTop = conferenceAtTop(rollout);
  const conferenceAbove = me.parent === null ? atTop : around.ownConference;
  const decision = decideRollout(
    {
      terms: { ...base, edicts, conferences },
      conferenceAbove,
      recipients: around.recipients,
      opened: new Set(around.recipients.flatMap((r) => (r.state === null ? [] : [r.unit]))),
      assignments: rows.map(stockOf),
      openedEarly: rollout.openedEarly,
      resting: new Map(),
      children: around.children,
    },
    lookedAt,
  );
  const decided = new Map(decision.assignments.map((d) => [d.unit, d]));
  const subject = `${base.key} ${me.unit}`;
  const at = restOf(me, lookedAt);
  const { openedEarly } = rollout;
  const gatesBelow = around.children.map((child) => child.unit);
  const notBegun = around.children.flatMap(({ unit, looked }) => (looked ? [] : [unit]));
  const gates = { gatesBelow, notBegun, openedEarly, conferenceAbove };
  const rest = { me, subject, base, edicts, over, ...gates, decision, lookedAt, restAt: at };
  const assignments = rows.map((row): ExaminedAssignment => {
    const found = decided.get(row.unit);
    const given = { ...base, edicts, conferences };
    const terms = assignmentTerms(given, stockOf(row), conferenceAboveOf(row, atTop));
    // One that is done is not looked at again until something happens to it or to the whole rollout.
    const until = row.state === 'done' && !over ? lastAt(row, terms) : lookedAt;
    return {
      subject: `${base.key} ${row.unit}`,
      row,
      stored: stored.get(row.id)!,
      terms,
      decided: found ?? null,
      view: found === undefined ? null : viewAssignment(terms, row.facts, at),
      rungs: found === undefined ? new Map() : rungsAnew(rest, row, terms),
      wasSeen: seenEarlier(rest, row, terms),
      unrecorded: (found?.judged ?? []).filter((r) => r.dueAt <= until || over),
    };
  });
  return { ...rest, assignments };
}

/** What is stored holds until the next wake-up: as long as none is due it must be what lists would say now. */
const restOf = ({ nextWakeAt, now }: LookedCoordinator, lookedAt: Instant): Instant =>
  nextWakeAt === null || nextWakeAt > now ? now : lookedAt;

const lastAt = ({ facts, openedAt }: AssignmentRow, { edicts }: AssignmentTerms): Instant =>
  [...facts, ...edicts].reduce((last, { at }) => (at > last ? at : last), openedAt);

type Looked = Pick<Examined, 'base' | 'lookedAt'>;

/** Every rung that is due at the last look, judged from these facts as if none had been recorded. */
export function rungsAnew(
  { base, lookedAt }: Looked,
  row: AssignmentRow,
  terms: AssignmentTerms,
): Rungs {
  const superiors = row.offices.map((o) => [o.agency, o.superiors.length] as const);
  const duty: DutyTerms = {
    ladder: base.template.ladder,
    confirmWithin: base.template.confirmWithin,
    superiors: Object.fromEntries(superiors),
  };
  const { judged } = judgeDuties(terms, duty, row.facts, new Set(), lookedAt);
  return new Map(judged.map((rung) => [rungId(rung), rung]));
}

/** The same terms as if the tier above had told of no conference. */
export const withoutAbove = ({
  conferencesAbove: _,
  ...terms
}: AssignmentTerms): AssignmentTerms => ({
  ...terms,
  conferenceAbove: null,
});

/** The rungs as earlier looks may have seen them: before each event, and before the tier above had met. */
function seenEarlier(
  looked: Looked,
  row: AssignmentRow,
  terms: AssignmentTerms,
): ExaminedAssignment['wasSeen'] {
  const before = <T extends { readonly seq: number }>(events: readonly T[], seq: number) =>
    events.filter((e) => e.seq < seq);
  const looks = [...row.facts, ...terms.edicts]
    .toSorted((a, b) => b.seq - a.seq)
    .flatMap(({ seq }) => [terms, withoutAbove(terms)].map((known) => ({ seq, known })));
  const reckoned: Rungs[] = [];
  return (test) =>
    looks.some(({ seq, known }, i) => {
      const facts = before(row.facts, seq);
      const then = { ...known, edicts: before(known.edicts, seq) };
      return test((reckoned[i] ??= rungsAnew(looked, { ...row, facts }, then)));
    });
}
