/** What an act of all agencies says, and when it may still come into force (PRODUCT 2.1, 3). */
import type { CivilDate, Instant, JointActKind, RolloutState } from './vocabulary.ts';

/** Frozen when the act is drafted: what is signed is what comes into force. */
export type JointActTerms =
  | { readonly kind: 'issue' }
  | { readonly kind: 'resume' }
  | {
      readonly kind: 'amend';
      readonly reason: string;
      /** New dates by step key; the others stay. */
      readonly dates: Readonly<Record<string, CivilDate>>;
      /** What changes besides dates. */
      readonly content: string | null;
    }
  | { readonly kind: 'recall' | 'suspend'; readonly reason: string }
  | {
      readonly kind: 'close';
      /** Why it ends though not every pair is done; null: only when all are. */
      readonly unmet: string | null;
    };

/** A joint act as far as facts speak of it. */
export type JointActView = {
  readonly id: string;
  readonly kind: JointActKind;
  /** The how-manieth of its kind in the rollout, from 1. */
  readonly n: number;
  readonly terms: JointActTerms;
  /** Agencies that have signed, in the order of their signatures. */
  readonly signed: readonly string[];
  readonly inForceAt: Instant | null;
  readonly discardedAt: Instant | null;
};

export const NOT_NOW = [
  'alreadyInForce',
  'discarded',
  'notRunning',
  'notSuspended',
  'suspended',
] as const;
/** Why an act may not come into force, or be drafted, as the rollout stands. */
export type NotNow = (typeof NOT_NOW)[number];

/** Which states an act may follow. Whether all pairs are done is asked of the record. */
const AFTER: Readonly<Record<JointActKind, readonly RolloutState[]>> = {
  issue: ['draft'],
  amend: ['issued', 'suspended'],
  recall: ['issued', 'suspended'],
  suspend: ['issued'],
  resume: ['suspended'],
  close: ['issued', 'suspended'],
};

/** Null: it may. */
export function refusalOfJointAct(kind: JointActKind, state: RolloutState): NotNow | null {
  if (AFTER[kind].includes(state)) return null;
  if (state === 'discarded') return 'discarded';
  if (kind === 'issue') return 'alreadyInForce';
  if (state === 'suspended') return 'suspended';
  return kind === 'resume' && state === 'issued' ? 'notSuspended' : 'notRunning';
}

/** Nothing joint is in force without every agency's signature (PRODUCT 2.1, I15). */
export const isSigned = (signing: readonly string[], signed: readonly string[]) =>
  signing.every((agency) => signed.includes(agency));
