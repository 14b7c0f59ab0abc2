/** Two agencies: the binding tables of PRODUCT 3, every act in every reachable state of bounded worlds. */
import { expect, test } from 'vitest';
import { walk } from '#test/support/assignment-walk.ts';
import type { Bounds } from '#test/support/assignment-walk.ts';
import { A, B, world } from '#test/support/assignment-world.ts';
import type { World } from '#test/support/assignment-world.ts';

const EARLY = '2023-08-10';
const TODAY = '2023-08-11';
/** After the dates of tiếp nhận and of the plan, and after what was sent back was to be mended. */
const LATER = '2023-08-24';
const WORK = ['acknowledgement', 'filing', 'confirmation', 'acceptance', 'return'] as const;
const ADJUSTMENT = ['adjustmentRequest', 'adjustmentWithdrawal', 'adjustmentAnswer'] as const;
const once: Bounds = { versions: 1, filings: 1, days: [TODAY], heldOn: [EARLY, TODAY] };

const CONFERENCE = { steps: ['acknowledgement', 'conference'] } as const;
const WORLDS: readonly (readonly [string, World, Bounds])[] = [
  [
    'tiếp nhận alone, without a check, two versions',
    { steps: ['acknowledgement'], checked: false },
    { ...once, versions: 2 },
  ],
  ['a conference and all acts, held too early or after', { ...CONFERENCE, above: EARLY }, once],
  ...[null, '2023-08-09', EARLY].map(
    (above) =>
      [
        `a conference filed twice, an office vacant, conference above: ${above ?? 'none yet'}`,
        { ...CONFERENCE, above, vacant: [B] },
        { ...once, filings: 2, kinds: [...WORK, ...ADJUSTMENT] },
      ] as const,
  ),
  [
    'a conference filed three times',
    { ...CONFERENCE, above: EARLY, vacant: [A] },
    { ...once, filings: 3, kinds: WORK },
  ],
  [
    'a conference while versions change',
    { ...CONFERENCE, above: null },
    { ...once, versions: 2, heldOn: [TODAY], kinds: [...WORK, ...ADJUSTMENT] },
  ],
  [
    'all four steps',
    {},
    {
      ...once,
      heldOn: [TODAY],
      kinds: ['acknowledgement', 'filing', 'confirmation', 'acceptance'],
    },
  ],
  [
    'two filed steps without a check',
    { steps: ['plan', 'report'], checked: false },
    { ...once, filings: 2, kinds: WORK },
  ],
  [
    'a report that follows a conference',
    { steps: ['conference', 'report'], above: EARLY },
    { ...once, filings: 2, kinds: WORK },
  ],
  [
    'a plan that is mended in time or late',
    { steps: ['plan'], vacant: [B] },
    {
      ...once,
      filings: 2,
      days: [TODAY, LATER],
      kinds: ['filing', 'confirmation', 'acceptance', 'return', ...ADJUSTMENT],
    },
  ],
];

const total = { states: 0, transitions: 0 };
// Slow only on a machine that does much else at the same time.
const PATIENCE = { timeout: 120_000 };
test.for(WORLDS)(
  'two agencies, %s: the fold is the table in every state',
  PATIENCE,
  ([, w, bounds]) => {
    const { states, transitions } = walk(world(w), bounds);
    total.states += states;
    total.transitions += transitions;
    expect(states).toBeGreaterThan(100);
  },
);

test('the walks of two agencies were long enough to mean something', () => {
  console.log(`n = 2: ${total.states} states, ${total.transitions} transitions`);
  expect(total.transitions).toBeGreaterThan(250_000);
});
