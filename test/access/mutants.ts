/** Ways in which `can` could be wrong, each of them a slip that somebody might make. The matrix has to notice every one. */
import { can, type Action, type Actor, type Relation } from '#domain/can.ts';
import type { Role } from '#domain/vocabulary.ts';
import type { Judge } from './judge.ts';

type Change = (actor: Actor, action: Action, relation: Relation) => ReturnType<Judge> | null;

/** As `can`, but where the change has an answer of its own. */
const but =
  (change: Change): Judge =>
  (actor, action, relation) =>
    change(actor, action, relation) ?? can(actor, action, relation);

/** As if the actor were another. */
const as =
  (
    change: (actor: Actor) => Partial<Actor>,
    when: (action: Action) => boolean = () => true,
  ): Judge =>
  (actor, action, relation) =>
    can(when(action) ? { ...actor, ...change(actor) } : actor, action, relation);

/** As if it stood otherwise to the object. */
const standing =
  (
    change: (relation: Relation) => Partial<Relation>,
    when: (action: Action) => boolean = () => true,
  ): Judge =>
  (actor, action, relation) =>
    can(actor, action, when(action) ? { ...relation, ...change(relation) } : relation);

const of =
  (...actions: readonly Action[]) =>
  (action: Action) =>
    actions.includes(action);

/** What the roles that only read are taken for. */
const taken = (role: Role, rest: Partial<Actor> = {}, asked: Role = 'leader') =>
  as((actor) => (actor.role === asked ? { role, ...rest } : {}));

const CHECKS = of('assignment.check');
const DELEGATED = (actor: Actor) =>
  actor.basis === 'delegated' ? ({ basis: 'head' } as const) : {};

export const MUTANTS: Readonly<Record<string, Judge>> = {
  'everybody may everything': () => 'allowed',
  'nobody may anything': () => 'forbidden',
  'what is out of scope is forbidden': but((...of3) =>
    can(...of3) === 'notFound' ? 'forbidden' : null,
  ),
  'what is forbidden is not found': but((...of3) =>
    can(...of3) === 'forbidden' ? 'notFound' : null,
  ),
  'the scope is ignored': standing(() => ({ inScope: true })),
  'the scope of a reader is ignored': standing(
    () => ({ inScope: true }),
    of('assignment.read', 'rollout.read'),
  ),
  'a stand-in is not known': standing(({ inScope, own }) => ({ own: own && inScope })),
  'a stand-in is head of the office': standing(
    ({ own, inScope }) => ({ own: own || !inScope }),
    of('office.delegate'),
  ),
  'whoever has it in scope acts for it': standing(({ inScope, own }) => ({ own: own || inScope })),
  'a superior acts for the office': standing(
    ({ own, superior }) => ({ own: own || superior }),
    of('assignment.confirm', 'assignment.file'),
  ),
  'a superior needs no ground': as((actor) => ({ basis: actor.basis ?? 'head' }), CHECKS),
  'any superior checks': standing(({ superior }) => ({ nearestSuperior: superior }), CHECKS),
  'any superior names a stand-in': standing(
    ({ superior }) => ({ nearestSuperior: superior }),
    of('office.standIn'),
  ),
  'the other agency above checks': standing(
    ({ inScope, own }) => ({ nearestSuperior: inScope && !own }),
    CHECKS,
  ),
  'an office checks itself': standing(
    ({ own, nearestSuperior }) => ({ nearestSuperior: nearestSuperior || own }),
    CHECKS,
  ),
  'only the nearest superior enters paper': standing(
    ({ nearestSuperior }) => ({ superior: nearestSuperior }),
    of('assignment.paper'),
  ),
  'an office enters its own paper': standing(
    ({ own, superior }) => ({ superior: superior || own }),
    of('assignment.paper'),
  ),
  'only the nearest superior makes accounts': standing(
    ({ nearestSuperior }) => ({ superior: nearestSuperior }),
    of('account.create', 'account.manage'),
  ),
  'accounts of the other agency': standing(
    ({ inScope, own }) => ({ superior: inScope && !own }),
    of('account.create', 'account.manage', 'account.read'),
  ),
  'a delegate makes accounts': as(DELEGATED, of('account.create')),
  'a delegate replaces tokens': as(DELEGATED, of('account.manage')),
  'a delegate reads accounts': as(DELEGATED, of('account.read')),
  'a delegate confirms nothing': as(({ basis }) => ({
    basis: basis === 'delegated' ? null : basis,
  })),
  'a deputy confirms nothing': as(({ basis }) => ({ basis: basis === 'deputy' ? null : basis })),
  'an officer confirms': as(
    ({ basis, role }) => ({ basis: role === 'officer' ? (basis ?? 'head') : basis }),
    of('assignment.confirm'),
  ),
  'a planner confirms': as(
    ({ basis, role }) => ({ basis: role === 'planner' ? (basis ?? 'head') : basis }),
    of('assignment.confirm'),
  ),
  'a head issues': as(
    ({ basis, role }) => ({ role: basis === null ? role : 'planner' }),
    of('rollout.sign'),
  ),
  'an officer drafts': as(
    ({ role }) => ({ role: role === 'officer' ? 'planner' : role }),
    of('rollout.draft'),
  ),
  'a planner below publishes the calendar': standing(
    ({ inScope }) => ({ own: inScope }),
    of('calendar.publish'),
  ),
  'an officer at the root sees what a calendar moves': as(
    ({ role }) => ({ role: role === 'officer' ? 'planner' : role }),
    of('calendar.preview'),
  ),
  'whoever is below sees what a calendar moves': standing(
    ({ inScope }) => ({ own: inScope }),
    of('calendar.preview'),
  ),
  'the operator reads content': but(({ role }, action) =>
    role === 'operator' && action.endsWith('.read') ? 'allowed' : null,
  ),
  'the operator files': but(({ role }, action) =>
    role === 'operator' && action === 'assignment.file' ? 'allowed' : null,
  ),
  'the operator makes no accounts': but(({ role }, action) =>
    role === 'operator' && action === 'account.create' ? 'forbidden' : null,
  ),
  'a planner steps the clock': as(
    ({ role }) => ({ role: role === 'planner' ? 'operator' : role }),
    of('clock.set'),
  ),
  'an auditor inspects the engine': as(
    ({ role }) => ({ role: role === 'auditor' ? 'operator' : role }),
    of('engine.inspect'),
  ),
  'a leader has mails tried again': as(
    ({ role }) => ({ role: role === 'leader' ? 'operator' : role }),
    of('mail.manage'),
  ),
  'a leader is an officer': taken('officer'),
  'a leader is a planner': taken('planner'),
  'a leader is head of its office': taken('officer', { basis: 'head' }),
  'an auditor is an officer': taken('officer', {}, 'auditor'),
  'an auditor is a planner': taken('planner', {}, 'auditor'),
  'an auditor is a leader': taken('leader', {}, 'auditor'),
  'a leader is an auditor': taken('auditor'),
  'an officer reads every message in its scope': standing(
    ({ inScope, own }) => ({ own: own || inScope }),
    of('message.read'),
  ),
  'an auditor reads the messages of its own office alone': as(
    ({ role }) => ({ role: role === 'auditor' ? 'officer' : role }),
    of('message.read'),
  ),
  'a head does not see the accounts of its office': standing(
    () => ({ own: false }),
    of('account.read'),
  ),
};
