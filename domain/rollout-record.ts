/** A rollout's own state, derived from its facts: who has signed, what is in force, the conference at the top. */
import type { ConferenceEvidence, ConferenceSince, DocumentRef, Edict } from './assignment.ts';
import type { WorkingCalendar } from './calendar.ts';
import { isSigned, refusalOfJointAct } from './joint-act.ts';
import type { JointActTerms, JointActView } from './joint-act.ts';
import type { CivilDate, Instant, JointActKind, RolloutState } from './vocabulary.ts';

/** A signature as the record keeps it: số, ngày, chức vụ of one agency. */
export type Signature = { readonly document: DocumentRef; readonly signatoryPost: string };

/** The joint act that a fact is about, as it was drafted. */
export type JointActRef = {
  readonly id: string;
  readonly n: number;
  readonly terms: JointActTerms;
};

export type RolloutFact = {
  readonly seq: number;
  readonly at: Instant;
  readonly agency: string;
  readonly act:
    | {
        /** A correction tells one's own number, date or post anew, before the act is in force. */
        readonly kind: 'signature' | 'signatureCorrection';
        readonly jointAct: JointActRef;
        readonly signature: Signature;
      }
    | { readonly kind: 'promulgation' | 'discard'; readonly jointAct: JointActRef }
    | { readonly kind: 'rolloutConference'; readonly conference: ConferenceEvidence }
    | {
        readonly kind: 'rolloutConferenceConfirmation';
        readonly conference: number;
        readonly agrees: boolean;
      }
    /** A unit's tier may receive before the tier above has planned (PRODUCT 3, Gates). */
    | { readonly kind: 'earlyOpening'; readonly unit: string; readonly reason: string }
    /** The programme's, of nobody: a version of the working calendar published after the issue. */
    | { readonly kind: 'calendar'; readonly version: number };
};

/** What came into force after the issue; a calendar by its version. */
export type RolloutEdict =
  | Exclude<Edict, { kind: 'calendar' }>
  | {
      readonly seq: number;
      readonly at: Instant;
      readonly n: number;
      readonly kind: 'calendar';
      readonly version: number;
    };

export type RolloutView = {
  readonly state: RolloutState;
  readonly issuedAt: Instant | null;
  /** Set by a recall or by the closing: nothing more happens in it. */
  readonly over: { readonly at: Instant; readonly by: 'recall' | 'close' } | null;
  /** By id: those that any fact speaks of. */
  readonly acts: ReadonlyMap<string, JointActView>;
  readonly edicts: readonly RolloutEdict[];
  readonly openedEarly: readonly string[];
  readonly conference: {
    readonly seq: number;
    readonly filedBy: string;
    readonly evidence: ConferenceEvidence;
    readonly confirmedBy: readonly string[];
    readonly disputedBy: string | null;
    readonly confirmed: boolean;
  } | null;
};

type Folding = { -readonly [K in keyof RolloutView]: RolloutView[K] } & {
  acts: Map<string, JointActView>;
  edicts: RolloutEdict[];
  openedEarly: string[];
};

/** Folds a rollout's facts (ledger order) over the set of agencies that sign. */
export function viewRollout(
  signing: readonly string[],
  facts: readonly RolloutFact[],
): RolloutView {
  const view: Folding = {
    state: 'draft',
    issuedAt: null,
    over: null,
    acts: new Map(),
    edicts: [],
    openedEarly: [],
    conference: null,
  };
  for (const fact of facts) apply(view, signing, fact);
  return view;
}

