/** Nothing joint is in force without every agency, and the conference at the top is one thing both agree on. */
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/civil-date.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import {
  calendarsSince,
  conferenceAtTop,
  edictsWith,
  viewRollout,
} from '#domain/rollout-record.ts';
import type { RolloutFact } from '#domain/rollout-record.ts';
import type { JointActKind, RolloutState } from '#domain/vocabulary.ts';
import { A, afternoon, AGENCIES, B, C, conferenceOn } from '#test/support/assignment-world.ts';
import { publishedCalendar } from '#test/support/calendar-oracle.ts';

const SIGNATURE = { document: { number: '05/CTr', on: '2023-07-14' }, signatoryPost: 'Giám đốc' };
type Act = RolloutFact['act'];
type Told = readonly (readonly [string, Act])[];
const view = (n: number, told: Told) =>
  viewRollout(
    AGENCIES.slice(0, n),
    told.map(([agency, act], i) => ({
      seq: i + 1,
      at: afternoon(addDays('2023-07-10', i)),
      agency,
      act,
    })),
  );
const TERMS: Readonly<Record<JointActKind, JointActTerms>> = {
  issue: { kind: 'issue' },
  amend: { kind: 'amend', reason: 'Mưa lũ', dates: { C2: '2023-08-30' }, content: null },
  recall: { kind: 'recall', reason: 'Ban hành nhầm' },
  suspend: { kind: 'suspend', reason: 'Mưa lũ' },
  resume: { kind: 'resume' },
  close: { kind: 'close', unmet: null },
};
const ref = (kind: JointActKind, id: string = kind, n = 1) => ({ id, n, terms: TERMS[kind] });
const sign = (kind: JointActKind, id?: string, n?: number): Act => ({
  kind: 'signature',
  jointAct: ref(kind, id, n),
  signature: SIGNATURE,
});
const promulgate = (kind: JointActKind, id?: string, n?: number): Act => ({
  kind: 'promulgation',
  jointAct: ref(kind, id, n),
});
const discard = (kind: JointActKind, id?: string): Act => ({
  kind: 'discard',
  jointAct: ref(kind, id),
});
const evidence = conferenceOn('2023-08-01');
const hold: Act = {
  kind: 'rolloutConference',
  conference: evidence.step === 'conference' ? evidence.conference : expect.fail(),
};
const say = (conference: number, agrees: boolean): Act => ({
  kind: 'rolloutConferenceConfirmation',
  conference,
  agrees,
});

describe.for([2, 3])('a joint act of %i agencies', (n) => {
  const signatures = (kind: JointActKind): Told =>
    AGENCIES.slice(0, n).map((agency) => [agency, sign(kind)] as const);

  test('shows k of n signatures, each agency once', () => {
    const told: Told = [...signatures('issue').slice(1), [B, sign('issue')]];
    expect(view(n, told).acts.get('issue')?.signed).toEqual(AGENCIES.slice(1, n));
  });

  test('is not in force before every agency has signed, whoever puts it in force', () => {
    const told: Told = [...signatures('issue').slice(1), [B, promulgate('issue')]];
    expect(view(n, told)).toMatchObject({ state: 'draft', issuedAt: null });
  });

  test('is not in force by the last signature alone: putting it in force is a fact of its own', () => {
    expect(view(n, signatures('issue')).state).toBe('draft');
    const issued = view(n, [...signatures('issue'), [A, promulgate('issue')]]);
    expect(issued).toMatchObject({
      state: 'issued',
      issuedAt: afternoon(addDays('2023-07-10', n)),
    });
  });

  test('a signature of an agency that does not sign counts for nothing', () => {
    const told: Told = [...signatures('issue').slice(1), ['guest', sign('issue')]];
    expect(view(n, told).acts.get('issue')?.signed).toEqual(AGENCIES.slice(1, n));
    expect(view(n, [...told, [A, promulgate('issue')]]).state).toBe('draft');
  });

  test('closing needs every signature of its own, those of the issue are not enough', () => {
    const issued: Told = [...signatures('issue'), [A, promulgate('issue')]];
    expect(view(n, [...issued, [A, promulgate('close')]]).state).toBe('issued');
    const closed = view(n, [...issued, ...signatures('close'), [A, promulgate('close')]]);
    expect(closed.state).toBe('closed');
    expect(closed.over).toMatchObject({ by: 'close' });
  });

  test('what was never issued is never closed', () => {
    const told: Told = [...signatures('close'), [A, promulgate('close')]];
    expect(view(n, told)).toMatchObject({ state: 'draft', over: null });
  });

  test('is put in force once: the second time keeps the first date', () => {
    const once: Told = [...signatures('issue'), [A, promulgate('issue')]];
    expect(view(n, [...once, [B, promulgate('issue')]]).issuedAt).toBe(view(n, once).issuedAt);
  });
});

