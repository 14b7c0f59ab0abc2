/** The first layer: `can` against the matrix, over every account of an office, every relation, and the operator. */
import type { Action, Actor, can, Relation, Verdict } from '#domain/can.ts';
import type { ConfirmingBasis, Role } from '#domain/vocabulary.ts';
import { nameOf, type Cell, type Staff } from './matrix.ts';
import { actionOf, objectOf, OBJECTS } from './operations.ts';

export type Judge = typeof can;

export const ACCOUNTS: Readonly<
  Record<Staff, { readonly role: Role; readonly basis: ConfirmingBasis | null }>
> = {
  officer: { role: 'officer', basis: null },
  head: { role: 'officer', basis: 'head' },
  deputy: { role: 'officer', basis: 'deputy' },
  delegated: { role: 'officer', basis: 'delegated' },
  planner: { role: 'planner', basis: null },
  plannerHead: { role: 'planner', basis: 'head' },
  leader: { role: 'leader', basis: null },
  auditor: { role: 'auditor', basis: null },
};

const OFFICE = { id: 'o', agency: 'police', path: '/p/' };
const actorOf = (who: Staff | 'operator'): Actor => ({
  account: who,
  programme: 'p',
  ...(who === 'operator'
    ? { role: 'operator', basis: null, office: null }
    : { ...ACCOUNTS[who], office: OFFICE }),
});

type Case = {
  readonly name: string;
  readonly actor: Actor;
  readonly action: Action;
  readonly relation: Relation;
  readonly expected: Verdict;
};

const WORDS: Readonly<Record<number, Verdict>> = { 403: 'forbidden', 404: 'notFound' };

/** What the cells say of `can`. Who is not known, or is of another programme, never comes before it. */
export function casesOf(cells: readonly Cell[]): readonly Case[] {
  return cells.flatMap((cell) => {
    const { operation, state, relation: name, who, answer } = cell;
    if (who === 'foreign' || who === 'foreignOperator') return [];
    if (who === 'disabled' || who === 'anonymous') return [];
    const relations = OBJECTS[objectOf(operation, state)];
    const asked = name === null ? Object.values(relations) : [relations[name]!];
    return asked.flatMap((relation) => {
      const action = actionOf(operation, relation);
      if (action === null) return [];
      const expected = answer.status === 'done' ? 'allowed' : (WORDS[answer.status] ?? 'allowed');
      return [{ name: nameOf(cell), actor: actorOf(who), action, relation, expected }];
    });
  });
}

/** Each case that is judged otherwise than the matrix has it. */
export const disagreements = (judge: Judge, cases: readonly Case[]): readonly string[] =>
  cases.flatMap(({ name, actor, action, relation, expected }) => {
    const verdict = judge(actor, action, relation);
    return verdict === expected ? [] : [`${name}: ${verdict}, the matrix says ${expected}`];
  });
