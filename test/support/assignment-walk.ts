/**
 * Every act and every edict in every reachable state, breadth first, until no new state turns up; fold and oracle
 * side by side.
 */
import { deepStrictEqual } from 'node:assert/strict';
import type { AssignmentAct, AssignmentActKind } from '#domain/assignment.ts';
import { edictsFelt, refusalOf } from '#domain/assignment-fold.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import { actsFor } from './assignment-candidates.ts';
import { objections } from './assignment-oracle-acts.ts';
import { isFelt, versionsIn } from './assignment-oracle-dates.ts';
import { endOf, isEdict, isSuspended, plus } from './assignment-oracle-past.ts';
import type { Happening, Past } from './assignment-oracle-past.ts';
import { timesFiled } from './assignment-oracle-steps.ts';
import { see, undercurrent } from './assignment-oracle.ts';
import type { OracleView } from './assignment-oracle.ts';
import { project } from './assignment-project.ts';
import { edictsAmong, factsAmong } from './assignment-stories.ts';
import { afternoon, inForce } from './assignment-world.ts';
import type { Decree } from './assignment-world.ts';

/** `paper`: tiếp nhận on paper; `instead`: a confirmation by the superior; `objection`: the word "khác". */
export type WalkedKind = AssignmentActKind | 'paper' | 'instead' | 'objection';

/** What keeps the space finite; beyond a bound an act is not tried. */
export type Bounds = {
  readonly versions: number;
  readonly filings: number;
  /** Acts of other kinds are left out. */
  readonly kinds: readonly WalkedKind[];
  /** Each comes into force at most once, where the rollout lets it. */
  readonly decrees?: readonly Decree[];
  /** The days on which things may happen; it never goes back. */
  readonly days: readonly CivilDate[];
  readonly heldOn: readonly CivilDate[];
};

type Node = { readonly past: Past; readonly day: number; readonly used: readonly number[] };

export type Walked = {
  readonly states: number;
  readonly transitions: number;
  /** What had effect, and why what had none had none. */
  readonly met: ReadonlySet<string>;
};

const kindOf = (act: AssignmentAct): WalkedKind => {
  if (act.kind === 'acknowledgement' && act.paper !== undefined) return 'paper';
  if (act.kind !== 'confirmation') return act.kind;
  return act.instead === true ? 'instead' : act.agrees ? 'confirmation' : 'objection';
};

const makesVersion = (act: AssignmentAct) =>
  act.kind === 'reinstatement' || (act.kind === 'adjustmentAnswer' && act.answer === 'adjust');

function actsIn(terms: AssignmentTerms, past: Past, bounds: Bounds, agency: string) {
  const versions = versionsIn(terms, past).length;
  return actsFor(terms, past, agency, bounds.heldOn).filter((act) => {
    if (!bounds.kinds.includes(kindOf(act))) return false;
    if (makesVersion(act) && versions >= bounds.versions) return false;
    const files = act.kind === 'filing' || act.kind === 'correction';
    return !files || timesFiled(past, act.evidence.step) < bounds.filings;
  });
}

/** What may come into force as the rollout stands. */
function mayCome({ kind }: Decree, past: Past): boolean {
  if (endOf(past) !== undefined) return false;
  if (kind === 'suspend') return !isSuspended(past);
  return kind !== 'resume' || isSuspended(past);
}

/** What a state is known by: seqs tell the same story under other numbers. */
const keyOf = (terms: AssignmentTerms, { past, day, used }: Node, seen: OracleView) =>
  `${day} ${used.toSorted((a, b) => a - b).join()} ${undercurrent(terms, past)} ${JSON.stringify(seen, numberless)}`;
const numberless = (name: string, value: unknown) => (name === 'seq' ? undefined : value);

/** Walks to the fixpoint and answers how much there was; throws at the first difference. */
export function walk(terms: AssignmentTerms, bounds: Bounds): Walked {
  const at = (day: number) => afternoon(bounds.days[day] ?? '');
  const known = new Set<string>();
  const met = new Set<string>();
  const queue: Node[] = [];
  let transitions = 0;
  const meet = (node: Node, seen: OracleView) => {
    const key = keyOf(terms, node, seen);
    if (known.has(key)) return;
    known.add(key);
    queue.push(node);
  };
  meet({ past: [], day: 0, used: [] }, see(terms, [], at(0)));
  for (const node of queue) {
    const { past, day, used } = node;
    for (const { happening, used: then } of nextIn(terms, node, bounds, at(day))) {
      transitions += 1;
      const reasons = isEdict(happening) ? [] : objections(terms, past, happening);
      if (reasons.length > 0) {
        met.add(refused(terms, past, happening, reasons));
        continue;
      }
      met.add(isEdict(happening) ? happening.kind : kindOf(happening.act));
      const longer = plus(past, happening);
      meet({ past: longer, day, used: then }, compared(terms, past, happening, longer));
    }
    if (day + 1 < bounds.days.length)
      meet({ past, day: day + 1, used }, see(terms, past, at(day + 1)));
  }
  return { states: known.size, transitions, met };
}

/** Everything that is tried in that state. */
function* nextIn(terms: AssignmentTerms, { past, used }: Node, bounds: Bounds, at: Instant) {
  const seq = past.length + 1;
  for (const { agency } of terms.lines)
    for (const act of actsIn(terms, past, bounds, agency))
      yield { happening: { seq, at, agency, act }, used };
  for (const [i, decree] of (bounds.decrees ?? []).entries())
    if (!used.includes(i) && mayCome(decree, past))
      yield { happening: inForce(decree, seq, at), used: [...used, i] };
}

const termsAfter = (terms: AssignmentTerms, past: Past): AssignmentTerms => ({
  ...terms,
  edicts: edictsAmong(past),
});

/** The door gives one of the reasons. That a refused act leaves no trace is seen where whole stories are folded. */
function refused(
  terms: AssignmentTerms,
  past: Past,
  happening: Happening,
  reasons: readonly string[],
): string {
  if (isEdict(happening)) return '';
  const refusal = refusalOf(termsAfter(terms, past), factsAmong(past), happening) ?? '';
  if (!reasons.includes(refusal)) explain(plus(past, happening), { refusal }, { reasons });
  return `!${refusal}`;
}

/** The oracle's view after it, which is the fold's. */
function compared(terms: AssignmentTerms, past: Past, happening: Happening, longer: Past) {
  const facts = factsAmong(longer);
  const of = termsAfter(terms, longer);
  const view = viewAssignment(of, facts, happening.at);
  const seen = see(terms, longer, happening.at);
  if (view.notApplied.length > 0 || JSON.stringify(project(view)) !== JSON.stringify(seen))
    explain(longer, { notApplied: view.notApplied, ...project(view) }, { notApplied: [], ...seen });
  if (isEdict(happening)) {
    const felt = edictsFelt(of, facts).some(({ edict }) => edict === happening);
    if (felt !== isFelt(terms, past, happening, longer)) explain(longer, { felt }, { felt: !felt });
  }
  return seen;
}

function explain(past: Past, fold: object, oracle: object): never {
  const story = past.map((h) =>
    isEdict(h)
      ? `${h.at} ${JSON.stringify({ ...h, calendar: undefined })}`
      : `${h.at} ${h.agency} ${JSON.stringify(h.act)}`,
  );
  deepStrictEqual(fold, oracle, `fold and oracle differ after\n${story.join('\n')}`);
  throw new Error(`fold and oracle spell the same state differently after\n${story.join('\n')}`);
}