/** What must be in force before, and the rollout's state when the act is. */
const COURSE: readonly (readonly [JointActKind, readonly JointActKind[], RolloutState])[] = [
  ['issue', [], 'issued'],
  ['amend', ['issue'], 'issued'],
  ['amend', ['issue', 'suspend'], 'suspended'],
  ['suspend', ['issue'], 'suspended'],
  ['resume', ['issue', 'suspend'], 'issued'],
  ['recall', ['issue'], 'recalled'],
  ['recall', ['issue', 'suspend'], 'recalled'],
  ['close', ['issue'], 'closed'],
  ['close', ['issue', 'suspend'], 'closed'],
];

describe.for([2, 3])('of %i agencies', (n) => {
  const signing = AGENCIES.slice(0, n);
  const signatures = (kind: JointActKind, id?: string, nth?: number): Told =>
    signing.map((agency) => [agency, sign(kind, id, nth)] as const);
  const inForce = (kind: JointActKind, id?: string, nth?: number): Told => [
    ...signatures(kind, id),
    [A, promulgate(kind, id, nth)],
  ];
  const edictsOf = (told: Told) => view(n, told).edicts.map((e) => e.kind);

  test.for(COURSE)('%s after %j needs every signature', ([kind, before, state]) => {
    const told = before.flatMap((earlier) => inForce(earlier));
    const already = view(n, told);
    for (let k = 0; k < n; k += 1) {
      const some = view(n, [...told, ...signatures(kind).slice(0, k), [A, promulgate(kind)]]);
      expect(some.acts.get(kind)?.signed ?? []).toEqual(signing.slice(0, k));
      expect(some.state).toBe(already.state);
      expect(some.edicts).toEqual(already.edicts);
    }
    const all = view(n, [...told, ...inForce(kind)]);
    expect(all.state).toBe(state);
    expect(all.acts.get(kind)?.inForceAt).not.toBeNull();
    expect(all.edicts.map((e) => e.kind)).toEqual([...before, kind].filter((k) => k !== 'issue'));
  });

  test('a draft that was discarded is signed by all and never in force', () => {
    const told: Told = [...inForce('issue'), [B, discard('suspend')], ...inForce('suspend')];
    expect(view(n, told).state).toBe('issued');
    expect(view(n, told).acts.get('suspend')).toMatchObject({ inForceAt: null });
    expect(view(n, told).acts.get('suspend')?.discardedAt).not.toBeNull();
  });

  test('what is in force is not discarded any more', () => {
    const told: Told = [...inForce('issue'), ...inForce('suspend'), [B, discard('suspend')]];
    expect(view(n, told)).toMatchObject({ state: 'suspended' });
    expect(view(n, told).acts.get('suspend')?.discardedAt).toBeNull();
  });

  test('a discarded issue discards the draft, and nothing brings it back', () => {
    const told: Told = [...signatures('issue'), [B, discard('issue')], [A, promulgate('issue')]];
    expect(view(n, told)).toMatchObject({ state: 'discarded', issuedAt: null });
    const other: Told = [...told, ...inForce('issue', 'second')];
    expect(view(n, other)).toMatchObject({ state: 'discarded', issuedAt: null });
  });

  test('two suspensions at once: the second to be put in force comes too late', () => {
    const told: Told = [
      ...inForce('issue'),
      ...signatures('suspend', 'one'),
      ...signatures('suspend', 'two', 2),
      [B, promulgate('suspend', 'two', 2)],
      [A, promulgate('suspend', 'one', 1)],
    ];
    expect(view(n, told).edicts).toMatchObject([{ kind: 'suspend', n: 2 }]);
    expect(view(n, told).acts.get('one')?.inForceAt).toBeNull();
  });

  test('a recall and a closing at once: the first in the ledger is the end', () => {
    const told: Told = [
      ...inForce('issue'),
      ...signatures('close'),
      ...inForce('recall'),
      [B, promulgate('close')],
    ];
    expect(view(n, told)).toMatchObject({ state: 'recalled', over: { by: 'recall' } });
    expect(edictsOf(told)).toEqual(['recall']);
  });

  test('edicts stand in the order in which they came into force, whenever they were signed', () => {
    const told: Told = [
      ...inForce('issue'),
      ...signatures('resume'),
      ...signatures('amend'),
      ...inForce('suspend'),
      [A, { kind: 'calendar', version: 2 }],
      [B, promulgate('amend')],
      [A, promulgate('resume')],
    ];
    expect(edictsOf(told)).toEqual(['suspend', 'calendar', 'amend', 'resume']);
    const seqs = view(n, told).edicts.map((e) => e.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });

  test('a calendar published after the end is none of its business', () => {
    const told: Told = [
      ...inForce('issue'),
      ...inForce('recall'),
      ['', { kind: 'calendar', version: 2 }],
    ];
    expect(edictsOf(told)).toEqual(['recall']);
  });
});

describe('calendars', () => {
  const told: Told = [
    ['', { kind: 'calendar', version: 2 }],
    ['', { kind: 'calendar', version: 3 }],
  ];

  test('of before the plan are in it already', () => {
    expect(calendarsSince(view(2, told), 1)).toEqual([2, 3]);
    expect(calendarsSince(view(2, told), 2)).toEqual([3]);
  });

  test('are put into the edicts that name them; the others are left out', () => {
    const second = publishedCalendar(2);
    const found = edictsWith(view(2, told), new Map([[2, second]]));
    expect(found).toMatchObject([{ kind: 'calendar', n: 2, calendar: { version: 2 } }]);
  });
});

test('a unit is opened early by an agency that signs', () => {
  const early: Act = { kind: 'earlyOpening', unit: 'd1', reason: 'Địa bàn xa' };
  expect(view(2, [[A, early]]).openedEarly).toEqual(['d1']);
  expect(view(2, [['guest', early]]).openedEarly).toEqual([]);
});

describe('the conference at the top', () => {
  test('sets the date for the tier below once every other agency has confirmed it', () => {
    const told: Told = [
      [A, hold],
      [B, say(1, true)],
    ];
    expect(conferenceAtTop(view(2, told))).toBe('2023-08-01');
    expect(conferenceAtTop(view(3, told))).toBeNull();
    expect(conferenceAtTop(view(3, [...told, [C, say(1, true)]]))).toBe('2023-08-01');
  });

  test('is not confirmed by who filed it, nor by an agency that does not sign', () => {
    const told: Told = [
      [A, hold],
      [A, say(1, true)],
      ['guest', say(1, true)],
    ];
    expect(view(2, told).conference).toMatchObject({ confirmed: false, confirmedBy: [] });
  });

  test('that the other side disputes sets no date until it is filed again and confirmed', () => {
    const disputed: Told = [
      [A, hold],
      [B, say(1, false)],
      [B, say(1, true)],
    ];
    expect(view(2, disputed).conference).toMatchObject({ disputedBy: B, confirmed: false });
    const corrected: Told = [...disputed, [B, hold], [A, say(4, true)]];
    expect(conferenceAtTop(view(2, corrected))).toBe('2023-08-01');
    expect(view(2, corrected).conference?.disputedBy).toBeNull();
  });

  test('stands once it is confirmed: a late "khác" does not take it back', () => {
    const told: Told = [
      [A, hold],
      [B, say(1, true)],
      [B, say(1, false)],
    ];
    expect(view(2, told).conference).toMatchObject({ confirmed: true, disputedBy: null });
  });

  test('is corrected by the agency that filed it, and sets no date until that is confirmed again', () => {
    const confirmed: Told = [
      [A, hold],
      [B, say(1, true)],
    ];
    expect(view(2, [...confirmed, [B, hold]]).conference).toMatchObject({
      seq: 1,
      confirmed: true,
    });
    const corrected: Told = [...confirmed, [A, hold]];
    expect(view(2, corrected).conference).toMatchObject({ seq: 3, confirmed: false });
    expect(conferenceAtTop(view(2, corrected))).toBeNull();
    expect(conferenceAtTop(view(2, [...corrected, [B, say(3, true)]]))).toBe('2023-08-01');
  });

  test('a word about a filing that was replaced says nothing about the new one', () => {
    const told: Told = [
      [A, hold],
      [A, hold],
      [B, say(1, true)],
    ];
    expect(conferenceAtTop(view(2, told))).toBeNull();
  });
});
