/**
 * The bounded worlds in which every act and every edict is tried in every reachable state. Run by `node`, it says
 * how many states and transitions there were.
 */
import type { EdictKind } from '#domain/assignment.ts';
import { walk } from './assignment-walk.ts';
import type { Bounds, Walked, WalkedKind } from './assignment-walk.ts';
import { A, B, world } from './assignment-world.ts';
import type { Decree, World } from './assignment-world.ts';

const EARLY = '2023-08-10';
const TODAY = '2023-08-11';
/** After the dates of tiếp nhận and of the plan, what was sent back, and five silent working days. */
const LATER = '2023-08-24';

const SUSPENDED: readonly Decree[] = [{ kind: 'suspend' }, { kind: 'resume' }];
const CALENDARS: readonly Decree[] = [
  { kind: 'calendar', version: 2 },
  { kind: 'calendar', version: 3 },
];
const AMENDED: readonly Decree[] = [
  { kind: 'amend', dates: { C2: '2023-08-28', C4: '2023-08-25' }, content: null },
  { kind: 'amend', dates: {}, content: 'Thêm một chuyên đề' },
  { kind: 'amend', dates: { D2: '2023-08-28' }, content: null },
];
const ENDED: readonly Decree[] = [
  { kind: 'recall' },
  { kind: 'close', unmet: 'Chấm dứt theo thông báo' },
];

const REQUEST = ['adjustmentRequest', 'adjustmentWithdrawal', 'adjustmentAnswer'] as const;
const OFFICE = ['exemption', 'reinstatement'] as const;
const FILED = ['filing', 'confirmation'] as const;
const CHECKED = [...FILED, 'acceptance', 'return', 'reopening'] as const;
const WORDS = [...FILED, 'objection', 'disputeDecision'] as const;
const DISPUTED = [...WORDS, 'correction'] as const;

const once = { versions: 1, filings: 1, days: [TODAY], heldOn: [EARLY, TODAY] };
const kinds = (...of: readonly WalkedKind[]) => ({ kinds: of });

type Walk = readonly [name: string, world: World, bounds: Bounds];

/** The same questions for two agencies and for three; where three would be too many states, fewer kinds. */
function offices(n: number): Walk[] {
  const alone = { steps: ['acknowledgement'], checked: false } as const;
  const received = ['acknowledgement', ...REQUEST] as const;
  return [
    [
      'tiếp nhận alone, without a check, two versions',
      alone,
      {
        ...once,
        versions: 2,
        ...kinds(...received, ...(n === 2 ? OFFICE : [])),
      },
    ],
    [
      'offices that fall out and are taken back',
      alone,
      { ...once, versions: 3, ...kinds('acknowledgement', ...OFFICE) },
    ],
    [
      'tiếp nhận, also on paper, while it is suspended and the calendar changes',
      { ...alone, vacant: [B] },
      {
        ...once,
        days: [EARLY, '2023-08-15'],
        decrees: [...SUSPENDED, CALENDARS[0]!, ENDED[0]!],
        ...kinds('acknowledgement'),
      },
    ],
    [
      'tiếp nhận on paper, and the person named',
      { ...alone, vacant: [B] },
      {
        ...once,
        versions: 2,
        ...kinds('acknowledgement', 'paper', 'designation', ...(n === 2 ? OFFICE : [])),
      },
    ],
    [
      'tiếp nhận of every version',
      alone,
      {
        ...once,
        versions: 4 - n,
        days: [EARLY],
        decrees: [AMENDED[1]!, ENDED[1]!],
        ...kinds('acknowledgement', ...OFFICE),
      },
    ],
  ];
}

