/**
 * A well-formed request of each operation about the object of one unit, in the state that it is asked in. What comes
 * before it is done by those whose work it is; all of it within a transaction that is undone.
 */
import type { Client, Told } from '#test/support/api.ts';
import { BODIES, CONFERENCE, PLAN } from '#test/support/bodies.ts';
import { SIGNATURE } from '#test/support/joint-acts.ts';
import { PROGRAMME } from '#test/support/tiny-programme.ts';
import { CALENDAR, type AccessWorld } from './world.ts';

/** What differs from the operation's own path and body: the id in the path, fields of the body, a query. */
export type Asked = { readonly id?: string; readonly body?: object; readonly query?: string };

type Scene = (at: Site) => Asked | Promise<Asked>;

/** The world seen from one unit; `police` is the office concerned. */
type Site = {
  readonly world: AccessWorld;
  readonly unit: string;
  readonly police: Client;
  readonly union: Client;
  /** Heads of the nearest living superiors. */
  readonly above: readonly [police: Client, union: Client];
  /** Both planners at the root. */
  readonly root: readonly [police: Client, union: Client];
  /** An act on the unit's assignment of the short rollout; answers its number. */
  readonly act: (by: Client, noun: string, body: object) => Promise<number>;
};

const NEAREST: Readonly<Record<string, string>> = {
  't:0111': 't:011',
  't:0121': 't:012',
  't:0131': 't:01',
};
const document = { number: '01/KH', on: '2023-07-31' };

export function siteOf(world: AccessWorld, unit: string): Site {
  const head = (office: string) => world.client('head', office);
  const above = NEAREST[unit] ?? 't:01';
  const path = `/assignments/${assignmentAt(world, 'short', unit)}`;
  return {
    world,
    unit,
    police: head(`police@${unit}`),
    union: head(`union@${unit}`),
    above: [head(`police@${above}`), head(`union@${above}`)],
    root: [world.client('plannerHead', 'police@t:01'), world.client('plannerHead', 'union@t:01')],
    act: async (by, noun, body) => Number(done(await by.post(`${path}/${noun}`, body)).body['seq']),
  };
}

/** The root has none. */
const assignmentAt = (world: AccessWorld, rollout: 'long' | 'short', unit: string) =>
  unit === 't:01' ? '' : world.assignment(rollout, unit);

function done(told: Told): Told {
  if (told.status !== 201) throw new Error(`${told.status} ${JSON.stringify(told.body)}`);
  return told;
}

const received = async ({ act, police, union }: Site) => {
  for (const head of [police, union]) await act(head, 'acknowledgements', { version: 1 });
};
const planned = ({ act, police }: Site) => act(police, 'plans', PLAN);
const confirmed = async (site: Site) => {
  const filing = await planned(site);
  await site.act(site.union, 'confirmations', { filing, agrees: true });
};
const reported = async (site: Site) => {
  await received(site);
  await confirmed(site);
};
const asked = ({ act, police }: Site) =>
  act(police, 'adjustments', { reason: 'deadline', text: 'Xin lùi hạn' });
const disputed = async (site: Site) => {
  const filing = await planned(site);
  await site.act(site.union, 'confirmations', { filing, agrees: false, differs: 'Khác ngày' });
  return filing;
};

/** A joint act drafted on a rollout, and signed by the first so many agencies. Answers its id. */
async function opened({ root }: Site, rollout: string, terms: object, signed = 0): Promise<string> {
  const act = done(await root[0].post(`/rollouts/${rollout}/joint-acts`, terms)).body['id'];
  for (const agency of root.slice(0, signed))
    done(await agency.post(`/joint-acts/${act}/signatures`, SIGNATURE));
  return String(act);
}

const AMEND = BODIES['openJointAct'] as object;

const over =
  (terms: object, then: Scene): Scene =>
  async (site) => {
    const act = await opened(site, site.world.rollouts.short, terms, 2);
    done(await site.root[1].post(`/joint-acts/${act}/promulgation`, {}));
    return then(site);
  };
const RECALL = { kind: 'recall', reason: 'Ban hành nhầm' };
const SUSPEND = { kind: 'suspend', reason: 'Mưa lũ' };

const onShort: Scene = ({ world, unit }) => ({ id: assignmentAt(world, 'short', unit) });
const onLong: Scene = ({ world, unit }) => ({ id: assignmentAt(world, 'long', unit) });
/** On the short rollout's assignment, after what `before` does; its number goes into the body. */
const after =
  (
    before: (site: Site) => Promise<unknown>,
    body: (seq: number) => object | undefined = () => undefined,
  ): Scene =>
  async (site) => {
    const fields = body(Number(await before(site)));
    return { ...(await onShort(site)), ...(fields === undefined ? {} : { body: fields }) };
  };
const acknowledge: Scene = async (site) => ({ ...(await onShort(site)), body: { version: 1 } });

const ASSIGNMENTS: Readonly<Record<string, Scene>> = {
  readAssignment: onShort,
  acknowledge,
  'acknowledge@recalled': over(RECALL, acknowledge),
  'acknowledge@suspended': over(SUSPEND, acknowledge),
  'acknowledge:paper': async (site) => ({
    ...(await onShort(site)),
    body: { version: 1, paper: { number: '3/GBN', on: '2023-08-01' } },
  }),
  designate: after(received),
  requestAdjustment: onShort,
  withdrawAdjustment: after(asked, (request) => ({ request })),
  answerAdjustment: after(asked, (request) => ({
    request,
    answer: 'keep',
    consultedOn: '2023-08-01',
    document,
  })),
  filePlan: onShort,
  'filePlan@recalled': over(RECALL, onShort),
  fileConference: onLong,
  fileReport: onLong,
  correctFiling: after(planned, (filing) => ({ filing, evidence: { step: 'plan', plan: PLAN } })),
  confirmFiling: after(planned, (filing) => ({ filing, agrees: true })),
  'confirmFiling@silent': after(planned, (filing) => ({ filing, agrees: true })),
  decideDispute: after(disputed, (filing) => ({ filing, stands: true, document })),
  acceptReport: after(reported),
  returnStep: after(confirmed),
  reopenStep: after(async (site) => {
    await reported(site);
    for (const superior of site.above) await site.act(superior, 'acceptances', {});
  }),
  exemptOffice: onShort,
  'exemptOffice@recalled': over(RECALL, onShort),
  reinstateOffice: after((site) =>
    site.act(site.above[0], 'exemptions', { reason: 'Không có địa bàn', document }),
  ),
};

