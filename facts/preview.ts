/** What a joint act would do, read and never written: refused where the act itself would be, but for signatures. */
import type { Sql } from '#db/driver.ts';
import { conferenceAboveOf, stockOf } from '#db/reads/assignments.ts';
import { rolloutSightObject, type RolloutSight } from '#db/reads/coverage.ts';
import { countToBeReached, readReached, readToBeReached } from '#db/reads/preview.ts';
import type { ReachedRow } from '#db/reads/preview.ts';
import { readEdicts, readRolloutBase, type RolloutBase } from '#db/reads/rollouts.ts';
import { jointActObject, readStanding, type JointActObject } from '#db/reads/standing.ts';
import type { Standing } from '#db/reads/standing.ts';
import type { UnitPosition } from '#db/reads/units.ts';
import { can, NO_RELATION } from '#domain/can.ts';
import type { JointActTerms } from '#domain/joint-act.ts';
import { previewAssignment, previewRecipient, previewTop, previewTotals } from '#domain/preview.ts';
import type { DateMove, Outcome, Preview } from '#domain/preview.ts';
import { Problem } from '#domain/problems.ts';
import type { TemplateStepKind } from '#domain/template.ts';
import { assignmentTerms, type RolloutTerms } from '#domain/rollout.ts';
import { conferenceAtTop, viewRollout, type RolloutView } from '#domain/rollout-record.ts';
import { refuseInForce } from './joint-act.ts';
import { demand } from './record.ts';

export type PreviewRow = ReachedRow & { readonly preview: Preview };

export type JointActPreview = {
  readonly who: Standing<RolloutSight>;
  readonly sight: RolloutSight;
  readonly act: Pick<JointActObject, 'jointAct' | 'n' | 'terms'>;
  readonly base: RolloutBase;
  /** Over the whole scope of the reader, by what is stored. */
  readonly totals: Partial<Record<Outcome, number>>;
  readonly top: readonly DateMove<TemplateStepKind>[];
  /** One more than asked for, where there is one. */
  readonly rows: readonly PreviewRow[];
};

/** A page of what would change for whom, within the scope of the account. */
export async function previewJointAct(
  sql: Sql,
  tokenHash: string,
  jointAct: string,
  { after, limit }: { readonly after: UnitPosition | null; readonly limit: number },
): Promise<JointActPreview> {
  const asked = await readStanding<JointActObject>(
    sql,
    tokenHash,
    null,
    jointActObject(sql, jointAct),
  );
  if (asked === null) throw new Problem('account.unknown');
  if (asked.object === null) throw new Problem('request.not_found');
  const act = asked.object;
  const who = await readStanding<RolloutSight>(
    sql,
    tokenHash,
    null,
    rolloutSightObject(sql, act.id),
  );
  const base = await readRolloutBase(sql, act.id);
  if (who?.object == null || base === null) throw new Problem('request.not_found');
  const { actor, at, today, object: sight } = who;
  demand(can(actor, 'rollout.read', { ...NO_RELATION, inScope: sight.visible }));
  const view = viewRollout(base.signing, sight.rolloutFacts);
  await refuseInForce(sql, base, view, act, today);
  const scope = actor.office?.path ?? '';
  const page = { scope, today, after, limit: limit + 1 };
  const isIssue = act.terms.kind === 'issue';
  const reached = isIssue
    ? await readToBeReached(sql, base, page)
    : await readReached(sql, act.id, page);
  const terms: RolloutTerms = { ...base, edicts: await readEdicts(sql, base, view) };
  const totals = isIssue
    ? await issueTotals(sql, base, page)
    : previewTotals(base, act.terms, sight.tiers);
  const rows = reached.map((row) => ({
    ...row,
    preview: previewOf({ base, terms, view, act: act.terms, at }, row),
  }));
  const top = previewTop(terms, base.rootTier, act.terms, at);
  return { who, sight, act, base, totals, top, rows };
}

type Grounds = {
  readonly base: RolloutBase;
  readonly terms: RolloutTerms;
  readonly view: RolloutView;
  readonly act: JointActTerms;
  readonly at: string;
};

function previewOf(
  { base, terms, view, act, at }: Grounds,
  { unit, assignment: row }: ReachedRow,
): Preview {
  const { tier } = unit;
  if (row === null)
    return previewRecipient(terms, tier, act, at, opensAtOnce(base, unit.parentKey));
  const above = conferenceAboveOf(row, conferenceAtTop(view));
  const judged = assignmentTerms(terms, stockOf(row), above);
  return previewAssignment(terms, tier, judged, row.facts, act, at);
}

/** At the top the gate opens with the issue; below it, only in templates that say so. */
const opensAtOnce = ({ template, rootUnit }: RolloutBase, parent: string) =>
  template.receiving === 'atIssue' || parent === rootUnit;

async function issueTotals(
  sql: Sql,
  base: RolloutBase,
  page: Parameters<typeof countToBeReached>[2],
): Promise<Partial<Record<Outcome, number>>> {
  const counted = await countToBeReached(sql, base, page);
  const all = counted.reduce((sum, { of }) => sum + of, 0);
  const atTop = counted.reduce((sum, row) => sum + row.atTop, 0);
  const opens = base.template.receiving === 'atIssue' ? all : atTop;
  return { ...(opens > 0 ? { opens } : {}), ...(all > opens ? { opensLater: all - opens } : {}) };
}
