/** Every act in every reachable state, breadth first, until no new state turns up; fold and oracle side by side. */
import { expect } from 'vitest';
import type { AssignmentAct, AssignmentActKind, AssignmentFact } from '#domain/assignment.ts';
import { refusalOf } from '#domain/assignment-fold.ts';
import type { AssignmentTerms } from '#domain/assignment-state.ts';
import { viewAssignment } from '#domain/assignment-view.ts';
import type { CivilDate, FiledStep } from '#domain/vocabulary.ts';
import { objections, see } from './assignment-oracle.ts';
import type { OracleView } from './assignment-oracle.ts';
import {
  accept,
  acknowledge,
  afternoon,
  answer,
  ask,
  confirm,
  designate,
} from './assignment-world.ts';
import { differ, file, project, sendBack, withdraw } from './assignment-world.ts';

/** What keeps the space finite; beyond a bound an act is not tried. */
export type Bounds = {
  readonly versions: number;
  readonly filings: number;
  /** Acts of other kinds are left out; without it all are tried. */
  readonly kinds?: readonly AssignmentActKind[];
  /** The days on which acts may happen; it never goes back. */
  readonly days: readonly CivilDate[];
  readonly heldOn: readonly CivilDate[];
};

type Node = { readonly past: readonly AssignmentFact[]; readonly day: number };

/** Names what never was, or is no longer. */
const NOBODY = 0;

function actsIn(terms: AssignmentTerms, seen: OracleView, bounds: Bounds, agency: string) {
  const steps = terms.steps.flatMap((s) => (s.kind === 'acknowledgement' ? [] : [s.kind]));
  const request = seen.lines.find((l) => l.agency === agency)?.request?.seq ?? NOBODY;
  const acts: AssignmentAct[] = [
    acknowledge(seen.versions),
    acknowledge(seen.versions - 1),
    designate(),
    ask,
    withdraw(request),
    answer(request, 'keep'),
    answer(request, 'exempt'),
    accept,
    confirm(NOBODY),
  ];
  if (seen.versions < bounds.versions)
    acts.push(answer(request, 'adjust', { C2: '2023-08-29', C4: '2023-09-15' }));
  steps.forEach((step, i) => {
    const filing = seen.filings[i];
    if ((filing?.n ?? 0) < bounds.filings) acts.push(...filingsOf(step, bounds));
    acts.push(sendBack(step));
    if (filing !== null && filing !== undefined) acts.push(confirm(filing.seq), differ(filing.seq));
  });
  return acts.filter((act) => bounds.kinds?.includes(act.kind) ?? true);
}

const filingsOf = (step: FiledStep, { heldOn }: Bounds) =>
  step === 'conference' ? heldOn.map((on) => file(step, on)) : [file(step)];

/** What a state is known by: seqs tell the same story under other numbers. */
const keyOf = (seen: OracleView, day: number) =>
  `${day}${JSON.stringify(seen, (name, value: unknown) => (name === 'seq' ? undefined : value))}`;

/** Walks to the fixpoint and answers how much there was; throws at the first difference. */
export function walk(terms: AssignmentTerms, bounds: Bounds) {
  const at = (day: number) => afternoon(bounds.days[day] ?? '');
  const start: Node = { past: [], day: 0 };
  const known = new Set([keyOf(see(terms, [], at(0)), 0)]);
  const pairStates = new Set<string>();
  const queue: Node[] = [start];
  let transitions = 0;
  const meet = (node: Node, seen: OracleView) => {
    const key = keyOf(seen, node.day);
    if (known.has(key)) return;
    known.add(key);
    queue.push(node);
  };
  for (const { past, day } of queue) {
    const here = see(terms, past, at(day));
    pairStates.add(here.state);
    for (const { agency } of terms.lines)
      for (const act of actsIn(terms, here, bounds, agency)) {
        transitions += 1;
        const fact = { seq: past.length + 1, at: at(day), agency, act };
        const reasons = objections(terms, past, fact);
        if (reasons.length > 0) {
          // That a refused act leaves no trace is seen where whole stories are folded.
          if (!reasons.includes(refusalOf(terms, past, fact) ?? 'superseded'))
            explain([...past, fact], { refusal: refusalOf(terms, past, fact) }, { reasons });
          continue;
        }
        const facts = [...past, fact];
        const view = viewAssignment(terms, facts, at(day));
        const next = see(terms, facts, at(day));
        if (view.notApplied.length > 0 || JSON.stringify(project(view)) !== JSON.stringify(next))
          explain(facts, { notApplied: view.notApplied, ...project(view) }, next);
        meet({ past: facts, day }, next);
      }
    if (day + 1 < bounds.days.length) meet({ past, day: day + 1 }, see(terms, past, at(day + 1)));
  }
  return { states: known.size, transitions, pairStates: [...pairStates].toSorted() };
}

function explain(facts: readonly AssignmentFact[], fold: object, oracle: object): never {
  const story = facts.map(({ at, agency, act }) => `${at} ${agency} ${JSON.stringify(act)}`);
  expect(fold, `fold and oracle differ after\n${story.join('\n')}`).toEqual(oracle);
  throw new Error(`fold and oracle spell the same state differently after\n${story.join('\n')}`);
}
