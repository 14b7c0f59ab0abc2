/** Reminders and reports to the superior, one guarantee each. */
import { describe, expect, test } from 'vitest';
import { judgeDuties, rungId } from '#domain/duties.ts';
import type { DutyTerms } from '#domain/duties.ts';
import type { Staffing } from '#domain/assignment.ts';
import type { CivilDate, Instant } from '#domain/vocabulary.ts';
import {
  closing,
  A,
  acknowledge,
  afternoon,
  answer,
  ask,
  B,
  C,
} from '#test/support/assignment-world.ts';
import {
  confirm,
  differ,
  file,
  inForce,
  LADDER,
  morning,
  OPENED_AT,
} from '#test/support/assignment-world.ts';
import { onOneDay, sendBack, since, standIn } from '#test/support/assignment-world.ts';
import { toFacts, withdraw, world } from '#test/support/assignment-world.ts';
import { datesBetween } from '#test/support/calendar-oracle.ts';
import type { Told } from '#test/support/assignment-world.ts';

const DUTY: DutyTerms = {
  ladder: LADDER,
  confirmWithin: 3,
  superiors: { [A]: 2, [B]: 2, [C]: 2 },
};
const PLAN = { steps: ['plan'] } as const;
const TO_ME = 'office';
const SUPERIOR = { superior: 1 };

/** Every morning from the opening to that day: what was recorded, as `step/version/agency/rung/n: outcome`. */
function upTo(last: CivilDate, told: readonly Told[], terms = world(PLAN), duty = DUTY) {
  const facts = toFacts(told);
  const recorded = new Map<string, string>();
  const days = [...facts.map((f) => f.at), ...mornings(last)].toSorted();
  let nextAt: Instant | null = null;
  for (const now of days) {
    const known = facts.filter((f) => f.at <= now);
    const look = judgeDuties(terms, duty, known, new Set(recorded.keys()), now);
    for (const rung of look.judged) recorded.set(rungId(rung), rung.skipped ?? 'sent');
    ({ nextAt } = look);
  }
  return {
    recorded,
    nextAt,
    sent: [...recorded].filter(([, o]) => o === 'sent').map(([id]) => id),
  };
}
const mornings = (last: CivilDate): Instant[] => datesBetween('2023-08-07', last).map(morning);

describe('the ladder of a deadline', () => {
  test('reminds both offices five and one working days before it', () => {
    expect(upTo('2023-08-18', []).sent).toEqual([
      `C2/1/${A}/before5/0`,
      `C2/1/${B}/before5/0`,
      `C2/1/${A}/before1/0`,
      `C2/1/${B}/before1/0`,
    ]);
  });

  test('is quiet on the day itself: overdue is told from the first working day after', () => {
    expect(upTo('2023-08-21', []).sent).toHaveLength(4);
    expect(upTo('2023-08-22', []).sent.slice(4)).toEqual([
      `C2/1/${A}/after1/0`,
      `C2/1/${B}/after1/0`,
    ]);
  });

  test('goes up the own tree of each agency, as far as it reaches', () => {
    const shallow = { ...DUTY, superiors: { [A]: 1, [B]: 2 } };
    const { recorded } = upTo('2023-09-15', [], world(PLAN), shallow);
    expect(recorded.get(`C2/1/${A}/after5/0`)).toBe('noSuperior');
    expect(recorded.get(`C2/1/${B}/after5/0`)).toBe('sent');
  });

  test('does not make up for what was past when the assignment was opened', () => {
    const { recorded } = upTo('2023-08-09', [], world({ steps: ['acknowledgement'] }));
    expect(recorded.get(`C1/1/${A}/before5/0`)).toBe('pastWhenSet');
    expect(recorded.get(`C1/1/${A}/before1/0`)).toBe('sent');
  });

  test('does not remind at the very instant at which the date was set', () => {
    const terms = { ...world(PLAN), openedAt: morning('2023-08-14') };
    const { judged } = judgeDuties(terms, DUTY, [], new Set(), terms.openedAt);
    expect(judged.map((r) => [r.rung, r.skipped])).toEqual([
      ['before5', 'pastWhenSet'],
      ['before5', 'pastWhenSet'],
    ]);
  });

  test('has the date of an hour, though the same instant put it off: a look may have come between', () => {
    const at = afternoon('2023-08-11');
    const met: Told[] = [
      ['2023-08-11', A, file('conference')],
      ['2023-08-11', B, confirm(1)],
    ];
    const amended = inForce({ kind: 'amend', dates: { C4: '2023-09-15' }, content: null }, 3, at);
    const terms = { ...world({ steps: ['conference', 'report'] }), edicts: [amended] };
    const { judged } = judgeDuties(terms, DUTY, toFacts(met), new Set(), morning('2023-10-02'));
    const ofReport = judged.filter((r) => r.step === 'C4' && r.agency === A && r.version === 1);
    expect(ofReport.map((r) => [r.rung, r.skipped])).toEqual([
      ['before5', 'pastWhenSet'],
      ['before1', 'amended'],
      ['after1', 'amended'],
      ['after5', 'amended'],
    ]);
  });

  test('says once to whom each rung goes', () => {
    const { judged } = judgeDuties(world(PLAN), DUTY, [], new Set(), morning('2023-08-22'));
    expect(judged.map((r) => r.to)).toEqual([TO_ME, TO_ME, TO_ME, TO_ME, SUPERIOR, SUPERIOR]);
  });
});

