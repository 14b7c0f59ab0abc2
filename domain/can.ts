/**
 * Who may do what: one pure function for routes and facts. Each agency instructs only its own line
 * (PRODUCT 2.1); outside the scope the answer is "not found", inside it without the right "forbidden".
 */
import type { ConfirmingBasis, Role } from './vocabulary.ts';

export type Actor = {
  readonly account: string;
  readonly role: Role;
  readonly programme: string;
  /** Null for an operator, who belongs to no office and sees no content. */
  readonly office: { readonly id: string; readonly agency: string; readonly path: string } | null;
  readonly basis: ConfirmingBasis | null;
};

/** How the actor's office stands to the office or unit acted on; the record tells, `can` judges. */
export type Relation = {
  /** The actor's own office, or one it stands in for on that day. */
  readonly own: boolean;
  /** The actor's office is a superior of that office in its own agency's tree. */
  readonly superior: boolean;
  /** The nearest living one: it checks, answers and names stand-ins. */
  readonly nearestSuperior: boolean;
  /** The unit lies in the actor's unit or below it. */
  readonly inScope: boolean;
};

export const ACTIONS = [
  'account.create',
  'account.manage',
  'assignment.confirm',
  'assignment.file',
  'assignment.check',
  'assignment.paper',
  'assignment.read',
  'calendar.publish',
  'clock.read',
  'clock.set',
  'engine.inspect',
  'mail.manage',
  'office.delegate',
  'office.standIn',
  'registry.read',
  'rollout.draft',
  'rollout.read',
  'rollout.sign',
] as const;
export type Action = (typeof ACTIONS)[number];

export type Verdict = 'allowed' | 'forbidden' | 'notFound';

export const NO_RELATION: Relation = {
  own: false,
  superior: false,
  nearestSuperior: false,
  inScope: false,
};

const mayConfirm = (actor: Actor) => actor.basis !== null;
const allowedIf = (right: boolean): Verdict => (right ? 'allowed' : 'forbidden');

/** Judges one action on one object of the actor's own programme. */
export function can(actor: Actor, action: Action, relation: Relation): Verdict {
  if (action === 'clock.set' || action === 'engine.inspect' || action === 'mail.manage')
    return allowedIf(actor.role === 'operator');
  if (action === 'clock.read' || action === 'registry.read') return 'allowed';
  if (action === 'account.create' || action === 'account.manage') {
    if (actor.role === 'operator') return 'allowed';
    if (!relation.superior && !relation.inScope) return 'notFound';
    return allowedIf(relation.superior && mayConfirm(actor));
  }
  if (actor.office === null) return 'forbidden';
  if (!relation.inScope && !relation.own) return 'notFound';
  switch (action) {
    case 'assignment.read':
    case 'rollout.read':
      return 'allowed';
    case 'assignment.confirm':
    // Who was delegated to may confirm, and not delegate further: told with the reason.
    case 'office.delegate':
      return allowedIf(relation.own && mayConfirm(actor));
    case 'assignment.file':
      return allowedIf(relation.own);
    // For an office without a screen: any superior of its line has the paper before it.
    case 'assignment.paper':
      return allowedIf(relation.superior && mayConfirm(actor));
    case 'assignment.check':
    case 'office.standIn':
      return allowedIf(relation.nearestSuperior && mayConfirm(actor));
    case 'calendar.publish':
    case 'rollout.draft':
    case 'rollout.sign':
      return allowedIf(relation.own && actor.role === 'planner');
  }
}