function plans(n: number): Walk[] {
  const plan = { steps: ['plan'] } as const;
  const received = { steps: ['acknowledgement', 'plan'], checked: false } as const;
  return [
    [
      'a plan filed, corrected, disputed and decided on',
      { ...plan, checked: false },
      { ...once, filings: 3, ...kinds(...DISPUTED, 'return') },
    ],
    [
      'a plan that is checked, sent back and opened again, received',
      { steps: ['acknowledgement', 'plan'] },
      { ...once, filings: n === 2 ? 3 : 2, ...kinds('acknowledgement', ...CHECKED) },
    ],
    [
      'a disputed plan while offices fall out',
      plan,
      {
        ...once,
        versions: 2,
        filings: n === 2 ? 2 : 1,
        ...kinds(...OFFICE, ...(n === 2 ? ([...DISPUTED, 'return'] as const) : WORDS)),
      },
    ],
    [
      'a plan while offices ask',
      { ...plan, vacant: [B] },
      { ...once, filings: n === 2 ? 2 : 1, ...kinds(...CHECKED, ...REQUEST) },
    ],
    [
      'a plan mended in time or late, and confirmed instead of the silent',
      { ...plan, vacant: [A] },
      {
        ...once,
        filings: 2,
        days: [TODAY, LATER],
        ...kinds(...FILED, 'objection', 'instead', 'return', ...(n === 2 ? REQUEST : [])),
      },
    ],
    [
      'a plan corrected on a later day',
      { ...plan, checked: false },
      {
        ...once,
        filings: 2,
        days: [TODAY, LATER],
        ...kinds(...FILED, 'correction', ...(n === 2 ? (['return'] as const) : [])),
      },
    ],
    [
      'a plan while it is suspended, amended and ended',
      plan,
      {
        ...once,
        days: [TODAY, '2023-08-17'],
        decrees: [...SUSPENDED, AMENDED[0]!, ...(n === 2 ? ENDED : [])],
        ...kinds(...FILED, ...(n === 2 ? (['return'] as const) : [])),
      },
    ],
    [
      'a plan while calendars and amendments of every kind come',
      plan,
      {
        ...once,
        decrees: [...CALENDARS.slice(n - 2), ...AMENDED.slice(n - 2)],
        ...kinds(...FILED, ...(n === 2 ? (['return'] as const) : [])),
      },
    ],
    [
      'a plan that is done when it is suspended, amended or ended',
      received,
      {
        ...once,
        heldOn: [TODAY],
        decrees: n === 2 ? [SUSPENDED[0]!, AMENDED[0]!, ...ENDED] : [SUSPENDED[0]!, ENDED[1]!],
        ...kinds('acknowledgement', ...FILED, ...(n === 2 ? (['reopening'] as const) : [])),
      },
    ],
    [
      'a plan suspended twice',
      { ...plan, checked: false },
      {
        ...once,
        filings: n === 2 ? 2 : 1,
        days: [TODAY, '2023-08-16', LATER],
        decrees: [...SUSPENDED, ...SUSPENDED],
        ...kinds('filing', 'instead', ...(n === 2 ? (['return'] as const) : [])),
      },
    ],
  ];
}

/** Too many states for three. */
function reportsMoved(n: number): Walk[] {
  if (n > 2) return [];
  return [
    [
      'a report that follows a conference, suspended and recounted',
      { steps: ['conference', 'report'], checked: false },
      {
        ...once,
        heldOn: [EARLY],
        days: [TODAY, '2023-08-16'],
        decrees: [...SUSPENDED, CALENDARS[1]!],
        ...kinds(...FILED),
      },
    ],
  ];
}

function conferences(n: number): Walk[] {
  const conference = { steps: ['acknowledgement', 'conference'] } as const;
  const report = { steps: ['conference', 'report'], checked: false } as const;
  return [
    ...[null, '2023-08-09', EARLY].map((above): Walk => [
      `a conference filed twice, an office vacant, conference above: ${above ?? 'none yet'}`,
      { ...conference, above, vacant: [B] },
      { ...once, filings: 2, ...kinds('acknowledgement', 'correction', ...CHECKED) },
    ]),
    [
      'a report that follows a conference',
      { ...report, above: EARLY },
      {
        ...once,
        filings: n === 2 ? 2 : 1,
        ...kinds(...FILED, ...(n === 2 ? (['correction', 'return'] as const) : [])),
      },
    ],
    [
      n === 2 ? 'all four steps' : 'two filed steps',
      n === 2 ? {} : { steps: ['plan', 'report'], checked: false },
      { ...once, heldOn: [TODAY], ...kinds('acknowledgement', ...FILED, 'acceptance') },
    ],
  ];
}

/** The bounded worlds of n agencies, small enough for every run of the checks. */
export const worldsOf = (n: number): readonly Walk[] =>
  [...offices(n), ...plans(n), ...conferences(n), ...reportsMoved(n)].map(([name, w, bounds]) => [
    name,
    { n, ...w },
    bounds,
  ]);

/** Every act that may have effect, and every edict; a kind without a line here does not compile. */
const ALL: Readonly<Record<WalkedKind | EdictKind, true>> = {
  acknowledgement: true,
  paper: true,
  designation: true,
  adjustmentRequest: true,
  adjustmentWithdrawal: true,
  adjustmentAnswer: true,
  exemption: true,
  reinstatement: true,
  filing: true,
  correction: true,
  confirmation: true,
  instead: true,
  objection: true,
  disputeDecision: true,
  acceptance: true,
  return: true,
  reopening: true,
  amend: true,
  recall: true,
  suspend: true,
  resume: true,
  close: true,
  calendar: true,
};
export const EVERY_KIND = Object.keys(ALL);

/** Through all of them, to the fixpoint of each: how much there was, and what was met on the way. */
export function walkAll(n: number): Walked {
  const walks = worldsOf(n).map(([, w, bounds]) => walk(world(w), bounds));
  return {
    states: walks.reduce((sum, { states }) => sum + states, 0),
    transitions: walks.reduce((sum, { transitions }) => sum + transitions, 0),
    met: new Set(walks.flatMap(({ met }) => [...met])),
  };
}

if (import.meta.main)
  for (const n of [2, 3]) {
    const { states, transitions } = walkAll(n);
    console.log(`oracle n=${n} states: ${states} transitions: ${transitions}`);
  }
