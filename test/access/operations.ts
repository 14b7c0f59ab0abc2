/**
 * What each operation is judged by: the action that `can` is asked about, and what kind of object it has. With the
 * kind go the relations that an office can have to it, and what `can` is told of each.
 */
import { NO_RELATION, type Action, type Relation } from '#domain/can.ts';

export const RELATIONS = [
  'self',
  'partner',
  'parent',
  'partnersParent',
  'grandparent',
  'partnersGrandparent',
  'child',
  'partnersChild',
  'grandchild',
  'sibling',
  'otherBranch',
  'standIn',
  'ended',
  'overEnded',
] as const;
export type RelationName = (typeof RELATIONS)[number];

const OWN = { ...NO_RELATION, own: true, inScope: true };
const STANDS_IN = { ...NO_RELATION, own: true };
const SCOPE = { ...NO_RELATION, inScope: true };
const SUPERIOR = { ...SCOPE, superior: true };
const NEAREST = { ...SUPERIOR, nearestSuperior: true };

const ELSEWHERE = {
  child: NO_RELATION,
  partnersChild: NO_RELATION,
  grandchild: NO_RELATION,
  sibling: NO_RELATION,
  otherBranch: NO_RELATION,
};
const OFFICE = {
  ...ELSEWHERE,
  self: OWN,
  partner: SCOPE,
  parent: NEAREST,
  partnersParent: SCOPE,
  grandparent: SUPERIOR,
  partnersGrandparent: SCOPE,
  standIn: STANDS_IN,
  ended: SCOPE,
  overEnded: NEAREST,
};
const AT_ROOT = { self: OWN, partner: OWN };
const BELOW_ROOT = ['child', 'partnersChild', 'grandchild'] as const;
const below = (relation: Relation) =>
  Object.fromEntries(BELOW_ROOT.map((name) => [name, relation] as const));

export type ObjectKind =
  | 'assignment'
  | 'office'
  | 'head'
  | 'root'
  | 'sight'
  | 'draft'
  | 'programme'
  | 'own';

/** By kind: the relations there are. The root of a rollout has nobody above it. */
export const OBJECTS: Readonly<
  Record<ObjectKind, Readonly<Partial<Record<RelationName, Relation>>>>
> = {
  // Each agency is judged by its own line of the pair.
  assignment: {
    ...OFFICE,
    partner: OWN,
    partnersParent: NEAREST,
    partnersGrandparent: SUPERIOR,
  },
  office: OFFICE,
  // The office itself: who stands in for it is no head of it.
  head: { ...OFFICE, standIn: NO_RELATION },
  // The rollout as a whole, at its root.
  root: { ...AT_ROOT, ...below(NO_RELATION), otherBranch: NO_RELATION },
  // The rollout as it is seen: by those at its root, and by those it goes to.
  sight: { self: SCOPE, partner: SCOPE, ...below(SCOPE), otherBranch: NO_RELATION },
  draft: { self: SCOPE, partner: SCOPE, ...below(NO_RELATION), otherBranch: NO_RELATION },
  // What belongs to the programme is known to all of it.
  programme: { ...AT_ROOT, ...below(SCOPE), otherBranch: SCOPE },
  // What an account asks of its own.
  own: { self: OWN },
};

type Judged = {
  readonly object: ObjectKind;
  /** Null: nothing is judged, every account has what is its own. */
  readonly action: Action | null;
  /** Where the nearest superior acts in the place of an office. */
  readonly instead?: Action;
};

const on = (
  object: ObjectKind,
  action: Action | null,
  operations: string,
): Record<string, Judged> =>
  Object.fromEntries(operations.split(' ').map((name) => [name, { object, action }]));

/** By name in the matrices: `operation`, or `operation:form`. */
export const OPERATIONS: Readonly<Record<string, Judged>> = {
  ...on('assignment', 'assignment.read', 'readAssignment'),
  ...on('assignment', 'assignment.confirm', 'acknowledge designate requestAdjustment'),
  ...on('assignment', 'assignment.confirm', 'withdrawAdjustment'),
  confirmFiling: {
    object: 'assignment',
    action: 'assignment.confirm',
    instead: 'assignment.check',
  },
  ...on('assignment', 'assignment.paper', 'acknowledge:paper'),
  ...on('assignment', 'assignment.file', 'filePlan fileConference fileReport correctFiling'),
  ...on('assignment', 'assignment.check', 'answerAdjustment decideDispute acceptReport returnStep'),
  ...on('assignment', 'assignment.check', 'reopenStep exemptOffice reinstateOffice'),
  ...on('programme', 'rollout.draft', 'draftRollout'),
  ...on('root', 'rollout.draft', 'copyRollout discardRollout'),
  ...on('root', 'rollout.sign', 'openJointAct copyJointAct discardJointAct signJointAct'),
  ...on('root', 'rollout.sign', 'correctSignature promulgate openEarly'),
  ...on('root', 'assignment.file', 'holdRolloutConference'),
  ...on('root', 'assignment.confirm', 'confirmRolloutConference'),
  ...on('root', 'engine.inspect', 'listWorkflows'),
  ...on('sight', 'rollout.read', 'readRollout listJointActs listAssignments listHolders'),
  ...on('sight', 'rollout.read', 'previewJointAct'),
  ...on('programme', 'calendar.publish', 'draftCalendar publishCalendar'),
  ...on('programme', 'calendar.preview', 'previewCalendar'),
  ...on('programme', 'registry.read', 'readProgramme listCalendars'),
  ...on('programme', 'clock.read', 'readClock'),
  ...on('programme', 'clock.set', 'setClock'),
  ...on('office', 'account.create', 'createAccount'),
  ...on('office', 'account.manage', 'replaceToken disableAccount issueActivationCode endSession'),
  ...on('office', 'account.read', 'listAccounts'),
  ...on('office', 'office.standIn', 'nameStandIn'),
  ...on('office', 'message.read', 'previewMail'),
  ...on('head', 'office.delegate', 'delegate'),
  ...on('own', 'mail.manage', 'listMails retryMail'),
  ...on('own', 'work.read', 'readWork'),
  ...on('own', 'message.read', 'listMessages'),
  ...on('own', 'rollout.read', 'listOverdue'),
  ...on('own', 'registry.read', 'listOffices listUnits listenForChanges'),
  ...on('own', null, 'listRollouts readMe isAlive isReady listSessions changePassword'),
  // They ask nobody who he is.
  ...on('own', null, 'beginSession activate beginRehearsalSession listRehearsalAccounts'),
};

/** A draft is seen otherwise than what was issued. */
export const objectOf = (operation: string, state: string): ObjectKind => {
  const { object } = OPERATIONS[operation]!;
  return object === 'sight' && state === 'draft' ? 'draft' : object;
};

/** What `can` is asked about, where the actor stands so. */
export function actionOf(operation: string, relation: Relation): Action | null {
  const { action, instead } = OPERATIONS[operation]!;
  return instead !== undefined && relation.nearestSuperior && !relation.own ? instead : action;
}