function apply(view: Folding, signing: readonly string[], fact: RolloutFact): void {
  const { seq, at, agency, act } = fact;
  if (act.kind === 'calendar') {
    if (view.over === null)
      view.edicts.push({ seq, at, n: act.version, kind: 'calendar', version: act.version });
    return;
  }
  // Who only takes part neither signs nor confirms (PRODUCT 3).
  if (!signing.includes(agency)) return;
  switch (act.kind) {
    case 'signature':
      sign(view, agency, act.jointAct);
      break;
    // It is signed either way.
    case 'signatureCorrection':
      break;
    case 'promulgation':
      putInForce(view, signing, fact, act.jointAct);
      break;
    case 'discard':
      discard(view, act.jointAct, at);
      break;
    case 'earlyOpening':
      view.openedEarly.push(act.unit);
      break;
    case 'rolloutConference':
      if (isOthersConference(view, agency)) break;
      view.conference = {
        seq,
        filedBy: agency,
        evidence: act.conference,
        confirmedBy: [],
        disputedBy: null,
        confirmed: signing.every((a) => a === agency),
      };
      break;
    case 'rolloutConferenceConfirmation':
      if (view.conference?.seq === act.conference)
        view.conference = confirmConference(signing, view.conference, agency, act.agrees);
      break;
  }
}

const actOf = (view: Folding, { id, n, terms }: JointActRef): JointActView =>
  view.acts.get(id) ?? {
    id,
    kind: terms.kind,
    n,
    terms,
    signed: [],
    inForceAt: null,
    discardedAt: null,
  };

function sign(view: Folding, agency: string, ref: JointActRef): void {
  const act = actOf(view, ref);
  if (act.signed.includes(agency)) return;
  view.acts.set(act.id, { ...act, signed: [...act.signed, agency] });
}

function putInForce(
  view: Folding,
  signing: readonly string[],
  { seq, at }: RolloutFact,
  ref: JointActRef,
): void {
  const act = actOf(view, ref);
  const { terms, n } = act;
  if (act.inForceAt !== null || act.discardedAt !== null || !isSigned(signing, act.signed)) return;
  // Two acts put in force at once: the ledger's order says which one was too late.
  if (refusalOfJointAct(terms.kind, view.state) !== null) return;
  view.acts.set(act.id, { ...act, inForceAt: at });
  if (terms.kind !== 'amend') view.state = STATE_AFTER[terms.kind];
  if (terms.kind === 'issue') view.issuedAt = at;
  else view.edicts.push({ seq, at, n, ...terms });
  if (terms.kind === 'recall' || terms.kind === 'close') view.over = { at, by: terms.kind };
}

const STATE_AFTER: Readonly<Record<Exclude<JointActKind, 'amend'>, RolloutState>> = {
  issue: 'issued',
  recall: 'recalled',
  suspend: 'suspended',
  resume: 'issued',
  close: 'closed',
};

function discard(view: Folding, ref: JointActRef, at: Instant): void {
  const act = actOf(view, ref);
  if (act.inForceAt !== null || act.discardedAt !== null) return;
  view.acts.set(act.id, { ...act, discardedAt: at });
  // Without its issue a draft leads nowhere.
  if (act.kind === 'issue') view.state = 'discarded';
}

/** Once confirmed it is told anew by none but the agency that filed it, and confirmed again. */
export const isOthersConference = ({ conference }: RolloutView, agency: string): boolean =>
  conference?.confirmed === true && conference.filedBy !== agency;

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

/** The same as it came and went. */
export function conferencesAtTop(
  signing: readonly string[],
  facts: readonly RolloutFact[],
): ConferenceSince[] {
  const about = facts.filter(({ act }) => act.kind.startsWith('rolloutConference'));
  const all = about.map(({ at }, i) => ({
    at,
    on: conferenceAtTop(viewRollout(signing, about.slice(0, i + 1))),
  }));
  return all.filter(({ on }, i) => on !== (all[i - 1]?.on ?? null));
}

/** Versions of the calendar published since the one that the rollout was planned on. */
export const calendarsSince = ({ edicts }: RolloutView, planned: number): number[] =>
  edicts.flatMap((e) => (e.kind === 'calendar' && e.version > planned ? [e.version] : []));

/** Edicts with the calendars that they name; those of before the plan are in it already. */
export const edictsWith = (
  { edicts }: RolloutView,
  calendars: ReadonlyMap<number, WorkingCalendar>,
): Edict[] =>
  edicts.flatMap((edict): Edict[] => {
    if (edict.kind !== 'calendar') return [edict];
    const calendar = calendars.get(edict.version);
    if (calendar === undefined) return [];
    const { seq, at, n } = edict;
    return [{ seq, at, n, kind: 'calendar', calendar }];
  });
