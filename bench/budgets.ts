/** The budgets of the design, and what becomes of samples under them. Pure: no clock, no servers. */

/** One thing measured. A row without a gate is told, never judged. */
export type Row = {
  readonly name: string;
  readonly unit: string;
  /** The median of the samples. */
  readonly value: number;
  /** Least and greatest sample; null where a count is exact or there is one sample alone. */
  readonly spread: readonly [number, number] | null;
  /** The floor's own figure in the same run, in `floorUnit`; null where the row has none. */
  readonly floor: number | null;
  readonly floorUnit: string | null;
  readonly gate: number | null;
  readonly goal: number | null;
  readonly gateReached: boolean | null;
  readonly goalReached: boolean | null;
};

type Budget = {
  readonly name: string;
  readonly unit: string;
  readonly gate: number | null;
  readonly goal: number | null;
  /** A throughput is better the greater it is; everything else the smaller. */
  readonly atLeast?: true;
};

const budget = (
  name: string,
  unit: string,
  gate: number | null = null,
  goal: number | null = null,
): Budget => ({ name, unit, gate, goal });

/** `x`: times the floor of the same run. Seconds are judged only where the design states seconds. */
export const BUDGETS = {
  ackTransactions: budget('acknowledgement: write transactions', 'transactions', 1, 1),
  ackRoundTrips: budget('acknowledgement: round trips', 'round trips', 2, 2),
  ackAlone: budget('acknowledgement one at a time, p50 against the bare transaction', 'x', 5, 2.5),
  ackRate: {
    ...budget('acknowledgements per second, 64 in flight, against the floor', 'x', 0.2, 0.5),
    atLeast: true,
  },
  issueVisible: budget('issue at once, all rows visible, against the launch', 'x', 5, 1),
  issueLooked: budget('issue at once, every coordinator has looked once', 's', 120, 45),
  cascadeWall: budget('whole cascade, wall against the floor', 'x', 6, 3),
  cascadeCpu: budget('whole cascade, CPU against the floor', 'x', 6, 3),
  transactionsPerCommune: budget('write transactions per commune over its life', '', 4, 2.5),
  lastAckToComplete: budget('last acknowledgement to root complete', 's', 1, 0.2),
  steadyCpu: budget('steady acknowledgements: CPU each, all processes', 'ms', 20, 8),
  stepStatements: budget('statements per step', 'statements', 8, 6),
  lookEvents: budget('history events per look', 'events', 12, 10),
  idleCpu: budget("idle with a whole country waiting: CPU above the servers' own", '% core', 5, 1),
  stormSeconds: budget('storm: coordinators due at one instant, last rung', 's', 120, 30),
  stormDoubled: budget('storm: rungs recorded twice or missing', 'rungs', 0, 0),
  outageDrained: budget('Temporal down under acknowledgements: drained after return', 's', 60, 10),
  killEffect: budget('kill -9 of the worker mid-storm: next effect after restart', 's', 15, 5),
  demoServing: budget('demo serving, warm caches', 's', 30, 10),
  workerMemory: budget('worker memory with a whole country open', 'MB', 512, 300),
  brokenInvariants: budget('invariants broken, held against the journal', 'invariants', 0, 0),
  rehearsal: budget('rehearsal of one rollout of Lai Châu', 's'),
  fullFacts: budget('full template: facts per commune', 'facts'),
  fullTransactions: budget('full template: write transactions per commune', 'transactions'),
} as const satisfies Readonly<Record<string, Budget>>;
export type BudgetName = keyof typeof BUDGETS;

/** What the design budgets and this build has not got. */
export const ABSENT = [
  "leader's page over ten years of a province: there are no reports and no such page yet",
  'rehearsal of ten years of Lai Châu: there are no review rounds yet; one rollout is told instead',
  'demo with cold caches: needs a machine without any, and minutes of downloading',
] as const;

/** What takes longer than the others together. */
export const NOT_QUICK = [
  'rehearsal of one rollout, and the full template: only without --quick',
  'invariants of the country after the outage and the kill: only without --quick',
] as const;

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (i: number) => sorted[i] ?? Number.NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/**
 * A row of one or more samples; `of` says what it was measured on (the size, the length).
 *
 * @throws Error without a sample: a row that was not measured must not look like one
 */
export function rowOf(
  name: BudgetName,
  of: string,
  samples: readonly number[],
  floor: { readonly value: number; readonly unit: string } | null = null,
): Row {
  if (samples.length === 0 || samples.some((sample) => !Number.isFinite(sample)))
    throw new Error(`${name} was not measured: ${samples.join(', ')}`);
  const { gate, goal, unit, name: title, ...rest }: Budget = BUDGETS[name];
  const value = rounded(median(samples));
  const reaches = (limit: number | null) => {
    if (limit === null) return null;
    return rest.atLeast === true ? value >= limit : value <= limit;
  };
  const bounds = [rounded(Math.min(...samples)), rounded(Math.max(...samples))] as const;
  return {
    name: of === '' ? title : `${title} (${of})`,
    unit,
    value,
    spread: samples.length === 1 || bounds[0] === bounds[1] ? null : bounds,
    floor: floor === null ? null : rounded(floor.value),
    floorUnit: floor?.unit ?? null,
    gate,
    goal,
    gateReached: reaches(gate),
    goalReached: reaches(goal),
  };
}

/** Three digits are all that such a measurement knows. */
function rounded(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(Math.abs(value) >= 1000 ? 4 : 3));
}

/** For the terminal: `ok`, `goal missed`, `GATE MISSED`, or nothing to judge. */
export function verdictOf({ gateReached, goalReached }: Row): string {
  if (gateReached === null) return 'no gate';
  if (!gateReached) return 'GATE MISSED';
  return goalReached === true ? 'goal reached' : 'gate reached';
}