describe('không oan', () => {
  const filed: Told = ['2023-08-11', A, file('plan')];

  test('who has filed is not reminded, and nobody is of a step the other side holds', () => {
    const { recorded } = upTo('2023-09-15', [filed]);
    for (const rung of ['before5', 'before1', 'after1', 'after5']) {
      expect(recorded.get(`C2/1/${A}/${rung}/0`)).toBe('notOwed');
      expect(recorded.get(`C2/1/${B}/${rung}/0`)).toBe('notOwed');
    }
  });

  test("three working days of silence are told to the silent office's own superior, once", () => {
    expect(upTo('2023-08-16', [filed]).sent).toEqual([]);
    expect(upTo('2023-09-15', [filed]).sent).toEqual([`C2/0/${B}/confirm/1`]);
  });

  test('who has said yes or "khác" in time is not called silent', () => {
    const three = world({ ...PLAN, n: 3 });
    const told: Told[] = [filed, ['2023-08-14', B, confirm(1)]];
    const { recorded } = upTo('2023-09-15', told, three);
    expect([...recorded.keys()].filter((id) => id.includes('confirm'))).toEqual([
      `C2/0/${C}/confirm/1`,
    ]);
  });

  test('nobody is asked to confirm what is disputed or was sent back', () => {
    const three = world({ ...PLAN, n: 3 });
    const disputed: Told[] = [filed, ['2023-08-14', B, differ(1)]];
    const { recorded } = upTo('2023-09-15', disputed, three);
    expect([...recorded.keys()].filter((id) => id.includes('confirm'))).toEqual([]);
  });

  test('a corrected filing gives the other side its three days anew', () => {
    const told: Told[] = [filed, ['2023-08-16', A, file('plan')]];
    expect(upTo('2023-08-21', told).sent).toEqual([]);
    expect(upTo('2023-08-22', told).sent).toEqual([`C2/0/${B}/confirm/2`]);
  });

  test('an office that waits for an answer is not reminded; the superior holds it', () => {
    const told: Told[] = [
      ['2023-08-11', B, ask],
      ['2023-08-22', B, withdraw(1)],
    ];
    const { recorded } = upTo('2023-09-15', told);
    expect(recorded.get(`C2/1/${B}/before1/0`)).toBe('superiorHolds');
    expect(recorded.get(`C2/1/${A}/before1/0`)).toBe('sent');
    expect(recorded.get(`C2/1/${B}/after5/0`)).toBe('sent');
  });

  test('a vacant office is not reminded', () => {
    const { recorded } = upTo('2023-09-15', [], world({ ...PLAN, vacant: [B] }));
    expect(recorded.get(`C2/1/${B}/after1/0`)).toBe('superiorHolds');
  });

  test('an exempt office is not reminded', () => {
    const told = onOneDay('2023-08-11', [
      [B, ask],
      [B, answer(1, 'exempt')],
    ]);
    const { recorded } = upTo('2023-09-15', told);
    expect(recorded.get(`C2/1/${B}/before1/0`)).toBe('exempt');
    expect(recorded.get(`C2/1/${A}/before1/0`)).toBe('sent');
  });

  test('of what was sent back only the office named is reminded', () => {
    const told: Told[] = [
      filed,
      ['2023-08-14', B, confirm(1)],
      ['2023-08-15', A, sendBack('plan')],
    ];
    const { recorded } = upTo('2023-09-15', told);
    expect(recorded.get(`C2/1/${A}/before1/0`)).toBe('sent');
    expect(recorded.get(`C2/1/${B}/before1/0`)).toBe('notOwed');
  });
});

