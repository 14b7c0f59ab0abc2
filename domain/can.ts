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
  'account.read',
  'assignment.confirm',
  'assignment.file',
  'assignment.check',
  'assignment.paper',
  'assignment.read',
  'calendar.preview',
  'calendar.publish',
  'clock.read',
  'clock.set',
  'engine.inspect',
  'mail.manage',
  'message.read',
  'office.delegate',
  'office.standIn',
  'registry.read',
  'rollout.draft',
  'rollout.read',
  'rollout.sign',
  'work.read',
] as const;
export type Action = (typeof ACTIONS)[number];

export type Verdict = 'allowed' | 'forbidden' | 'notFound';

export const NO_RELATION: Relation = {
  own: false,
  superior: false,
  nearestSuperior: false,
  inScope: false,
};

/** What lies in their office's scope is theirs to read, and nothing of it to do. */
const onlyReads = ({ role }: Actor) => role === 'leader' || role === 'auditor';
const mayConfirm = (actor: Actor) => actor.basis !== null && !onlyReads(actor);
/** By its own ground. Ủy quyền is dated and one level deep: nothing that outlasts it is done on it. */
const isHead = (actor: Actor) => mayConfirm(actor) && actor.basis !== 'delegated';
const allowedIf = (right: boolean): Verdict => (right ? 'allowed' : 'forbidden');

/** Judges one action on one object of the actor's own programme. The expected answers: test/access/matrix.csv. */
export function can(actor: Actor, action: Action, relation: Relation): Verdict {
  if (action === 'clock.set' || action === 'engine.inspect' || action === 'mail.manage')
    return allowedIf(actor.role === 'operator');
  if (action === 'clock.read' || action === 'registry.read') return 'allowed';
  if (action === 'account.create' || action === 'account.manage' || action === 'account.read')
    return canStaff(actor, action, relation);
  if (actor.office === null) return 'forbidden';
  if (action === 'work.read') return 'allowed';
  if (!relation.inScope && !relation.own) return 'notFound';
  switch (action) {
    case 'assignment.read':
    case 'rollout.read':
      return 'allowed';
    // Nobody else is told that there is one.
    case 'message.read':
      return relation.own || onlyReads(actor) ? 'allowed' : 'notFound';
    case 'assignment.confirm':
    // Who was delegated to may confirm, and not delegate further: told with the reason.
    case 'office.delegate':
      return allowedIf(relation.own && mayConfirm(actor));
    case 'assignment.file':
      return allowedIf(relation.own && !onlyReads(actor));
    // For an office without a screen: any superior of its line has the paper before it.
    case 'assignment.paper':
      return allowedIf(relation.superior && mayConfirm(actor));
    case 'assignment.check':
    case 'office.standIn':
      return allowedIf(relation.nearestSuperior && mayConfirm(actor));
    case 'calendar.preview':
      return allowedIf(relation.own && (actor.role === 'planner' || onlyReads(actor)));
    case 'calendar.publish':
    case 'rollout.draft':
    case 'rollout.sign':
      return allowedIf(relation.own && actor.role === 'planner');
  }
}

/** Accounts are made by the superiors of the line; a head also sees its own office's, to delegate to one of them. */
function canStaff(
  actor: Actor,
  action: 'account.create' | 'account.manage' | 'account.read',
  { own, superior, inScope }: Relation,
): Verdict {
  if (actor.role === 'operator') return 'allowed';
  if (!superior && !inScope) return 'notFound';
  if (action === 'account.read' && actor.role === 'auditor') return 'allowed';
  return allowedIf((superior || (action === 'account.read' && own)) && isHead(actor));
}
