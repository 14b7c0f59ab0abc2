/** Nothing joint is in force without every agency, and the conference at the top is one thing both agree on. */
import { describe, expect, test } from 'vitest';
import { conferenceAtTop, viewRollout } from '#domain/rollout-record.ts';
import type { RolloutFact } from '#domain/rollout-record.ts';
import { A, afternoon, AGENCIES, B, C, conferenceOn } from '#test/support/assignment-world.ts';

const SIGNATURE = { document: { number: '05/CTr', on: '2023-07-14' }, signatoryPost: 'Giám đốc' };
type Act = RolloutFact['act'];
type Told = readonly (readonly [string, Act])[];
const view = (n: number, told: Told) =>
  viewRollout(
    AGENCIES.slice(0, n),
    told.map(([agency, act], i) => ({
      seq: i + 1,
      at: afternoon(`2023-07-${10 + i}`),
      agency,
      act,
    })),
  );
const TERMS = { issue: { kind: 'issue' }, close: { kind: 'close', unmet: null } } as const;
const ref = (kind: 'issue' | 'close') => ({ id: kind, n: 1, terms: TERMS[kind] });
const sign = (kind: 'issue' | 'close'): Act => ({
  kind: 'signature',
  jointAct: ref(kind),
  signature: SIGNATURE,
});
const promulgate = (kind: 'issue' | 'close'): Act => ({
  kind: 'promulgation',
  jointAct: ref(kind),
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
  const signatures = (kind: 'issue' | 'close'): Told =>
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
    expect(issued).toMatchObject({ state: 'issued', issuedAt: afternoon(`2023-07-${10 + n}`) });
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

  test('a word about a filing that was replaced says nothing about the new one', () => {
    const told: Told = [
      [A, hold],
      [A, hold],
      [B, say(1, true)],
    ];
    expect(conferenceAtTop(view(2, told))).toBeNull();
  });
});