describe('when dates move', () => {
  test('a new version skips what was left of the old one and begins a ladder of its own', () => {
    const told: Told[] = [
      ['2023-08-15', B, ask],
      ['2023-08-16', B, answer(1, 'adjust', { C2: '2023-09-15' })],
    ];
    const { recorded } = upTo('2023-09-30', told);
    expect(recorded.get(`C2/1/${A}/before5/0`)).toBe('sent');
    expect(recorded.get(`C2/1/${A}/before1/0`)).toBe('amended');
    expect(recorded.get(`C2/2/${A}/before1/0`)).toBe('sent');
    expect(upTo('2023-09-13', told).recorded.has(`C2/2/${A}/before1/0`)).toBe(false);
  });

  test('a look that comes after both still says what became of the old rungs', () => {
    const facts = toFacts([
      ['2023-08-15', B, ask],
      ['2023-08-16', B, answer(1, 'adjust', { C2: '2023-09-15' })],
    ]);
    const late = judgeDuties(world(PLAN), DUTY, facts, new Set(), morning('2023-09-30'));
    const old = late.judged.filter((r) => r.version === 1).map((r) => [r.rung, r.skipped]);
    expect(new Set(old.map(([rung]) => rung)).size).toBe(LADDER.length);
    expect(new Set(old.map(([, skipped]) => skipped))).toEqual(new Set(['amended']));
  });

  test("a conference confirmed early brings the report's ladder forward, and nothing is made up for", () => {
    const terms = world({ steps: ['conference', 'report'] });
    const told = onOneDay('2023-08-11', [
      [A, file('conference')],
      [B, confirm(1)],
    ]);
    const { recorded } = upTo('2023-08-21', told, terms);
    expect(recorded.get(`C4/1/${A}/before5/0`)).toBe('pastWhenSet');
    expect(recorded.get(`C4/1/${A}/before1/0`)).toBe('sent');
    expect(recorded.get(`C4/1/${A}/after1/0`)).toBe('sent');
  });
});

describe('who leaves', () => {
  const at = (now: Instant, times: readonly Staffing[]) => {
    const { judged } = judgeDuties(
      world({ steps: ['acknowledgement'], staffed: { [B]: times } }),
      DUTY,
      [],
      new Set(),
      now,
    );
    return Object.fromEntries(
      judged.filter((r) => r.agency === B).map((r) => [r.rung, r.skipped ?? 'sent']),
    );
  };
  // Tiếp nhận: before1 on the 8th, after1 on the 10th.
  const late = morning('2023-08-15');

  test('a late look after the end of a stand-in writes the rungs that a punctual one writes', () => {
    const times = [standIn('2023-08-07', '2023-08-09')];
    expect(at(morning('2023-08-08'), times)).toMatchObject({ before1: 'sent' });
    expect(at(late, times)).toMatchObject({ before1: 'sent', after1: 'superiorHolds' });
  });

  test('a late look after the beginning of one does the same', () => {
    const times = [standIn('2023-08-09', '2023-08-31')];
    expect(at(morning('2023-08-08'), times)).toMatchObject({ before1: 'superiorHolds' });
    expect(at(late, times)).toMatchObject({ before1: 'superiorHolds', after1: 'sent' });
  });

  test('so does one after an account was disabled, be it at the very instant of the rung', () => {
    for (const to of [morning('2023-08-08'), afternoon('2023-08-08')])
      expect(at(late, [{ from: OPENED_AT, to }])).toMatchObject({
        before1: 'sent',
        after1: 'superiorHolds',
      });
  });

  test('and one after an account was made at that instant', () => {
    expect(at(late, since(morning('2023-08-08')))).toMatchObject({
      before1: 'superiorHolds',
      after1: 'sent',
    });
  });
});

