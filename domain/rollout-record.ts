/** A rollout's own state, derived from its facts: who has signed, what is in force, the conference at the top. */
import type { ConferenceEvidence, DocumentRef } from './assignment.ts';
import type { CivilDate, Instant, JointActKind, RolloutState } from './vocabulary.ts';

/** A signature as the record keeps it: số, ngày, chức vụ of one agency. */
export type Signature = { readonly document: DocumentRef; readonly signatoryPost: string };

export type RolloutFact = {
  readonly seq: number;
  readonly at: Instant;
  readonly agency: string;
  readonly act:
    | { readonly kind: 'signature'; readonly jointAct: JointActKind; readonly signature: Signature }
    | { readonly kind: 'promulgation'; readonly jointAct: JointActKind }
    | { readonly kind: 'rolloutConference'; readonly conference: ConferenceEvidence }
    | {
        readonly kind: 'rolloutConferenceConfirmation';
        readonly conference: number;
        readonly agrees: boolean;
      };
};

export type RolloutView = {
  readonly state: RolloutState;
  readonly issuedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** Agencies that have signed, by act. */
  readonly signed: Readonly<Record<JointActKind, readonly string[]>>;
  readonly conference: {
    readonly seq: number;
    readonly filedBy: string;
    readonly evidence: ConferenceEvidence;
    readonly confirmedBy: readonly string[];
    readonly disputedBy: string | null;
    readonly confirmed: boolean;
  } | null;
};

/** Folds a rollout's facts (ledger order) over the set of agencies that sign. */
export function viewRollout(
  signing: readonly string[],
  facts: readonly RolloutFact[],
): RolloutView {
  const signed: Record<JointActKind, string[]> = { issue: [], close: [] };
  const inForce: Record<JointActKind, Instant | null> = { issue: null, close: null };
  let conference: RolloutView['conference'] = null;
  for (const { seq, at, agency, act } of facts) {
    // Who only takes part neither signs nor confirms (PRODUCT 3).
    if (!signing.includes(agency)) continue;
    switch (act.kind) {
      case 'signature':
        if (!signed[act.jointAct].includes(agency)) signed[act.jointAct].push(agency);
        break;
      case 'promulgation':
        if (act.jointAct === 'close' && inForce.issue === null) break;
        if (isSigned(signing, signed[act.jointAct])) inForce[act.jointAct] ??= at;
        break;
      case 'rolloutConference':
        conference = {
          seq,
          filedBy: agency,
          evidence: act.conference,
          confirmedBy: [],
          disputedBy: null,
          confirmed: signing.every((a) => a === agency),
        };
        break;
      case 'rolloutConferenceConfirmation':
        if (conference?.seq === act.conference)
          conference = confirmConference(signing, conference, agency, act.agrees);
        break;
    }
  }
  const state = inForce.close !== null ? 'closed' : inForce.issue !== null ? 'issued' : 'draft';
  return { state, issuedAt: inForce.issue, closedAt: inForce.close, signed, conference };
}

/** Nothing joint is in force without every agency's signature (PRODUCT 2.1, I15). */
export const isSigned = (signing: readonly string[], signed: readonly string[]) =>
  signing.every((agency) => signed.includes(agency));

function confirmConference(
  signing: readonly string[],
  conference: NonNullable<RolloutView['conference']>,
  agency: string,
  agrees: boolean,
): NonNullable<RolloutView['conference']> {
  // As on any step: not one's own, not twice, and a dispute ends only by filing again.
  const settled = conference.confirmed || conference.disputedBy !== null;
  if (settled || conference.filedBy === agency || conference.confirmedBy.includes(agency))
    return conference;
  if (!agrees) return { ...conference, disputedBy: agency };
  const confirmedBy = [...conference.confirmedBy, agency];
  const confirmed = signing.every((a) => a === conference.filedBy || confirmedBy.includes(a));
  return { ...conference, confirmedBy, confirmed };
}

/** The date that conferences of the tier below must come after. */
export const conferenceAtTop = (view: RolloutView): CivilDate | null =>
  view.conference?.confirmed === true ? view.conference.evidence.heldOn : null;
