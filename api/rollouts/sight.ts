/** Who sees a rollout, and how much of it: the counts of one's own unit and below. */
import { rolloutSightObject, type RolloutRow, type RolloutSight } from '#db/reads/coverage.ts';
import type { Standing } from '#db/reads/standing.ts';
import { NO_RELATION } from '#domain/can.ts';
import type { RolloutView } from '#domain/rollout-record.ts';
import { viewRollout } from '#domain/rollout-record.ts';
import { TIERS, type JointActKind, type PairState, type Tier } from '#domain/vocabulary.ts';
import { JOINT_ACT_LABELS } from '#domain/labels.ts';
import { allow, labelled, standing, type Ask, type Deps } from '#api/context.ts';

export type Seen = Standing<RolloutSight> & {
  readonly object: RolloutSight;
  /** Path of the reader's unit: what lies outside of it is not in any answer. */
  readonly scope: string;
};

/**
 * A rollout as an office sees it: rooted in its unit or below, or going there.
 *
 * @throws Problem `request.not_found` outside of that; `account.forbidden` for an operator, who sees no content
 */
export async function seeRollout(c: Ask, deps: Deps, id: string): Promise<Seen> {
  const who = await standing<RolloutSight>(c, deps, rolloutSightObject(deps.reader, id));
  allow(who, 'rollout.read', { ...NO_RELATION, inScope: who.object.visible });
  return { ...who, scope: who.actor.office?.path ?? '' };
}

export const viewOf = ({ signing, rolloutFacts }: RolloutRow): RolloutView =>
  viewRollout(signing, rolloutFacts);

/** How it ended, if it has. */
export const overOf = (c: Ask, over: RolloutView['over']) =>
  over === null ? null : { at: over.at, by: labelled(c, JOINT_ACT_LABELS, over.by) };

/** Who has signed the issue, and the closing that is under way or in force. */
export function signedOf({ acts }: RolloutView): Record<'issue' | 'close', readonly string[]> {
  const of = (kind: JointActKind) =>
    [...acts.values()].findLast((a) => a.kind === kind && a.discardedAt === null)?.signed ?? [];
  return { issue: of('issue'), close: of('close') };
}

/** Recipients by state over all tiers; a state that nobody is in is not listed. */
export function totalsOf({ tiers }: RolloutRow): Partial<Record<PairState, number>> {
  const totals: Partial<Record<PairState, number>> = {};
  for (const { byState } of tiers)
    for (const [state, n] of Object.entries(byState) as [PairState, number][])
      totals[state] = (totals[state] ?? 0) + n;
  return totals;
}

type TierCoverage = {
  covered: number;
  of: number;
  byAgency: Record<string, { covered: number; of: number }>;
};

/** By tier; null where the tier has no recipients: not applicable is not nought (PRODUCT 2.9). */
export function coverageOf(sight: RolloutSight): Record<Tier, TierCoverage | null> {
  const of = (tier: Tier): TierCoverage | null => {
    const counts = sight.tiers.find((t) => t.tier === tier);
    if (counts === undefined) return null;
    const byAgency = sight.signing.map((agency) => {
      const there = sight.agencies.find((a) => a.tier === tier && a.agency === agency);
      return [agency, { covered: there?.covered ?? 0, of: counts.of }] as const;
    });
    return { covered: counts.covered, of: counts.of, byAgency: Object.fromEntries(byAgency) };
  };
  const [central, province, district, commune] = TIERS;
  return {
    central: of(central),
    province: of(province),
    district: of(district),
    commune: of(commune),
  };
}