describe('the next look', () => {
  test('is at the next rung that somebody owes', () => {
    const { nextAt } = judgeDuties(world(PLAN), DUTY, [], new Set(), afternoon('2023-08-07'));
    expect(nextAt).toBe(morning('2023-08-14'));
  });

  test('does not come for a rung that nobody owes', () => {
    const facts = toFacts([
      ['2023-08-07', A, file('plan')],
      ['2023-08-07', B, confirm(1)],
    ]);
    expect(
      judgeDuties(world(PLAN), DUTY, facts, new Set(), afternoon('2023-08-07')).nextAt,
    ).toBeNull();
  });

  test('comes when a stand-in begins: from then on the office is reminded again', () => {
    const terms = world({
      steps: ['acknowledgement'],
      staffed: { [B]: since(morning('2023-08-11')) },
    });
    const facts = toFacts([['2023-08-07', A, acknowledge()]]);
    const look = judgeDuties(terms, DUTY, facts, new Set(), afternoon('2023-08-07'));
    expect(look.nextAt).toBe(morning('2023-08-11'));
    const then = judgeDuties(terms, DUTY, facts, new Set(), morning('2023-08-11'));
    expect(then.nextAt).toBe(morning('2023-08-16'));
  });

  test('comes when a stand-in begins and ends, for an office that has not received', () => {
    const terms = world({
      steps: ['acknowledgement'],
      staffed: { [B]: [standIn('2023-08-18', '2023-08-24')] },
    });
    const facts = toFacts([['2023-08-07', A, acknowledge()]]);
    const next = (now: Instant, of = facts) => judgeDuties(terms, DUTY, of, new Set(), now).nextAt;
    expect(next(afternoon('2023-08-07'))).toBe('2023-08-17T17:00:00.000Z');
    expect(next('2023-08-17T17:00:00.000Z')).toBe('2023-08-24T17:00:00.000Z');
    expect(next('2023-08-24T17:00:00.000Z')).toBeNull();
    const received = [...facts, ...toFacts([['2023-08-18', B, acknowledge()]])];
    expect(next(afternoon('2023-08-18'), received)).toBeNull();
  });

  test('does not come when one stand-in hands over to the next', () => {
    const terms = world({
      steps: ['acknowledgement'],
      staffed: { [B]: [standIn('2023-08-17', '2023-08-21'), standIn('2023-08-22', '2023-08-25')] },
    });
    const facts = toFacts([['2023-08-07', A, acknowledge()]]);
    const look = judgeDuties(terms, DUTY, facts, new Set(), afternoon('2023-08-17'));
    expect(look.nextAt).toBe('2023-08-25T17:00:00.000Z');
  });

  test('never comes once the rollout is closed', () => {
    const terms = { ...world(PLAN), edicts: closing(afternoon('2023-08-15')) };
    const { judged, nextAt } = judgeDuties(terms, DUTY, [], new Set(), afternoon('2023-08-15'));
    expect(nextAt).toBeNull();
    expect(judged.filter((r) => r.rung === 'after5').map((r) => r.skipped)).toEqual([
      'closed',
      'closed',
    ]);
  });
});