const rollout =
  (name: keyof AccessWorld['rollouts']): Scene =>
  ({ world }) => ({ id: world.rollouts[name] });
const jointAct =
  (name: keyof AccessWorld['acts']): Scene =>
  ({ world }) => ({ id: world.acts[name] });
const amended =
  (signed: number): Scene =>
  async (site) => ({ id: await opened(site, site.world.rollouts.long, AMEND, signed) });
const sights = (id: Scene, state = '') =>
  Object.fromEntries(
    ['readRollout', 'listJointActs', 'listAssignments', 'listHolders'].map((operation) => [
      `${operation}${state}`,
      id,
    ]),
  );

const ROLLOUTS: Readonly<Record<string, Scene>> = {
  ...sights(rollout('long')),
  ...sights(rollout('draft'), '@draft'),
  draftRollout: () => ({}),
  copyRollout: rollout('long'),
  discardRollout: rollout('draft'),
  openEarly: rollout('tiered'),
  openJointAct: rollout('long'),
  previewJointAct: jointAct('drafted'),
  'previewJointAct@draft': jointAct('issue'),
  copyJointAct: async (site) => {
    const { id } = await amended(0)(site);
    done(await site.root[1].post(`/joint-acts/${id}/discard`, {}));
    return { id: id! };
  },
  discardJointAct: amended(0),
  'discardJointAct@inForce': jointAct('inForce'),
  signJointAct: amended(0),
  'signJointAct@inForce': jointAct('inForce'),
  correctSignature: amended(1),
  'correctSignature@inForce': jointAct('inForce'),
  promulgate: amended(2),
  'promulgate@unsigned': amended(1),
  'promulgate@inForce': jointAct('inForce'),
  holdRolloutConference: rollout('long'),
  confirmRolloutConference: async ({ root, world }) => {
    const id = world.rollouts.long;
    const held = done(await root[0].post(`/rollouts/${id}/conferences`, CONFERENCE));
    return { id, body: { conference: Number(held.body['seq']), agrees: true } };
  },
  listWorkflows: rollout('long'),
};

const programme: Scene = () => ({ id: PROGRAMME });
const published: Scene = async ({ root, world }) => {
  const { body } = await root[0].get(`/calendars/${world.calendar}/preview`);
  return { id: world.calendar, body: { digest: body['digest'] } };
};
const office: Scene = ({ world, unit }) => ({ id: world.office(`police@${unit}`) });
const spare =
  (disabled: boolean): Scene =>
  ({ world, unit }) => ({ id: world.spare(unit, disabled) });

/** Somebody of the unit signed in. */
const entered = ({ world, unit }: Site) =>
  world
    .outsider('anonymous')
    .post(`/programmes/${PROGRAMME}/rehearsal-sessions`, { account: world.spare(unit) });

const REGISTRY: Readonly<Record<string, Scene>> = {
  readProgramme: programme,
  readClock: programme,
  setClock: programme,
  listCalendars: programme,
  draftCalendar: () => ({ id: PROGRAMME, body: CALENDAR }),
  previewCalendar: ({ world }) => ({ id: world.calendar }),
  publishCalendar: published,
  'publishCalendar@published': async (site) => {
    const asked = await published(site);
    done(await site.root[0].post(`/calendars/${asked.id}/publication`, asked.body));
    return asked;
  },
  createAccount: office,
  listAccounts: office,
  replaceToken: spare(false),
  'replaceToken@disabled': spare(true),
  issueActivationCode: spare(false),
  'issueActivationCode@disabled': spare(true),
  endSession: async (site) => {
    const { body } = done(await entered(site));
    return { id: String(body['session']) };
  },
  beginRehearsalSession: ({ world, unit }) => ({
    id: PROGRAMME,
    body: { account: world.spare(unit) },
  }),
  listRehearsalAccounts: programme,
  disableAccount: spare(false),
  'disableAccount@disabled': spare(true),
  nameStandIn: ({ world, unit }) => ({
    id: world.office(`police@${unit}`),
    body: {
      standInOffice: world.office('police@t:0112'),
      post: 'Trưởng',
      from: '2023-08-01',
      to: '2023-12-31',
    },
  }),
  delegate: ({ world, unit }) => ({
    id: world.office(`police@${unit}`),
    body: { account: world.spare(unit), document, from: '2023-08-01', to: '2023-12-31' },
  }),
  previewMail: ({ world, unit }) => ({ query: `messages=${world.message(unit)}` }),
  retryMail: ({ world }) => ({ id: world.mail }),
};

const SCENES: Readonly<Record<string, Scene>> = { ...ASSIGNMENTS, ...ROLLOUTS, ...REGISTRY };

/** What has no scene asks for what is its own. */
export const sceneOf = (operation: string, state: string): Scene =>
  SCENES[state === '' ? operation : `${operation}@${state}`] ?? (() => ({}));

/** The programme's instant in a state that time brings about. */
export const INSTANTS: Readonly<Record<string, string>> = { silent: '2023-08-09T01:00:00.000Z' };
