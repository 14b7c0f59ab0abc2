import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { PairState } from '#domain/vocabulary.ts';

/** What the outside may know of the workflows: names, inputs, ids. Importable by everybody. */
export const TASK_QUEUE = 'lientich';
/** A mail server that hangs takes the places of this queue only, never those in which coordinators look. */
export const SEND_QUEUE = 'lientich-send';

/** A coordinator's whole input, at its start and at continue-as-new: its key in the record. */
export type RolloutKey = {
  readonly programme: string;
  readonly rollout: string;
  readonly unit: string;
};

export type RolloutTotals = Readonly<Record<PairState, number>>;

/** What a coordinator waits for, for operators. */
export type Outlook = {
  readonly stage: string;
  readonly waitsFor: string;
  readonly waitsUntil: string | null;
  readonly looks: number;
};

/** "Something under you changed: look." Carries nothing; lost, doubled and late ones are harmless. */
export const nudge = defineSignal('nudge');
export const outlook = defineQuery<Outlook>('outlook');

/** What a look answers: levels, never changes. Titles are texts for the Temporal UI. */
export type RolloutLook = {
  readonly stage: string;
  /** The coordinator's row is gone or was never written: end quietly. */
  readonly unknown: boolean;
  readonly closed: boolean;
  /** Units below whose gate is open and whose coordinator has not looked yet. */
  readonly gatesOpen: readonly string[];
  readonly toOpen: number;
  /** Joint acts and calendars that offices are to be told of. */
  readonly noticesDue: readonly { readonly act: string; readonly title: string }[];
  readonly remindersDue: readonly { readonly rung: string; readonly title: string }[];
  readonly reportsUpDue: readonly {
    readonly agency: string;
    readonly rung: string;
    readonly title: string;
  }[];
  /** Mails that may be tried now. Sent beside the looks: a mail outage holds nothing up, and is no work left. */
  readonly mailsDue: number;
  /** All under it is done and not yet told upwards. */
  readonly everyoneDone: boolean;
  /** Something above is still to be drawn: look again until a look asks for nothing. */
  readonly hasWork: boolean;
  /** Absolute, UTC. Under a stepped clock only a nudge wakes, or the next try of a mail, which is real time. */
  readonly wakeAtMs: number | null;
  readonly wakeFor: string;
  readonly totals: RolloutTotals;
};

export const rolloutWorkflowId = ({ rollout, unit }: Pick<RolloutKey, 'rollout' | 'unit'>) =>
  `rollout/${rollout}/${unit}`;

/** The one way a coordinator is started: by the relay, the sweep and its parent alike. */
export const startOptions = (key: RolloutKey) => ({
  taskQueue: TASK_QUEUE,
  workflowId: rolloutWorkflowId(key),
  // A closed one may be started again for a late fact; a running one is left as it is.
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  // Short: a dead worker is seen only through it (DESIGN 14).
  workflowTaskTimeout: '5 seconds' as const,
  typedSearchAttributes: [
    keyword('ProgrammeId', key.programme),
    keyword('RolloutId', key.rollout),
    keyword('UnitKey', key.unit),
  ],
});

/** A keyword search attribute, registered when the server starts. For operators only, never for lists. */
export const keyword = (
  name: 'ProgrammeId' | 'RolloutId' | 'UnitKey' | 'Tier' | 'Stage',
  value: string,
) => ({
  key: { name, type: 'KEYWORD' as const },
  value,
});
