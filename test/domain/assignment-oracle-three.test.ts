/** Three agencies: "received by every, confirmed by every other", every act in every reachable state. */
import { expect, test } from 'vitest';
import { walk } from '#test/support/assignment-walk.ts';
import type { Bounds } from '#test/support/assignment-walk.ts';
import { B, world } from '#test/support/assignment-world.ts';
import type { World } from '#test/support/assignment-world.ts';

const EARLY = '2023-08-10';
const TODAY = '2023-08-11';
const ADJUSTMENT = ['adjustmentRequest', 'adjustmentWithdrawal', 'adjustmentAnswer'] as const;
const FILED = ['filing', 'confirmation', 'acceptance', 'return'] as const;
const once: Bounds = { versions: 1, filings: 1, days: [TODAY], heldOn: [EARLY, TODAY] };
const three = (w: World): World => ({ n: 3, ...w });

const WORLDS: readonly (readonly [string, World, Bounds])[] = [
  [
    'tiếp nhận alone, two versions',
    { steps: ['acknowledgement'], checked: false },
    { ...once, versions: 2, kinds: ['acknowledgement', ...ADJUSTMENT] },
  ],
  ['two filed steps', { steps: ['plan', 'report'] }, { ...once, filings: 1, kinds: FILED }],
  [
    'a plan filed three times',
    { steps: ['acknowledgement', 'plan'] },
    { ...once, filings: 3, kinds: ['acknowledgement', ...FILED] },
  ],
  [
    'a plan without a check while offices ask',
    { steps: ['plan'], checked: false },
    { ...once, kinds: ['filing', 'confirmation', 'return', ...ADJUSTMENT] },
  ],
  [
    'a plan while offices fall out',
    { steps: ['plan'], vacant: [B] },
    { ...once, filings: 2, kinds: [...FILED, 'adjustmentRequest', 'adjustmentAnswer'] },
  ],
  ...[null, '2023-08-09', EARLY].map(
    (above) =>
      [
        `a conference filed twice, conference above: ${above ?? 'none yet'}`,
        { steps: ['acknowledgement', 'conference'], above },
        { ...once, filings: 2, kinds: ['acknowledgement', ...FILED] },
      ] as const,
  ),
];

const total = { states: 0, transitions: 0 };
// Slow only on a machine that does much else at the same time.
const PATIENCE = { timeout: 120_000 };
test.for(WORLDS)(
  'three agencies, %s: the fold is the table in every state',
  PATIENCE,
  ([, w, bounds]) => {
    const { states, transitions } = walk(world(three(w)), bounds);
    total.states += states;
    total.transitions += transitions;
    expect(states).toBeGreaterThan(100);
  },
);

test('the walks of three agencies were long enough to mean something', () => {
  console.log(`n = 3: ${total.states} states, ${total.transitions} transitions`);
  expect(total.transitions).toBeGreaterThan(100_000);
});
